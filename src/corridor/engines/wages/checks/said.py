"""The further checks in the house's one shape: findings with their arithmetic and their law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.text import N_, Sentence
from corridor.engines.terms.legal import LawBook
from corridor.engines.verdicts import BREACH, UNKNOWN
from corridor.engines.wages.checks import rates
from corridor.engines.wages.checks.names import FURTHER, PUBLISHED

LABELS: dict[str, str] = {
    "deduction_reason": N_("A deduction has no reason that the law allows."),
    "deduction_cap": N_("More was taken off the wage than the law allows."),
    "below_referral": N_("The basic wage is below what the worker's own country asks for."),
    "overtime": N_("Overtime was worked and not paid as the law asks."),
    "hours_over": N_("More hours were worked than the law allows."),
    "hours_guarantee": N_("Fewer hours were paid than were guaranteed."),
    "in_kind": N_("Food or housing is promised and was not given."),
    "payee": N_("The wage did not go to an account of the worker alone."),
    "kickback": N_("Money that was paid out went back."),
    "sameness": N_("Workers with different contracts got exactly the same sum."),
    "substitution": N_("Worse terms are applied than those on record."),
    "fee": N_("The worker was charged for recruitment."),
    "file": N_("The wage file breaks the rules of its format."),
    "no_file": N_("No wage file came for the month."),
    "ghost": N_("A payment has no contract on record."),
    "end_of_service": N_("Less was paid at the end than is due, or it was paid late."),
}
"""What each further check says when it is not in order."""

NEEDS: dict[str, str] = {
    "deduction_reason": N_(
        "The reason of the deduction, or the law's list of reasons, is not known."
    ),
    "deduction_cap": N_("The deductions, or the law's share of the wage, are not known."),
    "below_referral": N_("The wage that the worker's own country asks for is not known."),
    "overtime": N_("The hours of overtime, or what was paid for them, are not known."),
    "hours_over": N_("The hours worked, or the law's limit, are not known."),
    "hours_guarantee": N_("The hours that were paid are not known."),
    "in_kind": N_("Nobody has said whether food and housing were given."),
    "payee": N_("The account, or whose it is, is not known."),
    "kickback": N_("Nobody has said whether money went back."),
    "sameness": N_("The wages of the others are not known."),
    "substitution": N_("The terms that are really applied are not known."),
    "fee": N_("What the deductions were for is not known."),
}
"""Which fact is missing when a further check is unknown."""

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


def label(name: str) -> Sentence:
    """The sentence of a further check, for a page."""
    return Sentence(LABELS[name])


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
        _finding(row, name, month, _law(book, row, name, month, regime))
        for row in local.rows(named=True)
        for name in FURTHER
        if row[name] in wanted
    ]


def _finding(row: Mapping[str, Any], name: str, month: Period, law: tuple[str, ...]) -> Finding:
    currency = row["currency"] or ""
    breach, owed = row[name] == BREACH, row[f"{name}_owed_minor"]
    explain: dict[str, Any] = {"employer": row["employer_id"], "id": PUBLISHED[name]}
    if name in _HOURS:
        explain["unit"] = "hours"
    return Finding(
        subject=str(row["worker_id"]),
        check=name,
        verdict=Verdict.BREACH if breach else Verdict.UNKNOWN,
        expected=_value(row[f"{name}_expected"], name, currency),
        actual=_value(row[f"{name}_actual"], name, currency),
        owed=Money(owed, currency) if breach and owed else None,
        period=month,
        law=law,
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
