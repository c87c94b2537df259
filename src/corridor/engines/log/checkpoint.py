"""What a log says about itself: origin, size and root, as C2SP tlog-checkpoint writes it.

The text here is the body of a signed note; its signatures are the business of ``note``.
"""

from __future__ import annotations

from dataclasses import dataclass

from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log import hashes
from corridor.engines.log.coding import LARGEST, base64_bytes, base64_text, number

LATEST = 2**63 - 1
"""The last second a cosignature may name."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``size`` leaves of the log ``origin`` have this 32-byte ``root``.

    Raises ``BadInput`` for anything that would not read back as it was written.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Lines that are empty or more than one line are refused."""
        if any(not line or _breaks(line) for line in (self.origin, *self.extensions)):
            raise _unfit(sentence(N_("A line of the checkpoint is empty.")))
        if not 0 <= self.size <= LARGEST:
            raise _unfit(sentence(N_("The size on the second line is no plain number.")))
        if len(self.root) != hashes.SIZE:
            raise _unfit(sentence(N_("The root on the third line is not 32 bytes in base64.")))

    def text(self) -> str:
        """The lines that are signed, with the last newline."""
        lines = (self.origin, str(self.size), base64_text(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Raises ``BadInput`` saying which line does not fit."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop():
        raise _unfit(sentence(N_("A checkpoint has at least three lines.")))
    origin, size, root, *extensions = lines
    return Checkpoint(origin, _size(size), _root(root), tuple(extensions))


def cosignature_message(text: str, time: int) -> bytes:
    """What a witness signs with Ed25519 (C2SP cosignature/v1). ``time`` is POSIX seconds."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def subtree_message(text: str, time: int, cosigner: str) -> bytes:
    """What is signed with ML-DSA-44 (C2SP subtree/v1) for a whole tree.

    Raises ``BadInput`` for no checkpoint, ``ValueError`` for a name of more than 255 bytes.
    """
    told = parse_checkpoint(text)
    named = [bytes([len(one)]) + one for one in (cosigner.encode(), told.origin.encode())]
    numbers = [one.to_bytes(8, "big") for one in (time, 0, told.size)]
    parts = (named[0], numbers[0], named[1], numbers[1], numbers[2], told.root)
    return b"subtree/v1\n\0" + b"".join(parts)


def _size(line: str) -> int:
    try:
        return number(line)
    except ValueError:
        raise _unfit(
            sentence(N_("The size on the second line is no plain number.")), found=line
        ) from None


def _root(line: str) -> bytes:
    try:
        return base64_bytes(line)
    except ValueError:
        raise _unfit(
            sentence(N_("The root on the third line is not 32 bytes in base64.")), found=line
        ) from None


def _breaks(line: str) -> bool:
    return any(sign < " " for sign in line)


def _unfit(why: Sentence, found: str | None = None) -> BadInput:
    return BadInput(
        "log.checkpoint",
        why,
        remedy=sentence(N_("Copy the checkpoint again, whole and unchanged.")),
        found=found,
    )
