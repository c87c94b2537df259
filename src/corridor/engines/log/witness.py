"""What a witness is asked and when it may sign (C2SP tlog-witness, ``add-checkpoint``).

A request is a text: the size that the witness is believed to know, the consistency proof from
there, an empty line, and the signed checkpoint. The same text travels over HTTP and as a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.log import hashes
from corridor.engines.log.checkpoint import Checkpoint, parse_checkpoint
from corridor.engines.log.coding import base64_bytes, base64_text, number
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.note import parse_note
from corridor.engines.log.verify import verify_consistency

LONGEST = 100_000
MOST = 63
"""Lines of a consistency proof."""


class Refused(Problem):
    """The witness does not sign. ``status`` is the protocol's; ``size`` what it has signed."""

    def __init__(self, status: int, why: Sentence, size: int | None = None) -> None:
        super().__init__("log.witness", why)
        self.status = status
        self.size = size


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint (a signed note) with the proof that it continues the one of size ``old``."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """As ``parse_request`` reads it."""
        lines = [f"old {self.old}", *(base64_text(one) for one in self.proof), ""]
        return "\n".join(lines) + "\n" + self.note

    @property
    def head(self) -> Checkpoint:
        """What the checkpoint says. Raises ``BadInput``."""
        return parse_checkpoint(parse_note(self.note).text)


def parse_request(text: str) -> Request:
    """A request from its text. Raises ``BadInput`` saying what is wrong with it."""
    if len(text) > LONGEST:
        raise _unfit(sentence(N_("This is longer than any request to a witness.")))
    asked, gap, note = text.partition("\n\n")
    first, *proof = asked.split("\n")
    if not gap or not first.startswith("old "):
        raise _unfit(sentence(N_("A request begins with “old” and the size known so far.")))
    if len(proof) > MOST:
        raise _unfit(sentence(N_("The proof has more than {most} lines."), most=MOST))
    try:
        old, found = number(first.removeprefix("old ")), tuple(map(base64_bytes, proof))
    except ValueError:
        raise _unfit(sentence(N_("A line of the request cannot be read."))) from None
    if any(len(one) != hashes.SIZE for one in found):
        raise _unfit(sentence(N_("A line of the request cannot be read.")))
    made = Request(old, found, note)
    _ = made.head
    return made


def may_sign(request: Request, keys: Sequence[VerifierKey], seen: Checkpoint | None) -> Checkpoint:
    """The checkpoint to sign. Raises ``Refused`` with the status the protocol asks for.

    ``keys`` are the log's keys that the witness trusts, ``seen`` the last checkpoint of this
    log that it signed. Whoever calls must set the new one in the same transaction.
    """
    note, head = parse_note(request.note), request.head
    if not note.verified_by(keys):
        raise Refused(403, sentence(N_("No key of this log that is known here has signed this.")))
    if request.old > head.size:
        raise Refused(400, sentence(N_("The checkpoint is smaller than the size known so far.")))
    known = seen.size if seen else 0
    if request.old != known:
        raise Refused(409, _known(known), known)
    if seen is not None and head.size == seen.size and head.root != seen.root:
        raise Refused(409, sentence(N_("Another tree of this size was signed already.")), known)
    if not _continues(request, head, seen):
        raise Refused(422, sentence(N_("The proof does not show that the log only grew.")))
    return head


def _known(size: int) -> Sentence:
    return sentence(N_("The last checkpoint that was signed here has {size} entries."), size=size)


def _continues(request: Request, head: Checkpoint, seen: Checkpoint | None) -> bool:
    if seen is None or seen.size == 0:
        return not request.proof and (head.size > 0 or head.root == hashes.EMPTY_ROOT)
    return verify_consistency(seen.size, head.size, request.proof, seen.root, head.root)


def _unfit(why: Sentence) -> BadInput:
    return BadInput(
        "log.request", why, remedy=sentence(N_("Copy the request again, whole and unchanged."))
    )
