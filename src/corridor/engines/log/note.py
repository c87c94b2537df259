"""Signed notes (C2SP signed-note): a text, an empty line, and one line per signature.

A note says nothing until a key one already trusts has signed it. Signatures of other keys
are ignored; a signature by a trusted key that does not hold makes the whole note worthless.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log import keys
from corridor.engines.log.coding import base64_bytes, base64_text, encodes
from corridor.engines.log.keys import VerifierKey, fits_a_name, key_id

__all__ = ["Note", "Signature", "VerifierKey", "key_id", "parse_note", "signature_line"]

LONGEST = 1_000_000
MOST = 100
_DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, the key's four-byte id, and the signature."""

    name: str
    key_id: bytes
    raw: bytes

    def line(self) -> str:
        """As it stands in the note, with its newline."""
        return f"{_DASH}{self.name} {base64_text(self.key_id + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def whole(self) -> str:
        """Text and signatures as one text."""
        return self.text + "\n" + "".join(one.line() for one in self.signatures)

    def by(self, key: VerifierKey) -> list[Signature]:
        """The lines that claim to be of this key."""
        claim = (key.name, key.key_id)
        return [one for one in self.signatures if (one.name, one.key_id) == claim]

    def verified_by(self, trusted: Iterable[VerifierKey]) -> list[VerifierKey]:
        """Which of the keys signed; none at all when a signature of any of them is false."""
        known = list(dict.fromkeys(trusted))
        return [] if self.broken_by(known) else [key for key in known if self.by(key)]

    def broken_by(self, trusted: Iterable[VerifierKey]) -> list[VerifierKey]:
        """The keys under whose name and id a signature stands that does not hold."""
        return [
            key
            for key in dict.fromkeys(trusted)
            if any(not keys.holds(key, self.text, one.raw) for one in self.by(key))
        ]


def parse_note(text: str) -> Note:
    """A note from its text. Raises ``BadInput`` saying what is wrong with it."""
    if len(text) > LONGEST:
        raise _unfit(sentence(N_("This is longer than any signed note.")))
    if any(sign < " " and sign != "\n" for sign in text) or not encodes(text):
        raise _unfit(sentence(N_("A signed note has no control signs.")))
    body, gap, rest = text.rpartition("\n\n")
    if not gap or not rest.endswith("\n"):
        raise _unfit(
            sentence(N_("A signed note ends with an empty line and its lines of signatures."))
        )
    lines = rest[:-1].split("\n")
    if len(lines) > MOST:
        raise _unfit(sentence(N_("The note has more than {most} signatures."), most=MOST))
    return Note(body + "\n", tuple(_signature(line, at) for at, line in enumerate(lines, 1)))


def signature_line(name: str, key_id: bytes, raw: bytes) -> str:
    """A signature as a line of a note. ``raw`` for a cosignature: time (8 bytes), signature.

    Raises ``BadInput`` for a name that no line can carry.
    """
    if not fits_a_name(name):
        raise _unfit(sentence(N_("The name of a key has neither spaces nor a plus sign.")))
    return Signature(name, key_id, raw).line()


def _signature(line: str, at: int) -> Signature:
    name, _, coded = line.removeprefix(_DASH).partition(" ")
    try:
        data = base64_bytes(coded)
    except ValueError:
        data = b""
    if not line.startswith(_DASH) or not fits_a_name(name) or len(data) <= keys.ID_BYTES:
        raise _unfit(sentence(N_("Line {at} of the signatures cannot be read."), at=at))
    return Signature(name, data[: keys.ID_BYTES], data[keys.ID_BYTES :])


def _unfit(why: Sentence) -> BadInput:
    return BadInput(
        "log.note", why, remedy=sentence(N_("Copy the note again, whole and unchanged."))
    )
