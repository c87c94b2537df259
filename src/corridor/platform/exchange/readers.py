"""From bytes to lines of text cells. Whatever is wrong with a file is one sentence."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 150
MAX_PARTS = 2_000
_SURROGATES = re.compile("[\ud800-\udfff]")

Line = tuple[int, list[str]]


def _refused(code: str, template: str, remedy: Sentence, **params: Any) -> BadInput:
    return BadInput(f"exchange.{code}", sentence(template, **params), remedy=remedy)


def lines(content: bytes) -> Iterator[Line]:
    """Numbered lines of cells, from CSV or XLSX by content; empty lines are skipped.

    Raises ``BadInput`` for a file that cannot be read to its end.
    """
    if len(content) > MAX_BYTES:
        raise _refused(
            "bytes",
            N_("The file is larger than {limit} megabytes."),
            sentence(N_("Split it into several files.")),
            limit=MAX_BYTES // 1024 // 1024,
        )
    read = _workbook(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    for count, (number, cells) in enumerate(read):
        if len(cells) > MAX_COLUMNS:
            raise _refused(
                "columns",
                N_("The line has {found} cells; no table here has more than {limit}."),
                sentence(N_("Keep only the columns of the template.")),
                found=len(cells),
                limit=MAX_COLUMNS,
            ).at(line=number)
        if count > MAX_ROWS:
            raise _refused(
                "rows",
                N_("The file has more than {limit} rows."),
                sentence(N_("Split it into several files.")),
                limit=MAX_ROWS,
            )
        if any(cells):
            yield number, cells


def _text(content: bytes) -> str:
    utf16 = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(
            "encoding",
            N_("The file is not written in UTF-8 (or UTF-16 with its mark)."),
            sentence(N_("In your spreadsheet choose “CSV UTF-8” when you save it.")),
        ).at(line=line) from None
    if "\0" in text:
        raise _refused(
            "nul",
            N_("The file holds empty bytes: it is no text, or UTF-16 without its mark."),
            sentence(N_("In your spreadsheet choose “CSV UTF-8” when you save it.")),
        ).at(line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _csv(content: bytes) -> Iterator[Line]:
    text = _text(content)
    heading = text.split("\n", 1)[0][:20_000]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _csv_problem(str(error)).at(line=begun) from None
        if cells is None:
            return
        yield begun, [cell.strip() for cell in cells]
        begun = reader.line_num + 1


def _csv_problem(said: str) -> BadInput:
    if "field limit" in said:
        return _refused(
            "cell",
            N_("A cell is longer than {limit} characters; a quotation mark may be missing."),
            sentence(N_("Correct the quotation marks of this line.")),
            limit=csv.field_size_limit(),
        )
    return _refused(
        "quotes",
        N_("A quotation mark that begins on this line is not closed, or stands inside a cell."),
        sentence(N_("Close it, or double the mark where it belongs to the text.")),
    )


def _workbook(content: bytes) -> Iterator[Line]:
    _check_archive(content)
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise RuntimeError("defusedxml must be installed to read workbooks")
    try:
        # Formulas arrive as their text: nothing a file says is ever calculated.
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # what a file claims of its size is not believed
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield number, cells
    except BadInput:
        raise
    except Exception:  # noqa: BLE001 - a damaged workbook fails in a hundred ways
        raise _not_a_workbook() from None


def _not_a_workbook() -> BadInput:
    return _refused(
        "workbook",
        N_("This workbook cannot be read: it is damaged, protected or of another kind."),
        sentence(N_("Save it as .xlsx without a password, or as “CSV UTF-8”.")),
    )


def _check_archive(content: bytes) -> None:
    """Unpack everything once, counting: what an archive says of its own size is not believed."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _not_a_workbook()
            for part in parts:
                with archive.open(part) as stream:
                    while block := stream.read(1 << 20):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED or (
                            unpacked > 20 << 20 and unpacked > MAX_RATIO * len(content)
                        ):
                            raise _bomb()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise _not_a_workbook() from None


def _bomb() -> BadInput:
    return _refused(
        "bomb",
        N_("The workbook unpacks to far more than its size; it is not opened."),
        sentence(N_("Save the table afresh as .xlsx or as “CSV UTF-8”.")),
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        # The shortest decimal that is this cell's number, without an exponent.
        text = format(Decimal(repr(value)), "f")
        return text.removesuffix(".0")
    return _SURROGATES.sub("\ufffd", str(value)).strip()
