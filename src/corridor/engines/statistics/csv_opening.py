"""How a CSV file is opened, nothing of it guessed but its separator, and where it breaks."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, Sentence, sentence

HEAD = 65_536
MOST = 20
"""Broken lines that are named at once."""
_SEPARATORS = ",;\t|"


def separator(start: bytes) -> str:
    """What parts the columns: of comma, semicolon, tab and bar the most frequent in the heading."""
    heading = re.split(rb"[\r\n]", start.removeprefix(b"\xef\xbb\xbf"), maxsplit=1)[0]
    bare = re.sub(rb'"[^"]*"', b"", heading).decode("utf-8", "replace")
    return max(_SEPARATORS, key=bare.count)


def heading(path: Path) -> tuple[str, list[str]]:
    """The separator of a CSV file and the names of its columns, in order.

    Raises ``BadInput`` for an empty file and for a heading that names no columns, or one twice;
    ``OSError`` where it cannot be read.
    """
    with path.open("rb") as stream:
        start = stream.read(HEAD)
    if not start.removeprefix(b"\xef\xbb\xbf").strip():
        raise _broken(path, sentence(N_("The file {name} is empty."), name=path.name))
    try:
        in_utf8(start, path.name, "stats.table.broken")
    except BadInput as problem:
        raise problem.at(file=str(path)) from None
    by = separator(start)
    with _records(path, by) as reader:
        try:
            names: list[str] = next(reader, [])
        except csv.Error:
            raise _quotes(path, 1) from None
    if not _is_utf8(names):
        raise _encoding(path, 1)
    if not any(name.strip() for name in names):
        raise _broken(path, sentence(N_("The first line names no columns.")), line=1)
    for at, name in enumerate(names):
        if name and name in names[:at]:
            words = sentence(N_("Two columns are called “{name}”."), name=name)
            raise _broken(path, words, line=1, column=at + 1)
    return by, names


def faults(path: Path, *, ends: bool = True) -> list[Problem]:
    """The first lines of a CSV file that break it, in order: a wrong number of fields, quotes
    that do not match (nothing after them can be told), bytes that are no UTF-8, line ends.
    """
    by, names = heading(path)
    found: list[Problem] = []
    more = 0
    with _records(path, by) as reader:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                return [*found, _quotes(path, line)]
            if cells is None:
                break
            wrong = _record(path, line, cells, len(names))
            if wrong is not None and len(found) < MOST:
                found.append(wrong)
            elif wrong is not None:
                more += 1
    if more:
        found.append(
            _broken(path, sentence(N_("The same holds for {count} more rows."), count=more))
        )
    return found or (_other_ends(path, by) if ends else [])


def _record(path: Path, line: int, cells: list[str], wide: int) -> Problem | None:
    """What is wrong with one record; an empty line is none."""
    if cells and len(cells) != wide:
        return _width(path, line, len(cells), wide)
    return None if _is_utf8(cells) else _encoding(path, line)


def blank_at_end(path: Path) -> int:
    """How many empty lines follow the last record."""
    found = 0
    with path.open("rb") as stream:
        for line in stream:
            found = 0 if line.strip() else found + 1
    return found


def _other_ends(path: Path, by: str) -> list[Problem]:
    """The first record that ends its line in another way than the heading."""
    ends: list[str] = []
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        reader = csv.reader(_noting(stream, ends), delimiter=by, strict=True)
        for _cells in reader:
            if ends[-1] and ends[-1] != ends[0]:
                words = sentence(N_("This line ends in another way than the heading."))
                return [_broken(path, words, line=reader.line_num)]
            del ends[1:]
    return []


def _noting(lines: Iterable[str], ends: list[str]) -> Iterator[str]:
    for line in lines:
        ends.append(line[len(line.rstrip("\r\n")) :])
        yield line


@contextmanager
def _records(path: Path, by: str) -> Iterator[Any]:
    """A reader of its records; bytes that are no UTF-8 come as lone surrogates."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        yield csv.reader(stream, delimiter=by, strict=True)


def _is_utf8(cells: list[str]) -> bool:
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return False
    return True


def _width(path: Path, line: int, found: int, wanted: int) -> BadInput:
    words = sentence(
        N_("The number of fields in this line is {found}; in the heading it is {wanted}."),
        found=found,
        wanted=wanted,
    )
    remedy = sentence(
        N_("Complete the line, or put double quotes around a value that holds the separator.")
    )
    place = Place(file=str(path), line=line, column=min(found, wanted) + 1)
    return BadInput("stats.csv.fields", words, remedy=remedy, place=place)


def _quotes(path: Path, line: int) -> BadInput:
    words = sentence(N_("A double quote of the record that begins in this line is not closed, or "
                        "text follows a closing one."))  # fmt: skip
    remedy = sentence(
        N_("Close it at the end of the value; write a quote inside a quoted value twice.")
    )
    place = Place(file=str(path), line=line)
    return BadInput("stats.csv.quotes", words, remedy=remedy, place=place)


def _encoding(path: Path, line: int) -> BadInput:
    words = N_("The line is not written in UTF-8; it may be in Windows-1256 or another.")
    return _broken(path, sentence(words), line=line)


def _broken(path: Path, words: Sentence, **place: Any) -> BadInput:
    remedy = sentence(N_("Save the table as UTF-8 CSV with one heading line, or as Parquet."))
    return BadInput(
        "stats.table.broken", words, remedy=remedy, place=Place(file=str(path), **place)
    )
