"""Tables of text cells, whatever they came from: delimited text, a workbook, a Parquet file.

A table arrives as batches. Every cell is text; what a source could not turn into text without
guessing is a ``Trouble``, and the line it stands on is not read further.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import polars as pl

from corridor.engines.wagefiles.model import Progress

BATCH = 50_000
MAX_CELL = 1_000
MAX_COLUMNS = 200
_MAX_LINE = 1 << 16
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a cell or a line: ``kind`` names the sentence in ``generic.TROUBLES``.

    ``place`` is the column from 0; ``shown`` is what was found.
    """

    line: int
    place: int
    kind: str
    shown: str = ""


@dataclass(slots=True)
class Cells:
    """A batch: ``names`` of the columns as written, ``frame`` of ``line`` and ``c0`` ... texts.

    The first batch of a table carries the names, even when it has no lines. ``title_line`` is
    the line on which they stand.
    """

    names: Sequence[str]
    frame: pl.DataFrame
    troubles: list[Trouble] = field(default_factory=list)
    title_line: int = 1


def table(numbers: Sequence[int], rows: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """A frame of ``line`` and ``c0`` ... ``c{width-1}`` from rows of exactly ``width`` texts."""
    columns = zip(*rows, strict=True) if rows else [()] * width
    series = [
        pl.Series(f"c{place}", column, dtype=pl.String) for place, column in enumerate(columns)
    ]
    return pl.DataFrame([pl.Series("line", numbers, dtype=pl.Int64), *series])


class Gathering:
    """Rows of texts gathered into batches; a line of another width is a trouble."""

    def __init__(self, names: Sequence[str], title_line: int = 1) -> None:
        self.names = [name.strip() for name in names]
        self._title_line = title_line
        self._numbers: list[int] = []
        self._rows: list[Sequence[str]] = []
        self._troubles: list[Trouble] = []

    def add(self, line: int, row: Sequence[str]) -> None:
        """One line. Cells beyond the last title are refused, fewer are refused too."""
        if len(row) != len(self.names):
            place = min(len(row), len(self.names) - 1)
            self.trouble(Trouble(line, place, "width", str(len(row))))
            return
        self._numbers.append(line)
        self._rows.append(row)

    def trouble(self, trouble: Trouble) -> None:
        """A line that cannot be read."""
        self._troubles.append(trouble)

    @property
    def full(self) -> bool:
        """Whether it is time for ``batch``."""
        return len(self._rows) + len(self._troubles) >= BATCH

    def batch(self) -> Cells:
        """What was gathered since the last batch."""
        frame = table(self._numbers, self._rows, len(self.names))
        found = Cells(self.names, frame, self._troubles, self._title_line)
        self._numbers, self._rows, self._troubles = [], [], []
        return found


def delimited(stream: BinaryIO, progress: Progress | None = None) -> Iterator[Cells]:
    """A table in delimited text (UTF-8, with or without its mark); the title line decides which.

    Cells may be quoted. Memory is bounded by the batch and by the longest quoted cell.
    """
    source = _Lines(stream, progress)
    first = source.peek()
    if first is None:
        return
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    gathering: Gathering | None = None
    for line, row, failed in _records(reader, source.skipped):
        if gathering is None:
            gathering = Gathering(row[: MAX_COLUMNS + 1] or [""], line)
        elif failed:
            gathering.trouble(Trouble(line, 0, "quotes"))
        elif any(row):
            gathering.add(line, row)
        if source.long_lines:
            gathering.trouble(Trouble(source.long_lines.pop(), 0, "long"))
        if gathering.full:
            yield gathering.batch()
    if gathering is not None:
        yield gathering.batch()


def _records(reader: Any, skipped: int) -> Iterator[tuple[int, list[str], bool]]:
    """Each record with the line on which it begins; one that cannot be parsed is marked."""
    while True:
        begun = reader.line_num + 1 + skipped
        try:
            row = next(reader, None)
        except csv.Error:
            yield begun, [], True
            continue
        if row is None:
            return
        yield begun, row, False


class _Lines:
    """The lines of a byte stream as text: bad bytes marked, endless lines cut and remembered."""

    def __init__(self, stream: BinaryIO, progress: Progress | None) -> None:
        counted = _Counted(stream, progress)
        self._text = io.TextIOWrapper(
            io.BufferedReader(counted, 1 << 20), "utf-8-sig", errors="replace", newline=""
        )
        self._number = 0
        self._first: str | None = None
        self.skipped = 0
        self.long_lines: list[int] = []

    def peek(self) -> str | None:
        """The first line that is not blank, which is read again later."""
        self._first = next((line for line in self if line.strip()), None)
        self.skipped = max(0, self._number - 1)
        return self._first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        line = self._text.readline(_MAX_LINE)
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) == _MAX_LINE and not line.endswith(("\n", "\r")):
            self.long_lines.append(self._number)
            self._skip()
            return "\n"
        return line

    def _skip(self) -> None:
        """Pass over the rest of a line that is longer than any record."""
        while rest := self._text.readline(_MAX_LINE):
            if rest.endswith(("\n", "\r")):
                return


class _Counted(io.RawIOBase):
    """A byte stream that reports how much was read and leaves the stream itself open."""

    def __init__(self, stream: BinaryIO, progress: Progress | None) -> None:
        super().__init__()
        self._stream, self._progress = stream, progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        if self._progress is not None and data:
            self._progress(len(data))
        return len(data)
