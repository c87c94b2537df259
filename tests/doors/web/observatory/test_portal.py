"""What everybody reads of statistics: figures, their rules, their files, and the calendar."""

from __future__ import annotations

import io
import json
import re

import polars as pl
import pytest
from django.test import Client
from tests.support import observatory as house
from tests.support.clock import Clock

from corridor.engines.statistics.cube import Cube, read
from corridor.governance.observatory import actions
from corridor.platform.access.actor import SYSTEM, Actor

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HERE = "/statistics/workers-abroad/"


@pytest.fixture
def who() -> tuple[Actor, Actor]:
    return house.office()


def _text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_catalogue_before_and_after_the_minute(
    client: Client, clock: Clock, who: tuple[Actor, Actor]
) -> None:
    assert "Nothing has been released yet" in _text(client, "/statistics/")
    release = house.announced(clock, who[0])
    assert "Workers abroad" in _text(client, "/statistics/calendar/")
    _text(client, HERE, 404)
    actions.approve(by=who[1], release=release.id)
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    page = _text(client, "/statistics/")
    assert "750" in page
    assert "/figures/wages/" in page
    assert "Published" in _text(client, "/statistics/calendar/")


def test_an_indicator_with_its_breakdowns_and_rules(client: Client, clock: Clock) -> None:
    made = house.published(clock)
    page = _text(client, HERE)
    for words in ("Qatar", "Germany", "600", "150", "Who is absent", made.digest, "First release"):
        assert words in page, words
    women = _text(client, f"{HERE}?by=sex&dest=QAT")
    assert "120" in women
    assert "Women" in women
    assert "540" not in women
    for wrong in ("by=colour", "dest=XXX", "colour=red", "version=9", "labels=xx", "by=measure"):
        _text(client, f"{HERE}?{wrong}", 400)
    arabic = _text(client, f"{HERE}?lang=ar")
    assert '<h1 lang="ar" dir="rtl">' in arabic
    rule = "A person is counted once, however many contracts she has."
    assert f'<dd lang="en" dir="ltr">{rule}</dd>' in arabic
    assert '<p class="lead" lang="en" dir="ltr">Persons with' in arabic
    arabic = _text(client, f"{HERE}?labels=ar")
    assert "العمال في الخارج" in arabic
    assert "قطر" in arabic


def test_every_file_holds_the_same_cells_and_is_the_same_for_everybody(
    client: Client, clock: Clock
) -> None:
    made = house.published(clock)
    cube = read(made.content.encode())
    for kind in ("csv", "xlsx", "parquet", "sdmx-csv", "sdmx-ml"):
        address = f"{HERE}1/{kind}/"
        answer = client.get(address)
        assert answer.status_code == 200
        assert "workers-abroad-1." in answer["Content-Disposition"]
        assert Client().get(address).content == answer.content
    assert read(client.get(f"{HERE}1/csv/").content) == cube
    assert Cube.of(pl.read_parquet(io.BytesIO(client.get(f"{HERE}1/parquet/").content))) == cube
    told = json.loads(client.get(f"{HERE}1/manifest.json").content)
    assert told["cube_sha256"] == cube.digest()
    for missing in ("1/pdf/", "2/csv/", "2/manifest.json"):
        _text(client, f"{HERE}{missing}", 404)


def test_a_withheld_cell_says_so_and_a_taken_back_table_too(
    client: Client, clock: Clock, who: tuple[Actor, Actor]
) -> None:
    house.published(clock, who, house.SMALL)
    page = _text(client, f"{HERE}?by=sex&dest=DEU")
    assert page.count("held back: it would tell about few people") == 2
    assert "148" not in page
    release = actions.retract(
        by=who[0], indicator=house.INDICATOR, at=house.minute(clock), reason="Counted twice."
    )
    actions.approve(by=who[1], release=release.id)
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    page = _text(client, HERE)
    assert "Counted twice." in page
    assert "Do not use them" in page
    assert "Taken back" in _text(client, "/statistics/")
    _text(client, f"{HERE}2/csv/", 404)
    assert client.get(f"{HERE}1/csv/").status_code == 200


CORRIDORS = """origin,destination,time,measure,value
NPL,QAT,2020-Q1,cost@1,7.5
NPL,QAT,2020-Q2,cost@1,6.5
NPL,QAT,2020-Q3,cost@1,4.5
NPL,DEU,2020-Q3,cost@1,3.25
XKX,DEU,2020-Q3,cost@1,2.5
"""


def test_corridors_are_a_map_with_its_table_and_time_is_a_line_with_targets(
    client: Client, clock: Clock
) -> None:
    with_targets = {"options": {"targets": [3, 5]}}
    house.published(clock, csv=CORRIDORS, more=with_targets, rules={"method": "open"})
    page = _text(client, f"{HERE}?origin=NPL&destination=QAT")
    assert page.count('class="target"') == 2
    assert page.count('class="arc"') == 2
    assert page.count('class="band"') == 3
    wide = [float(one) for one in re.findall(r'class="arc"[^>]*stroke-width="([\d.]+)"', page)]
    assert wide == [10.0, 7.2]  # 4.5 and 3.25: as figures, so widths
    assert "Kosovo" in page or "XKX" in page
    assert "quarter 3 of 2020" in page
    none = _text(client, f"{HERE}?by=origin&destination=QAT")
    assert 'class="target"' not in none


def test_a_table_of_two_figures_shows_one_at_a_time(client: Client, clock: Clock) -> None:
    cells = "\n".join(
        f"{sex},2025,{measure},{value},{n}"
        for sex, n in (("F", 30), ("M", 40), ("_T", 70))
        for measure, value in (("cost@1", 11), ("zero@1", 22))
    )
    words = {
        "measures": {"zero@1": {"en": "Paid nothing", "ar": "لم يدفعوا"}, "cost@1": "Cost"},
        "headline": {"measure": "zero@1"},
    }
    house.published(clock, csv=f"sex,time,measure,value,n\n{cells}\n", more=words)
    page = _text(client, HERE)
    assert re.search(r'class="headline-value">\s*(<bdi>)?22<', page)
    assert "Cost" in _text(client, f"{HERE}?measure=cost@1")
    assert "لم يدفعوا" in _text(client, f"{HERE}?measure=zero@1&labels=ar")
    _text(client, f"{HERE}?measure=none@1", 400)
