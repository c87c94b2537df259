"""A proof as one text file (C2SP tlog-proof): where an entry stands, its path, the checkpoint.

Whoever has the entry's bytes and trusts the log's key needs nothing else, and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log import hashes
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.coding import base64_bytes, base64_text, number
from corridor.engines.log.note import parse_note
from corridor.engines.log.verify import verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST = 1_000_000
DEEPEST = 64
"""No tree has more levels: its size is a number of 64 bits."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The entry at ``index`` is in the log, as ``hashes`` show under ``checkpoint_text``.

    ``hashes`` are 32 bytes each, from the leaf's sibling upwards; ``checkpoint_text`` is the
    whole signed note. ``extra`` is what the writer added; no signature covers it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_text: str
    extra: bytes = b""

    def text(self) -> str:
        """The file's text, for a name ending in ``.tlog-proof``."""
        extra = [f"extra {base64_text(self.extra)}"] if self.extra else []
        path = [base64_text(one) for one in self.hashes]
        lines = [HEADER, *extra, f"index {self.index}", *path, ""]
        return "\n".join(lines) + "\n" + self.checkpoint_text

    def holds(self, leaf_hash: bytes) -> bool:
        """Whether the path leads from this leaf to the checkpoint's root.

        It says nothing of who signed the checkpoint. Raises ``BadInput`` when there is none.
        """
        told = parse_checkpoint(parse_note(self.checkpoint_text).text)
        return verify_inclusion(leaf_hash, self.index, told.size, self.hashes, told.root)


def parse_proof(text: str) -> Proof:
    """A proof from its text. Raises ``BadInput`` naming the line that does not fit.

    The checkpoint within is kept as it stands; ``note`` and ``checkpoint`` read it.
    """
    if len(text) > LONGEST:
        raise _unfit(sentence(N_("This is longer than any proof.")))
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if lines[0] != HEADER:
        raise _unfit(sentence(N_("A proof begins with the line {header}."), header=HEADER))
    if not gap or not checkpoint:
        raise _unfit(sentence(N_("After the path, an empty line and the checkpoint are missing.")))
    has_extra = lines[1:2] != [] and lines[1].startswith("extra ")
    extra = _decoded(lines[1][len("extra ") :], 2) if has_extra else b""
    at = 2 if has_extra else 1
    index = _index(lines[at : at + 1])
    return Proof(index, _path(lines[at + 1 :], at + 2), checkpoint, extra)


def _index(line: Sequence[str]) -> int:
    try:
        if line and line[0].startswith("index "):
            return number(line[0][len("index ") :])
    except ValueError:
        pass
    raise _unfit(sentence(N_("The line with the entry's number is missing or no plain number.")))


def _path(lines: Sequence[str], first: int) -> tuple[bytes, ...]:
    if len(lines) > DEEPEST:
        raise _unfit(sentence(N_("The path is longer than any tree is deep.")))
    found = tuple(_decoded(line, at) for at, line in enumerate(lines, first))
    for at, one in enumerate(found, first):
        if len(one) != hashes.SIZE:
            raise _unfit(sentence(N_("Line {at} is not 32 bytes in base64."), at=at)).at(line=at)
    return found


def _decoded(text: str, at: int) -> bytes:
    try:
        return base64_bytes(text)
    except ValueError:
        raise _unfit(sentence(N_("Line {at} is not base64."), at=at)).at(line=at) from None


def _unfit(why: Sentence) -> BadInput:
    return BadInput(
        "log.proof", why, remedy=sentence(N_("Copy the proof again, whole and unchanged."))
    )
