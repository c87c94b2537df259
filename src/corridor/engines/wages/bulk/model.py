"""What a national run is asked, and what it answers for each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.verdicts import BREACH, CHECKS, OK, UNKNOWN

if TYPE_CHECKING:
    from corridor.engines.wages.bulk.prepared import Contracts


@dataclass(frozen=True, slots=True)
class Nation:
    """Contracts and payment lines of any number of employers, and the months to check.

    ``contracts`` has ``CONTRACT_COLUMNS``, ``lines`` has ``LINE_COLUMNS``; both may have the
    optional ones, and their rows in the same order whenever they are read. They are lazy frames of
    one backend; for ``nation`` of Polars, or tables (``tables.Table``). ``on`` is the day of
    the check. ``complete``: every employer's payments are in ``lines``, so that a month without
    any is a missing wage and not unknown. ``prepared``: what ``prepared.kept`` kept of the
    contracts (Polars only).
    """

    contracts: Any
    lines: Any
    months: Sequence[Period]
    book: LawBook
    on: date
    complete: bool = False
    prepared: Contracts | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month's answer.

    ``findings``: the rows of ``check`` with a breach or an unknown among ``CHECKS``, by employer
    and worker. ``strangers``: lines for whom no contract with that employer is in force.
    ``repeated``: lines that stand in the table twice, alike in every column, each as often as it
    was not counted. ``employers``: one row for each with a contract, a finding or such a line.
    ``faults``: two contracts of one worker on the same days (``overlaps.FAULTS``); the worker has
    no finding then, and her lines are in no sum.
    """

    month: Period
    findings: pl.DataFrame
    strangers: pl.DataFrame
    repeated: pl.DataFrame
    employers: pl.DataFrame
    faults: pl.DataFrame

    def counts(self) -> dict[str, int]:
        """How many rows of each kind; ``late.breach`` and so on for the checks."""
        found = {
            "contracts": int(self.employers["contracts"].sum()),
            "employers": self.employers.height,
            "findings": self.findings.height,
            "strangers": self.strangers.height,
            "repeated": self.repeated.height,
            "faults": self.faults.height,
        }
        for name in verdict_columns(self.findings.columns):
            for word, code in (("breach", BREACH), ("unknown", UNKNOWN)):
                found[f"{name}.{word}"] = int((self.findings[name] == code).sum())
        return found


def verdict_columns(columns: Sequence[str]) -> list[str]:
    """The verdict columns among ``columns``: the core's, and the further checks if they ran."""
    from corridor.engines.wages.checks.names import EVERY

    return [name for name in EVERY if name in columns]


def doubtful(columns: Sequence[str]) -> nw.Expr:
    """Whether a checked row is a finding: a breach anywhere, or an unknown in the core's checks.

    What further checks leave unknown for want of a column is counted, not listed row by row.
    """
    core = [nw.col(name) > OK for name in CHECKS]
    further = [nw.col(n) == BREACH for n in verdict_columns(columns) if n not in CHECKS]
    return nw.any_horizontal(*core, *further, ignore_nulls=True)


def by_employer(
    findings: pl.DataFrame,
    strangers: pl.DataFrame,
    repeated: pl.DataFrame,
    contracts: pl.DataFrame,
) -> pl.DataFrame:
    """One row for each employer: contracts in force, people affected, money owed, each check.

    ``contracts``: ``employer_id`` and ``contracts``. Sorted by what is still owed, then by id.
    Amounts are kept apart by currency nowhere else, so ``currency`` is null where they mix.
    """
    names = verdict_columns(findings.columns)
    rows = findings.with_columns(
        pl.any_horizontal(pl.col(names) == BREACH).alias("__affected"),
    )
    summed = rows.group_by("employer_id").agg(
        pl.col("__affected").sum().cast(pl.Int64).alias("affected"),
        pl.col("still_owed_minor").sum(),
        pl.col("unproven_minor").sum(),
        *[(pl.col(name) == BREACH).sum().cast(pl.Int64).alias(name) for name in names],
        *[(pl.col(n) == UNKNOWN).sum().cast(pl.Int64).alias(f"{n}_unknown") for n in names],
        pl.when(pl.col("currency").n_unique() == 1)
        .then(pl.col("currency").first())
        .alias("currency"),
    )
    every = contracts.join(summed, on="employer_id", how="full", coalesce=True)
    return completed(every, strangers, repeated)


def completed(every: pl.DataFrame, strangers: pl.DataFrame, repeated: pl.DataFrame) -> pl.DataFrame:
    """Rows of employers with their strangers and repeated lines, in their order."""
    for name, frame in (("strangers", strangers), ("repeated", repeated)):
        counted = frame.group_by("employer_id").agg(pl.len().cast(pl.Int64).alias(name))
        every = every.join(counted, on="employer_id", how="full", coalesce=True)
    numbers = [name for name, kind in every.schema.items() if kind == pl.Int64]
    return every.with_columns(pl.col(numbers).fill_null(0)).sort(
        "still_owed_minor", "employer_id", descending=[True, False]
    )
