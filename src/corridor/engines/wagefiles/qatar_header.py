"""The first three lines of a Qatar wage file, and what they must agree with at its end."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

import polars as pl

from corridor.core.money import Money
from corridor.core.periods import Period, add_months
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles import tables
from corridor.engines.wagefiles.faults import Faults, fault, made_too_early, shown
from corridor.engines.wagefiles.model import Summary
from corridor.engines.wagefiles.qatar_fields import BASE_COUNTS, HEADER, V1_COUNTS, V1_FROM

_EPOCH = date(1970, 1, 1)
_NAME = re.compile(r"SIF_(\d{8})_([A-Za-z0-9]{1,4})_(\d{8})_(\d{4})\.csv", re.ASCII | re.IGNORECASE)


class Header:
    """Reads the header, remembers what it promises, judges it when the file ends."""

    def __init__(self, faults: Faults, summary: Summary, name: str | None) -> None:
        self._faults, self._summary = faults, summary
        self._name = PurePath(name or "").name
        self._values: dict[str, Any] = {}
        self.version = ""
        self._version_given = False
        self.month_days = 31

    def read(self, top: pl.DataFrame, readable: list[bool]) -> None:
        """Read the (up to three) split lines at the top of the file."""
        texts, counts = top["text"].to_list(), top["count"].to_list()
        self._titles(1, "header_titles", texts, (9, 10, 11), readable)
        if len(texts) > 1 and readable[1]:
            self._row(texts[1], counts[1])
        elif len(texts) < 2:
            message = sentence(N_("The file holds no header values."))
            remedy = sentence(N_("Write the values of the header on line 2."))
            self._whole("header", 2, "employer_eid", message, remedy, "9-11", "")
        self._titles(3, "row_titles", texts, BASE_COUNTS + V1_COUNTS, readable)

    def _titles(
        self, line: int, field: str, texts: list[str], counts: tuple[int, ...], readable: list[bool]
    ) -> None:
        """A line of titles: right number, none of them a plain number."""
        if line <= len(texts) and not readable[line - 1]:
            return
        found = texts[line - 1] if line <= len(texts) else ""
        cells = found.split(",")
        values = any(re.fullmatch(r"[0-9.]+|QA[0-9]{2}.*", cell.strip()) for cell in cells)
        if len(cells) in counts and not values and cells[0].strip():
            return
        message = sentence(N_("Line {line} is not the line of titles."), line=line)
        remedy = sentence(N_("Write the titles of the fields on line {line}."), line=line)
        expected = f"{min(counts)}-{max(counts)} titles"
        self._whole("titles", line, field, message, remedy, expected, shown(found))

    def _row(self, text: str, count: int) -> None:
        cells = text.split(",")
        if count == 9:
            # The published example leaves the payer's QID out altogether.
            cells.insert(4, "")
        if not 9 <= count <= 11:
            place = HEADER[min(count, 11) - 1 if count > 11 else count].name
            message = sentence(
                N_("The header has {found} values; it must have 9 to 11."), found=count
            )
            remedy = sentence(N_("Write the header's values in their published order."))
            self._whole("fields", 2, place, message, remedy, "9-11", str(count))
            return
        cells += [""] * (len(HEADER) - len(cells))
        row = {"line": [2]} | {f"c{place}": [cell] for place, cell in enumerate(cells)}
        schema = {"line": pl.Int64} | {f"c{place}": pl.String for place in range(len(cells))}
        table = tables.typed(pl.DataFrame(row, schema=schema), HEADER, 0, self._faults)
        self._values = table.row(0, named=True)
        self._padded()
        self._summary.header = {field.name: self._values[f"raw.{field.name}"] for field in HEADER}
        self._summary.employer_id = self._values["employer_eid"]
        self.version = self._values["sif_version"] or ""
        self._between(count)
        self._file_name()

    def _padded(self) -> None:
        """Establishment numbers with the leading zero that a spreadsheet takes away."""
        for name in ("employer_eid", "payer_eid"):
            raw, whole = self._values[f"raw.{name}"], self._values[name]
            if whole and raw != whole:
                self._values[f"raw.{name}"] = whole
                note = N_("{field} {found} is read as {whole}: its leading zero was missing.")
                self._summary.notes.append(
                    sentence(note, field=name, found=shown(raw), whole=whole)
                )

    def _between(self, count: int) -> None:
        """Rules between header fields."""
        values, month = self._values, self._values["salary_month"]
        if month is not None:
            first = _EPOCH + timedelta(days=month)
            self._summary.month = Period(first, add_months(first, 1))
            self.month_days = self._summary.month.days or 31
        payers = bool(values["raw.payer_eid"]) + bool(values["raw.payer_qid"])
        if payers != 1:
            message = sentence(
                N_("Neither the payer EID nor the payer QID is given; one of them must be.")
                if payers == 0
                else N_("Payer EID and payer QID are both given; only one of them may be.")
            )
            remedy = sentence(
                N_("Write the EID of a paying company or the QID of a paying person.")
            )
            field = "payer_eid" if payers == 0 else "payer_qid"
            found = sentence(N_("neither of them") if payers == 0 else N_("both of them"))
            expected = sentence(N_("either the payer EID or the payer QID"))
            self._whole("payer", 2, field, message, remedy, expected.say(), found.say())
        self._made()
        self._version_given = count == 11
        if count == 11 and not values["raw.sif_version"]:
            message = sentence(N_("The SIF version is empty."))
            remedy = sentence(N_("Write 01, or leave the field out with its comma."))
            self._whole("version", 2, "sif_version", message, remedy, "01", "")
        self._dated_version()

    def _made(self) -> None:
        """No file is made before the month that it pays for."""
        day, month = self._values["file_date"], self._values["salary_month"]
        if day is None or month is None or day >= month:
            return
        begun, made = (f"{_EPOCH + timedelta(days=number):%Y%m%d}" for number in (month, day))
        message, remedy = made_too_early(begun, made)
        self._whole("made", 2, "file_date", message, remedy, f">= {begun}", made)

    def _dated_version(self) -> None:
        day = self._values["file_date"]
        made = None if day is None else _EPOCH + timedelta(days=day)
        if self.version and made is not None and made < V1_FROM:
            message = sentence(
                N_("SIF version 01 begins on {expected}; the file was made on {found}."),
                expected=V1_FROM.isoformat(),
                found=made.isoformat(),
            )
            remedy = sentence(N_("Correct the file date, or use the version of that day."))
            expected, found = f">= {V1_FROM:%Y%m%d}", f"{made:%Y%m%d}"
            self._whole("version", 2, "file_date", message, remedy, expected, found)
        if not self.version and made is not None and made >= V1_FROM:
            note = N_("The file has no SIF version; since {day} banks ask for version 01.")
            self._summary.notes.append(sentence(note, day=V1_FROM.isoformat()))

    def wants_v1(self, first_row_count: int) -> None:
        """Rows of version 01 under a header without a version: one fault, and read them so."""
        if self._values and not self.version and first_row_count in V1_COUNTS:
            self.version = "01"
            if self._version_given:
                return  # an empty or other version was already named
            message = sentence(
                N_("The rows have the fields of SIF version 01, the header does not.")
            )
            remedy = sentence(N_("Write 01 as the last value of the header."))
            self._whole("version", 2, "sif_version", message, remedy, "01", "")

    def _file_name(self) -> None:
        if not self._name.upper().startswith("SIF"):
            return
        match = _NAME.fullmatch(self._name)
        if match is None:
            message = sentence(
                N_("The file name {name} is not of the published form."), name=shown(self._name)
            )
            expected = "SIF_<EID>_<bank>_<YYYYMMDD>_<HHMM>.csv"
            remedy = sentence(N_("Name it {expected}."), expected=expected)
            self._whole("name", 2, "file_name", message, remedy, expected, shown(self._name))
            return
        fields = ("employer_eid", "payer_bank", "file_date", "file_time")
        for field, said in zip(fields, match.groups(), strict=True):
            found = self._values[f"raw.{field}"]
            if found.upper() != said.upper() and self._values[field] is not None:
                message = sentence(
                    N_("The file name says {expected}; the header says {found}."),
                    expected=said,
                    found=found,
                )
                remedy = sentence(N_("Rename the file or correct the header."))
                self._whole("name", 2, field, message, remedy, said, found)

    def close(self) -> None:
        """Hold count and total of the header against the rows."""
        summary, values = self._summary, self._values
        count, total = values.get("record_count"), values.get("total")
        if summary.records == 0:
            message = sentence(N_("The file holds no records."))
            remedy = sentence(N_("Write one record for each worker paid, from line 4."))
            self._whole("records", 4, "sequence", message, remedy, ">= 1", "0")
        elif count is not None and count != summary.records:
            message = sentence(
                N_("The header counts {found} records; the file holds {expected}."),
                found=count,
                expected=summary.records,
            )
            remedy = sentence(
                N_("Write {expected}, or restore the missing records."), expected=summary.records
            )
            expected, found = str(summary.records), str(count)
            self._whole("count", 2, "record_count", message, remedy, expected, found)
        if total is not None and summary.total is not None and total != summary.total:
            right, wrong = Money(summary.total, "QAR").text(), Money(total, "QAR").text()
            message = sentence(
                N_("The header says {found} in all; the net salaries add up to {expected}."),
                found=wrong,
                expected=right,
            )
            remedy = sentence(N_("Write {expected}, or correct the amounts."), expected=right)
            self._whole("total", 2, "total", message, remedy, right, wrong)

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
        self._faults.add(
            fault(code, line, field, message, remedy=remedy, expected=expected, found=found),
            always=True,
        )
