"""The further checks: each breach, its control that is fine, and silence that stays unknown."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from tests.engines.smallbook import SmallBook

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.core.problems import BadInput
from corridor.engines.days import day_number
from corridor.engines.law import Ratio, Table
from corridor.engines.wages import check, check_unpaid
from corridor.engines.wages.checks import (
    EVERY,
    FURTHER,
    PUBLISHED,
    breaches,
    columns,
    further,
    judge,
)
from corridor.engines.wages.checks.accounts import made, valid, written

SEPTEMBER = month("2026-09")
LATER = date(2026, 10, 20)
OLD = date(2015, 1, 1)
MINE = "QA58DOHB00001234567890ABCDEFG"
CODES = Table(
    ("code", "meaning"),
    ({"code": "01", "meaning": "Working hours"}, {"code": "04", "meaning": "Advances"}),
)
GOOD: dict[str, Any] = {
    "contract": {
        "origin": "NPL",
        "account": MINE,
        "applied_basic_minor": 120000,
        "applied_food_minor": -1,
        "applied_housing_minor": -1,
        "applied_hours_week": 4800,
        "food_provided": True,
        "housing_provided": True,
    },
    "payment": {
        "account": MINE,
        "account_valid": True,
        "hours": 20000,
        "overtime_day": 0,
        "overtime_night": 0,
        "overtime_rest": 0,
        "returned_minor": 0,
        "round_withdrawals": 0,
        "fee_minor": 0,
    },
}


@pytest.fixture
def book(book: SmallBook) -> SmallBook:
    book.values |= {
        "QAT.wps.pay_within": [(OLD, 7)],
        "QAT.overtime.premium.day": [(OLD, Ratio(1, 4))],
        "QAT.overtime.premium.night": [(OLD, Ratio(1, 2))],
        "QAT.hours.week": [(OLD, 48)],
        "QAT.hours.overtime_day": [(OLD, 2)],
        "QAT.wps.deduction_codes": [(OLD, CODES)],
        "QAT.wages.deduction_cap": [(OLD, Ratio(1, 2))],
        "QAT.recruit_fee": [(OLD, Money(0, "QAR"))],
        "NPL.referral_wage.QAT": [(OLD, Money(100000, "QAR"))],
    }
    return book


def terms(**more: Any) -> dict[str, Any]:
    return {
        "contract_id": "C1",
        "worker_id": "W1",
        "employer_id": "E1",
        "destination": "QAT",
        "regime": "general",
        "currency": "QAR",
        "pay_period": "month",
        "basic_minor": 120000,
        "food_minor": -1,
        "housing_minor": -1,
        "hours_week": 4800,
        "start_day": day_number(date(2026, 1, 1)),
    } | more


def paid(**more: Any) -> dict[str, Any]:
    return {
        "worker_id": "W1",
        "employer_id": "E1",
        "currency": "QAR",
        "paid_minor": 120000,
        "basic_paid_minor": 120000,
        "deductions_minor": 0,
        "lawful_minor": 0,
        "forbidden_minor": 0,
        "paid_day": day_number(date(2026, 10, 3)),
    } | more


def frames(*rows: tuple[dict[str, Any], dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    contracts = columns.contracts_frame([one for one, _ in rows])
    return contracts, columns.payments_frame([other for _, other in rows])


def look(book: SmallBook, *rows: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    contracts, payments = frames(*rows)
    checked = check(contracts, payments, SEPTEMBER, book, LATER, complete=True)
    judged = judge(checked, contracts, payments, SEPTEMBER, book).sort("worker_id")
    found: dict[str, Any] = judged.row(0, named=True)
    return found


def test_a_month_in_order_and_a_month_of_which_nothing_is_known(book: SmallBook) -> None:
    row = look(book, (terms(**GOOD["contract"]), paid(**GOOD["payment"])))
    bad = {name: row[name] for name in EVERY if row[name] not in (0, -1)}
    assert bad == {}
    silent = look(book, (terms(), paid(deductions_minor=None)))
    assert {name: silent[name] for name in FURTHER} == dict.fromkeys(FURTHER, 1) | {
        "hours_guarantee": -1,  # the law of the place knows no guarantee
        "below_referral": 1,
        "sameness": -1,  # one worker cannot be alike
    }


BREACHES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("deduction_reason", {}, {"deductions_minor": 9000, "deduction_reason": "77"}, {}),
    ("deduction_reason", {}, {"deductions_minor": 9000, "deduction_reason": ""}, {}),
    (
        "deduction_cap",
        {},
        {"deductions_minor": 60001, "lawful_minor": 60001},
        {"expected": 60000, "actual": 60001},
    ),
    ("below_referral", {"basic_minor": 99999}, {}, {"expected": 100000, "actual": 99999}),
    ("below_referral", {"referral_minor": 120001}, {}, {"expected": 120001}),
    # ten hours by day: 1,200 / 30 / 8 x 1.25 x 10
    ("overtime", {}, {"overtime_day": 1000}, {"expected": 6250, "actual": 0, "owed": 6250}),
    ("overtime", {}, {"overtime_night": 1000}, {"owed": 7500}),
    (
        "overtime",
        {},
        {"overtime_day": 1000, "overtime_minor": 6249, "paid_minor": 130000},
        {"owed": 1},
    ),
    # called overtime, while the ordinary wage is not full
    ("overtime", {}, {"overtime_day": 1000, "overtime_minor": 6250}, {"owed": 6250}),
    ("overtime", {}, {"overtime_day": 1000, "paid_minor": 126000}, {"actual": 6000}),
    # 30 days: (48 + 6 x 2) x 30 / 7, rounded up
    ("hours_over", {}, {"hours": 25716}, {"expected": 25715, "actual": 25716}),
    ("hours_over", {"hours_week": 4801}, {}, {}),
    ("hours_over", {}, {"overtime_day": 3000, "overtime_night": 2144}, {}),
    ("in_kind", {"housing_provided": False}, {}, {"expected": 50000, "owed": 50000}),
    # paid for it beyond the wage, but not enough; called so while the wage itself is short
    (
        "in_kind",
        {"housing_provided": False},
        {"housing_paid_minor": 20000, "paid_minor": 140000},
        {"expected": 50000, "actual": 20000, "owed": 30000},
    ),
    ("in_kind", {"food_provided": False}, {"food_paid_minor": 30000}, {"owed": 30000}),
    ("in_kind", {"food_provided": False}, {"paid_minor": 130000}, {"owed": 20000}),
    (
        "in_kind",
        {"food_provided": False},
        {"food_paid_minor": 30000, "paid_minor": 150000, "overtime_minor": 30000},
        {"owed": 30000},
    ),
    ("payee", {}, {"account_employer": True}, {}),
    ("payee", {}, {"account_valid": False}, {}),
    ("payee", {}, {"account": "QA00OTHER"}, {}),
    ("kickback", {}, {"returned_minor": 20000}, {"owed": 20000}),
    ("kickback", {}, {"round_withdrawals": 3}, {"owed": None}),
    ("substitution", {"applied_basic_minor": 119999}, {}, {"actual": 119999}),
    ("substitution", {"applied_hours_week": 4801}, {}, {}),
    ("substitution", {"applied_food_minor": 0}, {}, {}),
    ("fee", {}, {"deductions_minor": 500, "fee_minor": 500}, {"expected": 0, "actual": 500}),
]
FULL = {"overtime_day": 1000, "overtime_minor": 6250, "paid_minor": 126250}
CONTROLS: list[tuple[str, int, dict[str, Any], dict[str, Any]]] = [
    ("deduction_reason", 0, {}, {"deductions_minor": 9000, "deduction_reason": "04"}),
    ("deduction_reason", 0, {}, {"deductions_minor": 9000, "deduction_reason": "advance"}),
    ("deduction_reason", 0, {}, {"deductions_minor": 9000, "lawful_minor": 9000}),
    ("deduction_reason", 1, {}, {"deductions_minor": 9000}),
    ("deduction_cap", 0, {}, {"deductions_minor": 60000, "lawful_minor": 60000}),
    ("below_referral", 0, {"basic_minor": 120000}, {}),
    ("overtime", 0, {}, FULL),
    ("overtime", 0, {}, {"overtime_day": 1000, "paid_minor": 126250}),
    ("overtime", 1, {}, FULL | {"overtime_rest": None}),
    ("overtime", 1, {}, {"overtime_rest": 500}),  # the law names no premium for it
    ("overtime", 1, {}, {"overtime_day": None, "overtime_night": None, "overtime_rest": None}),
    ("hours_over", 0, {}, {"hours": 25715}),
    ("in_kind", -1, {"food_minor": 0, "housing_minor": 0}, {}),
    ("in_kind", 1, {"food_provided": None}, {}),
    ("in_kind", 0, {"food_provided": False}, {"food_paid_minor": 30000, "paid_minor": 150000}),
    ("in_kind", 1, {"food_provided": False}, {"paid_minor": 150000}),  # not told what it is for
    ("payee", 1, {"account": None}, {}),
    ("payee", 0, {}, {"account_employer": False}),
    ("payee", 0, {}, {"account_employer": None}),
    ("kickback", 0, {}, {"round_withdrawals": 2}),
    ("substitution", 1, {"applied_hours_week": None}, {}),
    ("fee", 1, {}, {"deductions_minor": 500, "fee_minor": None}),
]


def many(book: SmallBook, cases: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[Any]:
    """Every case as a worker of an employer of her own, all judged in one frame."""
    rows = []
    for number, (contract, payment) in enumerate(cases):
        ids = {"worker_id": f"W{number:03d}", "employer_id": f"E{number:03d}"}
        rows.append(
            (
                terms(**GOOD["contract"] | contract, contract_id=f"C{number}") | ids,
                paid(**GOOD["payment"] | payment) | ids,
            )
        )
    contracts, payments = frames(*rows)
    checked = check(contracts, payments, SEPTEMBER, book, LATER, complete=True)
    judged = judge(checked, contracts, payments, SEPTEMBER, book).sort("worker_id")
    found: list[Any] = judged.rows(named=True)
    return found


def test_each_breach(book: SmallBook) -> None:
    found = many(book, [(contract, payment) for _, contract, payment, _ in BREACHES])
    named = {"owed": "owed_minor"}
    for row, (name, contract, payment, figures) in zip(found, BREACHES, strict=True):
        seen = {k: row[f"{name}_{named.get(k, k)}"] for k in figures}
        assert (row[name], seen) == (2, figures), (name, contract, payment)


def test_controls_that_are_no_breach(book: SmallBook) -> None:
    found = many(book, [(contract, payment) for _, _, contract, payment in CONTROLS])
    for row, (name, verdict, contract, payment) in zip(found, CONTROLS, strict=True):
        assert row[name] == verdict, (name, contract, payment)


def test_a_guarantee_of_hours_is_owed_by_the_hour(book: SmallBook) -> None:
    book.values["AUS.hours.guaranteed.hours"] = [(OLD, 120)]
    book.values["AUS.hours.guaranteed.weeks"] = [(OLD, 4)]
    australia = {"destination": "AUS", "currency": "AUD", "pay_period": "hour"}
    contract = terms(**australia, basic_minor=2644, food_minor=0, housing_minor=0)
    payment = paid(currency="AUD", hours=12000, paid_hours=12000)
    row = look(book, (contract, payment))
    # 120 h x 30 / 28 = 128.57; 8.57 h at 26.44
    found = [row[f"hours_guarantee{part}"] for part in ("", "_expected", "_actual", "_owed_minor")]
    assert found == [2, 12857, 12000, 22659]
    assert look(book, (contract, payment | {"paid_hours": 12857}))["hours_guarantee"] == 0


def test_accounts_shared_and_sums_alike(book: SmallBook) -> None:
    def crowd(n: int, *, account: str, step: int) -> dict[str, Any]:
        ids = [{"worker_id": f"W{i:02d}", "contract_id": f"C{i}"} for i in range(n)]
        rows = [
            (terms(**one, basic_minor=120000 + i * step), paid(**one, account=account or f"A{i}"))
            for i, one in enumerate(ids)
        ]
        rows = [
            (one, {k: v for k, v in other.items() if k != "contract_id"}) for one, other in rows
        ]
        return look(book, *rows)

    assert [crowd(n, account="QA1", step=0)["payee"] for n in (2, 3)] == [1, 2]
    assert crowd(3, account="", step=0)["payee"] == 1
    assert [crowd(n, account="", step=100)["sameness"] for n in (9, 10)] == [-1, 2]
    assert crowd(10, account="", step=0)["sameness"] == 0


def test_two_contracts_of_a_month_that_differ_leave_their_terms_unknown(book: SmallBook) -> None:
    middle = day_number(date(2026, 9, 16))
    first = terms(end_day=middle) | GOOD["contract"]
    second = terms(contract_id="C2", start_day=middle, **GOOD["contract"])
    payment = paid(**GOOD["payment"] | {"overtime_day": 1000})
    contracts = columns.contracts_frame([first, second])
    payments = columns.payments_frame([payment])

    def overtime(contracts: pl.DataFrame) -> int:
        checked = check(contracts, payments, SEPTEMBER, book, LATER)
        return int(judge(checked, contracts, payments, SEPTEMBER, book)["overtime"][0])

    assert overtime(contracts) == 2
    raised = columns.contracts_frame([first, second | {"basic_minor": 130000}])
    assert overtime(raised) == 1


def test_findings_name_the_law_and_the_money(book: SmallBook) -> None:
    contracts, payments = frames(
        (terms(**GOOD["contract"]), paid(**GOOD["payment"] | {"overtime_day": 1000}))
    )
    checked = check(contracts, payments, SEPTEMBER, book, LATER)
    found = further(judge(checked, contracts, payments, SEPTEMBER, book), SEPTEMBER, book)
    (overtime,) = [one for one in found if one.check == "overtime"]
    assert (overtime.owed, overtime.expected) == (Money(6250, "QAR"), Money(6250, "QAR"))
    assert "QAT.overtime.premium.day" in overtime.law
    assert overtime.explain["id"] == PUBLISHED["overtime"] == "OT_UNPAID"


def test_three_engines_give_the_same_integers(book: SmallBook) -> None:
    draw = random.Random(5)
    rows = []
    for i in range(200):
        one = {"worker_id": f"W{i}", "employer_id": f"E{i % 9}"}
        fields = {name: draw.choice([None, 0, 1000]) for name in ("overtime_day", "overtime_night")}
        rows.append(
            (
                terms(**one, contract_id=f"C{i}", **draw.choice([{}, GOOD["contract"]]))
                | {"basic_minor": draw.choice([None, 99999, 120000])},
                paid(**one, **draw.choice([{}, GOOD["payment"]]))
                | fields
                | {
                    "deductions_minor": draw.choice([None, 0, 70000]),
                    "deduction_reason": draw.choice([None, "", "04", "77"]),
                    "account": draw.choice([None, MINE, f"A{i}"]),
                    "account_valid": draw.choice([None, True, False]),
                },
            )
        )
    contracts, payments = frames(*rows)
    order = ["worker_id", "employer_id"]

    def run(contracts: Any, payments: Any) -> Any:
        checked = check(contracts, payments, SEPTEMBER, book, LATER)
        return judge(checked, contracts, payments, SEPTEMBER, book)

    eager = run(contracts, payments).sort(order)
    assert run(contracts.lazy(), payments.lazy()).collect().sort(order).equals(eager)
    relations = [duckdb.from_arrow(frame.to_arrow()) for frame in (contracts, payments)]
    duck: Any = pl.from_arrow(run(*relations).to_arrow_table())
    duck = duck.sort(order)
    assert duck.select(eager.columns).cast(dict(eager.schema)).equals(eager)
    assert set(eager["overtime"].to_list()) == {0, 1, 2}


def test_a_product_too_large_is_refused(book: SmallBook) -> None:
    huge = paid(**GOOD["payment"] | {"overtime_day": 10**9})
    with pytest.raises(BadInput) as refused:
        look(book, (terms(**GOOD["contract"], basic_minor=10**9), huge))
    assert refused.value.code == "exact.too_large"


@pytest.mark.parametrize(
    ("account", "verdict"),
    [
        ("AE07 0331 2345 6789 0123 456", True),
        ("ae070331234567890123456", True),
        ("AE080331234567890123456", False),  # check digits
        ("AE07033123456789012345", False),  # one digit short
        ("QA58DOHB00001234567890ABCDEFG", True),
        ("KW81CBKU0000000000001234560101", True),
        (made("QA", "QNBA000000000000000000001"), True),
        (made("AE", "0331234567890123456"), True),
        ("155481121", None),
        ("", None),
        (None, None),
    ],
)
def test_check_digits_of_accounts(account: str | None, verdict: bool | None) -> None:
    assert valid(account) is verdict


def test_accounts_are_compared_without_spaces() -> None:
    assert written("qa58 DOHB-0000") == "QA58DOHB0000"
    assert written(" ") is None


def test_months_in_which_nobody_was_paid_are_judged_together(book: SmallBook) -> None:
    """The same answers as month by month, whatever their length and law; here of one contract."""
    book.values["QAT.minimum_wage.basic"] = [
        (OLD, Money(80000, "QAR")), (date(2026, 8, 12), Money(100000, "QAR")),
    ]  # fmt: skip
    poor = terms(
        basic_minor=90000, hours_week=7000, food_provided=False, applied_basic_minor=80000,
        origin="NPL",
        start_day=day_number(date(2026, 2, 10)),
    )  # fmt: skip
    rows = [poor, poor, poor | GOOD["contract"], terms(**GOOD["contract"]), poor, poor]
    for complete in (True, False):
        periods = [month(f"2026-{number:02d}") for number in (1, 2, 8, 9, 10, 7)]
        contracts = [columns.contracts_frame([row]) for row in rows]
        nobody = columns.payments_frame([])
        alone = [
            check(contract, nobody, period, book, LATER, complete=complete)
            for period, contract in zip(periods, contracts, strict=True)
        ]
        asked = list(zip(periods, contracts, strict=True))
        together = check_unpaid(asked, book, LATER, complete=complete)
        assert [frame.rows(named=True) for frame in together] == [
            [{name: row[name] for name in frame.columns} for row in one.rows(named=True)]
            for frame, one in zip(together, alone, strict=True)
        ]
        assert [len(frame) for frame in together] == [0, 1, 1, 1, 1, 1]
        seen = list(zip(periods, together, contracts, strict=True))
        apart = [
            further(judge(one, contract, nobody, period, book), period, book, "general", only=(2,))
            for period, one, contract in zip(periods, alone, contracts, strict=True)
        ]
        assert breaches(seen, book, "general") == apart
        wrong = ["below_referral", "hours_over", "in_kind", "substitution"]
        assert [[one.check for one in found] for found in apart] == [
            [], wrong, ["below_referral", "hours_over"], [], wrong, wrong,
        ]  # fmt: skip
    assert breaches([], book) == check_unpaid([], book, LATER, complete=True) == []
