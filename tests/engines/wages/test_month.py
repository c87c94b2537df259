"""One worker's month: the published cases, the worked tables of the docs, and bad questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corridor.core.problems import BadInput
from corridor.engines import law
from corridor.engines.wagechecks import NEEDS, PUBLISHED
from corridor.engines.wages.month import month_of, months_of
from corridor.engines.wages.month_answer import as_json
from corridor.engines.wages.month_input import read

TODAY = date(2026, 11, 21)
ADVANCE = {"amount": "360.00", "reason": "advance"}


def ask(law_: str = "ARE", month: str = "2026-08", **more: Any) -> dict[str, Any]:
    question = {"law": law_, "month": month} | more
    book = law.book()
    return as_json(month_of(read(question, book), book, TODAY))


def paid(on: str, amount: str = "2400.00", **more: Any) -> list[dict[str, Any]]:
    return [{"date": on, "amount": amount, **more}]


def due(amount: str = "2400.00", currency: str = "AED", **more: Any) -> dict[str, Any]:
    return {"due": amount, "currency": currency, **more}


def breaches(answer: dict[str, Any]) -> set[str]:
    return {one["id"] for one in answer["findings"] if one["verdict"] == "breach"}


def some(answer: dict[str, Any], *names: str) -> list[Any]:
    return [answer[name] for name in names]


def test_the_published_example() -> None:
    answer = ask(
        contract=due(),
        payments=paid("2026-09-06", "2300.00"),
        deductions=[{"amount": "100.00", "reason": "advance", "lawful": True}],
    )
    expected = {"due": "2400.00", "paid": "2300.00", "late": True, "days_late": 5, "stage": "5"}
    expected |= {"deemed_paid": True, "still_owed": "0.00"}
    assert {name: answer[name] for name in expected} == expected
    assert breaches(answer) == {"LATE"}
    assert set(answer["checks"]) == set(PUBLISHED.values())


@pytest.mark.parametrize(
    ("law_", "month", "on", "late", "days", "stage"),
    [
        ("ARE", "2022-03", "2022-04-16", False, 0, None),  # fifteen days from the due date
        ("ARE", "2022-03", "2022-04-17", True, 16, "10"),
        ("ARE", "2022-03", "2022-04-18", True, 17, "17"),
        ("ARE", "2026-04", "2026-05-16", False, 0, None),  # the old regime's last month
        ("ARE", "2026-05", "2026-06-02", True, 1, None),  # due on 1 June: the new regime
        ("ARE", "2026-05", "2026-06-03", True, 2, "2"),
        ("ARE", "2026-05", "2026-06-01", False, 0, None),
        ("ARE", "2026-05", "2026-06-22", True, 21, "21"),
        ("QAT", "2026-05", "2026-06-08", False, 0, None),
        ("QAT", "2026-05", "2026-06-09", True, 8, None),
        ("OMN", "2023-07", "2023-08-08", False, 0, None),
        ("OMN", "2023-07", "2023-08-09", True, 8, None),
        ("OMN", "2025-01", "2025-02-04", False, 0, None),
        ("OMN", "2025-01", "2025-02-05", True, 4, None),
        ("SAU", "2025-09", "2025-10-01", False, 0, None),
        ("SAU", "2025-09", "2025-10-21", True, 20, "20"),
        ("SAU", "2025-09", "2025-12-01", True, 61, "2 months"),
    ],
)
def test_late_by_the_law_of_the_due_date(
    law_: str, month: str, on: str, late: bool, days: int, stage: str | None
) -> None:
    currency = {"ARE": "AED", "QAT": "QAR", "OMN": "OMR", "SAU": "SAR"}[law_]
    answer = ask(law_, month, contract=due("2000", currency), payments=paid(on, "2000"))
    assert some(answer, "late", "days_late", "stage") == [late, days, stage]
    assert answer["still_owed"] in ("0.00", "0.000")


@pytest.mark.parametrize(
    ("amount", "deductions", "deemed", "owed", "unproven"),
    [
        ("2040.00", [ADVANCE | {"lawful": True}], True, "0.00", "0.00"),  # exactly 85 %
        ("2039.99", [ADVANCE | {"amount": "360.01", "lawful": True}], False, "0.00", "0.00"),
        ("2300.00", [{"amount": "100.00", "lawful": False}], False, "100.00", "0.00"),
        ("2300.00", [{"amount": "100.00"}], None, "100.00", "100.00"),  # claimed, not proven
        ("2300.00", [], False, "100.00", "0.00"),
        ("2300.00", None, None, "100.00", "0.00"),  # nobody knows of deductions
        ("2400.00", [], True, "0.00", "0.00"),
        ("2040.00", [ADVANCE | {"amount": "359.99", "lawful": True}], False, "0.01", "0.00"),
    ],
)
def test_deemed_paid_is_not_the_debt(
    amount: str, deductions: Any, deemed: bool | None, owed: str, unproven: str
) -> None:
    answer = ask(contract=due(), payments=paid("2026-09-01", amount), deductions=deductions)
    assert some(answer, "deemed_paid", "still_owed", "unproven") == [deemed, owed, unproven]
    left = ask(contract=due(), payments=paid("2026-09-01", amount))
    assert left["deemed_paid"] is (amount == "2400.00")


def test_missing_counts_to_the_day_of_the_check() -> None:
    answer = ask(contract=due(), payments=[], on="2026-09-22", establishment_size=30)
    assert some(answer, "paid", "late", "days_late", "stage") == ["0.00", True, 21, "21"]
    assert some(answer, "still_owed", "deemed_paid") == ["2400.00", False]
    assert breaches(answer) == {"MISSING"}
    early = ask(contract=due(), on="2026-09-01")
    assert some(early, "late", "days_late", "still_owed") == [False, 0, "2400.00"]
    assert some(early, "deemed_paid", "findings") == [None, []]
    assert early["checks"]["MISSING"] == "not_applicable"
    undated = ask(contract=due(end="2026-08-31"), payments=[{"amount": "2300.00"}], deductions=None)
    doubts = [one["says"] for one in undated["findings"] if one["verdict"] == "unknown"]
    assert set(doubts) == {NEEDS[name] for name in ("late", "deduction", "below_contract")} | {
        NEEDS["end_of_service"]
    }
    nothing = ask(contract=due("0"), on="2026-09-22")
    assert some(nothing, "late", "still_owed", "findings") == [False, "0.00", []]
    half = ask(contract=due(), on="2026-09-22", deductions=[ADVANCE | {"lawful": True}])
    assert half["still_owed"] == "2040.00"


def test_several_payments_count_until_the_wage_was_full_or_the_last_came() -> None:
    parts = [*paid("2026-09-01", "1000.00"), *paid("2026-09-03", "1400.00")]
    answer = ask(contract=due(), payments=[*paid("2026-09-20", "5.00"), *parts])
    assert some(answer, "paid", "days_late", "paid_on") == ["2405.00", 2, "2026-09-03"]
    answer = ask(contract=due(), payments=parts[:1])
    assert some(answer, "late", "days_late", "still_owed") == [False, 0, "1400.00"]
    other = ask(contract=due(), payments=paid("2026-09-01", "650", currency="USD"))
    assert some(other, "paid", "still_owed", "deemed_paid") == ["0.00", None, None]
    assert some(other, "late", "days_late", "open_days") == [None, None, None]


def test_another_currency_counts_for_nothing_and_hides_nothing() -> None:
    dollars = paid("2026-09-20", "100", currency="USD")
    full = ask(contract=due(), payments=[*paid("2026-09-01"), *dollars])
    assert some(full, "paid", "late", "still_owed") == ["2400.00", False, "0.00"]
    assert full["checks"]["SHORT"] == "ok"
    part = ask(contract=due(), payments=[*paid("2026-09-01", "2300"), *dollars])
    assert some(part, "paid", "late", "still_owed") == ["2300.00", None, None]


def test_nothing_paid_is_no_payment() -> None:
    nothing = ask(contract=due(), payments=paid("2026-09-01", "0.00"), on="2026-09-22")
    assert nothing == ask(contract=due(), payments=[], on="2026-09-22")
    assert breaches(nothing) == {"MISSING"}
    unit = ask(contract=due(), payments=paid("2026-09-01", "0.01"), on="2026-09-22")
    assert breaches(unit) == {"SHORT"}


@pytest.mark.parametrize(
    ("payments", "deductions", "days", "stage"),
    [
        (paid("2026-09-01", "0.01"), [], 21, "21"),  # a token stops no ladder
        (paid("2026-09-01"), [], 0, None),
        (paid("2026-09-06"), [], 0, None),  # late, and paid
        (paid("2026-09-01", "2300"), [{"amount": "100"}], 0, None),  # claimed: open
        (paid("2026-09-01", "2040"), [ADVANCE | {"lawful": True}], 0, None),
        (paid("2026-09-01", "2039.99"), [{"amount": "360.01", "lawful": True}], 21, "21"),
        ([], [], 21, "21"),
        (paid("2026-09-01", "9", currency="USD"), [], None, None),
    ],
)
def test_days_open_count_while_the_wage_does_not_count_as_paid(
    payments: Any, deductions: Any, days: int | None, stage: str | None
) -> None:
    facts = {"contract": due(), "payments": payments, "on": "2026-09-22"}
    answer = ask(**facts, deductions=deductions, establishment_size=30)
    assert some(answer, "open_days", "open_stage") == [days, stage]
    if payments and payments[0]["amount"] == "0.01":
        assert some(answer, "late", "days_late", "stage") == [False, 0, None]


def test_before_the_last_lawful_day_nothing_is_judged_and_the_debt_is_known() -> None:
    facts: dict[str, Any] = {"contract": qatar(), "payments": paid("2026-09-01", "1.00")}
    waits = ("SHORT", "BELOW_MIN", "BELOW_CONTRACT")
    early = ask("QAT", **facts, on="2026-09-08")
    assert {early["checks"][name] for name in waits} == {"not_applicable"}
    assert some(early, "still_owed", "deemed_paid", "findings") == ["1199.00", None, []]
    after = ask("QAT", **facts, on="2026-09-09")
    assert breaches(after) == {"SHORT", "BELOW_MIN"}
    assert some(after, "still_owed", "deemed_paid") == ["1199.00", False]
    none = ask("QAT", contract=qatar(), on="2026-09-08")
    assert some(none, "still_owed", "late") == ["1200.00", False]


def test_an_advance_before_the_month_counts_as_paid() -> None:
    parts = [*paid("2026-07-20", "400"), *paid("2026-09-01", "2000")]
    answer = ask(contract=due(), payments=parts)
    assert some(answer, "paid", "late", "days_late", "still_owed") == ["2400.00", False, 0, "0.00"]
    alone = ask(contract=due(), payments=paid("2026-07-20"))
    assert some(alone, "late", "days_late", "paid_on") == [False, 0, "2026-07-20"]


def test_lawful_deductions_over_the_cap_stay_owed_until_proven() -> None:
    def taken(amount: str) -> dict[str, Any]:
        off = [{"amount": amount, "reason": "loan", "lawful": True}]
        rest = f"{3000 - int(amount)}.00"
        contract = due("3000.00", "SAR")
        return ask("SAU", contract=contract, payments=paid("2026-09-01", rest), deductions=off)

    within, over = taken("1500"), taken("1600")
    assert some(within, "still_owed", "unproven", "lawful_deductions") == [
        "0.00",
        "0.00",
        "1500.00",
    ]
    assert some(over, "still_owed", "unproven", "lawful_deductions") == [
        *("100.00", "100.00", "1500.00")
    ]
    (finding,) = [one for one in over["findings"] if one["id"] == "DEDUCTION_OVER_CAP"]
    assert finding["explain"]["over"]["amount"] == "100.00"
    assert (over["checks"]["SHORT"], within["checks"]["SHORT"]) == ("unknown", "ok")


def qatar(**more: Any) -> dict[str, Any]:
    return {"basic": "1200.00", "food": "in_kind", "housing": "in_kind"} | more


def test_overtime_as_published() -> None:
    def overtime(**hours: Any) -> dict[str, Any]:
        answer = ask("QAT", contract=qatar(), payments=paid("2026-09-01", "1200"), hours=hours)
        return answer

    answer = overtime(overtime_day="10")
    assert some(answer, "due", "still_owed", "owed_besides") == ["1200.00", "0.00", "62.50"]
    assert breaches(answer) == {"OT_UNPAID"}
    # called overtime, while the ordinary wage is not full: the same sum is owed
    named = overtime(overtime_day="10", overtime_paid="62.50")
    assert some(named, "still_owed", "owed_besides") == ["0.00", "62.50"]
    assert overtime(overtime_night=10)["owed_besides"] == "75.00"
    assert overtime()["checks"]["OT_UNPAID"] == "unknown"
    full = ask(
        "QAT",
        contract=qatar(),
        payments=paid("2026-09-01", "1262.50"),
        hours={"overtime_day": 10, "overtime_paid": "62.50"},
    )
    assert full["checks"]["OT_UNPAID"] == "ok"
    assert some(full, "paid", "still_owed", "owed_besides") == ["1262.50", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("law_", "contract", "due_", "floor"),
    [
        ("QAT", qatar(basic="900"), "1000.00", "1000.00"),
        ("QAT", qatar(basic="900", food="none"), "1300.00", "1300.00"),
        ("QAT", qatar(basic="900", housing="none"), "1500.00", "1500.00"),
        ("QAT", qatar(basic="900", food="none", housing="none"), "1800.00", "1800.00"),
        ("QAT", qatar(housing_provided=False), "1700.00", "1500.00"),
        ("QAT", qatar(start="2026-08-17"), "580.65", "483.87"),  # 15 of 31 days
        ("QAT", qatar(end="2026-08-07"), "270.97", "225.81"),
        ("KWT", {"basic": "60.500", "currency": "KWD"}, "75.000", "75.000"),
        ("KWT", {"basic": "100.001", "start": "2026-08-17"}, "48.388", "36.290"),
        ("QAT", {"due": "600.00", "currency": "QAR", "start": "2026-08-17"}, "600.00", "483.87"),
        ("ARE", due(), "2400.00", "0.00"),
    ],
)
def test_what_is_due(law_: str, contract: dict[str, Any], due_: str, floor: str) -> None:
    answer = ask(law_, contract=contract, payments=paid("2026-09-01", "0"))
    assert some(answer, "due", "floor") == [due_, floor]
    assert answer["still_owed"] == due_


def test_hours_and_rates_of_an_hourly_wage() -> None:
    contract = {"basic": "12.00", "pay_period": "hour", "food": "none", "housing": "none"}
    hours = {"worked": "100"}
    answer = ask("DEU", "2026-02", contract=contract, payments=paid("2026-03-01", "0"), hours=hours)
    assert answer["due"] == "1390.00"  # the law's 13.90
    nurse = contract | {"sector": "care", "job": "nurse"}
    answer = ask("DEU", "2026-02", contract=nurse, payments=[], hours=hours)
    assert answer["due"] == "2050.00"
    palm = {"basic": "26.00", "pay_period": "hour", "stream": "short"}
    hours = {"worked": "100", "paid": "100"}
    answer = ask("AUS", "2026-02", contract=palm, payments=paid("2026-03-01", "0"), hours=hours)
    (gap,) = [one for one in answer["findings"] if one["id"] == "HOURS_UNDER_GUARANTEE"]
    # February has four weeks: 120 hours guaranteed, 20 missing at 26.00
    assert (gap["expected"], gap["actual"], gap["owed"]["amount"]) == ("120", "100", "520.00")


def test_every_further_breach_through_one_question() -> None:
    answer = ask(
        "QAT",
        contract=qatar(
            food_provided=False,
            housing_provided=True,
            account="QA58DOHB00001234567890ABCDEFG",
            hours_week=60,
            referral="1500.00",
            registered=False,
            applied={"basic": "900.00"},
        ),
        payments=paid("2026-09-20", "900.00", account="QA00", basic="900.00"),
        deductions=[
            {"amount": "700.00", "reason": "recruitment", "lawful": True},
            {"amount": "100.00", "reason": "house rent"},
        ],
        hours={"worked": 300, "overtime_day": 60},
        bank={"returned": "200.00", "round_withdrawals": 4},
    )
    assert breaches(answer) == {
        *("LATE", "SHORT", "DEDUCTION_ILLEGAL", "BELOW_MIN", "BELOW_CONTRACT", "BELOW_REFERRAL"),
        *("OT_UNPAID", "HOURS_OVER", "IN_KIND_UNPROVIDED", "WRONG_PAYEE", "PATTERN_KICKBACK"),
        *("GHOST", "SUBSTITUTION", "FEE_CHARGED"),
    }
    # 1,200 and 300 for the food that was not given; no fee and no rent is lawful
    assert some(answer, "due", "still_owed") == ["1500.00", "600.00"]
    assert answer["owed_besides"] == "575.00"  # 60 h x 6.25, and 200 that went back


def test_a_household_is_not_covered_and_never_compliant() -> None:
    contract = qatar(regime="domestic")
    silent = ask("QAT", contract=contract, payments=[], filing_duty=False)
    assert some(silent, "coverage", "paid", "late", "still_owed") == ["not_covered", *[None] * 3]
    assert some(silent, "deemed_paid", "stage") == [None, None]
    assert silent["checks"]["MISSING"] == "unknown"
    assert ask("QAT", contract=contract)["coverage"] == "unknown"
    told = ask("QAT", contract=contract, filing_duty=False, answer="nothing")
    assert some(told, "still_owed", "paid") == ["1200.00", None]
    receipt = ask("QAT", contract=contract, filing_duty=False, payments=paid("2026-09-01", "900"))
    assert some(receipt, "still_owed", "deemed_paid", "late") == ["300.00", None, False]


@pytest.mark.parametrize(
    ("answer", "received", "agrees", "owed"),
    [
        ("got_it", "2400.00", True, "0.00"),
        (1, "2400.00", True, "0.00"),
        ({"said": "got_it", "handed_back": "400.00"}, "2000.00", False, "400.00"),
        ({"said": 2, "amount": "2000.00"}, "2000.00", False, "400.00"),
        ("less", None, None, None),
        ("3", "0.00", False, "2400.00"),
    ],
)
def test_the_workers_word_stands_beside(
    answer: Any, received: str | None, agrees: bool | None, owed: str | None
) -> None:
    facts: dict[str, Any] = {"contract": due(), "payments": paid("2026-09-01")}
    told, silent = ask(**facts, answer=answer), ask(**facts)
    assert some(told["worker"], "received", "agrees", "owed") == [received, agrees, owed]
    assert silent["worker"]["said"] is None
    # nothing that an employer may see depends on it
    assert {**told, "worker": None} == {**silent, "worker": None}
    private = {one["id"] for one in told["worker"]["findings"]}
    assert private == (
        {"PATTERN_KICKBACK"} if isinstance(answer, dict) and "handed_back" in answer else set()
    )


def test_food_she_did_not_get_is_hers_to_say() -> None:
    told = ask(
        "QAT",
        contract=qatar(),
        payments=paid("2026-09-01", "1200"),
        answer={"said": "got_it", "food_given": False, "tell_nobody": True},
    )
    assert some(told, "still_owed", "owed_besides") == ["0.00", "0.00"]
    assert some(told["worker"], "owed", "tell_nobody") == ["300.00", True]
    assert [one["id"] for one in told["worker"]["findings"]] == ["IN_KIND_UNPROVIDED"]


def test_exclusions_and_absence_reports_change_the_view_and_never_the_debt() -> None:
    facts: dict[str, Any] = {"contract": due(), "payments": [], "on": "2026-09-22"}
    for more in ({"excluded": "court claim"}, {"absence_report": {"since": "2026-08-02"}}):
        answer = ask(**facts, **more)
        assert some(answer, "stage", "deemed_paid", "still_owed") == [None, None, "2400.00"]
        assert answer["ladder"]["state"] == next(iter(more))
    nowhere = ask("QAT", contract=due("1200", "QAR"), payments=[], excluded=True)
    assert some(nowhere, "deemed_paid", "still_owed") == [False, "1200.00"]
    assert nowhere["ladder"]["state"] != "excluded"  # no list of this law is on record


def test_interest_where_the_law_grants_it() -> None:
    contract = {"due": "3650000", "currency": "KRW", "end": "2026-08-31"}
    answer = ask("KOR", contract=contract, payments=paid("2026-09-25", "3650000"))
    # from 15 September, fourteen days after the work ended: 10 days x 20 % / 365
    assert answer["interest"]["amount"] == "20000"
    running = ask("KOR", contract=due("3650000", "KRW"), payments=[])
    assert running["interest"]["amount"] is None
    assert "ended" in running["interest"]["why"]
    assert ask(contract=due(), payments=[])["interest"]["law"] == []


def test_a_due_day_of_the_contract() -> None:
    asked = {"contract": due(due_day=10), "payments": paid("2022-04-26")}
    answer = ask("ARE", "2022-03", **asked)
    # until June 2026 the contract could name another day; fifteen days from it
    assert some(answer, "due_on", "latest_on", "late") == ["2022-04-10", "2022-04-25", True]
    asked = {"contract": due(due_day=10), "payments": paid("2026-09-05")}
    answer = ask("ARE", "2026-08", **asked)
    assert some(answer, "due_on", "late") == ["2026-09-01", True]  # the law's own day is the limit
    later = ask("QAT", contract=qatar(due_day=10), payments=paid("2026-09-17", "1200"))
    assert some(later, "due_on", "latest_on", "late") == ["2026-09-10", "2026-09-17", False]


def wrong(**question: Any) -> dict[str, Any]:
    with pytest.raises(BadInput) as refused:
        read(question, law.book())
    return {one.place.field or "": one for one in refused.value.problems}


def test_a_wrong_currency_speaks_of_no_other_one() -> None:
    contract = {"due": "1,200"}
    for law_, currency, spoken in (
        ("ARE", "AE", ()), ("ARE", None, ("AED",)), (None, None, ()), ("ARE", "KWD", ("KWD",)),
    ):  # fmt: skip
        found = wrong(law=law_, month="2026-08", contract=contract | {"currency": currency})
        said = found["contract.due"].say()
        assert [code for code in ("AED", "USD", "KWD") if code in said] == list(spoken)


def test_every_fault_of_a_question_at_once() -> None:
    found = wrong(
        law="XYZ",
        month="2026-13",
        contract={"currency": "ZZZ", "due": "-1", "basc": "1", "start": "2026-09-31"},
        payments=[{"date": "06/09/2026", "amount": "1,000.00"}, "x", {"date": "2026-09-01"}],
        deductions=[{"amount": "1.00001", "lawful": "yes"}],
        hours={"worked": "-3"},
        answer={"said": "maybe"},
        establishment_size=0,
        colour="red",
    )
    assert set(found) == {
        *("law", "month", "contract.currency", "contract.due", "contract.basc", "contract.start"),
        *("payments[0].date", "payments[0].amount", "payments[1]", "payments[1].amount"),
        *("payments[2].amount", "deductions[0].amount", "deductions[0].lawful", "hours.worked"),
        *("answer.said", "establishment_size", "colour"),
    }
    assert "basic" in found["contract.basc"].say()
    assert all(one.remedy is not None for one in found.values())


def test_a_stream_is_one_that_the_law_knows() -> None:
    contract = {"basic": "26.00", "pay_period": "hour"}
    facts: dict[str, Any] = {"payments": [], "hours": {"worked": "100", "paid": "100"}}
    known = ask("AUS", "2026-02", contract=contract | {"stream": "short"}, **facts)
    assert ask("AUS", "2026-02", contract=contract | {"stream": "Short"}, **facts) == known
    found = wrong(law="AUS", month="2026-02", contract=contract | {"stream": "shrt"})
    assert found["contract.stream"].expected == ["short", "long"]
    assert found["contract.stream"].remedy is not None


def test_what_several_fields_together_make_wrong() -> None:
    assert set(wrong()) == {"law", "month", "contract"}
    assert set(wrong(law="ARE", month="2026-08", contract={"currency": "AED"})) == {"contract.due"}
    base: dict[str, Any] = {"law": "ARE", "month": "2026-08"}
    ended = wrong(**base, contract=due(start="2026-08-20", end="2026-08-10"))
    assert set(ended) == {"contract.end"}
    assert set(wrong(**base, contract=due(start="2026-09-01"))) == {"month"}
    late = wrong(**base, contract=due(), payments=paid("2026-09-09"), on="2026-09-08")
    assert set(late) == {"on"}


def test_many_at_once_are_the_single_ones() -> None:
    book = law.book()
    base: dict[str, Any] = {"law": "QAT", "month": "2026-08", "contract": qatar()}
    bodies = [
        base | {"payments": paid("2026-09-01", "1200"), "answer": "nothing"},
        base | {"payments": [], "on": "2026-10-01"},
        base | {"contract": qatar(food_provided=False, basic="1500"), "answer": 1},
        {"law": "ARE", "month": "2026-08", "contract": due(), "payments": paid("2026-09-06")},
        base | {"month": "2026-07", "contract": qatar(regime="domestic"), "filing_duty": False},
        base | {"payments": paid("2026-09-01", "1200"), "hours": {"overtime_day": 5}},
    ]
    questions = [read(body, book) for body in bodies]
    many = [as_json(one) for one in months_of(questions, book, TODAY)]
    assert many == [as_json(month_of(one, book, TODAY)) for one in questions]
    assert [one["due"] for one in many[:3]] == ["1200.00", "1200.00", "1800.00"]
