"""Every English sentence in the packs, for the translators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corridor.engines.law.book import PACKAGED
from corridor.engines.law.pack import files
from corridor.engines.specs.tree import Block, Rows, Text, read

# Fields that hold prose for readers. Names of documents and sources stay as they are.
PROSE = (
    "title",
    "plain",
    "missing",
    "unverified",
    "rationale",
    "appeal",
    "about",
    "choice",
    "says",
    "station",
    "office",
    "expires",
    "what",
    "to",
    "documents",
    "consequence",
    "meaning",
    "item",
    "seat",
    "named",
    "wage_floor",
    "name",
    "unit",
)


class PackText(str):
    """A sentence of the packs, with the file and line where it stands first."""

    __slots__ = ("file", "line")
    file: str
    line: int

    def __new__(cls, text: str, file: str, line: int) -> PackText:
        """The text itself, with its place."""
        found = super().__new__(cls, text)
        found.file, found.line = file, line
        return found


def texts(root: Path = PACKAGED) -> Iterator[PackText]:
    """Every text to translate, with its place; each sentence once."""
    seen: set[str] = set()
    for path in files(root, cases=False):
        for sentence, line in _prose(read(path), ""):
            if sentence and sentence not in seen:
                seen.add(sentence)
                yield PackText(sentence, str(path.relative_to(root)), line)


def _prose(node: object, field: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, Text):
        if field in PROSE and any(letter.isalpha() for letter in node) and not _dated(node):
            yield str(node), node.line
    elif isinstance(node, Rows):
        for item in node:
            yield from _prose(item, field)
    elif isinstance(node, Block):
        for name, item in node.items():
            # A column's bare word is its type; only a described column may carry a unit.
            if field != "columns" or isinstance(item, Block):
                yield from _prose(item, name)


def _dated(text: str) -> bool:
    return text[:4].isdigit() and text[4:5] == "-"
