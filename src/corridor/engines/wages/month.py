"""One worker's month, whole: owed, paid, late, the authority's view, and every check.

The arithmetic is that of the frames a nation is checked with: the question becomes one contract
and its payments, and ``check`` and ``judge`` answer. What is added here is what one month alone
needs: a due day of its own, several payments, the ladder, interest, and the worker's word.
docs/algorithms/wages.md has the rules and the worked tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.engines.days import EPOCH, day_number
from corridor.engines.terms.legal import LawBook, ask
from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, UNKNOWN
from corridor.engines.wages import month_rows
from corridor.engines.wages.check import check
from corridor.engines.wages.checks import (
    FURTHER,
    contracts_frame,
    further,
    judge,
    payments_frame,
)
from corridor.engines.wages.findings import findings
from corridor.engines.wages.floors import Timing
from corridor.engines.wages.interest import Interest, interest
from corridor.engines.wages.ladder import MOST_DAYS, Standing, stage
from corridor.engines.wages.month_input import Question
from corridor.engines.wages.month_word import Word, word

_PAID_CHECKS = ("short", "below_minimum", "below_contract", "deduction")
_OPEN = ("still_owed_minor", "unproven_minor", "deemed_paid")


@dataclass(frozen=True, slots=True)
class Month:
    """The whole answer. Amounts None and verdicts None are unknown.

    ``figures`` is the row of ``check`` and ``judge`` (minor units, days, verdict codes).
    ``still_owed`` is the wage itself, ``besides`` what other checks found owed. ``covered`` is
    whether a wage file is asked for. ``days_late`` counts from the due date, as ladders do, and
    is 0 in time. ``standing`` None: nothing is late, or ``outside`` says why no ladder runs.
    ``findings`` are breaches, then doubts about the wage itself; ``unheard`` are the further
    checks that nobody gave the facts for.
    """

    question: Question
    figures: Mapping[str, Any]
    on: date
    covered: bool | None
    late: bool | None
    days_late: int | None
    deemed_paid: bool | None
    still_owed: Money | None
    besides: Money
    interest: Interest
    standing: Standing | None
    outside: str | None
    findings: tuple[Finding, ...]
    unheard: tuple[Finding, ...]
    word: Word | None

    @property
    def stage(self) -> str | None:
        """The ladder's step, as the law counts it."""
        return self.standing.stage if self.standing else None

    @property
    def paid(self) -> Money | None:
        """What reached the worker, overtime included; None where nobody has said."""
        question = self.question
        if any(one.currency != question.currency for one in question.payments):
            return None
        if not question.payments and not self.covered:
            return None
        return Money(sum(one.amount for one in question.payments), question.currency)

    def money(self, name: str) -> Money | None:
        """A figure of the row as money."""
        minor = self.figures[name]
        return None if minor is None else Money(minor, self.question.currency)

    def day(self, name: str) -> date | None:
        """A day of the row as a date."""
        number = self.figures[name]
        return None if number is None else EPOCH + timedelta(days=number)


def month_of(question: Question, book: LawBook, today: date) -> Month:
    """Check one worker's month on ``question.on``, else on ``today`` or the last payment's day.

    Raises ``BadInput`` "exact.too_large" for figures that cannot be computed exactly.
    """
    on = _on(question, today)
    covered = _covered(question)
    row = month_rows.contract_row(question)
    clock = month_rows.clock(question, row, book)
    judged = _judged(question, row, book, on)
    figures = _figures(judged, question, clock, day_number(on), covered=bool(covered))
    judged = _with(judged, figures)
    late = _late(question, figures, day_number(on), covered=covered)
    days_late = _days_late(figures, late, day_number(on))
    outside = _outside(question, book, clock)
    said = _findings(question, judged, book)
    own = word(
        question.answer,
        judged,
        question.currency,
        question.month,
        heard=bool(question.payments or covered),
    )
    return Month(
        question=question,
        figures=figures,
        on=on,
        covered=covered,
        late=late,
        days_late=days_late,
        deemed_paid=None if outside or not covered else _bool(figures["deemed_paid"]),
        still_owed=_owed(question, figures, own),
        besides=_besides(said, question.currency),
        interest=_interest(question, figures, row, book, on),
        standing=None if outside or not days_late else _standing(question, book, clock, days_late),
        outside=outside,
        findings=tuple(one for one in said if not _unheard(one)),
        unheard=tuple(one for one in said if _unheard(one)),
        word=own,
    )


def _on(question: Question, today: date) -> date:
    """The day of the check: never before the last payment that is told."""
    if question.on is not None:
        return question.on
    return max([today, *(one.on for one in question.payments if one.on)])


def _covered(question: Question) -> bool | None:
    """Whether a file is asked for; None: a household of which nobody has said."""
    if question.duty is not None:
        return question.duty
    return None if question.terms["regime"] == "domestic" else True


def _judged(question: Question, row: Mapping[str, Any], book: LawBook, on: date) -> pl.DataFrame:
    """The one row of ``check`` and ``judge``; food and housing not given are due in money."""
    rows = month_rows.payment_rows(question, book)
    judged = _frame(question, row, rows, book, on)
    cash = month_rows.given_in_money(row, question, book)
    if cash == row:
        return judged
    promised = judged.row(0, named=True)
    kept = {f"in_kind{part}": promised[f"in_kind{part}"] for part in ("", "_expected")}
    return _with(_frame(question, cash, rows, book, on), kept | {"in_kind_owed_minor": None})


def _frame(
    question: Question,
    row: Mapping[str, Any],
    rows: list[dict[str, Any]],
    book: LawBook,
    on: date,
) -> pl.DataFrame:
    contracts, payments = contracts_frame([row]), payments_frame(rows)
    checked = check(contracts, payments, question.month, book, on, complete=True)
    found: pl.DataFrame = judge(checked, contracts, payments, question.month, book)
    return found


def _with(judged: pl.DataFrame, figures: Mapping[str, Any]) -> pl.DataFrame:
    """The frame with some figures replaced."""
    schema = judged.schema
    return judged.with_columns(
        pl.lit(value, dtype=schema[name]).alias(name) for name, value in figures.items()
    )


def _figures(
    judged: pl.DataFrame, question: Question, clock: Timing, today: int, *, covered: bool
) -> dict[str, Any]:
    """The row's figures with the days of this contract, and what no payment at all means."""
    found = judged.row(0, named=True)
    paid = month_rows.paid_day(question, found["due_minor"], found["lawful_minor"] or 0)
    found |= {"due_day": clock.due_day, "latest_day": clock.latest_day, "paid_day": paid}
    if question.payments:
        doubt = paid is None or clock.latest_day is None
        late = UNKNOWN if doubt else BREACH if _after(paid, clock.latest_day) else 0
        return found | {"late": late}
    found |= dict.fromkeys((*_PAID_CHECKS, "late"), NOT_APPLICABLE)
    if not covered:
        return found | dict.fromkeys((*_OPEN, "paid_minor")) | {"missing": UNKNOWN}
    if not _after(today, clock.latest_day if clock.latest_day is not None else clock.due_day - 1):
        return found | dict.fromkeys(_OPEN) | {"missing": NOT_APPLICABLE}
    return found | {"missing": UNKNOWN if clock.latest_day is None else BREACH}


def _after(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one > other


def _bool(code: int | None) -> bool | None:
    return None if code is None else bool(code)


def _late(
    question: Question, figures: Mapping[str, Any], today: int, *, covered: bool | None
) -> bool | None:
    """Paid after the last lawful day, or not paid by now although it is over."""
    latest = figures["latest_day"]
    day = figures["paid_day"] if question.payments else today
    if latest is None or day is None or (not question.payments and not covered):
        return None
    return bool(day > latest)


def _days_late(figures: Mapping[str, Any], late: bool | None, today: int) -> int | None:
    """Days after the due date, as ladders count; 0 in time. Unknown without a day."""
    if late is not None and not late:
        return 0
    paid = figures["paid_day"]
    if late is None and (paid is None or figures["latest_day"] is not None):
        return None
    day = today if paid is None else paid
    return min(max(0, int(day) - int(figures["due_day"])), MOST_DAYS)


def _owed(question: Question, figures: Mapping[str, Any], own: Word | None) -> Money | None:
    """What is still owed by contract and payments; where no payment is told, by her own word."""
    minor = figures["still_owed_minor"]
    if minor is not None:
        return Money(minor, question.currency)
    silent = not question.payments and figures["missing"] == UNKNOWN
    return own.owed if silent and own is not None else None


def _outside(question: Question, book: LawBook, clock: Timing) -> str | None:
    """Why the authority's ladder does not run: an exclusion the law knows, a report of absence."""
    due = EPOCH + timedelta(days=clock.due_day)
    listed = ask(book, f"{question.place}.wps.exclusions", due) is not None
    if not listed:
        return None
    if question.excluded is not None:
        return "excluded"
    return "absence_report" if question.absence is not None else None


def _standing(question: Question, book: LawBook, clock: Timing, days: int) -> Standing:
    key = {"regime": str(question.terms["regime"])}
    due = EPOCH + timedelta(days=clock.due_day)
    return stage(book, question.place, due, days, question.size, key)


def _findings(question: Question, judged: pl.DataFrame, book: LawBook) -> tuple[Finding, ...]:
    """Breaches before doubts; the parties' names are left out, since there are none."""
    month, regime = question.month, str(question.terms["regime"])
    found = [*findings(judged, month, book, regime), *further(judged, month, book, regime)]
    if not question.registered:
        found.append(Finding("establishment", "ghost", Verdict.BREACH, period=month))
    end = question.terms["end"]
    if end is not None and end in month:
        found.append(Finding("worker", "end_of_service", Verdict.UNKNOWN, period=month))
    ranked = sorted(found, key=lambda one: one.verdict is not Verdict.BREACH)
    return tuple(replace(one, explain=_explain(one)) for one in ranked)


def _unheard(one: Finding) -> bool:
    return one.verdict is Verdict.UNKNOWN and one.check in FURTHER


def _explain(one: Finding) -> dict[str, Any]:
    return {name: value for name, value in one.explain.items() if name not in ("employer", "id")}


def _besides(said: tuple[Finding, ...], currency: str) -> Money:
    """What is owed beside the wage: overtime, guaranteed hours, money that went back."""
    core = ("missing", "short")
    owed = [one.owed.minor for one in said if one.owed and one.check not in core]
    return Money(sum(owed), currency)


def _interest(
    question: Question, figures: Mapping[str, Any], row: Mapping[str, Any], book: LawBook, on: date
) -> Interest:
    key = {"regime": str(row["regime"])}
    balances = _balances(question, figures, day_number(on))
    due = int(figures["due_day"])
    return interest(book, question.place, key, due, row["end_day"], balances, question.currency)


def _balances(
    question: Question, figures: Mapping[str, Any], today: int
) -> list[tuple[int, int]] | None:
    """What was owed from each day on, from the due date to the day of the check."""
    due, payments = figures["due_minor"], question.payments
    foreign = any(one.currency != question.currency for one in payments)
    if due is None or foreign or any(one.on is None for one in payments):
        return None
    rest = due - (figures["lawful_minor"] or 0)
    days = sorted((day_number(one.on), one.amount) for one in payments if one.on)
    first = int(figures["due_day"])
    found = [(first, max(0, rest - sum(amount for day, amount in days if day <= first)))]
    for day, _ in days:
        if first < day <= today:
            left = rest - sum(amount for other, amount in days if other <= day)
            found.append((day, max(0, left)))
    return [*found, (max(today, first), 0)]
