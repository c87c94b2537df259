"""The Saudi wages file: fields between tabulators, a header group, a row for each worker, a dash.

The two lines of tags may be left away, as one payroll system does. The file names no salary month:
whoever reads it says which month it is for, or the month stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import tables
from corridor.engines.wagefiles.blocks import Block
from corridor.engines.wagefiles.by_lines import ByLines, Run
from corridor.engines.wagefiles.duplicates import Duplicates
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.kinds import Field
from corridor.engines.wagefiles.model import Summary, payments
from corridor.engines.wagefiles.saudi_fields import END, HEADER, ROW, RULES, titles, told

_EPOCH = date(1970, 1, 1)
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{FFFD}\x22]"


@dataclass(frozen=True)
class Saudi(ByLines):
    """Reader of ``sau``. One establishment per file, SAR; ``month`` is what the reader was told."""

    month: Period | None = None
    id = "sau"
    currency = "SAR"
    first_field = "DEST-ID"

    def run(self, name: str | None, faults: Faults, summary: Summary) -> Run:
        """See ``ByLines``; the month is what the reader was told."""
        summary.version, summary.month = "2017", self.month
        return _Run(faults, summary)


class _Run:
    """One pass over one file."""

    def __init__(self, faults: Faults, summary: Summary) -> None:
        self.faults, self.summary = faults, summary
        self.twice = Duplicates("MOL-ID", 10)
        self.header: dict[str, Any] | None = None
        self.header_line = 1
        self.ended: int | None = None
        self.last = 1

    def block(self, block: Block) -> Iterator[pl.DataFrame]:
        """The payments of one block; the first block also holds the header group."""
        frame, _ = tables.lines(block, ascii_only=False)
        self.last = int(frame["line"][-1])
        frame = self._to_the_end(frame)
        bad = frame.select(
            pl.col("text").str.contains(_CONTROL) | (pl.col("text").str.len_bytes() > 4_096)
        ).to_series()
        if bad.any():
            names = [field.name for field in ROW]
            odd = frame.filter(bad).with_columns(pl.col("text").str.replace_all("\t", ","))
            tables.unreadable_faults(odd, False, lambda text: names, self.faults)
        good = _split(frame)
        if block.first == 1:
            good, bad = self._top(good, bad)
        if good.height:
            yield from self._rows(good, bad)

    def _to_the_end(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The lines before the dash; whatever follows it is a fault."""
        ends = frame.filter(pl.col("text").str.starts_with(END))["line"]
        if self.ended is None and len(ends):
            self.ended = int(ends[0])
        if self.ended is None:
            return frame
        after = frame.filter(
            (pl.col("line") > self.ended) & (pl.col("text").str.strip_chars() != "")
        )
        if after.height:
            message = sentence(N_("A line follows the dash that ends the data."))
            remedy = sentence(N_("Put the dash after the last worker."))
            self.faults.add(
                fault("end", int(after["line"][0]), "32B-AMT", message, remedy=remedy,
                      expected="nothing", found=shown(after["text"][0])),
                always=True,
            )  # fmt: skip
        return frame.filter(pl.col("line") < self.ended)

    def _top(self, frame: pl.DataFrame, bad: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """Read the header group, with or without its lines of tags; the lines below it."""
        texts = frame["text"].to_list()
        place = 1 if texts and texts[0].startswith("[") else 0
        if place:
            self._titles(1, texts[0], titles(HEADER))
        if len(texts) > place and not bad[place]:
            self._header(frame.slice(place, 1))
        rows = place + 1
        if len(texts) > rows and texts[rows].startswith("["):
            self._titles(rows + 1, texts[rows], titles(ROW))
            rows += 1
        return frame.slice(rows), bad.slice(rows)

    def _titles(self, line: int, found: str, expected: Sequence[str]) -> None:
        if [part.strip() for part in found.rstrip("\t").split("\t")] == list(expected):
            return
        message = sentence(N_("Line {line} is not the line of titles."), line=line)
        self.faults.add(
            fault("titles", line, expected[0].strip("[]"), message, remedy=told(expected[0]),
                  expected=" ".join(expected), found=shown(found)),
            always=True,
        )  # fmt: skip

    def _header(self, row: pl.DataFrame) -> None:
        line, count = row.select("line", "count").row(0)
        self.header_line = line
        if count != len(HEADER):
            self._counted(line, HEADER, count)
            return
        values = tables.typed(row, HEADER, 0, self.faults).row(0, named=True)
        self.header = values
        self.summary.header = {field.name: values[f"raw.{field.name}"] for field in HEADER}
        self.summary.employer_id = values["MOL-ESTBID"]

    def _counted(self, line: int, fields: Sequence[Field], count: int) -> None:
        message = sentence(
            N_("The record has {found} fields; this version has {expected}."),
            found=count,
            expected=len(fields),
        )
        remedy = sentence(N_("Write the fields in their published order, without extra commas."))
        place = fields[min(count, len(fields) - 1)].name
        self.faults.add(fault("fields", line, place, message, remedy=remedy,
                              expected=str(len(fields)), found=str(count)))  # fmt: skip

    def _rows(self, frame: pl.DataFrame, bad: pl.Series) -> Iterator[pl.DataFrame]:
        summary = self.summary
        summary.records += frame.height
        right = frame["count"] == len(ROW)
        wrong = frame.filter(~bad & ~right)
        listed = wrong.head(self.faults.room)
        for line, count in listed.select("line", "count").iter_rows():
            self._counted(line, ROW, count)
        self.faults.more(wrong.height - listed.height)
        table = tables.typed(frame.filter(~bad & right), ROW, 0, self.faults)
        tables.judge(table, RULES, self.faults)
        if table.height != frame.height or table["32B-AMT"].null_count() or summary.total is None:
            summary.total = None
        else:
            summary.total += table.select(pl.col("32B-AMT").sum()).item()
        self.twice.see(table, pl.col("MOL-ID").cast(pl.Int64))
        if table.height:
            yield self._payments(table)

    def _payments(self, table: pl.DataFrame) -> pl.DataFrame:
        month, header = self.summary.month, self.header or {}
        start = None if month is None else (month.start - _EPOCH).days
        end = None if month is None or month.end is None else (month.end - _EPOCH).days
        return payments(
            table.with_columns(
                pl.col("MOL-ID").alias("worker_id"),
                pl.col("59-ACC").alias("account"),
                pl.col("59-NAME").alias("name"),
                pl.col("57-BANK").alias("bank"),
                pl.col("70-DET").alias("notes"),
                pl.lit(start).alias("start_day"),
                pl.lit(end).alias("end_day"),
                pl.lit(header.get("32A-VAL"), dtype=pl.Int32).alias("paid_day"),
                pl.col("MOL-BAS").alias("basic"),
                pl.col("MOL-HAL").alias("housing_allowance"),
                pl.col("MOL-OEA").alias("extra_income"),
                pl.col("MOL-DED").alias("deductions"),
                pl.col("32B-AMT").alias("net"),
                pl.col("32B-AMT").alias("paid"),
            )
        )

    def close(self) -> None:
        """What only the whole file can tell."""
        self.twice.report(self.faults)
        summary, header = self.summary, self.header or {}
        if summary.records == 0:
            message = sentence(N_("The file holds no records."))
            remedy = sentence(N_("Write one record for each worker paid, below the header."))
            self._whole(self.last, "32B-AMT", "records", message, remedy, ">= 1", "0")
        if self.ended is None:
            message = sentence(N_("The file ends without the line that begins with a dash."))
            remedy = sentence(N_("Write a dash as the last line: without it the file may be cut."))
            self._whole(self.last, "32B-AMT", "end", message, remedy, END, "")
        total = header.get("32A-AMT")
        if total is not None and summary.records and summary.total not in (None, total):
            right, wrong = Money(summary.total or 0, "SAR").text(), Money(total, "SAR").text()
            message = sentence(
                N_("The header says {found} in all; the net salaries add up to {expected}."),
                found=wrong,
                expected=right,
            )
            remedy = sentence(N_("Write {expected}, or correct the amounts."), expected=right)
            self._whole(self.header_line, "32A-AMT", "total", message, remedy, right, wrong)
        if summary.month is None:
            note = N_("The file names no salary month: say which month it is for.")
            summary.notes.append(sentence(note))

    def _whole(self, line: int, field: str, code: str, message: Any, remedy: Any,
               expected: str, found: str) -> None:  # fmt: skip
        problem = fault(code, line, field, message, remedy=remedy, expected=expected, found=found)
        self.faults.add(problem, always=True)


def _split(frame: pl.DataFrame) -> pl.DataFrame:
    """``c0`` ... by tabulators, and ``count``."""
    most = len(ROW)
    parts = frame["text"].str.split_exact("\t", most - 1).struct.unnest()
    parts.columns = [f"c{number}" for number in range(most)]
    count = (frame["text"].str.count_matches("\t", literal=True) + 1).alias("count")
    return frame.hstack(parts.fill_null("")).with_columns(count.cast(pl.Int64))
