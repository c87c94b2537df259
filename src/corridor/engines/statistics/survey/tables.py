"""A table from a CSV or Parquet file, the wanted columns only, every CSV cell as its text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, NotFound, Place
from corridor.core.text import N_, Sentence, sentence

if TYPE_CHECKING:
    import polars as pl


WHOLE = 256_000_000


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
    _heading(start)
    return pl.scan_csv(path, infer_schema=False, separator=_separator(start))


def first_line(path: Path) -> int:
    """The line of the first row: 2 below a heading, 1 in a Parquet file."""
    with path.open("rb") as stream:
        return 1 if stream.read(4) == b"PAR1" else 2


def collected(table: pl.LazyFrame, wanted: Sequence[str], path: Path) -> pl.DataFrame:
    """The wanted columns that the table has, read. Raises ``BadInput`` for a damaged table.

    A CSV file is read whole up to ``WHOLE`` bytes: only so is a row with too many cells seen.
    """
    import polars as pl

    try:
        names = table.collect_schema().names()
        found = [name for name in names if name in set(wanted)] or names[:1]
        whole = first_line(path) == 2 and path.stat().st_size <= WHOLE
        frame = (table if whole else table.select(found)).collect().select(found)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path, error) from None
    if not frame.height:
        raise _refused(sentence(N_("The file {name} has a heading and no rows."), name=path.name))
    return frame


def names_of(table: pl.LazyFrame, path: Path) -> list[str]:
    """The names of its columns, in order."""
    import polars as pl

    try:
        return table.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(path, error) from None


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


def _damaged(path: Path, error: Exception) -> BadInput:
    """Where a CSV file breaks, as far as it can be told."""
    why = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
    line, column = _broken(path)
    words = sentence(N_("The table cannot be read: {why}"), why=why)
    return _refused(words, line=line, column=column)


def _broken(path: Path) -> tuple[int | None, int | None]:
    """The first line that is not UTF-8 or has more cells than the heading."""
    raw = path.read_bytes()
    if raw.startswith(b"PAR1"):
        return None, None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return raw[: error.start].count(b"\n") + 1, None
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_separator(raw[:65536]))
    wide: int | None = None
    try:
        for cells in reader:
            wide = len(cells) if wide is None else wide
            if len(cells) > wide:
                return reader.line_num, wide + 1
    except csv.Error:
        return reader.line_num, None
    return None, None


def _refused(words: Sentence, **place: Any) -> BadInput:
    remedy = sentence(N_("Save the table as UTF-8 CSV with one heading line, or as Parquet."))
    return BadInput("stats.table.broken", words, remedy=remedy, place=Place(**place))
