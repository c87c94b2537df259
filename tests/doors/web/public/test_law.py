"""The law browser: history, doubts, keys in words, limits of sex and age, policy apart."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from tests.support.clock import Clock

from corridor.core.text import N_
from corridor.doors.web.public.law_values import key_words, keys_of, shown
from corridor.doors.web.shared import figures
from corridor.doors.web.shared.vocabulary import (
    COLUMNS,
    KEY_COLUMNS,
    PAYERS,
    PERS,
    REGIMES,
    ROLES,
    ROUTES,
    STATUSES,
    TIERS,
)
from corridor.engines import law
from corridor.engines.law import KEY_COLUMNS as LAW_KEYS
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BOOK = law.book()


@pytest.mark.parametrize("value_id", BOOK.ids())
def test_every_value_has_its_page(client: Client, value_id: str) -> None:
    answer = client.get(f"/law/{value_id}/")
    assert answer.status_code == 200
    page = answer.content.decode()
    parameter = BOOK.parameter(value_id)
    assert page.count('class="law-case') == len(keys_of(parameter))
    for conflict in parameter.conflicts:
        assert page.count("We work with:") == len(parameter.conflicts)
        assert len(conflict.claims) >= 2
    for dated in parameter.dated:
        for cite in dated.cites:
            assert (cite.url or "").replace("&", "&amp;") in page
    assert ("Policy of this software, not law." in page) == parameter.policy
    assert ("treats people differently by sex or age" in page) == bool(parameter.appeal)


def test_current_past_and_next_are_told_apart(client: Client, clock: Clock) -> None:
    page = client.get("/law/QAT.minimum_wage.basic/", {"on": "2021-03-20"}).content.decode()
    assert "QAR\u00a01,000.00" in page
    assert page.count('aria-current="true"') >= 1
    before = client.get("/law/QAT.minimum_wage.basic/", {"on": "2021-03-19"}).content.decode()
    assert "Comes next" in before
    assert "From 20 March 2021" in before


def test_all_claims_of_a_conflict_stand_side_by_side(client: Client) -> None:
    page = client.get("/law/QAT.eos/").content.decode()
    for conflict in BOOK.parameter("QAT.eos").conflicts:
        for claim in conflict.claims:
            assert claim.says in page


def test_search_and_doubts(client: Client) -> None:
    page = client.get("/law/", {"q": "minimum basic wage"}).content.decode()
    assert "QAT.minimum_wage.basic" in page
    assert "QAT.eos" not in page
    doubts = client.get("/law/", {"doubt": "1"}).content.decode()
    assert "QAT.eos" in doubts
    assert "QAT.minimum_wage.food" not in doubts
    assert "Nothing fits this search" in client.get("/law/", {"q": "zzzz"}).content.decode()


def test_no_pack_is_called_verified(client: Client) -> None:
    assert not any(one.verified for one in BOOK.jurisdictions())
    assert "No pack of law is verified yet" in client.get("/law/").content.decode()


def test_every_name_of_the_packs_has_words() -> None:
    columns = {column.name for one in BOOK.parameters() for column in one.columns}
    assert columns <= set(COLUMNS)
    assert set(LAW_KEYS) <= set(KEY_COLUMNS)
    assert {one.per for one in BOOK.parameters() if one.per} <= set(PERS)
    assert {dated.status for one in BOOK.parameters() for dated in one.dated} <= set(STATUSES)
    tiers = {c.tier for one in BOOK.parameters() for d in one.dated for c in d.cites}
    assert tiers <= set(TIERS)
    assert {role.value for role in Role} == set(ROLES)
    for corridor in BOOK.corridors():
        assert set(corridor.routes) <= set(ROUTES)
        assert set(corridor.regimes) <= set(REGIMES)
        assert {charge.payer for charge in corridor.pays} <= set(PAYERS)


def test_every_unit_is_counted_in_words() -> None:
    units = {column.unit for one in BOOK.parameters() for column in one.columns}
    units |= {one.unit for one in BOOK.parameters()} - {"celsius"}
    for unit in units - {None}:
        assert figures.counted(1, unit) != f"1 {unit}", unit
    assert figures.counted(1, "days") == "1 day"
    assert figures.counted(1200, "days") == "1,200 days"


def test_bands_and_dates_in_words() -> None:
    with translation.override("en"):
        assert str(figures.band("0-34")) == "up to 34"
        assert str(figures.band("35-")) == "35 and more"
        assert str(figures.band("12-24")) == "12 to 24"
        assert figures.month_day("06-15") == "June 15"
    insurance = BOOK.parameter("NPL.insurance")
    words = [key_words(key) for key in keys_of(insurance)]
    assert [str(name) for ((name, _),) in words] == [N_("Age in years")] * 2


def test_a_record_shows_its_pairs_and_a_table_its_heads() -> None:
    hours = BOOK.parameter("QAT.hours")
    record = shown(hours, hours.dated[0].value)
    assert record.record
    assert ("In a week", "48 hours") in list(record.rows)
    codes = BOOK.parameter("QAT.wps.deduction_codes")
    table = shown(codes, codes.dated[0].value)
    assert list(table.heads) == ["Code", "Meaning"]


def test_a_row_leaves_out_what_does_not_hold_for_it_and_a_ladder_counts_days_late() -> None:
    ladder = BOOK.parameter("ARE.wps.ladder")
    table = shown(ladder, ladder.dated[0].value)
    assert list(table.heads)[:2] == ["Days late", "What happens"]
    assert list(table.rows[4]) == ["17 days", "Inspection", "50 workers", "–"]
    assert table.labelled[4][:2] == [("Days late", "17 days"), ("What happens", "Inspection")]
    saudi = BOOK.parameter("SAU.wps.ladder")
    table = shown(saudi, saudi.dated[1].value)
    assert list(table.heads) == ["Days late", "After so many months", "What happens"]
    assert [list(row)[:2] for row in (table.rows[3], table.rows[4])] == [
        ["20 days", "–"],
        ["–", "2 months"],
    ]


def test_the_list_stays_small_enough_for_a_phone(client: Client) -> None:
    front = client.get("/law/").content.decode()
    assert "law-table" not in front
    for owner in {one.partition(".")[0] for one in BOOK.ids()}:
        assert f'href="?of={owner}"' in front
        page = client.get("/law/", {"of": owner}).content.decode()
        assert len(page.encode()) < 60_000
        shown = [one for one in BOOK.ids() if one.startswith(f"{owner}.")]
        assert all(f'"/law/{one}/"' in page for one in shown)
