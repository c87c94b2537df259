"""A workbook's sheets as lines of text, read as they come: published workbooks are large.

Only what is saved is read: formulas give the value that was kept beside them, nothing is
calculated, linked or believed. Dates stay the numbers they are saved as. Memory holds the shared
texts and one block of lines. A document type, and with it every entity, is refused.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

Line = tuple[int, list[str]]
MOST_BYTES = 4 << 30
MOST_TEXT = 256 << 20
MOST_COLUMNS = 1_024
MOST_LINES = 1_048_576
_BLOCK = 1 << 18
_LETTERS = re.compile(r"[A-Z]{1,3}", re.ASCII)


class Damaged(Exception):  # noqa: N818 - it says what the workbook is
    """The workbook cannot be read; ``line`` is where, from 1."""

    def __init__(self, line: int = 1) -> None:
        """``line`` of the sheet."""
        super().__init__(line)
        self.line = line


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Line]]]:
    """Each visible sheet, in its order: title and lines. Raises ``Damaged`` and ``OSError``.

    A sheet's lines may be left before their end; they must be read before the next sheet.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive)
            strings = _strings(archive) if "xl/sharedStrings.xml" in archive.namelist() else []
            for title, name in parts:
                with archive.open(name) as stream:
                    yield title, _lines(stream, strings)
    except OSError:
        raise
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, ValueError):
        raise Damaged from None


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Titles of the visible sheets, and where their lines are kept."""
    targets = {}
    for name, attributes in _elements(archive, "xl/_rels/workbook.xml.rels"):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"].lstrip("/")
            targets[attributes["Id"]] = target if target.startswith("xl/") else f"xl/{target}"
    found = []
    for name, attributes in _elements(archive, "xl/workbook.xml"):
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            if relation in targets and "worksheets/" in targets[relation]:
                found.append((attributes.get("name", ""), targets[relation]))
    return found


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise Damaged

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Every element of a small part, with its attributes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    parser = _parser()
    parser.StartElementHandler = start
    _fed(parser, archive.read(part))
    return found


def _fed(parser: Any, block: bytes, *, last: bool = True, line: int = 1) -> None:
    try:
        parser.Parse(block, last)
    except expat.ExpatError:
        raise Damaged(line) from None


class _Strings:
    """The shared texts, collected from their part; the hints for reading aloud are left away."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._text: list[str] = []
        self._inside = False
        self._aside = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "si":
            self._text = []
        elif name == "rPh":
            self._aside += 1
        self._inside = name == "t" and not self._aside

    def data(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        self._inside = False
        if name == "rPh":
            self._aside -= 1
        elif name == "si":
            self.found.append("".join(self._text))


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if archive.getinfo("xl/sharedStrings.xml").file_size > MOST_TEXT:
        raise Damaged
    collected, parser = _Strings(), _parser()
    parser.StartElementHandler = collected.start
    parser.CharacterDataHandler = collected.data
    parser.EndElementHandler = collected.end
    with archive.open("xl/sharedStrings.xml") as stream:
        read = 0
        while block := stream.read(_BLOCK):
            read += len(block)
            if read > MOST_TEXT:  # what an archive says of its own size is not believed
                raise Damaged
            _fed(parser, block, last=False)
    _fed(parser, b"")
    return collected.found


class _Sheet:
    """One sheet being read: the line at work, and those that are complete."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.done: list[Line] = []
        self.line = 0
        self._row: list[str] = []
        self._column = -1
        self._kind = ""
        self._text: list[str] = []
        self._inside = False
        self._known: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name == "v" or (name == "t" and self._kind == "inlineStr"):
            self._inside = True
        elif name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            self._row, self._column = [], -1
            if not 0 < self.line <= MOST_LINES:
                raise Damaged(1)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._kind, self._text = attributes.get("t", "n"), []
        letters = _LETTERS.match(attributes.get("r", ""))
        if letters is None:
            self._column += 1
            return
        place = self._known.get(letters[0])
        if place is None:
            place = self._known[letters[0]] = _place(letters[0])
        self._column = place

    def data(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self._inside = False
        elif name == "c":
            if self._text and 0 <= self._column < MOST_COLUMNS:
                self._row += [""] * (self._column + 1 - len(self._row))
                self._row[self._column] = self._value("".join(self._text))
        elif name == "row":
            self.done.append((self.line, self._row))

    def _value(self, text: str) -> str:
        if self._kind == "n":
            return number_text(text)
        if self._kind == "s":
            return self.strings[int(text)].strip()
        return "" if self._kind == "e" else text.strip()


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def number_text(text: str) -> str:
    """A saved number in its shortest digits: 6.8399999999999999 is what 6.84 is saved as."""
    if text.lstrip("-").isdigit():
        return text
    value = float(text)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _lines(stream: IO[bytes], strings: list[str]) -> Iterator[Line]:
    sheet, parser = _Sheet(strings), _parser()
    parser.StartElementHandler = sheet.start
    parser.CharacterDataHandler = sheet.data
    parser.EndElementHandler = sheet.end
    read = 0
    try:
        while block := stream.read(_BLOCK):
            read += len(block)
            if read > MOST_BYTES:
                raise Damaged(sheet.line)
            _fed(parser, block, last=False, line=sheet.line)
            yield from sheet.done
            sheet.done.clear()
        _fed(parser, b"", line=sheet.line)
    except (ValueError, IndexError, OverflowError, EOFError, zipfile.BadZipFile, zlib.error):
        raise Damaged(sheet.line + 1) from None
    yield from sheet.done
