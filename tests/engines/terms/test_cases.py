"""The numbered cases of docs/algorithms/terms.md, and offers held against the packaged law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.engines.smallbook import SmallBook

from corridor.core.money import Money
from corridor.engines import law
from corridor.engines.terms import compare, floor_check, language_versions, read_contract

ON = date(2026, 2, 1)


def contract(book: Any, corridor: str = "NPL-QAT", **terms: Any) -> Any:
    top = {n: terms.pop(n) for n in ("start", "regime", "sector", "job", "signed_on") if n in terms}
    currency = "QAR" if corridor == "NPL-QAT" else "EUR"
    given = {"currency": currency, "contract_months": 24}
    return read_contract({"corridor": corridor, **top, "terms": given | terms}, book)


@pytest.mark.parametrize(
    ("offered", "presented", "month", "term"),
    [
        ({"basic_wage": "1200.00"}, {"basic_wage": "830.00"}, 37000, 888000),
        (
            {"basic_wage": "1200.00", "allowance_food": "300.00"},
            {"basic_wage": "1000.00", "allowance_food": "500.00"},
            20000,
            480000,
        ),
        ({"allowance_food": "in_kind"}, {"allowance_food": "none"}, 30000, 720000),
        ({"allowance_housing": "in_kind"}, {"allowance_housing": "100.00"}, 40000, 960000),
        ({"allowance_housing": "in_kind"}, {"allowance_housing": "500.00"}, 0, 0),
        ({"allowance_food": "350.00"}, {"allowance_food": "in_kind"}, 5000, 120000),
        ({"allowance_food": "350.00"}, {"allowance_food": "none"}, 35000, 840000),
        ({"basic_wage": "1200.00"}, {"basic_wage": "300.00", "pay_period": "week"}, 0, 0),
        ({"basic_wage": "1200.00"}, {"basic_wage": "250.00", "pay_period": "week"}, 11667, 280000),
    ],
)
def test_losses_per_month_and_over_the_term(
    book: SmallBook, offered: Any, presented: Any, month: int, term: int
) -> None:
    answer = compare(contract(book, **offered), contract(book, **presented), book, ON)
    assert (answer.per_month, answer.over_term) == (Money(month, "QAR"), Money(term, "QAR"))


def test_lower_wage_and_fewer_hours_add_up_to_the_income_lost(book: SmallBook) -> None:
    hourly = {"pay_period": "hour"}
    one = contract(book, "PHL-DEU", basic_wage="20.00", hours_week=40, **hourly)
    other = contract(book, "PHL-DEU", basic_wage="18.00", hours_week=30, **hourly)
    answer = compare(one, other, book, ON)
    assert answer.clause("basic_wage").per_month == Money(34667, "EUR")
    assert answer.clause("hours_week").per_month == Money(78000, "EUR")
    assert answer.over_term == Money(260 * 52 * 2 * 100, "EUR")  # 260 a week for two years


def test_without_a_law_on_kind_there_is_no_figure(book: SmallBook) -> None:
    one = contract(book, "PHL-DEU", allowance_food="in_kind")
    row = compare(one, contract(book, "PHL-DEU", allowance_food="none"), book, ON)
    assert (row.clause("allowance_food").verdict, row.clause("allowance_food").per_month) == (
        "worse",
        None,
    )


def test_cut_months_stand_apart(book: SmallBook) -> None:
    one = contract(book, basic_wage="1200.00")
    other = contract(book, basic_wage="1200.00", contract_months=12)
    answer = compare(one, other, book, ON)
    assert (answer.verdict, answer.per_month) == ("worse", Money(0, "QAR"))
    assert answer.clause("contract_months").at_stake == Money(1440000, "QAR")


def test_nothing_said_by_both_is_listed_and_decides_nothing(book: SmallBook) -> None:
    one = contract(book, basic_wage="1200.00")
    answer = compare(one, one, book, ON)
    assert (answer.verdict, answer.clause("hours_week").verdict) == ("same", "unknown")


def verdicts(found: Any) -> dict[str, str]:
    return {finding.check: finding.verdict.value for finding in found}


@pytest.mark.parametrize(
    ("food", "housing", "floor"),
    [
        ("in_kind", "in_kind", 100000),
        ("none", "in_kind", 130000),
        ("in_kind", "none", 150000),
        ("none", "none", 180000),
    ],
)
def test_qatar_asks_for_what_is_not_given_in_kind(food: str, housing: str, floor: int) -> None:
    book = law.book()
    terms = {"allowance_food": food, "allowance_housing": housing}
    offer = contract(book, basic_wage="1000.00", **terms)
    found = {f.check: f for f in floor_check(offer, book, date(2021, 4, 1))}
    total = found["minimum_wage_with_allowances"]
    assert found["minimum_wage"].verdict == "ok"
    assert total.expected == Money(floor, "QAR")
    assert total.verdict == ("ok" if floor == 100000 else "breach")
    assert (total.owed or Money(0, "QAR")).minor == floor - 100000


def test_before_the_law_of_2020_the_temporary_minimum_counts() -> None:
    book = law.book()
    offer = contract(book, basic_wage="740.00", allowance_food="none", allowance_housing="none")
    found = {f.check: f for f in floor_check(offer, book, date(2018, 1, 1))}
    assert found["minimum_wage"].expected == Money(75000, "QAR")
    assert found["minimum_wage"].verdict == "breach"
    in_doubt = floor_check(offer, book, date(2017, 11, 15))
    assert verdicts(in_doubt)["minimum_wage"] == "unknown"


@pytest.mark.parametrize(
    ("job", "on", "floor"),
    [
        ("assistant", "2025-08-01", 1610),
        ("qualified", "2025-08-01", 1735),
        ("nurse", "2025-08-01", 2050),
        ("nurse", "2024-06-01", 1950),
        ("assistant", "2026-08-01", None),  # announced is not law
        (None, "2025-08-01", 1282),
    ],
)
def test_german_care_asks_for_the_higher_minimum(
    job: str | None, on: str, floor: int | None
) -> None:
    book = law.book()
    sector = {"sector": "care", "job": job} if job else {}
    terms = {"basic_wage": "12.00", "pay_period": "hour", "hours_week": 40}
    offer = contract(book, "PHL-DEU", **sector, **terms)
    found = {f.check: f for f in floor_check(offer, book, date.fromisoformat(on))}
    expected = None if floor is None else Money(floor, "EUR")
    assert found["minimum_wage_hour"].expected == expected
    assert found["minimum_wage_hour"].verdict == ("unknown" if floor is None else "breach")


def test_a_monthly_wage_is_held_against_an_hourly_minimum() -> None:
    book = law.book()
    offer = contract(book, "PHL-DEU", basic_wage="2400.00", hours_week=40)
    found = {f.check: f for f in floor_check(offer, book, ON)}["minimum_wage_hour"]
    assert (found.expected, found.verdict) == (Money(240933, "EUR"), "breach")  # 13.90 x 40 x 52/12
    unsaid = contract(book, "PHL-DEU", basic_wage="2400.00")
    assert verdicts(floor_check(unsaid, book, ON))["minimum_wage_hour"] == "unknown"


def test_an_offer_in_other_money_is_unknown_never_fine() -> None:
    book = law.book()
    offer = contract(book, basic_wage="5000.00", currency="USD", allowance_food="none")
    assert verdicts(floor_check(offer, book, ON))["minimum_wage"] == "unknown"


def test_hours_rest_overtime_ticket_and_deductions() -> None:
    book = law.book()
    terms = {"hours_week": 49, "rest_days_week": 0, "overtime_rate": "20 %"}
    terms |= {"ticket_out": "worker", "deductions": ["visa"]}
    found = verdicts(floor_check(contract(book, regime="general", **terms), book, ON))
    assert found["hours_week"] == found["rest_days_week"] == found["overtime_rate"] == "breach"
    assert (found["ticket_out"], found["deductions"]) == ("breach", "unknown")
    domestic = contract(book, regime="domestic", **terms)
    assert verdicts(floor_check(domestic, book, ON))["hours_week"] == "unknown"


def test_mandatory_matters_left_out_are_named() -> None:
    book = law.book()
    found = verdicts(floor_check(contract(book, "PHL-DEU", basic_wage="20.00"), book, ON))
    assert (found["mandatory.PHL-03"], found["mandatory.PHL-12"]) == ("ok", "breach")
    assert found["mandatory.PHL-13"] == "unknown"  # no clause of the list can say it


def test_the_version_that_decides_comes_from_law() -> None:
    book = law.book()
    read = contract(book, regime="domestic", basic_wage="1500.00")
    decides = contract(book, regime="domestic", basic_wage="1200.00")
    found = language_versions({"ne": read, "ar": decides}, book, ON)
    assert [f.check for f in found] == ["language.basic_wage"]
    assert (found[0].verdict, found[0].explain["deciding_text_is"]) == ("breach", "worse")
    assert "QAT.contract.language" in found[0].law
    missing = language_versions({"ne": read, "en": decides}, book, ON)
    assert missing[0].check == "language.prevailing"
    assert language_versions({"ne": read, "ar": read}, book, ON) == []


@pytest.mark.parametrize(("wage", "verdict"), [("20.00", "worse"), ("21.00", "better")])
@pytest.mark.parametrize("period", ["hour", "day"])
def test_a_lower_wage_is_worse_although_no_hours_are_given(
    book: SmallBook, period: str, wage: str, verdict: str
) -> None:
    one = contract(book, "PHL-DEU", basic_wage="20.50", pay_period=period)
    other = contract(book, "PHL-DEU", basic_wage=wage, pay_period=period)
    row = compare(one, other, book, ON).clause("basic_wage")
    assert (row.verdict, row.per_month, row.over_term) == (verdict, None, None)


def test_no_pay_period_is_a_month_however_it_is_left_out(book: SmallBook) -> None:
    assert contract(book, basic_wage="1200.00", pay_period=None).pay_period == "month"
