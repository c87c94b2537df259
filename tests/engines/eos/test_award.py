"""One leaver's benefit: service, bands, shares, caps, doubts; and the day by which it is due."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.money import Money
from corridor.core.problems import Problem
from corridor.engines import law
from corridor.engines.eos import Award, Service, end_of_service, final_dues, read_question, span

TODAY = date(2025, 6, 30)


def asked(law_: str, **fields: Any) -> Award:
    body = {"law": law_, "reason": "contract_ended", "basic": "1000"} | fields
    one = read_question(body, law.book(), TODAY)
    return end_of_service(
        law.book(), one.place, one.service, one.wage, one.reason, one.on, one.key, one.days_per_year
    )


def others(award: Award) -> dict[str, str]:
    return {says.say(): amount.text() for says, amount in award.alternatives}


def test_the_last_day_counts() -> None:
    assert span(date(2018, 1, 1), date(2025, 1, 1)) == (84, 0)
    assert Service.between(date(2018, 1, 1), date(2024, 12, 31)).months == 84
    one_less = Service.between(date(2018, 1, 1), date(2024, 12, 30))
    assert (int(one_less.months), one_less.days) == (83, 30)
    assert span(date(2024, 1, 31), date(2024, 2, 29)) == (1, 0)
    with pytest.raises(ValueError, match="before"):
        span(date(2024, 2, 1), date(2024, 1, 31))


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 9000))
def test_a_day_more_is_never_less(start: date, days: int) -> None:
    last = start + timedelta(days=days)
    one = Service.between(start, last).years(365, unpaid=False)
    more = Service.between(start, last + timedelta(days=1)).years(365, unpaid=False)
    assert one < more <= one + Fraction(4, 365)


def test_every_step_is_told_with_its_figures() -> None:
    award = asked("KWT", service={"years": "10"}, reason="resigned", basic="300")
    assert award.amount == Money(2_365_385, "KWD")
    assert [step.code for step in award.steps] == [
        "service", "years", "wage", "band", "band", "full", "reason", "conflict", "rounding", "law",
    ]  # fmt: skip
    told = {step.code: step.as_json() for step in award.steps}
    assert told["full"]["months"] == "205/26"
    assert "round this quotient first" in told["law"]["says"]
    assert told["full"]["amount"] == "30750/13"
    assert "≈ 2365.3846" in told["full"]["says"]
    assert award.ids == ("KWT.eos", "KWT.eos.bands", "KWT.eos.shares")
    assert others(award) == {
        "If the boundary still belongs to the shorter service.": "1576.923",
    }


def test_rounding_the_quotient_first_gives_less() -> None:
    """The published 2,364 rounds 75/26 to 2.88; the fraction kept gives more."""
    exact = asked("KWT", service={"years": "10"}, basic="300").amount
    early = Money((288 + 500) * 300 * 10, "KWD")
    assert early.text() == "2364.000"
    assert exact is not None
    assert exact > early


def test_unpaid_days_by_law_and_by_policy() -> None:
    days = {"start": "2020-01-01", "end": "2024-12-31", "unpaid_days": 73}
    by_law = asked("ARE", **days, basic="10000")
    assert by_law.amount == Money.parse("33600", "AED")  # 4.8 years of 7,000
    assert not others(by_law)
    silent = asked("SAU", **days, basic="10000")
    assert silent.amount == Money.parse("25000", "SAR")
    assert others(silent) == {"If unpaid days do not count.": "24000.00"}
    policy = law.Book(policy={"OC.eos.unpaid_excluded": "yes"})
    one = read_question({"law": "SAU", "reason": "agreed", "basic": "10000", **days}, policy, TODAY)
    other = end_of_service(policy, "SAU", one.service, one.wage, "agreed", one.on)
    assert other.amount == Money.parse("24000", "SAR")
    assert others(other) == {"If unpaid days count.": "25000.00"}


def test_odd_days_show_the_short_year_beside() -> None:
    award = asked("QAT", start="2023-01-01", end="2025-02-10", basic="3000")
    # 25 months and 10 days: 2100 × (25/12 + 10/365)
    assert award.amount == Money(443_253, "QAR")
    assert others(award) == {"With a year of 360 days.": "4433.33"}


def test_the_cap_and_the_wage_it_is_reckoned_from() -> None:
    long = {"service": {"years": "38"}, "basic": "10000"}
    assert asked("ARE", **long).amount == Money.parse("240000", "AED")
    award = asked("ARE", **long, allowances="2000")
    assert award.amount == Money.parse("288000", "AED")
    assert others(award) == {"If the cap is reckoned from the basic wage.": "240000.00"}
    assert "cap" in {step.code for step in award.steps}
    assert "cap" not in {step.code for step in asked("ARE", service={"years": "20"}).steps}


@pytest.mark.parametrize(
    ("place", "fields", "why"),
    [
        ("DEU", {}, "DEU"),
        ("SAU", {"reason": "dismissed_for_cause"}, "do not say what is left"),
        ("ARE", {"on": "2021-01-01"}, "before 2022-02-02"),
        ("JOR", {}, "depends on"),
        ("MYS", {}, "contradict"),
        ("SAU", {"for": {"regime": "domestic"}}, "No value is recorded for this kind of case"),
        ("OMN", {"service": {"years": "30"}}, "before 2003"),
    ],
)
def test_an_open_question_is_unknown_and_says_why(
    place: str, fields: dict[str, Any], why: str
) -> None:
    award = asked(place, **({"service": {"years": "3"}} | fields))
    assert award.amount is None
    body = award.as_json()
    assert body["state"] == "unknown"
    assert why in body["reason"]


def test_only_the_last_part_is_lengthened_under_two_laws() -> None:
    award = asked("OMN", start="2021-08-01", end="2025-07-10", basic="500")
    told = [step.figures for step in award.steps if step.code == "band"]
    assert [figures["rate"] for figures in told] == ["0.5", "1"]
    assert sum(Fraction(figures["years"]) for figures in told) == Fraction(47, 12) + Fraction(
        10, 365
    )
    assert set(others(award)) == {"With a year of 360 days."}


@pytest.mark.parametrize(
    ("place", "last", "reason", "by"),
    [
        ("SAU", "2024-12-31", "resigned", "2025-01-14"),
        ("SAU", "2024-12-31", "employer_ended", "2025-01-07"),
        ("QAT", "2026-01-08", "contract_ended", "2026-01-11"),  # a Thursday; the weekend between
        ("KOR", "2026-01-08", "death", "2026-01-22"),
        ("ARE", "2022-02-02", "agreed", "2022-02-16"),
        ("ARE", "2022-02-01", "agreed", None),
        ("OMN", "2022-01-08", "agreed", "2022-01-08"),
        ("OMN", "2026-01-08", "agreed", None),
        ("KWT", "2026-01-08", "agreed", None),
    ],
)
def test_the_day_by_which_everything_is_due(
    place: str, last: str, reason: str, by: str | None
) -> None:
    due = final_dues(law.book(), place, date.fromisoformat(last), reason)
    assert due.as_json()["by"] == by
    assert due.says.say()


def faults(**body: Any) -> dict[str | None, str]:
    try:
        read_question(body, law.book(), TODAY)
    except Problem as problem:
        return {one.place.field: one.code for one in problem.problems}
    return {}


GOOD = {"law": "SAU", "service": {"months": 84}, "reason": "resigned", "basic": "8000.00"}


def test_every_fault_is_named_at_once() -> None:
    assert faults(**GOOD) == {}
    found = faults(
        law="SAUD", start="2018-02-30", end="2017-01-01", reason="fired", currency="XXZ",
        basic="8,000", allowances="-5", unpaid_days="x", days_per_year=True, basicc=1,
    )  # fmt: skip
    assert found == {
        "law": "eos.law",
        "start": "period.date",
        "reason": "eos.reason",
        "currency": "code.currency",
        "basic": "money.format",
        "allowances": "eos.amount",
        "unpaid_days": "eos.number",
        "days_per_year": "eos.number",
        "basicc": "eos.unknown_field",
    }


def test_no_currency_is_named_that_nobody_gave() -> None:
    for law_, named in ((None, False), ("KWT", True)):
        with pytest.raises(Problem) as refused:
            read_question(GOOD | {"law": law_, "basic": "8,000"}, law.book(), TODAY)
        said = [one.say() for one in refused.value.problems if one.place.field == "basic"]
        assert [("KWD" in text) for text in said] == [named]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "AED"}, "currency"),
        ({"service": {}}, "service"),
        ({"service": {"weeks": 3}}, "service"),
        ({"service": {"months": 84, "years": "7"}}, "service"),
        ({"service": {"years": "6.5", "months": 6}}, "service"),
        ({"service": {"months": 84, "days": 31}}, "service"),
        ({"service": {"months": "84.5", "days": 15}}, "service"),
        ({"service": {"years": 7, "days": 2557}}, "service"),
        ({"service": {"years": "-1"}}, "service.years"),
        ({"service": {"years": "1e3"}}, "service.years"),
        ({"service": {"months": "1201"}}, "service"),
        ({"service": {"months": "1"}, "unpaid_days": 60}, "unpaid_days"),
        ({"start": "2020-01-01"}, "service"),
        ({"basic": None}, "basic"),
        ({"basic": "99999999999999"}, "basic"),
        ({"for": {"colour": "red"}}, "for"),
        ({"for": "regime"}, "for"),
        ({"on": "soon"}, "on"),
    ],
)
def test_one_fault(change: dict[str, Any], field: str) -> None:
    assert list(faults(**(GOOD | change))) == [field]


def test_parts_of_a_service_go_on_from_each_other() -> None:
    for parts in (
        {"years": 6, "months": "11.5"}, {"years": 6, "months": 11, "days": 30},
        {"months": 84, "days": 30}, {"years": 7, "days": 365}, {"days": 2557},
    ):  # fmt: skip
        assert faults(**(GOOD | {"service": parts})) == {}
    body = GOOD | {"service": {"years": 6, "months": 3, "days": 10}}
    service = read_question(body, law.book(), TODAY).service
    assert (int(service.months), service.days) == (75, 10)


def test_the_end_before_the_start() -> None:
    body = {"law": "SAU", "reason": "resigned", "basic": "1", "start": "2020-01-02"}
    assert faults(**body, end="2020-01-01") == {"end": "eos.dates"}
    assert faults(**body, end="9999-12-31") == {"end": "eos.open_end"}
    assert faults(**body, end="2020-01-02") == {}


def test_a_worked_case_that_does_not_hold_is_named(tmp_path: Path) -> None:
    case = (
        "kind: cases\ncases:\n  - id: EOS-1\n    source: a test\n    checks:\n"
        "      - {{ending: SAU, service: {{months: '84'}}, on: 2024-12-31, reason: {reason},"
        " basic: '10000.00', expect: '30000.00'}}\n"
    )
    path = tmp_path / "ending.yaml"
    for reason, faults in (("resigned", 0), ("employer_ended", 1), ("fired", 1)):
        path.write_text(case.format(reason=reason), encoding="utf-8")
        assert len(law.check(path)) == faults
