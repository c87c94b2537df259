"""Cells that cannot be read as what they stand for, each put into one sentence."""

from __future__ import annotations

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import hints
from corridor.engines.wagefiles.cells import MAX_CELL, Cells, Trouble
from corridor.engines.wagefiles.faults import Faults, fault, shown
from corridor.engines.wagefiles.titles import Columns

_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
_SPREADSHEET = N_("Write the value itself into the cell.")
TROUBLES: dict[str, tuple[str, str, str]] = {
    "width": (
        N_("The line has {found} cells, not as many as there are titles."),
        N_(
            "Quote a value that holds the separator, and fill every column or leave its cell empty."
        ),
        "a cell for each title",
    ),
    "quotes": (
        N_("A quotation mark that begins on this line is not closed, or stands inside a cell."),
        N_("Close it, or double the mark where it belongs to the text."),
        "closed quotation marks",
    ),
    "long": (
        N_("The line is longer than {found} characters."),
        N_("Check that every record ends in a line break."),
        "a record",
    ),
    "encoding": (
        N_("The line is not written in UTF-8; it may be in Windows-1256 or another."),
        N_("Save the file again as plain text in UTF-8."),
        "UTF-8",
    ),
    "control": (
        N_("The cell holds a control character."),
        N_("Save the file again as plain text."),
        "printable characters",
    ),
    "cell": (
        N_("The cell holds more than {found} characters."),
        N_("Shorten it; a quotation mark may be missing."),
        f"<= {MAX_CELL}",
    ),
    "formula": (
        N_("The cell holds the formula {found}, not a value."),
        hints.formula().template,
        "a value",
    ),
    "error": (N_("The cell holds the error {found}, not a value."), _SPREADSHEET, "a value"),
    "boolean": (N_("The cell holds the truth value {found}."), _SPREADSHEET, "a value"),
    "digits": (
        N_("The number {found} has more than 15 digits: a spreadsheet has rounded it."),
        N_("Format the column as text and type the number in again."),
        "text",
    ),
    "merged": (
        N_("The cells {found} are merged."),
        N_("Undo the merging and write the value into every cell."),
        "one cell for each value",
    ),
}


def screened(batch: Cells, columns: Columns, faults: Faults) -> pl.DataFrame:
    """The lines of ``batch`` whose cells can be read; a fault for each of the others."""
    for one in batch.troubles:
        faults.add(_trouble(one, columns))
    frame = batch.frame
    names = [name for name in frame.columns if name != "line"]
    if frame.is_empty() or not names:
        return frame
    text = pl.concat_str(names, separator="\x1f", ignore_nulls=True)
    odd = text.str.contains(_CONTROL.replace(r"\x1F", r"\x1E")) | text.str.contains(
        "\ufffd", literal=True
    )
    wrong = odd | pl.any_horizontal(
        pl.col(name).str.starts_with("=") | (pl.col(name).str.len_bytes() > MAX_CELL)
        for name in names
    )
    bad = frame.select(wrong.fill_null(value=False).alias("bad")).to_series()
    if bad.any():
        rows = frame.filter(bad)
        listed = rows.head(faults.room)
        for row in listed.iter_rows():
            faults.add(_trouble(_first_trouble(row), columns))
        faults.more(rows.height - listed.height)
        frame = frame.filter(~bad)
    return frame


def _first_trouble(row: tuple[object, ...]) -> Trouble:
    """The first cell of a line that cannot be read, and why."""
    line = int(str(row[0]))
    for place, value in enumerate(row[1:]):
        text = str(value or "")
        if len(text.encode()) > MAX_CELL:
            return Trouble(line, place, "cell", str(MAX_CELL))
        if text.startswith("="):
            return Trouble(line, place, "formula", text)
        if "\ufffd" in text:
            return Trouble(line, place, "encoding", text)
        if any((c < " " and c not in "\t\n\r") or c == "\x7f" for c in text):
            return Trouble(line, place, "control", text)
    return Trouble(line, 0, "control")


def _trouble(one: Trouble, columns: Columns) -> BadInput:
    message, remedy, expected = TROUBLES[one.kind]
    found = shown(one.shown)
    return fault(
        "cell" if one.kind not in {"width", "quotes", "encoding"} else one.kind,
        one.line,
        columns.name_at(one.place),
        sentence(message, found=found),
        remedy=sentence(remedy),
        expected=expected,
        found=found,
    )
