"""What an entry of the log says, and how it is opened for one person without the others.

An entry is canonical JSON with a keyed commitment and no personal data:

    {"commitment": hex, "hour": "2026-11-21T10", "index": 7, "previous": hex or "",
     "type": "contract.version", "v": 1}

The commitment covers one mark per field of the fact, so that a single field can be shown
and the others stay closed. ``mark = HMAC-SHA256(key, field || 0x00 || canonical(value))``;
``commitment = HMAC-SHA256(key, canonical({field: mark}))``. The key is random and new for
each entry; without it neither marks nor commitment can be guessed at.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from corridor.core.canonical import canonical
from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence

VERSION = 1
HINT = 8  # hex digits of a mark that are kept to name the field that was changed


def mark(key: bytes, field: str, value: Any) -> str:
    """The mark of one field's value, in hex."""
    return hmac.digest(key, field.encode() + b"\0" + _bytes(value), "sha256").hex()


def marks(key: bytes, content: Mapping[str, Any]) -> dict[str, str]:
    """Field to mark, for all fields of a fact."""
    return {field: mark(key, field, value) for field, value in content.items()}


def commitment(key: bytes, found: Mapping[str, str]) -> str:
    """The commitment over all marks, in hex."""
    return hmac.digest(key, _plain(found), "sha256").hex()


def entry(*, index: int, type: str, commitment: str, previous: str, hour: str) -> bytes:
    """The bytes of an entry: what the tree hashes. ``hour`` is UTC, ``2026-11-21T10``."""
    return _plain(
        {
            "v": VERSION,
            "index": index,
            "type": type,
            "commitment": commitment,
            "previous": previous,
            "hour": hour,
        }
    )


_PLAIN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(found: Mapping[str, Any]) -> bytes:
    # Flat, with plain names, texts and whole numbers: this is the canonical form, faster.
    return _PLAIN.encode(found).encode()


def _bytes(value: Any) -> bytes:
    # Simple values are the same in canonical JSON, and there are millions of them.
    if type(value) is str:
        return encode_basestring(value).encode()
    if value is None or isinstance(value, str | bool) or type(value) is int:
        return json.dumps(value, ensure_ascii=False).encode()
    return canonical(value)


@dataclass(frozen=True, slots=True)
class Opening:
    """What shows one entry to whoever holds it: its bytes, key, marks and some fields."""

    entry: bytes
    key: bytes
    marks: Mapping[str, str]
    fields: Mapping[str, Any]

    def bytes(self) -> bytes:
        """Canonical JSON, for the ``extra`` line of a proof."""
        return canonical(
            {
                "entry": self.entry.decode(),
                "key": self.key.hex(),
                "marks": dict(self.marks),
                "fields": dict(self.fields),
            }
        )

    def says(self) -> Mapping[str, Any]:
        """The entry as a mapping, once marks and commitment are checked against the fields.

        Raises ``BadInput`` naming what does not fit.
        """
        told = _parsed(self.entry)
        for field, value in self.fields.items():
            if not _same(self.marks.get(field, ""), mark(self.key, field, value)):
                raise BadInput(
                    "log.field",
                    sentence(N_("“{field}” is not what was written into the log."), field=field),
                    remedy=sentence(N_("Ask for the paper that was registered.")),
                ).at(field=field)
        if not _same(told["commitment"], commitment(self.key, self.marks)):
            raise BadInput(
                "log.commitment",
                sentence(N_("This proof belongs to another entry of the log.")),
                remedy=sentence(N_("Ask the office that issued it for the proof again.")),
            )
        return told


def parse_opening(extra: bytes) -> Opening:
    """The opening in a proof's ``extra`` line. Raises ``BadInput`` for anything else."""
    try:
        found = json.loads(extra)
        made = Opening(
            str(found["entry"]).encode(),
            bytes.fromhex(found["key"]),
            {str(name): str(value) for name, value in found["marks"].items()},
            dict(found["fields"]),
        )
        strange = made.bytes() != extra
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        strange = True
    if strange:
        raise BadInput(
            "log.opening",
            sentence(N_("The proof does not say which record it proves.")),
            remedy=sentence(N_("Ask the office that issued it for the proof again.")),
        ).at(field="extra")
    return made


def _parsed(entry: bytes) -> dict[str, Any]:
    try:
        told = json.loads(entry)
        if told["v"] == VERSION and canonical(told) == entry and isinstance(told["index"], int):
            return {**told, "commitment": str(told["commitment"])}
    except (ValueError, KeyError, TypeError):
        pass
    raise BadInput(
        "log.entry",
        sentence(N_("This is not an entry of the log.")),
        remedy=sentence(N_("Ask the office that issued it for the proof again.")),
    )


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
