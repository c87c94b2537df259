"""Reading the tables that others publish: line by line, every fault with its line and column.

CSV and workbooks arrive as the same thing: numbered lines of text cells. Nothing is held in memory
but what the reader of a table keeps, so that a workbook of any length may pass through.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TextIO

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, NotFound, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics import csv_opening, workbook

Line = tuple[int, list[str]]
LISTED = 1_000
NOTHING = frozenset({"", "..", "-", "~", "NA", "N/A", "na", "n/a", "…", "..."})
"""What publishers write where they have no figure."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 60


class Faults:
    """Everything wrong with one file: all counted, the first thousand listed."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.count = 0
        self._listed: list[Problem] = []

    def add(
        self,
        code: str,
        message: Sentence,
        *,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        remedy: Sentence | None = None,
        expected: Any = None,
        found: Any = None,
    ) -> None:
        """Note one fault at its line and column (both from 1)."""
        self.count += 1
        if len(self._listed) < LISTED:
            place = Place(file=self.file, line=line, column=column, field=field)
            short = found[:_LONGEST] if isinstance(found, str) else found
            self._listed.append(
                BadInput(code, message, remedy=remedy, place=place, expected=expected, found=short)
            )

    def raise_all(self) -> None:
        """Raise nothing, or everything that was noted."""
        more = self.count - len(self._listed)
        if more > 0:
            said = sentence(N_("The file has {more} further faults of these kinds."), more=more)
            self._listed.append(
                BadInput("statistics.more", said, place=Place(file=self.file, line=1 << 40))
            )
        raise_all(self._listed)


def tables(path: Path) -> Iterator[Iterator[Line]]:
    """The lines of a CSV file, or of each visible sheet of a workbook. Raises ``BadInput``."""
    if path.suffix.lower() == ".xlsx":
        for _, found in sheets(path):
            yield found
    else:
        yield csv_lines(path)


def lines(path: Path) -> Iterator[Line]:
    """Every line of a CSV file, or of the first sheet of a workbook. Raises ``BadInput``."""
    for found in tables(path):
        yield from found
        return


def csv_lines(path: Path) -> Iterator[Line]:
    """Line number (of the record's last line) and cells. Raises ``BadInput``, ``NotFound``."""
    with opened(path) as stream:
        start = stream.buffer.peek(csv_opening.HEAD)  # type: ignore[attr-defined]  # of a file
        in_utf8(start, path.name, "statistics.unreadable")
        reader = csv.reader(stream, strict=True, delimiter=csv_opening.separator(start))
        try:
            for row in reader:
                yield reader.line_num, row
        except UnicodeDecodeError:
            raise _unreadable(path, reader.line_num + 1, "UTF-8") from None
        except csv.Error:
            raise _unreadable(path, reader.line_num, "CSV") from None


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The file as text, its byte-order mark left away. Raises ``NotFound``."""
    try:
        stream = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise absent(path, error) from None
    with stream:
        yield stream


def absent(path: Path, error: OSError) -> NotFound:
    """The refusal of a file that cannot be opened."""
    return NotFound(
        "statistics.file",
        sentence(N_("The file {name} cannot be opened."), name=path.name),
        remedy=sentence(N_("Check its name and that you may read it.")),
        place=Place(file=str(path)),
        found=error.strerror,
    )


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    """Each visible sheet of a workbook: its title and its lines, as they are asked for.

    Formulas give the value that was saved with them; nothing is calculated. Raises ``BadInput``.
    """
    try:
        for title, found in workbook.sheets(path):
            yield title, _readable(path, found)
    except workbook.Damaged as damaged:
        raise _unreadable(path, damaged.line, "XLSX") from None
    except OSError as error:
        raise absent(path, error) from None


def _readable(path: Path, found: Iterator[Line]) -> Iterator[Line]:
    """The lines, each as wide as the first: a workbook leaves the empty cells at its end away."""
    width = 0
    try:
        for line, row in found:
            width = width or len(row)
            yield line, row + [""] * (width - len(row))
    except workbook.Damaged as damaged:
        raise _unreadable(path, damaged.line, "XLSX") from None


def _unreadable(path: Path, line: int, kind: str) -> BadInput:
    return BadInput(
        "statistics.unreadable",
        sentence(N_("The file is not readable {format} from this line on."), format=kind),
        remedy=sentence(N_("Take the file again from its publisher, or save it as UTF-8 CSV.")),
        place=Place(file=str(path), line=line),
        expected=kind,
    )


def empty(faults: Faults) -> None:
    """Note a file without a first line."""
    faults.add(
        "statistics.empty",
        sentence(N_("The file is empty.")),
        line=1,
        remedy=sentence(N_("Give a table with its titles in the first line.")),
    )


def number(text: str) -> Fraction:
    """The exact number a decimal text says. Raises ``ValueError`` for any other text."""
    if not _NUMBER.fullmatch(text) or len(text) > _LONGEST:
        raise ValueError(text)
    return Fraction(Decimal(text))


def tidy(title: str) -> str:
    """A column's title as it is compared: small letters, single spaces."""
    return " ".join(title.lower().split())


def places(
    head: Sequence[str], needed: Mapping[str, str], faults: Faults, line: int
) -> dict[str, int]:
    """Where each needed column stands (from 0), by our name; ``needed`` maps it to its title.

    A missing column is a fault, and so is one that stands twice.
    """
    found: dict[str, int] = {}
    titles = [tidy(title) for title in head]
    for name, title in needed.items():
        count = titles.count(title)
        if count == 1:
            found[name] = titles.index(title)
        else:
            _column_fault(faults, title, line, twice=count > 1, titles=titles)
    return found


def _column_fault(
    faults: Faults, title: str, line: int, *, twice: bool, titles: Sequence[str]
) -> None:
    said = (
        N_("The column “{title}” stands twice.") if twice else N_("There is no column “{title}”.")
    )
    faults.add(
        "statistics.column",
        sentence(said, title=title),
        line=line,
        field=title,
        remedy=sentence(N_("Give the file as its publisher gave it, with its titles.")),
        expected=title,
        found=", ".join(title for title in titles if title)[:400],
    )


def not_a_number(faults: Faults, line: int, column: int, field: str, found: str) -> None:
    """Note a cell that should hold a number."""
    faults.add(
        "statistics.number",
        sentence(N_("“{found}” is not a number."), found=found),
        line=line,
        column=column,
        field=field,
        remedy=sentence(N_("Write digits with a point, or leave the cell empty.")),
        found=found,
    )
