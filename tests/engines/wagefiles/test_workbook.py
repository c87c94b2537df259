"""Our own table as XLSX: what spreadsheets do to numbers, dates and sheets."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from corridor.engines import wagefiles
from corridor.engines.wagefiles import workbook
from corridor.engines.wagefiles.model import WageFile

from .books import LINE, OTHER, TITLES, book, parts

SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> WageFile:
    return wagefiles.read(data, "xlsx")


def one(found: WageFile) -> tuple[int | None, str | None, str]:
    (problem,) = found.problems
    return problem.place.line, problem.place.field, problem.say()


def changed(at: int, value: Any) -> bytes:
    """The book with one other value in its first line."""
    return book((TITLES, (*LINE[:at], value, *LINE[at + 1 :]), OTHER))


def test_a_workbook_is_found_out_and_read() -> None:
    found = wagefiles.read(book())
    assert found.format.id == "xlsx"
    assert found.problems == ()
    assert str(found.total) == "QAR 2221.92"
    frame = found.to_frame()
    assert frame["paid"].to_list() == [122192, 100000]
    assert frame["paid_day"].to_list() == [(date(2026, 7, 1) - date(1970, 1, 1)).days, None]


@pytest.mark.parametrize(
    ("at", "value", "paid"),
    [
        (4, "1221.92", 122192),  # a number kept as text
        (4, 0.1 + 0.2, 30),  # what a calculation leaves in the last digit
        (4, 1234.5600000000001, 123456),
        (4, 99999999999.99, 9999999999999),
        (4, 1000.0, 100000),
        (3, 28912345678, 122192),  # a number where text is usual
        (1, date(2026, 6, 1), 122192),  # what a spreadsheet makes of 2026-06
        (5, datetime(2026, 7, 1), 122192),  # noqa: DTZ001 - workbooks know no time zones
        (0, 10007822, 122192),
    ],
)
def test_what_a_spreadsheet_makes_of_a_value_is_read_exactly(
    at: int, value: object, paid: int
) -> None:
    found = read(changed(at, value))
    assert found.problems == ()
    frame = found.to_frame()
    assert frame["paid"][0] == paid
    assert frame["worker_id"][0] == "28912345678"


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (4, "=E3*2", "formula"),
        (6, "=HYPERLINK(1)", "formula"),
        (4, "#REF!", "the error #REF!"),
        (4, True, "truth value"),
        (4, 1221.925, "at most two decimals"),
        (4, "1,221.92", "without separators"),
        (3, 2891234567812345678, "more than 15 digits"),
        (5, 46204, "format the cell as a date"),
        (5, "01/07/2026", "Nobody can tell the day from the month"),
        (5, "31/07/2026", "Write the year first: 2026-07-31"),
        (5, "1448-01-15", "Hijri"),
        (5, datetime(2026, 7, 1, 12), "YYYY-MM-DD"),  # noqa: DTZ001
        (4, date(2026, 7, 1), "an amount"),
    ],
)
def test_what_cannot_be_read_without_guessing_is_refused(
    at: int, value: object, words: str
) -> None:
    line, field, said = one(read(changed(at, value)))
    assert (line, field) == (2, TITLES[at])
    assert words in said


def test_days_are_counted_from_1904_where_the_book_says_so() -> None:
    def old(made: Workbook) -> None:
        made.epoch = CALENDAR_MAC_1904

    data = book((TITLES, (*LINE[:5], date(2026, 7, 1), "x"), OTHER), old)
    assert read(data).to_frame()["paid_day"][0] == (date(2026, 7, 1) - date(1970, 1, 1)).days


def test_merged_cells_hidden_sheets_and_several_sheets() -> None:
    def merge(made: Workbook) -> None:
        made.worksheets[0].merge_cells("A3:B3")

    assert one(read(book(change=merge)))[:2] == (3, "employer_id")

    def hide(made: Workbook) -> None:
        copy = made.copy_worksheet(made.worksheets[0])
        copy.sheet_state = "hidden"
        made.create_sheet("Notes", 0).append(["Paid by", "bank"])

    found = read(book(change=hide))
    assert found.valid
    assert found.records == 2
    assert "is hidden: it was not read" in found.notes[0].say()

    def twice(made: Workbook) -> None:
        made.copy_worksheet(made.worksheets[0])

    line, field, said = one(read(book(change=twice)))
    assert (line, field) == (1, "titles")
    assert "all hold wages" in said

    def empty(made: Workbook) -> None:
        made.create_sheet("Empty")
        made.worksheets[0].sheet_state = "hidden"
        made.active = 1

    assert "No visible sheet" in one(read(book(change=empty)))[2]


def test_titles_alone_and_titles_further_down() -> None:
    assert one(read(book((TITLES,))))[:2] == (2, "worker_id")
    assert read(book(((), (), TITLES, LINE))).valid
    assert one(read(book(((), TITLES, (*LINE[:4], "x", *LINE[5:])))))[:2] == (3, "net")


def test_an_archive_that_is_no_workbook_a_damaged_one_and_a_bomb() -> None:
    data = book()
    for broken in (data[: len(data) // 2], b"PK\x03\x04" + b"\0" * 200):
        assert one(read(broken))[:2] == (1, "titles")
    half = parts(data, {SHEET: lambda xml: xml[: len(xml) // 2]})
    assert "damaged" in one(read(half))[2]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    assert "unpacks to far more" in one(read(out.getvalue()))[2]
    assert "not XLSX" in one(read(b"PAR1" + b"\0" * 20))[2]
    assert one(read(b""))[2].startswith("The file is empty")


def test_an_entity_in_a_sheet_is_not_expanded() -> None:
    def bomb(xml: bytes) -> bytes:
        declared = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        return xml.replace(b"<worksheet", declared + b"<worksheet", 1)

    assert "damaged" in one(read(parts(book(), {SHEET: bomb})))[2]


def test_a_workbook_of_more_than_the_limit_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000)
    assert "larger than" in one(read(book()))[2]


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**13 - 1))
def test_every_amount_survives_a_binary_fraction(minor: int) -> None:
    whole, part = divmod(minor, 100)
    text = workbook.number_text(float(f"{whole}.{part:02d}"))
    assert round(float(text) * 100) == minor
    assert text == f"{whole}.{part:02d}".rstrip("0").rstrip(".")
