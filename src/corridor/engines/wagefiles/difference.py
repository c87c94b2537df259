"""What a second wage file for the same month changes: lines added, removed and changed.

A line is the same line when it pays the same person, wherever it stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.generic_fields import HOURS
from corridor.engines.wagefiles.model import WageFile

AMOUNTS: tuple[str, ...] = (
    *("paid", "net", "basic", "fixed", "variable", "extra_income", "deductions"),
    *("housing_allowance", "food_allowance", "transport_allowance", "overtime_allowance"),
    *("housing", "conveyance", "medical", "passage", "overtime", "other", "leave_encashment"),
)
"""Amounts, in minor units, in the order in which a change of several is told."""
DETAILS = ("days", "leave_days_unpaid", *HOURS, "account", "deduction_reason")
"""What else is compared: a changed account is told even where no amount changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person's line that differs. ``line_before`` or ``line_after`` is None where absent.

    ``paid_before`` and ``paid_after`` are minor units (None: no such line, or not readable).
    ``fields`` maps each changed field to what it was and what it is.
    """

    worker: str
    line_before: int | None
    line_after: int | None
    paid_before: int | None
    paid_after: int | None
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def by(self) -> int:
        """How much more (or, negative, less) reaches the person than before."""
        return (self.paid_after or 0) - (self.paid_before or 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of one month's file. The lists are in the order of the lines."""

    added: Sequence[Line]
    removed: Sequence[Line]
    changed: Sequence[Line]
    unchanged: int
    total_before: int
    total_after: int

    @property
    def empty(self) -> bool:
        """Whether both say the same, whatever the order of their lines."""
        return not (self.added or self.removed or self.changed)


def difference(before: WageFile, after: WageFile) -> Difference:
    """Compare two valid files. Raises ``Problems`` for an invalid one, ``BadInput`` for two
    files that are not versions of one month's wages of one employer in one currency.
    """
    _same("employer_id", before.employer_id, after.employer_id)
    _same("salary_month", _month(before), _month(after))
    _same("currency", before.currency, after.currency)
    return compare(before.to_frame(), after.to_frame())


def compare(before: pl.DataFrame, after: pl.DataFrame, key: str = "worker_id") -> Difference:
    """Compare frames with the columns ``key``, ``line``, ``paid`` and any of ``AMOUNTS``.

    ``key`` names one line in each frame; a column that only one frame has is not compared.
    """
    columns = [
        name for name in (*AMOUNTS, *DETAILS) if name in before.columns and name in after.columns
    ]
    joined = before.select(key, "line", *columns).join(
        after.select(key, "line", *columns), on=key, how="full", suffix=".after", coalesce=True
    )
    gone, new = pl.col("line.after").is_null(), pl.col("line").is_null()
    differs = pl.any_horizontal(pl.col(n).ne_missing(pl.col(f"{n}.after")) for n in columns)
    rest = joined.filter(~gone & ~new)
    changed = rest.filter(differs)
    return Difference(
        added=_lines(joined.filter(new), key, columns, "line.after"),
        removed=_lines(joined.filter(gone), key, columns, "line"),
        changed=_lines(changed, key, columns, "line.after"),
        unchanged=rest.height - changed.height,
        total_before=int(before["paid"].sum()),
        total_after=int(after["paid"].sum()),
    )


def _lines(rows: pl.DataFrame, key: str, columns: Sequence[str], order: str) -> list[Line]:
    return [
        Line(
            worker=row[key],
            line_before=row["line"],
            line_after=row["line.after"],
            paid_before=row["paid"],
            paid_after=row["paid.after"],
            fields=_fields(row, columns),
        )
        for row in rows.sort(order).iter_rows(named=True)
    ]


def _fields(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, tuple[Any, Any]]:
    if row["line"] is None or row["line.after"] is None:
        return {}
    pairs = {name: (row[name], row[f"{name}.after"]) for name in columns}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _month(read: WageFile) -> str | None:
    return f"{read.month.start:%Y-%m}" if read.month else None


def _same(name: str, before: str | None, after: str | None) -> None:
    if before != after:
        raise BadInput(
            "wagefile.versions",
            sentence(
                N_("The files are not two versions of one: {field} is {before} and {after}."),
                field=name,
                before=before or "?",
                after=after or "?",
            ),
            remedy=sentence(N_("Compare two files of one employer, month and currency.")),
            expected=before,
            found=after,
        ).at(field=name)
