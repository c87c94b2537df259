"""A table from a CSV or Parquet file, the wanted columns only, every CSV cell as its text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, NotFound, Place, Problem, Problems, raise_all
from corridor.core.text import N_, Sentence, sentence

if TYPE_CHECKING:
    import polars as pl

WHOLE = 256_000_000
MOST = 20
"""Rows of a wrong length that are named one by one; the rest are counted."""
_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def read(path: Path) -> pl.LazyFrame:
    """The table of a file, not yet read. Raises ``BadInput`` for what is no table, and
    ``NotFound`` for a file that cannot be opened.
    """
    import polars as pl

    try:
        with path.open("rb") as stream:
            start = stream.read(65536)
    except OSError as error:
        raise NotFound(
            "stats.table.file",
            sentence(N_("The file {name} cannot be opened."), name=path.name),
            remedy=sentence(N_("Check its name and that you may read it.")),
            place=Place(file=str(path)),
            found=error.strerror,
        ) from None
    if not start.strip():
        raise _refused(sentence(N_("The file {name} is empty."), name=path.name))
    if start.startswith(b"PAR1"):
        return pl.scan_parquet(path)
    _in_utf8(start, path.name)
    _heading(start)
    return pl.scan_csv(path, infer_schema=False, separator=_separator(start))


def first_line(path: Path) -> int:
    """The line of the first row: 2 below a heading, 1 in a Parquet file."""
    with path.open("rb") as stream:
        return 1 if stream.read(4) == b"PAR1" else 2


def collected(table: pl.LazyFrame, wanted: Sequence[str], path: Path) -> pl.DataFrame:
    """The wanted columns that the table has, read. Raises ``BadInput`` for a damaged table.

    A CSV file is read whole up to ``WHOLE`` bytes: only so is a row with too many cells seen. A
    row with too few ends in an empty cell, so the last column is always looked at.
    """
    import polars as pl

    try:
        names = table.collect_schema().names()
        found = [name for name in names if name in set(wanted)] or names[:1]
        text = first_line(path) == 2
        whole = text and path.stat().st_size <= WHOLE
        frame = (table if whole else table.select({*found, names[-1]})).collect()
        if text and len(names) > 1 and frame.get_column(names[-1]).null_count():
            frame = frame.head(frame.height - _even(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path) from error
    if not frame.height:
        raise _refused(sentence(N_("The file {name} has a heading and no rows."), name=path.name))
    return frame.select(found)


def names_of(table: pl.LazyFrame, path: Path) -> list[str]:
    """The names of its columns, in order."""
    import polars as pl

    try:
        return table.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path) from error


def _in_utf8(start: bytes, name: str) -> None:
    """Text of two or four bytes a letter is told by its mark, or by every other byte being 0."""
    found = next((kind for mark, kind in _MARKS if start.startswith(mark)), "")
    if not found and max(start[::2].count(0), start[1::2].count(0)) > len(start) // 4:
        found = "UTF-16"
    if found:
        words = sentence(
            N_("The file {name} is written in {encoding}, not in UTF-8."), name=name, encoding=found
        )
        remedy = sentence(N_("In your spreadsheet choose “CSV UTF-8” when you save it."))
        raise BadInput("stats.table.broken", words, remedy=remedy)


def _separator(start: bytes) -> str:
    heading = start.split(b"\n", 1)[0].decode("utf-8", "replace")
    return max(",;\t|", key=heading.count)


def _heading(start: bytes) -> None:
    """Two columns of one name cannot be told apart, and no name tells nothing."""
    text = start.decode("utf-8-sig", "replace").splitlines()[0]
    names = next(csv.reader([text], delimiter=_separator(start)), [])
    for at, name in enumerate(names):
        if name and name in names[:at]:
            words = sentence(N_("Two columns are called “{name}”."), name=name)
            raise _refused(words, line=1, column=at + 1)


def _even(path: Path) -> int:
    """The empty lines at the end, which are no rows. Raises every row that is cut off."""
    with path.open("rb") as stream:
        separator = _separator(stream.read(65536))
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows, wide, empty = _counted(csv.reader(lines, delimiter=separator))
    raise_all(list(_uneven(rows, wide)))
    return empty


def _counted(reader: Any) -> tuple[list[tuple[int, int]], int, int]:
    """Rows that are not as wide as the heading (last line, cells), its width, and the number of
    empty lines at the end, which are not among them.
    """
    wide, empty = 0, 0
    rows: list[tuple[int, int]] = []
    with suppress(csv.Error):  # a cell longer than the counter takes is no fault of the table
        for cells in reader:
            wide = wide or len(cells)
            empty = 0 if cells else empty + 1
            if len(cells) != wide:
                rows.append((reader.line_num, len(cells)))
    return rows[: len(rows) - empty], wide, empty


def _uneven(rows: Sequence[tuple[int, int]], wide: int) -> Iterator[Problem]:
    remedy = sentence(
        N_("Bring the row to as many cells as the heading; an empty cell keeps its separator.")
    )
    for line, found in rows[:MOST]:
        words = sentence(
            N_("The row has {found} cells, and the heading has {wanted}."), found=found, wanted=wide
        )
        place = Place(line=line, column=min(found, wide) + 1)
        yield BadInput("stats.table.broken", words, remedy=remedy, place=place)
    if len(rows) > MOST:
        words = sentence(N_("The same holds for {count} more rows."), count=len(rows) - MOST)
        yield BadInput("stats.table.broken", words, remedy=remedy)


def _damaged(path: Path) -> Problem:
    """Where a CSV file breaks, as far as it can be told."""
    raw = path.read_bytes()
    if raw.startswith(b"PAR1"):
        return _refused(sentence(N_("The table is damaged or cut off.")))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = sentence(
            N_("The line is not written in UTF-8; it may be in Windows-1256 or another.")
        )
        return _refused(words, line=raw[: error.start].count(b"\n") + 1)
    return _broken(text, _separator(raw[:65536]))


def _broken(text: str, separator: str) -> Problem:
    """The rows that are not as wide as the heading, or a quotation that never ends."""
    lines, line = text.splitlines(keepends=True), 1
    rows, wide, _ = _counted(csv.reader(lines, delimiter=separator))
    if any(found > wide for _, found in rows):
        return Problems(_uneven(rows, wide))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        return _refused(sentence(N_("A quotation mark begins here and does not end.")), line=line)
    return _refused(sentence(N_("The table is damaged or cut off.")))


def _refused(words: Sentence, **place: Any) -> BadInput:
    remedy = sentence(N_("Save the table as UTF-8 CSV with one heading line, or as Parquet."))
    return BadInput("stats.table.broken", words, remedy=remedy, place=Place(**place))
