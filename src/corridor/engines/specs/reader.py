"""Reading fields out of a tree: every mistake is noted with its place, none stops the reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from corridor.core.problems import BadInput, Place, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.specs.tree import Block, Rows, Text, line_of


class Reader:
    """Collects the problems of one file while its fields are read.

    Each format has its own: ``lead`` begins the codes of its problems, ``no_field`` and ``add``
    are what it says of a field that it does not know, and of one that is missing.
    """

    lead: ClassVar[str] = "spec"
    no_field: ClassVar[str] = N_("The field “{field}” has no meaning here.")
    add: ClassVar[str] = N_("Add it.")

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def refuse(
        self,
        code: str,
        message: Sentence,
        node: object,
        field: str,
        *,
        remedy: Sentence | None = None,
        expected: Any = None,
        found: Any = None,
    ) -> None:
        """Note one problem at the node's line."""
        place = Place(file=self.file, line=line_of(node), field=field)
        self.problems.append(
            BadInput(code, message, remedy=remedy, place=place, expected=expected, found=found)
        )

    def only(self, block: Block, allowed: Iterable[str]) -> None:
        """Refuse any field that the format does not know."""
        known = tuple(allowed)
        for name, node in block.items():
            if name not in known:
                self.refuse(
                    f"{self.lead}.field",
                    sentence(self.no_field, field=name),
                    node,
                    name,
                    remedy=sentence(N_("Use one of: {fields}."), fields=", ".join(known)),
                    found=name,
                )

    def text(self, block: Block, name: str, default: str | None = None) -> str:
        """A text field; required unless a default is given."""
        node = block.get(name)
        if node is None:
            if default is None:
                self.lacking(block, name)
            return default or ""
        if not isinstance(node, Text):
            self.wrong(node, name, N_("text"))
            return default or ""
        return str(node)

    def maybe(self, block: Block, name: str) -> str | None:
        """A text field, or None when it is absent."""
        return self.text(block, name) if name in block else None

    def choice(
        self, block: Block, name: str, allowed: Sequence[str], default: str | None = None
    ) -> str:
        """One of a fixed set of words."""
        found = self.text(block, name, default)
        if found and found not in allowed:
            self.wrong(block[name], name, " | ".join(allowed))
            return default or allowed[0]
        return found

    def flag(self, block: Block, name: str, default: bool) -> bool:
        """``yes`` or ``no``."""
        return self.choice(block, name, ("yes", "no"), "yes" if default else "no") == "yes"

    def integer(self, block: Block, name: str, default: int) -> int:
        """A non-negative whole number."""
        found = self.text(block, name, str(default))
        if not re.fullmatch(r"\d{1,6}", found, re.ASCII):
            self.wrong(block.get(name, block), name, "0, 1, 2 …")
            return default
        return int(found)

    def block(self, parent: Block, name: str) -> Block:
        """A mapping field; an empty one when absent."""
        node = parent.get(name)
        if isinstance(node, Block):
            return node
        if node is not None:
            self.wrong(node, name, N_("named fields"))
        empty = Block()
        empty.line = parent.line
        return empty

    def rows(self, parent: Block, name: str, required: bool = False) -> Rows:
        """A list field; an empty one when absent."""
        node = parent.get(name)
        if isinstance(node, Rows):
            return node
        if node is not None:
            self.wrong(node, name, N_("a list"))
        elif required:
            self.lacking(parent, name)
        return Rows()

    def blocks(self, parent: Block, name: str, required: bool = False) -> list[Block]:
        """A list of mappings."""
        found = []
        for item in self.rows(parent, name, required):
            if isinstance(item, Block):
                found.append(item)
            else:
                self.wrong(item, name, N_("named fields"))
        return found

    def words(self, parent: Block, name: str) -> tuple[str, ...]:
        """A list of words."""
        found = []
        for item in self.rows(parent, name):
            if isinstance(item, Text):
                found.append(str(item))
            else:
                self.wrong(item, name, N_("text"))
        return tuple(found)

    def lacking(self, block: Block, name: str) -> None:
        """Note a required field that is not there."""
        self.refuse(
            f"{self.lead}.lacking",
            sentence(N_("The field “{field}” is missing here."), field=name),
            block,
            name,
            remedy=sentence(self.add),
            expected=name,
        )

    def wrong(self, node: object, name: str, expected: str) -> None:
        """Note a field that holds something else than it should."""
        found = str(node) if isinstance(node, Text) else type(node).__name__
        self.refuse(
            f"{self.lead}.type",
            sentence(N_("“{found}” cannot stand in the field “{field}”."), found=found, field=name),
            node,
            name,
            remedy=sentence(N_("Write {expected}."), expected=expected),
            expected=expected,
            found=found,
        )
