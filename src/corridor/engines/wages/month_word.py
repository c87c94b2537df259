"""The worker's own word on her month, beside contract and payments and never inside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.core.findings import Finding, Verdict
from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.engines.wages.answers import stayed, three_way
from corridor.engines.wages.month_input import Answer, Question

_SCHEMA = {
    "worker_id": pl.String,
    "employer_id": pl.String,
    "answer": pl.String,
    "amount_minor": pl.Int64,
    "food_given": pl.Boolean,
    "housing_given": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class Word:
    """What she said; ``agrees`` None: there is nothing to agree with, or she named no sum.

    ``owed`` is what is owed if her word is right. ``findings`` are hers alone: money that she
    had to hand back, food or housing she did not get.
    """

    said: str
    received: Money | None
    agrees: bool | None
    owed: Money | None
    tell_nobody: bool
    findings: tuple[Finding, ...]


def words(
    questions: Sequence[Question], judged: pl.DataFrame, heard: Sequence[bool]
) -> list[Word | None]:
    """Her word on each judged row, None where she said nothing.

    ``heard``: payments are told, or a file is asked for, so that it can agree.
    """
    rows = judged.rows(named=True)
    given = [
        _given(question.answer, row)
        for question, row in zip(questions, rows, strict=True)
        if question.answer is not None
    ]
    if not given:
        return [None] * len(questions)
    compared = three_way(judged, pl.DataFrame(given, schema=_SCHEMA)).rows(named=True)
    by_worker = {row["worker_id"]: row for row in compared}
    return [
        _word(question, by_worker[row["worker_id"]], told)
        for question, row, told in zip(questions, rows, heard, strict=True)
    ]


def _given(answer: Answer, row: Mapping[str, Any]) -> dict[str, Any]:
    said, amount = stayed(answer.said, answer.amount, answer.handed_back, _full(row))
    return {
        "worker_id": row["worker_id"],
        "employer_id": row["employer_id"],
        "answer": said,
        "amount_minor": amount,
        "food_given": answer.food_given,
        "housing_given": answer.housing_given,
    }


def _word(question: Question, row: Mapping[str, Any], heard: bool) -> Word | None:
    answer, currency = question.answer, question.currency
    if answer is None:
        return None
    return Word(
        said=answer.said,
        received=_money(row["received_minor"], currency),
        agrees={0: True, 2: False}.get(row["agrees"]) if heard else None,
        owed=_money(row["owed_by_answer_minor"], currency),
        tell_nobody=answer.tell_nobody,
        findings=tuple(_findings(answer, row, currency, question.month)),
    )


def _full(figures: Mapping[str, Any]) -> int | None:
    due = figures["due_minor"]
    return None if due is None else int(due) - int(figures["lawful_minor"] or 0)


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _findings(
    answer: Answer, row: Mapping[str, Any], currency: str, month: Period
) -> list[Finding]:
    found = []
    if answer.handed_back:
        back = Money(answer.handed_back, currency)
        found.append(_finding("kickback", month, actual=back, owed=back))
    owed = row["in_kind_owed_minor"]
    if owed:
        amount = Money(owed, currency)
        found.append(_finding("in_kind", month, expected=amount, owed=amount))
    return found


def _finding(check: str, month: Period, **figures: Any) -> Finding:
    return Finding("worker", check, Verdict.BREACH, period=month, **figures)
