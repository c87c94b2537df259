"""Reading specifications and mapping files: every mistake noted with its line, none stops it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, sentence
from corridor.engines.specs import reader, tree
from corridor.engines.specs.tree import Block
from corridor.engines.statistics.definitions.model import LANGUAGES, Label
from corridor.engines.statistics.inputs import absent


class Reader(reader.Reader):
    """Collects the problems of one specification while its fields are read."""

    lead: ClassVar[str] = "definition"

    def label(self, block: Block, name: str, default: str | None = None) -> Label:
        """A text, or the same text in several languages (English among them)."""
        node = block.get(name)
        if not isinstance(node, Block):
            return Label({"en": self.text(block, name, default)})
        self.only(node, LANGUAGES)
        if "en" not in node:
            self.lacking(node, "en")
        return Label({"en": "", **{one: self.text(node, one) for one in LANGUAGES if one in node}})

    def whole(self, block: Block, name: str, default: int | None = None) -> int:
        """A whole number of either sign."""
        text = self.text(block, name, None if default is None else str(default))
        try:
            return int(text)
        except ValueError:
            if name in block:
                self.wrong(block[name], name, "0, 1, 2 …")
            return default or 0

    def decimal(self, block: Block, name: str) -> float | None:
        """A number, or None when it is absent."""
        if name not in block:
            return None
        try:
            return float(self.text(block, name))
        except ValueError:
            self.wrong(block[name], name, "0.5")
            return None


def read_tree(path: Path) -> tree.Tree:
    """A YAML file as text with lines. Raises ``BadInput`` with its line, or ``NotFound``."""
    try:
        return tree.read(path)
    except OSError as error:
        raise absent(path, error) from None
    except BadInput as problem:
        raise BadInput(
            "definition.unreadable",
            problem.message,
            remedy=sentence(N_("Correct the line: names, a colon, and the indentation.")),
            place=problem.place,
        ) from None


def read_block(path: Path) -> Block:
    """A YAML file of named fields. Raises as ``read_tree`` does."""
    root = read_tree(path)
    if isinstance(root, Block):
        return root
    raise BadInput(
        "definition.unreadable",
        sentence(N_("The file must hold named fields.")),
        remedy=sentence(N_("Begin each line with a name and a colon.")),
        place=Place(file=str(path), line=1),
    )
