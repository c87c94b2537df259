"""A table in a workbook (XLSX), read without calculating, believing or guessing anything.

Which sheet: the one visible sheet whose first line has the titles. Formulas, errors, merged cells
and numbers that a spreadsheet has rounded are troubles. Numbers become the decimal text that the
spreadsheet itself shows: 15 significant digits, which is exact for every amount allowed here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.wagefiles.cells import Cells, Gathering, Trouble
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.generic_fields import named
from corridor.engines.wagefiles.model import Summary

MAX_BYTES = 50 << 20
MAX_UNPACKED = 400 << 20
MAX_RATIO = 150
MAX_PARTS = 2_000
_EXACT = 10**15
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)([0-9]+):[A-Z]+[0-9]+"')
_SURROGATES = re.compile("[\ud800-\udfff]")


def workbook(
    stream: BinaryIO, faults: Faults, summary: Summary, wanted: frozenset[str]
) -> Iterator[Cells]:
    """The sheet with the titles ``wanted`` as batches; whole-file trouble goes to ``faults``."""
    content = stream.read(MAX_BYTES + 1)
    try:
        _checked(content)
        yield from _batches(content, faults, summary, wanted)
    except BadInput as problem:
        faults.add(problem, always=True)
        summary.total = None


def _batches(
    content: bytes, faults: Faults, summary: Summary, wanted: frozenset[str]
) -> Iterator[Cells]:
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise RuntimeError("defusedxml must be installed to read workbooks")
    try:
        # Formulas arrive as their text: nothing that a file says is ever calculated.
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = _sheet(book.worksheets, summary, wanted)
        merged = _merged(content, sheet)
        gathering: Gathering | None = None
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if gathering is None:
                if any(value is not None for value in row):
                    gathering = Gathering(_trimmed([_text(value) for value in row]), line)
                continue
            _line(gathering, line, row, merged)
            if gathering.full:
                yield gathering.batch()
        if gathering is not None:
            yield gathering.batch()
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook fails in a hundred ways
        del error
        raise _damaged() from None


def _line(
    gathering: Gathering, line: int, row: Sequence[Any], merged: dict[int, tuple[int, str]]
) -> None:
    """One row of the sheet, its width made that of the titles; empty rows are passed over."""
    width = len(gathering.names)
    if line in merged:
        gathering.trouble(Trouble(line, min(merged[line][0], width - 1), "merged", merged[line][1]))
        return
    cells = _trimmed(list(row))
    if not cells:
        return
    for place, value in enumerate(cells):
        kind = _trouble(value)
        if kind:
            gathering.trouble(Trouble(line, min(place, width - 1), kind, str(value)))
            return
    texts = [_text(value) for value in cells]
    gathering.add(line, texts + [""] * (width - len(texts)))


def _trouble(value: Any) -> str:
    """Why a cell cannot be read, or nothing."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float) and abs(value) >= _EXACT:
        return "digits"
    if isinstance(value, str):
        if value.startswith("="):
            return "formula"
        if re.fullmatch(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)", value):
            return "error"
    elif value is not None and not isinstance(value, int | float | datetime | date | time):
        return "formula"  # an array formula or a data table arrives as an object of its own
    return ""


def _text(value: Any) -> str:
    """The text of a cell that is no trouble."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return number_text(value)
    return _SURROGATES.sub("\ufffd", str(value)).strip()


def number_text(value: float) -> str:
    """A binary fraction as the decimal of 15 significant digits that spreadsheets show."""
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _trimmed(row: Sequence[Any]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells


def _sheet(sheets: Sequence[Any], summary: Summary, wanted: frozenset[str]) -> Any:
    """The one visible sheet with the titles. Raises ``BadInput`` for none or several."""
    visible = [one for one in sheets if one.sheet_state == "visible"]
    hidden = [one.title for one in sheets if one not in visible and _has(one, wanted)]
    fitting = [one for one in visible if _has(one, wanted)]
    if len(fitting) > 1:
        raise _file(
            "sheets",
            sentence(
                N_("The sheets {names} all hold wages."),
                names=", ".join(shown(one.title) for one in fitting),
            ),
            sentence(N_("Keep one of them, or give each as a file of its own.")),
            "1",
            str(len(fitting)),
        )
    for title in hidden:
        note = N_("The sheet {name} holds wages, but is hidden: it was not read.")
        summary.notes.append(sentence(note, name=shown(title)))
    if fitting:
        return fitting[0]
    filled = [one for one in visible if _titles(one)]
    if not filled:
        raise _file(
            "sheets",
            sentence(N_("No visible sheet holds anything.")),
            sentence(N_("Show the sheet with the wages, and put the titles into its first line.")),
            ", ".join(sorted(wanted)),
            str(len(hidden)),
        )
    return filled[0]


def _has(sheet: Any, wanted: frozenset[str]) -> bool:
    return wanted <= {named(title) for title in _titles(sheet)}


def _titles(sheet: Any) -> list[str]:
    """The texts of the first line that is not empty, among the first hundred."""
    sheet.reset_dimensions()  # what a file claims of its size is not believed
    for row in sheet.iter_rows(values_only=True, max_row=100):
        cells = _trimmed([_text(value) for value in row])
        if cells:
            return cells
    return []


def _merged(content: bytes, sheet: Any) -> dict[int, tuple[int, str]]:
    """First row of each merged range -> its first column from 0, and the range as written."""
    found: dict[int, tuple[int, str]] = {}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        archive.open(sheet._worksheet_path) as part,
    ):
        data = part.read()
    for match in _MERGED.finditer(data):
        column = 0
        for letter in match[1].decode():
            column = column * 26 + ord(letter) - 64
        reference = match[0].rpartition(b'ref="')[2].rstrip(b'"').decode()
        found.setdefault(int(match[2]), (column - 1, reference))
    return found


def _checked(content: bytes) -> None:
    """Unpack everything once, counting: what an archive says of its own size is not believed."""
    if len(content) > MAX_BYTES:
        raise _file(
            "bytes",
            sentence(N_("The workbook is larger than {limit} megabytes."), limit=MAX_BYTES >> 20),
            sentence(N_("Give the wages as CSV or Parquet; those may be of any size.")),
            f"<= {MAX_BYTES >> 20} MB",
            f"> {MAX_BYTES >> 20} MB",
        )
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or not any(part.filename.startswith("xl/") for part in parts):
                raise _damaged()
            for part in parts:
                with archive.open(part) as stream:
                    while block := stream.read(1 << 20):
                        unpacked += len(block)
                        _bounded(unpacked, len(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise _damaged() from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]
        raise _damaged() from None


def _bounded(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > 20 << 20 and unpacked > MAX_RATIO * packed):
        raise _file(
            "bomb",
            sentence(N_("The workbook unpacks to far more than its size; it is not opened.")),
            sentence(N_("Save the table afresh as .xlsx or as “CSV UTF-8”.")),
            f"<= {MAX_UNPACKED >> 20} MB",
            f"> {unpacked >> 20} MB",
        )


def _damaged() -> BadInput:
    return _file(
        "workbook",
        sentence(N_("This workbook cannot be read: it is damaged, protected or of another kind.")),
        sentence(N_("Save it as .xlsx without a password, or as “CSV UTF-8”.")),
        "XLSX",
        "",
    )


def _file(code: str, message: Sentence, remedy: Sentence, expected: str, found: str) -> BadInput:
    return fault(code, 1, "titles", message, remedy=remedy, expected=expected, found=found)
