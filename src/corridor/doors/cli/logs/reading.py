"""Reading what ``corridor log`` is given: a file or standard input, JSON, and its fields.

A field may have several names, since the public test vectors, the RFC and other logs each use
their own; it must not stand there twice. Every refusal names the field.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Never

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.cli.logs.binary import decoded
from corridor.engines.log.coding import LARGEST

LIMIT = 64 * 1024 * 1024

# Ours first, then those of the public vectors, of RFC 9162 and of other logs.
NAMES: dict[str, tuple[str, ...]] = {
    "leaf_hash": ("leaf_hash", "leafHash"),
    "index": ("index", "leafIdx", "leaf_index", "leafIndex"),
    "tree_size": ("tree_size", "treeSize", "size"),
    "root": ("root", "root_hash", "rootHash"),
    "proof": ("proof", "inclusion_path", "consistency_path", "audit_path", "path", "hashes"),
    "size1": ("size1", "tree_size_1", "old_size", "first"),
    "size2": ("size2", "tree_size_2", "new_size", "second"),
    "root1": ("root1", "old_root", "first_hash"),
    "root2": ("root2", "new_root", "second_hash"),
}


def text_of(given: str) -> str:
    """The text of a file, or of standard input for “-”. Raises ``BadInput``."""
    try:
        if given == "-":
            data = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(given).open("rb") as stream:
                data = stream.read(LIMIT + 1)
    except (OSError, ValueError):  # ValueError: a name with a null character
        raise bad(
            "file", sentence(N_("The file cannot be read.")), N_("Check its name and its rights.")
        ).at(file=given[:200]) from None
    if len(data) > LIMIT:
        raise bad("file", sentence(N_("The file is longer than 64 MiB.")), N_("Split it."))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise bad("file", sentence(N_("The file is not UTF-8.")), N_("Save it as UTF-8.")) from None


def objects(text: str) -> tuple[list[Fields], bool]:
    """The objects of a JSON text, and whether they stood in a list. Raises ``BadInput``."""
    try:
        read: Any = json.loads(text, object_pairs_hook=_once)
    except BadInput:
        raise
    except (ValueError, RecursionError):
        raise bad(
            "json", sentence(N_("This is not JSON.")), N_("Give an object or a list.")
        ) from None
    many = isinstance(read, list)
    found = read if many else [read]
    if not found:
        raise bad("json", sentence(N_("The list is empty.")), N_("Give an object or a list."))
    for at, one in enumerate(found):
        if not isinstance(one, dict):
            raise bad(
                "json", sentence(N_("An object is expected here.")), N_("Give an object or a list.")
            ).at(field=f"[{at}]" if many else None)
    return [Fields(one, f"[{at}]." if many else "") for at, one in enumerate(found)], many


@dataclass(frozen=True, slots=True)
class Fields:
    """One object's fields; ``where`` stands before their names in a refusal."""

    given: Mapping[str, Any]
    where: str = ""

    def __contains__(self, name: object) -> bool:
        """Whether the field stands there, under any of its names."""
        return any(one in self.given for one in NAMES.get(str(name), (str(name),)))

    def value(self, name: str) -> Any:
        """What stands there. Raises ``BadInput`` when it is missing or stands there twice."""
        known = NAMES.get(name, (name,))
        found = [one for one in known if one in self.given]
        if len(found) > 1:
            self.refuse(
                name, sentence(N_("This field stands there twice.")), N_("Keep one of them.")
            )
        if not found:
            self.refuse(
                name, sentence(N_("This field is missing.")), N_("See “corridor log --help”.")
            )
        return self.given[found[0]]

    def number(self, name: str) -> int:
        """A whole number from 0 to 2**64 - 1, also as decimal digits in a text."""
        value = self.value(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
            value = int(value)
        if type(value) is not int or not 0 <= value <= LARGEST:
            self.refuse(
                name,
                sentence(N_("A whole number from 0 to 18446744073709551615 is expected.")),
                N_("Write the number in plain digits."),
                found=value,
            )
        return int(value)

    def raw(self, name: str) -> bytes:
        """Hex or base64, of whatever length; nothing at all is no bytes."""
        return self._decoded(name, self.value(name))

    def raws(self, name: str) -> list[bytes]:
        """A list of hex or base64; ``null`` is an empty list, as Go writes one."""
        return [self._decoded(f"{name}[{at}]", one) for at, one in enumerate(self.items(name))]

    def items(self, name: str) -> list[Any]:
        """A list of anything."""
        value = self.value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(name, sentence(N_("A list is expected here.")), N_("Put it in brackets."))
        return list(value)

    def _decoded(self, name: str, value: Any) -> bytes:
        try:
            return decoded("" if value is None else value)
        except ValueError:
            self.refuse(
                name,
                sentence(N_("This is neither hex nor base64.")),
                N_("Copy the value again, whole."),
                found=value,
            )

    def refuse(self, name: str, why: Sentence, remedy: str, found: Any = None) -> Never:
        """Raise ``BadInput`` for this field."""
        plain = found if isinstance(found, str | int) else None
        raise bad("field", why, remedy, plain).at(field=self.where + name)


def bad(code: str, why: Sentence, remedy: str, found: Any = None) -> BadInput:
    """One way to refuse an input of these commands."""
    return BadInput(f"log.{code}", why, remedy=sentence(remedy), found=found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise bad(
            "field", sentence(N_("This field stands there twice.")), N_("Keep one of them.")
        ).at(field=twice)
    return found
