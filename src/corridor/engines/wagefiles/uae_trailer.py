"""The SCR record of a UAE wage file, held against everything above it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import PurePath

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period, add_months
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import kinds, tables
from corridor.engines.wagefiles.faults import Faults, fault, made_too_early
from corridor.engines.wagefiles.kinds import Field
from corridor.engines.wagefiles.model import Summary

_EPOCH = date(1970, 1, 1)
_NAME = re.compile(r"(\d{13})(\d{6})(\d{4})(?:\d{2})?\.sif", re.ASCII | re.IGNORECASE)

SCR: tuple[Field, ...] = (
    Field("employer_id", kinds.digits(13, "0000000009103")),
    Field("employer_bank_routing", kinds.digits(9, "302210101")),
    Field("file_date", kinds.date(hyphens=True)),
    Field("file_time", kinds.clock()),
    Field("salary_month", kinds.month(year_first=False)),
    Field("edr_count", kinds.whole(9, "2")),
    Field("total", kinds.amount("2221.92", most=16)),
    Field("currency", kinds.word("AED")),
    Field("employer_reference", kinds.text(4_000, "1141"), required=False),
)


class Trailer:
    """Gathers what the SCR record must agree with, and judges it when the file ends."""

    def __init__(self, faults: Faults, summary: Summary) -> None:
        self._faults, self._summary = faults, summary
        self._row: pl.DataFrame | None = None
        self._first: int | None = None
        self._last_line = 1
        self._paid_rows = 0
        self._earliest_end: int | None = None
        self._latest_start: int | None = None
        self._earliest_start: int | None = None
        self._strange = 0

    def strange(self, lines: int) -> None:
        """So many lines of no known type: what they were cannot be counted or added up."""
        self._strange += lines

    def see(self, frame: pl.DataFrame) -> None:
        """Note the SCR lines of a block; every one that is not the file's last line is a fault."""
        if self._row is not None and self._row["line"][0] == self._last_line and frame.height:
            self._misplaced(self._last_line)
        self._last_line = frame["line"][-1]
        rows = frame.filter(pl.col("c0") == "SCR")
        if rows.is_empty():
            return
        for line in rows["line"].head(self._faults.room + 1):
            if line != self._last_line:
                self._misplaced(line)
        self._faults.more(max(0, rows.height - self._faults.limit - 1))
        self._row = rows.tail(1)

    def pay(self, edr: pl.DataFrame, records: int) -> None:
        """Add up a block of typed EDR rows; ``records`` is how many EDR lines there were so far."""
        self._paid_rows += edr.height
        # dates that contradict their own record are a fault there, and accuse nothing else
        sound = pl.col("pay_end") - pl.col("pay_start") + 1 == pl.col("days")
        low, high, first, fixed, variable, unread = edr.select(
            pl.col("pay_end").filter(sound).min(),
            pl.col("pay_start").filter(sound).max().alias("start"),
            pl.col("pay_start").filter(sound).min().alias("first"),
            pl.col("fixed").sum(),
            pl.col("variable").sum(),
            (pl.col("fixed").is_null() | pl.col("variable").is_null()).any().alias("unread"),
        ).row(0)
        if unread or self._strange or self._paid_rows != records or self._summary.total is None:
            self._summary.total = None
        else:
            self._summary.total += fixed + variable
        if low is not None:
            self._earliest_end = min(low, self._earliest_end or low)
        if high is not None:
            self._latest_start = max(high, self._latest_start or high)
        if first is not None:
            self._earliest_start = min(first, self._earliest_start or first)

    def close(self, name: str | None) -> None:
        """Judge the SCR record, or say that it is missing."""
        if self._strange:
            self._summary.total = None
        if self._summary.records == 0:
            message = sentence(N_("The file holds no EDR record."))
            remedy = sentence(N_("Write one EDR record for each worker paid."))
            self._whole("records", self._last_line, "record_type", message, remedy, "EDR", "")
        if self._row is None:
            message = sentence(N_("The file ends without an SCR record."))
            remedy = sentence(N_("Write one SCR record as the last line."))
            self._whole("trailer", self._last_line, "record_type", message, remedy, "SCR", "")
            return
        self._judge(self._row, name)

    def _judge(self, row: pl.DataFrame, name: str | None) -> None:
        line, count = row.select("line", "count").row(0)
        if not 9 <= count <= 10:
            return
        table = tables.typed(row.with_columns(pl.col("c9").fill_null("")), SCR, 1, self._faults)
        values = table.row(0, named=True)
        self._summary.header = {field.name: values[f"raw.{field.name}"] or "" for field in SCR}
        self._summary.employer_id = values["employer_id"]
        if values["salary_month"] is not None:
            first = _EPOCH + timedelta(days=values["salary_month"])
            self._summary.month = Period(first, add_months(first, 1))
        self._count(line, values["edr_count"])
        self._total(line, values["total"])
        self._month(line)
        self._made(line, values["file_date"])
        self._file_name(line, name)

    def _count(self, line: int, count: int | None) -> None:
        records = self._summary.records
        if count is not None and not records <= count <= records + self._strange:
            message = sentence(
                N_("The SCR record counts {found} EDR records; the file holds {expected}."),
                found=count,
                expected=records,
            )
            remedy = sentence(
                N_("Write {expected}, or restore the missing records."), expected=records
            )
            self._whole("count", line, "edr_count", message, remedy, str(records), str(count))

    def _total(self, line: int, total: int | None) -> None:
        expected = self._summary.total
        if total is None or expected is None or total == expected:
            return
        right, wrong = Money(expected, "AED").text(), Money(total, "AED").text()
        message = sentence(
            N_("The SCR record says {found} in all; the EDR records add up to {expected}."),
            found=wrong,
            expected=right,
        )
        remedy = sentence(N_("Write {expected}, or correct the amounts."), expected=right)
        self._whole("total", line, "total", message, remedy, right, wrong)

    def _month(self, line: int) -> None:
        """Every pay period must have a day in the salary month."""
        month, low, high = self._summary.month, self._earliest_end, self._latest_start
        if month is None or month.end is None or low is None or high is None:
            return
        ends, starts = _EPOCH + timedelta(days=low), _EPOCH + timedelta(days=high)
        if ends >= month.start and starts < month.end:
            return
        other = ends if ends < month.start else starts
        message = sentence(
            N_("The salary month is {found}, but a pay period lies in {expected}."),
            found=f"{month.start:%m%Y}",
            expected=f"{other:%m%Y}",
        )
        remedy = sentence(N_("Write the month in which the pay periods lie, one month to a file."))
        self._whole(
            "month", line, "salary_month", message, remedy, f"{other:%m%Y}", f"{month.start:%m%Y}"
        )

    def _made(self, line: int, day: int | None) -> None:
        """No file is made before the first day that it pays for."""
        first = self._earliest_start
        if day is None or first is None or day >= first:
            return
        begun, made = (f"{_EPOCH + timedelta(days=number)}" for number in (first, day))
        message, remedy = made_too_early(begun, made)
        self._whole("made", line, "file_date", message, remedy, f">= {begun}", made)

    def _file_name(self, line: int, name: str | None) -> None:
        """A name of the published form must say what the SCR record says."""
        match = _NAME.fullmatch(PurePath(name or "").name)
        header = self._summary.header
        if match is None or not self._summary.employer_id:
            return
        said = (match[1], match[2], match[3])
        written = (
            header["employer_id"],
            header["file_date"].replace("-", "")[2:],
            header["file_time"],
        )
        for field, expected, found in zip(
            ("employer_id", "file_date", "file_time"), said, written, strict=True
        ):
            if expected != found:
                message = sentence(
                    N_("The file name says {expected}; the SCR record says {found}."),
                    expected=expected,
                    found=found,
                )
                remedy = sentence(N_("Rename the file or correct the record."))
                self._whole("name", line, field, message, remedy, expected, found)

    def _misplaced(self, line: int) -> None:
        message = sentence(N_("This SCR record is not the last line of the file."))
        remedy = sentence(N_("Keep exactly one SCR record, and put it last."))
        self._faults.add(
            fault(
                "trailer",
                line,
                "record_type",
                message,
                remedy=remedy,
                expected="SCR once, as the last line",
                found="SCR",
            )
        )

    def _whole(
        self,
        code: str,
        line: int,
        field: str,
        message: Sentence,
        remedy: Sentence,
        expected: str,
        found: str,
    ) -> None:
        """Add a fault of the file as a whole, listed however many others there are."""
        self._faults.add(
            fault(code, line, field, message, remedy=remedy, expected=expected, found=found),
            always=True,
        )
