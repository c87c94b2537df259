"""YAML as text with places: every scalar stays text, every node knows its line.

Plain YAML loading turns 22:00 into 1320, NO into false and 12.10 into 12.1; here nothing is
typed until the schema types it, and every refusal can name the line it is about.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import yaml

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, sentence

LARGEST = 1_000_000
"""Bytes of the largest law file that is read; the packs' own are a fiftieth of it."""

DEEPEST = 20
"""Levels of the deepest law file."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """A scalar exactly as written, with its line (from 1)."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, value: str, line: int) -> Text:
        text = super().__new__(cls, value)
        text.line = line
        return text


class Block(dict[str, Any]):
    """A mapping of names to nodes, with its first line."""

    line: int = 1


class Rows(list[Any]):
    """A sequence of nodes, with its first line."""

    line: int = 1


Tree: TypeAlias = Text | Block | Rows


def line_of(node: object, default: int = 1) -> int:
    """The line a node starts on."""
    return int(getattr(node, "line", default))


def read(path: Path, name: str | None = None) -> Tree:
    """Read one YAML file. ``name`` is how refusals call it. Raises ``BadInput`` with its line."""
    shown = name or str(path)
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise _broken(shown, 1, "YAML")
    in_utf8(raw, Path(shown).name, "spec.unreadable")
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        line = raw[: broken.start].count(b"\n") + 1
        raise _broken(shown, line, "UTF-8").at(line=line) from None
    try:
        node = yaml.compose(source, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _broken(shown, mark.line + 1 if mark else 1, "YAML") from None
    except RecursionError:
        raise _broken(shown, 1, "YAML") from None
    if node is None:
        raise _broken(shown, 1, "YAML")
    return _node(node, shown, set())


def _broken(name: str, line: int, format_: str) -> Problem:
    return BadInput(
        "spec.unreadable",
        sentence(N_("This file is not readable {format} from this line on."), format=format_),
        remedy=sentence(N_("Correct the line, or take the file from the last release.")),
        place=Place(file=name, line=line),
        expected=format_,
    )


def _node(node: Any, name: str, seen: set[int], depth: int = 0) -> Tree:
    line = node.start_mark.line + 1
    # A node met twice is an alias: files of a few lines can unfold to billions of them.
    if id(node) in seen or depth > DEEPEST:
        raise _broken(name, line, "YAML")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Text(node.value, line)
    if isinstance(node, yaml.SequenceNode):
        rows = Rows(_node(item, name, seen, depth + 1) for item in node.value)
        rows.line = line
        return rows
    block = Block()
    block.line = line
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in block:
            raise _twice(name, key)
        block[key.value] = _node(value, name, seen, depth + 1)
    return block


def _twice(name: str, key: Any) -> Problem:
    field = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
    return BadInput(
        "spec.twice",
        sentence(N_("The field “{field}” stands here twice."), field=field),
        remedy=sentence(N_("Keep one of the two.")),
        place=Place(file=name, line=key.start_mark.line + 1, field=field),
    )
