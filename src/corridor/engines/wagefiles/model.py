"""A wage file once read: what its header says, how many records, what total, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput, Problems
from corridor.core.text import Sentence
from corridor.engines.wagefiles.faults import Faults

Progress = Callable[[int], None]
Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(slots=True)
class Summary:
    """What one pass over a file found out; the format's reader fills it in."""

    header: dict[str, str] = field(default_factory=dict)
    version: str = ""
    records: int = 0
    total: int | None = 0
    employer_id: str | None = None
    month: Period | None = None
    currency: str = ""
    unknown: tuple[str, ...] = ()
    notes: list[Sentence] = field(default_factory=list)


class Format(Protocol):
    """One wage-file format. ``currency`` is empty where the file itself names it."""

    id: str
    currency: str
    first_field: str

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """A fault of the first bytes, and how many to skip (None: read no further)."""
        ...

    def frames(
        self,
        stream: BinaryIO,
        name: str | None,
        faults: Faults,
        summary: Summary,
        progress: Progress | None,
    ) -> Iterator[pl.DataFrame]:
        """Stream payments as frames of integers, filling ``faults`` and ``summary``."""
        ...


@dataclass(frozen=True)
class WageFile:
    """A wage file that was read to its end, valid or not.

    ``header`` holds the employer's fields by their published names, as written. ``total`` is the
    exact sum of the payments, None when an amount could not be read. ``currency`` is the one that
    all payments are in, empty when the file names none. ``month`` is None where the format has
    no place for it and nobody said it. ``unknown`` are the parts of a wage that the file cannot
    tell. ``problems`` lists at most the first thousand of ``problem_count``.
    ``notes`` are remarks that do not make it invalid.
    """

    format: Format
    version: str
    name: str | None
    header: Mapping[str, str]
    records: int
    total: Money | None
    employer_id: str | None
    month: Period | None
    problems: tuple[BadInput, ...]
    problem_count: int
    notes: tuple[Sentence, ...]
    opener: Opener
    currency: str
    unknown: tuple[str, ...] = ()
    kept: tuple[pl.DataFrame, ...] | None = None

    @property
    def valid(self) -> bool:
        """Whether the file breaks no rule of its format."""
        return self.problem_count == 0

    def batches(self, progress: Progress | None = None) -> Iterator[pl.DataFrame]:
        """The payments, a batch at a time, in bounded memory (a second pass over the file,
        unless they were kept).

        Columns: see ``PAYMENT_COLUMNS``; amounts are Int64 minor units, days are Int32 days since
        1970-01-01 and ``end_day`` is the day after the last one paid. Raises ``Problems`` when
        the file is not valid: a format error rejects the whole file.
        """
        if self.problems:
            raise Problems(self.problems)
        if self.kept is not None:
            yield from self.kept
            return
        with self.opener() as stream:
            yield from self.format.frames(stream, self.name, Faults(), Summary(), progress)

    def to_frame(self) -> pl.DataFrame:
        """All payments in one frame. Raises ``Problems`` when the file is not valid."""
        return pl.concat(self.batches())

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """What ``corridor wages file --json`` answers; ``errors_total`` when not all are listed,
        ``unknown`` for the parts of a wage that this file cannot tell.
        """
        answer: dict[str, Any] = {
            "valid": self.valid,
            "records": self.records,
            "total": self.total.text() if self.total else None,
            "currency": self.currency or None,
            "errors": [error_json(problem, translate) for problem in self.problems],
        }
        if self.problem_count > len(self.problems):
            answer["errors_total"] = self.problem_count
        if self.unknown:
            answer["unknown"] = list(self.unknown)
        return answer


def error_json(problem: BadInput, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """One problem as line, field, expected, found and a sentence with its remedy."""
    answer = {
        "line": problem.place.line,
        "field": problem.place.field,
        "expected": problem.expected,
        "found": problem.found,
        "message": problem.say(translate),
    }
    return answer | ({"file": problem.place.file} if problem.place.file else {})


_INTEGERS = (
    *("days", "fixed", "variable", "leave_days_unpaid", "housing", "conveyance", "medical"),
    *("passage", "overtime", "other", "leave_encashment", "net", "basic", "extra_hours"),
    *("hours", "extra_hours_night", "extra_hours_rest", "paid_hours"),
    *("extra_income", "deductions", "housing_allowance", "food_allowance"),
    *("transport_allowance", "overtime_allowance", "paid"),
)
PAYMENT_COLUMNS: Mapping[str, Any] = {
    "line": pl.Int64,
    "worker_id": pl.String,
    "visa_id": pl.String,
    "account": pl.String,
    "start_day": pl.Int32,
    "end_day": pl.Int32,
    "deduction_reason": pl.String,
    "name": pl.String,
    "bank": pl.String,
    "reference": pl.String,
    "payment_type": pl.String,
    "notes": pl.String,
    "paid_day": pl.Int32,
} | dict.fromkeys(_INTEGERS, pl.Int64)
"""The columns of every batch, whatever the format; null where a format has no such field.

Hours are hundredths: ``hours`` are all that were worked, ``extra_hours`` overtime by day (or of no
named kind), ``paid_hours`` those paid under a guarantee of hours; ``paid`` is what the worker
received (fixed plus variable in the UAE, net salary elsewhere); ``days`` are days in the period, or
worked (Qatar); ``bank`` is the worker's by whatever code the format has; ``reference`` is the
payment's own name;
``paid_day`` is the day on which the bank pays, where a line says it.
"""


def payments(table: pl.DataFrame) -> pl.DataFrame:
    """``table`` with exactly ``PAYMENT_COLUMNS``, null for what it does not have."""
    return table.select(
        (pl.col(name) if name in table.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in PAYMENT_COLUMNS.items()
    )


def invalid_json(problem: BadInput) -> dict[str, Any]:
    """The answer for a file that belongs to no format known here."""
    errors = [error_json(problem)]
    return {"valid": False, "records": 0, "total": None, "currency": None, "errors": errors}
