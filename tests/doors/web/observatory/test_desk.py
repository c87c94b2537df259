"""The statistician's desk: from the file to the minute, by two persons, through pages alone."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.governance.observatory import test_estimating as estimates
from tests.support import observatory as house
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.governance.observatory import actions, tasks
from corridor.governance.observatory.models import Protection, Release, Source, Table
from corridor.platform.access.actor import SYSTEM
from corridor.platform.exchange.models import Import
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DESK = "/statistics-desk/"


def _file(content: bytes, name: str = "table.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _post(client: Client, address: str, status: int = 302, **given: Any) -> str:
    answer = client.post(address, given)
    text = answer.content.decode()
    assert answer.status_code == status, text[-3000:]
    return str(answer.headers.get("Location", text))


def _source(client: Client) -> Source:
    _post(
        client,
        f"{DESK}source/",
        kind="compiled",
        title="Register of contracts",
        licence="Our own",
        period="2025",
        file=_file(b"a,b\n1,2\n3,4\n"),
    )
    return Source.objects.get()


def test_two_persons_bring_a_table_from_the_file_to_everybody(clock: Clock) -> None:
    first, second = (client_of(one) for one in house.office())
    assert "No table is in work" in first.get(DESK).content.decode()
    source = _source(first)
    assert (source.rows, len(source.digest)) == (2, 64)
    where = _post(
        first,
        f"{DESK}table/",
        indicator="workers-abroad",
        definition=yaml.safe_dump(house.DEFINITION, allow_unicode=True),
        file=_file(house.CSV.encode()),
        sources=[source.pk],
    )
    table = Table.objects.get()
    assert where == f"{DESK}{table.pk}/"
    assert "To be protected" in first.get(where).content.decode()
    _post(first, f"{where}protect/", method="suppress", threshold=5)
    made = Protection.objects.get()
    assert "Nothing could be worked out" in first.get(where).content.decode()
    protected = f"{DESK}protected/{made.pk}/"
    _post(first, f"{protected}review/", accepted="yes", words="Nothing is withheld.")
    day = clock.day + timedelta(days=2)
    _post(first, f"{protected}announce/", day=day.isoformat(), hour="09:00")
    release = Release.objects.get()
    page = first.get(where).content.decode()
    assert "You prepared this release" in page
    _second_person_reads_everything(first, second, release, made)
    answer = _post(first, f"{DESK}releases/{release.pk}/approve/", 403)
    assert "Whoever prepared a release does not approve it." in answer
    _post(second, f"{DESK}releases/{release.pk}/approve/")
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    assert "Published" in second.get(where).content.decode()
    assert "750" in Client().get("/statistics/").content.decode()
    _post(
        second,
        f"{DESK}published/workers-abroad/retract/",
        day=(clock.day + timedelta(days=2)).isoformat(),
        hour="09:00",
        reason="Counted twice.",
    )
    assert "workers-abroad" in first.get(DESK).content.decode()


def _second_person_reads_everything(
    first: Client, second: Client, release: Release, made: Protection
) -> None:
    """Title, version, minute, review with its person, cells and digest; a button for one only."""
    where = f"{DESK}releases/{release.pk}/approve/"
    page = second.get(where).content.decode()
    by = Person.objects.get(pk=made.officer).name
    for words in ("Workers abroad", f"{release.at:%H:%M} UTC", "Nothing is withheld.", by):
        assert words in page, words
    for words in (made.digest, "Country of work", "Germany", "750", "?cells=whole"):
        assert words in page, words
    button = '<button class="button" type="submit">Approve it'
    assert button in page
    whole = second.get(f"{where}?cells=whole").content
    assert sha256(whole).hexdigest() == made.digest
    own = first.get(where).content.decode()
    assert "You prepared this release: another person" in own
    assert button not in own
    assert client_of(house.office()[0]).get(where).status_code == 404


def test_the_second_person_sees_what_is_held_back_and_that_a_table_is_taken_back(
    clock: Clock,
) -> None:
    who = house.office()
    second = client_of(who[1])
    release = house.announced(clock, who[0], house.SMALL)
    page = second.get(f"{DESK}releases/{release.pk}/approve/").content.decode()
    assert page.count("Held back") > 2
    assert ">148<" not in page
    actions.approve(by=who[1], release=release.id)
    page = second.get(f"{DESK}releases/{release.pk}/approve/").content.decode()
    assert "approved already" in page
    assert 'type="submit">Approve it' not in page
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    back = actions.retract(
        by=who[0], indicator=house.INDICATOR, at=house.minute(clock), reason="Counted twice."
    )
    page = second.get(f"{DESK}releases/{back.pk}/approve/").content.decode()
    assert "Counted twice." in page
    assert 'type="submit">Approve it' in page
    desk = second.get(DESK).content.decode()
    assert "Workers abroad" in desk
    assert "<bdi>workers-abroad</bdi>" not in desk


def test_every_fault_of_a_table_is_told_at_once_beside_its_field(clock: Clock) -> None:
    client = client_of(house.office()[0])
    source = _source(client)
    csv = house.CSV.replace(",600,600", ",many,600").replace(",150,150", ",few,150")
    page = _post(
        client,
        f"{DESK}table/",
        422,
        indicator="Workers",
        definition="unit: person",
        file=_file(csv.encode()),
    )
    told = {
        name: part.partition("</div>")[0]
        for name, part in re.findall(r'id="id_(\w+)_error">(.*?</div>)', page, re.S)
    }
    assert set(told) == {"indicator", "definition", "file", "sources"}
    assert "cannot be an indicator" in told["indicator"]
    for name in ("title", "definition", "rule"):
        assert f"does not say its {name}" in told["definition"]
    assert "Line 4: A cell of value is no number." in told["file"]
    assert "Line 7: A cell of value is no number." in told["file"]
    for words in (source.digest[:8], "2 rows", "on record since"):
        assert words in page, words


def test_an_estimate_lists_its_indicators_and_tells_all_its_faults(clock: Clock) -> None:
    client = client_of(house.office()[0])
    page = client.get(f"{DESK}estimate/").content.decode()
    assert '<option value="rci.mean_cost">Mean recruitment cost' in page
    assert "rpw.smart" not in page  # a public file's own series is imported, never estimated
    assert "corridor stats" not in page
    page = _post(
        client,
        f"{DESK}estimate/",
        422,
        indicator="",
        title="",
        mapping="mapping: 1\nvariables: {sex: {colum: q1}}",
        file=_file(b"q1\n1\n"),
    )
    for name in ("indicator", "title", "licence", "mapping"):
        assert f'id="id_{name}_error"' in page, name
    assert 'id="id_file_error"' not in page
    good = {"indicator": "rci.mean_cost", "mapping": estimates.MAPPING, "breakdowns": "sex"}
    bad = estimates.DATA.replace(",QAT,1,", ",QAT,9,", 1)
    page = _post(client, f"{DESK}estimate/", 422, **good, title="", file=_file(bad.encode()))
    assert 'id="id_title_error"' in page
    assert 'id="id_file_error"' in page


def test_what_cannot_be_used_is_said_beside_its_field(clock: Clock) -> None:
    client = client_of(house.office()[0])
    source = _source(client)
    good: dict[str, Any] = {
        "indicator": "workers-abroad",
        "definition": yaml.safe_dump(house.DEFINITION),
        "sources": [source.pk],
    }
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"file": _file(b"\xff\xfe")}, "not a CSV file in UTF-8"),
        ({"file": _file(b"time,value\n2025,1\n")}, "The table lacks"),
        ({"file": _file(house.CSV.encode()), "definition": "a: [b"}, "Look at line 1"),
        ({"file": _file(house.CSV.encode()), "definition": "unit: person"}, "does not say its"),
        ({"file": _file(house.CSV.encode()), "indicator": "Workers"}, "cannot be an indicator"),
        ({"file": _file(house.CSV.encode()), "sources": []}, "required"),
    ]
    for change, words in wrong:
        assert words in _post(client, f"{DESK}table/", 422, **{**good, **change}), words
    assert not Table.objects.exists()


PRICES = (
    "Sending Countries Code,Series Code,Receiving Countries  Code,2020Q2,2020Q3\n"
    "QAT,ATCR.CORR,NPL,3,2.5\nQAT,ATCR.CORR,IND,..,6.5\n"
)
STOCKS = b"Year,Dest,Nepal\n2019,Qatar,4\n2015,Qatar,3\n"


def test_a_public_file_is_looked_at_before_it_is_a_table(
    clock: Clock,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """All its faults with their places, or what it would become; once taken it is forgotten."""
    client, other = (client_of(house.office()[0]) for _ in range(2))
    bad = PRICES.replace("2.5", "cheap").replace("6.5", "dear").encode()
    refused = _post(client, f"{DESK}public/", file=_file(bad, "prices.csv"))
    page = client.get(refused).content.decode()
    for words in ("prices.csv", "“cheap” is not a number.", "“dear” is not a number."):
        assert words in page, words
    assert "Take it to the desk" not in page
    listed = client.get(f"{refused}errors/").content.decode()
    assert len(listed.strip().splitlines()) == 3
    assert _post(client, refused, 409).count("was refused or was already taken")
    where = _post(client, f"{DESK}public/", file=_file(STOCKS, "stocks.csv"))
    page = client.get(where).content.decode()
    for words in ("United Nations", "CC BY 3.0 IGO", "migrant-stock", "2015/2019", "Qatar"):
        assert words in page, words
    assert not Table.objects.exists()
    assert other.get(where).status_code == other.get(f"{where}errors/").status_code == 404
    assert client.get(f"{where}?year=1999").status_code == 400
    assert "Take it to the desk" in client.get(f"{where}?year=2019").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        made = _post(client, where, year=2019)
    table = Table.objects.get()
    assert (made, table.cells) == (f"{DESK}{table.pk}/", 1)
    assert Source.objects.get().file_name == "stocks.csv"
    assert client.get(where).status_code == 404
    assert tasks.discard_staged_files.func(clock.day.isoformat()) == 0
    clock.next_day(15)
    assert tasks.discard_staged_files.func(clock.day.isoformat()) == 1
    assert Import.objects.get().file_name == "stocks.csv"  # what was taken stays on record


def test_another_office_finds_nothing(clock: Clock) -> None:
    made = house.reviewed(house.office()[0])
    other = client_of(house.office()[0])
    assert "Workers abroad" not in other.get(DESK).content.decode()
    for where in (f"{made.table_id}/", f"{made.table_id}/protect/", f"protected/{made.pk}/review/"):
        assert other.get(f"{DESK}{where}").status_code == 404
