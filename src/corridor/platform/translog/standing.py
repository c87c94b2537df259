"""How the log stands, for everybody: its size, what was signed last, and by whom else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from corridor.core.problems import BadInput, Conflict, NotFound
from corridor.core.text import N_, sentence
from corridor.engines.log import hashes, tiles
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.leaf import parse_opening
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import Judgement
from corridor.engines.log.proof import parse_proof
from corridor.platform.translog import queries, storage, witnesses
from corridor.platform.translog.models import Checkpoint, Cosignature
from corridor.platform.translog.queries import Entry


@dataclass(frozen=True, slots=True)
class Seat:
    """A witness: its name, whether it is this state's own, and the size it signed last."""

    name: str
    ours: bool
    size: int
    newest: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The log as anybody may see it. ``judged`` is None before the first checkpoint."""

    origin: str
    size: int
    checkpoint: Checkpoint | None
    judged: Judgement | None
    seats: tuple[Seat, ...]
    needed: int
    own_keys: tuple[str, ...]

    @property
    def root(self) -> str:
        """The root of the newest checkpoint in hex; empty before the first."""
        return bytes(self.checkpoint.root).hex() if self.checkpoint else ""


def standing() -> Standing:
    """The log now."""
    newest, circle = queries.latest_checkpoint(), witnesses.circle()
    judged = witnesses.judged(queries.with_cosignatures(newest)) if newest else None
    signed = _signed_up_to()
    seats = tuple(
        Seat(one.name, one.ours, signed.get(one.name, 0), _is(newest, signed.get(one.name)))
        for one in circle.active
    )
    own = tuple(witnesses.own_key())
    return Standing(queries.origin(), queries.size(), newest, judged, seats, circle.needed, own)


def _signed_up_to() -> dict[str, int]:
    rows = Cosignature.objects.values("witness").annotate(size=Max("checkpoint__size"))
    return {row["witness"]: row["size"] for row in rows}


def _is(newest: Checkpoint | None, size: int | None) -> bool:
    return newest is not None and newest.size == size


@dataclass(frozen=True, slots=True)
class Checked:
    """A proof that somebody brought: its entry, and what the checkpoint in it is worth."""

    entry: Entry
    judged: Judgement


def check_proof(text: str) -> Checked:
    """Hold a ``.tlog-proof`` against this log.

    Raises ``BadInput`` for what is no proof of this log and ``Conflict`` when the log no longer
    contains what the proof shows: then one of the two was changed.
    """
    proof = parse_proof(text)
    judged = witnesses.judged(proof.checkpoint_text)
    head = parse_checkpoint(parse_note(proof.checkpoint_text).text)
    if judged is None or not judged.logged:
        raise BadInput(
            "log.proof_of_another",
            sentence(N_("The checkpoint in this proof is not signed by this log.")),
            remedy=sentence(N_("Ask the node that issued it.")),
        )
    if head.size > storage.size() or _root(head.size) != head.root:
        raise _changed(proof.index)
    made = _leaf_hash(proof.extra) or _stored_hash(proof.index)
    if not proof.holds(made):
        raise BadInput(
            "log.false_proof",
            sentence(N_("This proof is false: its path does not lead to the signed root.")),
            remedy=sentence(N_("Ask the office that issued it for the proof again.")),
        )
    return Checked(_same(proof.index, made), judged)


def _leaf_hash(extra: bytes) -> bytes:
    if not extra:
        return b""
    opening = parse_opening(extra)
    opening.says()  # its fields are what was written, else it is no proof
    return hashes.leaf_hash(opening.entry)


def _stored_hash(index: int) -> bytes:
    return bytes.fromhex(queries.public_entry(index).hash)


def _same(index: int, made: bytes) -> Entry:
    try:
        entry = queries.public_entry(index)
    except NotFound:
        raise _changed(index) from None
    if entry.hash != made.hex():
        raise _changed(index)
    return entry


def _root(size: int) -> bytes:
    try:
        return tiles.root_of(size, storage.read)
    except Conflict:
        return b""


def _changed(index: int) -> Conflict:
    return Conflict(
        "log.changed",
        sentence(
            N_("The proof is genuine, but entry {index} no longer stands in this log as it did."),
            index=index,
        ),
        remedy=sentence(N_("Keep the proof. Show it to a union, a court or the other state.")),
    )
