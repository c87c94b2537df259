"""The further checks in the house's one shape: findings with their arithmetic and their law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.verdicts import BREACH, UNKNOWN
from corridor.engines.wagechecks import FURTHER, PUBLISHED
from corridor.engines.wages.checks import rates

_MONEY = (
    *("deduction_reason", "deduction_cap", "below_referral", "overtime", "in_kind"),
    *("kickback", "substitution", "fee"),
)
_HOURS = ("hours_over", "hours_guarantee")
_LAW: dict[str, tuple[str, ...]] = {
    "deduction_reason": rates.REASONS,
    "deduction_cap": rates.CAPS,
    "overtime": tuple(tail for tails in rates.PREMIUMS.values() for tail in tails),
    "hours_over": (*rates.LIMITS["week"], *rates.LIMITS["overtime_day"]),
    "hours_guarantee": rates.LIMITS["guarantee"],
    "in_kind": ("minimum_wage.food", "minimum_wage.housing"),
    "fee": rates.FEES,
}


def further(
    judged: Any,
    month: Period,
    book: LawBook,
    regime: str | None = None,
    *,
    only: Iterable[int] = (BREACH, UNKNOWN),
) -> list[Finding]:
    """Findings of the further checks, row by row, from the native answer of ``judge``.

    ``only`` are the verdicts wanted. ``owed`` is what is owed beside the wage itself. Meant for
    the rows of a page; a national batch stays a frame.
    """
    wanted = tuple(only)
    asked = [nw.col(name) == code for name in FURTHER for code in wanted]
    rows = nw.from_native(judged).filter(nw.any_horizontal(*asked, ignore_nulls=True))
    local: Any = rows.collect(backend="polars") if isinstance(rows, nw.LazyFrame) else rows
    return [
        finding(row, name, month, book, regime)
        for row in local.rows(named=True)
        for name in FURTHER
        if row[name] in wanted
    ]


def finding(
    row: Mapping[str, Any], name: str, month: Period, book: LawBook, regime: str | None
) -> Finding:
    """What a judged row says of one check, with its arithmetic and its law."""
    currency = row["currency"] or ""
    breach, owed = row[name] == BREACH, row[f"{name}_owed_minor"]
    explain: dict[str, Any] = {"employer": row["employer_id"], "id": PUBLISHED[name]}
    if name in _HOURS:
        explain["unit"] = "hours"
    expected, actual = row[f"{name}_expected"], row[f"{name}_actual"]
    if name == "deduction_cap" and breach and expected is not None:
        explain["over"] = Money(actual - expected, currency)
    return Finding(
        subject=str(row["worker_id"]),
        check=name,
        verdict=Verdict.BREACH if breach else Verdict.UNKNOWN,
        expected=_value(expected, name, currency),
        actual=_value(actual, name, currency),
        owed=Money(owed, currency) if breach and owed else None,
        period=month,
        law=_law(book, row, name, month, regime),
        explain=explain,
    )


def _value(number: int | None, name: str, currency: str) -> Any:
    """Money, hours as decimal text, or a count."""
    if number is None:
        return None
    if name in _MONEY:
        return Money(number, currency)
    return hours_text(number) if name in _HOURS else number


def hours_text(hundredths: int) -> str:
    """Hundredths of an hour as a decimal: 4850 is ``48.5``."""
    digits = str(abs(hundredths)).rjust(3, "0")
    text = f"{digits[:-2]}.{digits[-2:]}".rstrip("0").rstrip(".")
    return f"-{text}" if hundredths < 0 else text


def _law(
    book: LawBook, row: Mapping[str, Any], name: str, month: Period, regime: str | None
) -> tuple[str, ...]:
    """Ids of the law values that the check went through."""
    key = {"regime": regime} if regime else {}
    return rates.Question(book, row["destination"] or "", key, month).ids(*_LAW.get(name, ()))
