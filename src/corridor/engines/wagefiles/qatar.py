"""The Qatar salary information file: header titles, header, row titles, one row per worker.

``net`` is not held against its parts as an error: no published table says how it is made up.
Rows in which it matches no usual sum are counted in a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import tables
from corridor.engines.wagefiles.blocks import Block
from corridor.engines.wagefiles.by_lines import ByLines, Run
from corridor.engines.wagefiles.duplicates import Duplicates
from corridor.engines.wagefiles.faults import Faults, fault
from corridor.engines.wagefiles.model import Summary, payments
from corridor.engines.wagefiles.qatar_fields import (
    BASE_COUNTS,
    HEADER,
    MOST,
    ROW,
    ROW_V1,
    SPARE,
    V1_COUNTS,
    row_rules,
)
from corridor.engines.wagefiles.qatar_header import Header

_EPOCH = date(1970, 1, 1)
_TOP = 3
_ALLOWANCES = [field.name for field in ROW_V1 if field.name.endswith("_allowance")]


class Qatar(ByLines):
    """Reader of ``qat-sif``, base version and version 01. One employer per file, QAR."""

    id = "qat-sif"
    currency = "QAR"
    first_field = "header_titles"

    def run(self, name: str | None, faults: Faults, summary: Summary) -> Run:
        """See ``ByLines``."""
        return _Run(faults, summary, Header(faults, summary, name))


class _Run:
    """One pass over one file."""

    def __init__(self, faults: Faults, summary: Summary, header: Header) -> None:
        self.faults, self.summary, self.header = faults, summary, header
        self.twice = Duplicates("employee_qid", 11)
        self.visas = Duplicates("visa_id", 0)
        self.unexplained = 0
        self.started = False

    def block(self, block: Block) -> Iterator[pl.DataFrame]:
        """The payments of one block; the first block also holds the header."""
        frame, suspicious = tables.lines(block, ascii_only=False)
        bad = tables.unreadable(frame, suspicious, ascii_only=False)
        if bad.any():
            top = frame.filter(bad & (frame["line"] <= _TOP))
            tables.unreadable_faults(top, False, _top_names, self.faults)
            rows = frame.filter(bad & (frame["line"] > _TOP))
            tables.unreadable_faults(rows, False, _row_names, self.faults)
        frame = tables.split(frame, MOST)
        if block.first == 1:
            self.header.read(frame.head(_TOP), [not one for one in bad.head(_TOP)])
        frame, bad = frame.filter(frame["line"] > _TOP), bad.filter(frame["line"] > _TOP)
        if frame.height:
            yield from self._rows(frame, bad)

    def _rows(self, frame: pl.DataFrame, bad: pl.Series) -> Iterator[pl.DataFrame]:
        if not self.started:
            self.header.wants_v1(frame["count"][0])
            self.started = True
        self.summary.records += frame.height
        counts = V1_COUNTS if self.header.version else BASE_COUNTS
        right = frame["count"].is_in(list(counts))
        self._malformed(frame.filter(~bad & ~right), counts)
        good = frame.filter(~bad & right)
        fields = (*ROW_V1, *SPARE) if self.header.version else ROW
        table = tables.typed(_blank_spares(good), fields, 0, self.faults)
        tables.judge(table, row_rules(self.header.month_days, self.header.version), self.faults)
        self._add(table, frame.height)
        if table.height:
            yield self._payments(table)

    def _malformed(self, wrong: pl.DataFrame, counts: Sequence[int]) -> None:
        listed = wrong.head(self.faults.room)
        for line, count in listed.select("line", "count").iter_rows():
            expected = str(counts[0]) if len(counts) == 1 else f"{counts[0]}-{counts[-1]}"
            names = _row_names("")
            self.faults.add(
                fault(
                    "fields",
                    line,
                    names[min(count, counts[-1] - 1)],
                    sentence(
                        N_("The record has {found} fields; this version has {expected}."),
                        found=count,
                        expected=expected,
                    ),
                    remedy=sentence(
                        N_("Write the fields in their published order, without extra commas.")
                    ),
                    expected=expected,
                    found=str(count),
                )
            )
        self.faults.more(wrong.height - listed.height)

    def _add(self, table: pl.DataFrame, rows: int) -> None:
        """Total, duplicates, and how many nets match no usual sum."""
        summary = self.summary
        if table.height != rows or table["net"].null_count() or summary.total is None:
            summary.total = None
        else:
            summary.total += table.select(pl.col("net").sum()).item()
        self.twice.see(table, pl.col("employee_qid").cast(pl.Int64))
        alone = pl.when(pl.col("employee_qid").is_null()).then(pl.col("visa_id"))
        number = alone.hash(seed=0).reinterpret(signed=True)
        self.visas.see(table, pl.when(alone.is_not_null()).then(number), alone)
        plain = pl.col("basic") + pl.col("extra_income") - pl.col("deductions")
        extras = [name for name in _ALLOWANCES if name in table.columns]
        full = plain + pl.sum_horizontal(pl.lit(0), *(pl.col(name).fill_null(0) for name in extras))
        odd = (pl.col("net") != plain) & (pl.col("net") != full)
        self.unexplained += table.select(odd.sum()).item()

    def _payments(self, table: pl.DataFrame) -> pl.DataFrame:
        month = self.summary.month
        start = None if month is None else (month.start - _EPOCH).days
        end = None if month is None or month.end is None else (month.end - _EPOCH).days
        return payments(
            table.with_columns(
                pl.coalesce("employee_qid", "visa_id").alias("worker_id"),
                pl.lit(start).alias("start_day"),
                pl.lit(end).alias("end_day"),
                pl.col("working_days").alias("days"),
                pl.col("net").alias("paid"),
            )
        )

    def close(self) -> None:
        """What only the whole file can tell."""
        self.summary.version = self.header.version or "base"
        self.twice.report(self.faults)
        self.visas.report(self.faults)
        self.header.close()
        if self.unexplained:
            note = N_(
                "In {count} records the net salary is not basic salary plus extra income (with or "
                "without allowances) minus deductions."
            )
            self.summary.notes.append(sentence(note, count=self.unexplained))


def _blank_spares(frame: pl.DataFrame) -> pl.DataFrame:
    """Spare fields left away count as empty."""
    return frame.with_columns(pl.col("c20", "c21").fill_null(""))


def _row_names(text: str) -> Sequence[str]:
    return [field.name for field in (*ROW_V1, *SPARE)]


def _top_names(text: str) -> Sequence[str]:
    return [field.name for field in HEADER]
