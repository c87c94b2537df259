"""The wage check in the house's one shape: breaches and unknowns said, what is fine counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.text import N_, sentence
from corridor.engines.days import EPOCH
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.minimum import minimum
from corridor.engines.verdicts import BREACH, CHECKS, NOT_APPLICABLE, OK, UNKNOWN
from corridor.engines.wages.check import check
from corridor.engines.wages.columns import contracts_frame, payments_frame
from corridor.engines.wages.floors import timing

_NAMES = {OK: "ok", UNKNOWN: "unknown", BREACH: "breach", NOT_APPLICABLE: "not_applicable"}
_LABELS = {
    "missing": N_("No wage was paid for the month."),
    "late": N_("The wage was paid late."),
    "short": N_("Less was paid than is due."),
    "below_minimum": N_("The wage is below the minimum wage."),
    "below_contract": N_("The basic wage is below the contract."),
    "deduction": N_("A deduction is forbidden or not proven."),
}
_EXPECTED = {
    "below_minimum": "floor_minor",
    "below_contract": "contract_minor",
    "deduction": "lawful_minor",
}


def label(name: str) -> Any:
    """The sentence of a check, for a page."""
    return sentence(_LABELS[name])


def findings(
    checked: Any, month: Period, book: LawBook, regime: str | None = None
) -> list[Finding]:
    """Breaches and unknowns of a checked frame, row by row; what is fine is left to ``counts``.

    ``owed`` stands on the finding that carries the debt (missing or short). Meant for the rows
    of a page; a national batch stays a frame.
    """
    rows = _local(
        nw.from_native(checked).filter(
            nw.any_horizontal(*[nw.col(name) > OK for name in CHECKS], ignore_nulls=True)
        )
    )
    found: list[Finding] = []
    for row in rows:
        law = _law(row, month, book, regime)
        found += [
            _finding(row, name, month, law) for name in CHECKS if row[name] in (UNKNOWN, BREACH)
        ]
    return found


def counts(checked: Any) -> dict[str, dict[str, int]]:
    """Check -> verdict -> how many rows, the fine ones included."""
    frame = nw.from_native(checked)
    asked = [
        (nw.col(name) == code).cast(nw.Int64).sum().cast(nw.Int64).alias(f"{name}.{word}")
        for name in CHECKS
        for code, word in _NAMES.items()
    ]
    row = _local(frame.select(*asked))[0]
    return {
        name: {word: int(row[f"{name}.{word}"] or 0) for word in _NAMES.values()} for name in CHECKS
    }


def check_one(
    contract: Mapping[str, Any],
    payments: list[Mapping[str, Any]],
    month: Period,
    book: LawBook,
    on: date,
) -> list[Finding]:
    """One worker's month through the same frames; ``contract`` is a ``contract_row``.

    ``payments`` empty means that none is on record for this worker although her employer's
    wages of the month are known.
    """
    checked = check(
        contracts_frame([contract]), payments_frame(payments), month, book, on, complete=True
    )
    return findings(checked, month, book, contract["regime"])


def owed(
    contract: Mapping[str, Any],
    month: Period,
    book: LawBook,
    *,
    hours: int | None = None,
) -> Finding:
    """What is due for a month by contract and law; ``hours`` worked, in hundredths.

    ``expected`` is the amount due (the higher of contract and law's floor), None and ``unknown``
    when the contract is silent or hourly hours are not reported. ``explain`` holds the parts.
    """
    payment = {
        "worker_id": contract["worker_id"],
        "employer_id": contract["employer_id"],
        "currency": contract["currency"],
        "paid_minor": 0,
        "hours": hours,
    }
    answer = check(contracts_frame([contract]), payments_frame([payment]), month, book, month.start)
    rows = _local(nw.from_native(answer))
    row = rows[0] if rows else {"due_minor": 0, "days": 0}
    due, currency = row["due_minor"], contract["currency"] or ""
    parts = {
        name: _money(row.get(f"{name}_minor"), currency)
        for name in ("contract", "floor", "food_if_not_given", "housing_if_not_given")
    }
    known = {name: amount for name, amount in parts.items() if amount is not None}
    return Finding(
        subject=str(contract["contract_id"]),
        check="owed",
        verdict=Verdict.UNKNOWN if due is None else Verdict.OK,
        expected=_money(due, currency),
        period=month,
        law=_law({"destination": contract["destination"], **contract}, month, book, None),
        explain=known | {"days": row["days"]},
    )


def _local(frame: Any) -> list[dict[str, Any]]:
    local = frame.collect(backend="polars") if isinstance(frame, nw.LazyFrame) else frame
    rows: list[dict[str, Any]] = local.rows(named=True)
    return rows


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _day(number: int | None) -> str | None:
    return None if number is None else (EPOCH + timedelta(days=number)).isoformat()


def _finding(row: Mapping[str, Any], name: str, month: Period, law: tuple[str, ...]) -> Finding:
    currency = row["currency"] or ""
    carries_debt = name in ("missing", "short") and row["still_owed_minor"]
    expected: Any = _money(row[_EXPECTED.get(name, "due_minor")], currency)
    actual: Any = _money(row["paid_minor"], currency)
    if name == "late":
        expected, actual = _day(row["latest_day"]), _day(row["paid_day"])
    if name == "below_contract":
        actual = _money(row["basic_paid_minor"], currency)
    if name == "deduction":
        actual = _money(row["deductions_minor"], currency)
    return Finding(
        subject=str(row["worker_id"]),
        check=name,
        verdict=Verdict.BREACH if row[name] == BREACH else Verdict.UNKNOWN,
        expected=expected,
        actual=actual,
        owed=_money(row["still_owed_minor"], currency) if carries_debt else None,
        period=month,
        law=law,
        explain={
            "employer": row["employer_id"],
            "days": row["days"],
            "due": _money(row["due_minor"], currency),
            "unproven": _money(row["unproven_minor"], currency),
            "deemed_paid": {1: "yes", 0: "no", None: "unknown"}[row["deemed_paid"]],
        },
    )


def _law(
    row: Mapping[str, Any], month: Period, book: LawBook, regime: str | None
) -> tuple[str, ...]:
    """Ids of the law values that the month's figures went through."""
    key = {"regime": regime} if regime else {}
    last = (month.end or month.start) - timedelta(days=1)
    least = minimum(book, row["destination"], last, row["currency"] or "", key)
    clock = timing(book, {"destination": row["destination"], "regime": regime}, month)
    return (*least.law, *clock.law)
