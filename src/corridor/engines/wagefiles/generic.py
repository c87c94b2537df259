"""Readers of our own table of wages: ``csv``, ``xlsx`` and ``parquet``, by one set of rules.

The first line holds the titles, every further line one worker's month. All lines are of one
employer, one month and one currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import BinaryIO

import polars as pl

from corridor.core.periods import Period, add_months
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import generic_fields, sniff, tables
from corridor.engines.wagefiles.cells import Cells, delimited
from corridor.engines.wagefiles.duplicates import Duplicates
from corridor.engines.wagefiles.faults import Faults, fault
from corridor.engines.wagefiles.model import Progress, Summary, payments
from corridor.engines.wagefiles.parquet import parquet
from corridor.engines.wagefiles.screening import screened
from corridor.engines.wagefiles.titles import Columns, no_titles, typed
from corridor.engines.wagefiles.workbook import workbook

_EPOCH = date(1970, 1, 1)


class Generic:
    """Reader of our own table; a subclass says how its bytes become cells."""

    id = ""
    currency = ""
    first_field = "titles"

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """The fault of a file that is no table of this kind, from its first bytes."""
        raise NotImplementedError

    def cells(
        self, stream: BinaryIO, faults: Faults, summary: Summary, progress: Progress | None
    ) -> Iterator[Cells]:
        """The table as batches of text cells."""
        raise NotImplementedError

    def frames(
        self,
        stream: BinaryIO,
        name: str | None,
        faults: Faults,
        summary: Summary,
        progress: Progress | None,
    ) -> Iterator[pl.DataFrame]:
        """Stream the lines; see ``model.Format``."""
        run = _Run(faults, summary)
        for batch in self.cells(stream, faults, summary, progress):
            yield from run.take(batch)
        run.close()


class Csv(Generic):
    """Delimited text: comma, semicolon, tabulator or bar; UTF-8."""

    id = "csv"

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """See ``Generic``; a byte order mark is allowed here, spreadsheets write one."""
        bare = head.removeprefix(b"\xef\xbb\xbf")
        return sniff.opening(bare, self.first_field)

    def cells(
        self, stream: BinaryIO, faults: Faults, summary: Summary, progress: Progress | None
    ) -> Iterator[Cells]:
        """See ``Generic``."""
        return delimited(stream, progress)


class Xlsx(Generic):
    """A workbook: the one visible sheet that has the titles ``wanted``."""

    id = "xlsx"

    def __init__(self, wanted: frozenset[str] = frozenset({"worker_id", "net"})) -> None:
        self._wanted = wanted

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """See ``Generic``."""
        return sniff.container(head, (b"PK\x03\x04",), "XLSX", self.first_field)

    def cells(
        self, stream: BinaryIO, faults: Faults, summary: Summary, progress: Progress | None
    ) -> Iterator[Cells]:
        """See ``Generic``."""
        return workbook(stream, faults, summary, self._wanted)


class Parquet(Generic):
    """A Parquet file; line 1 is its first row."""

    id = "parquet"

    def opening(self, head: bytes) -> tuple[BadInput | None, int | None]:
        """See ``Generic``."""
        return sniff.container(head, (b"PAR1",), "Parquet", self.first_field)

    def cells(
        self, stream: BinaryIO, faults: Faults, summary: Summary, progress: Progress | None
    ) -> Iterator[Cells]:
        """See ``Generic``."""
        return parquet(stream, faults, generic_fields.fields("QAR"))


class _Run:
    """One pass over one table."""

    def __init__(self, faults: Faults, summary: Summary) -> None:
        self.faults, self.summary = faults, summary
        self.columns: Columns | None = None
        self.constant: dict[str, str] = {}
        self.twice = Duplicates("worker_id", 0)
        self.unexplained = 0
        self.begun = False

    def take(self, batch: Cells) -> Iterator[pl.DataFrame]:
        """The payments of one batch; the first decides which column is which."""
        if not self.begun and not self.faults.count:
            self.begun = True
            titles = Columns(batch.names, generic_fields.fields("QAR"), batch.title_line)
            if titles.report(self.faults):
                self.columns = titles
        self.summary.records += batch.frame.height + len(batch.troubles)
        if self.columns is None:
            self.summary.total = None
            return
        frame = screened(batch, self.columns, self.faults)
        if not self.constant and frame.height:
            self._first_line(frame)
        table = typed(
            frame, self.columns, generic_fields.fields(self.summary.currency), self.faults
        )
        tables.judge(table, generic_fields.rules(self.constant), self.faults)
        self._add(table, batch.frame.height + len(batch.troubles))
        if table.height:
            yield self._payments(table)

    def _first_line(self, frame: pl.DataFrame) -> None:
        """What the first line says of employer, month and currency holds for the file."""
        assert self.columns is not None  # noqa: S101 - lines are read after their titles
        own = generic_fields.fields("QAR")
        table = typed(frame.head(1), self.columns, own[:3], Faults(0))
        row = table.row(0, named=True)
        self.constant = {name: row[f"raw.{name}"] for name in generic_fields.CONSTANT}
        self.constant["salary_month"] = self.constant["salary_month"][:7]
        self.summary.header = dict(self.constant)
        self.summary.employer_id = row["employer_id"]
        self.summary.currency = row["currency"] or ""
        if row["salary_month"] is not None:
            first = _EPOCH + timedelta(days=row["salary_month"])
            self.summary.month = Period(first, add_months(first, 1))

    def _add(self, table: pl.DataFrame, lines: int) -> None:
        summary = self.summary
        if table.height != lines or table["net"].null_count() or summary.total is None:
            summary.total = None
        else:
            summary.total += table.select(pl.col("net").sum()).item()
        number = pl.col("worker_id").hash(seed=0).reinterpret(signed=True)
        worker = pl.col("worker_id")
        self.twice.see(table, pl.when(worker.is_not_null()).then(number), worker)
        self.unexplained += table.select(unexplained().sum()).item()

    def _payments(self, table: pl.DataFrame) -> pl.DataFrame:
        month = self.summary.month
        start = None if month is None else (month.start - _EPOCH).days
        end = None if month is None or month.end is None else (month.end - _EPOCH).days
        return payments(
            table.with_columns(
                pl.coalesce("pay_start", pl.lit(start)).alias("start_day"),
                pl.coalesce(pl.col("pay_end") + 1, pl.lit(end)).alias("end_day"),
                pl.col("unpaid_days").alias("leave_days_unpaid"),
                pl.col("other_allowances").alias("other"),
                pl.col("paid_on").alias("paid_day"),
                pl.col("net").alias("paid"),
            )
        )

    def close(self) -> None:
        """What only the whole file can tell."""
        self.summary.version = "1"
        self.twice.report(self.faults)
        if self.columns is not None and self.summary.records == 0:
            message = sentence(N_("The file holds titles and no line of a worker."))
            remedy = sentence(N_("Write one line for each worker paid."))
            problem = fault("records", 2, "worker_id", message, remedy=remedy,
                            expected=">= 1", found="0")  # fmt: skip
            self.faults.add(problem, always=True)
        if not self.begun and not self.faults.count:
            self.faults.add(no_titles(), always=True)
        if self.unexplained:
            note = N_("In {count} records the net wage is not the sum of its parts.")
            self.summary.notes.append(sentence(note, count=self.unexplained))


def unexplained() -> pl.Expr:
    """Whether a line tells its basic wage, and its parts do not make up its net wage."""
    zero = pl.lit(0)
    extras = [pl.col(name).fill_null(zero) for name in generic_fields.EXTRAS]
    parts = pl.col("basic") + pl.sum_horizontal(*extras) - pl.col("deductions").fill_null(zero)
    return (pl.col("net") != parts).fill_null(value=False)
