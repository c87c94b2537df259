"""Reading the log: its size, its checkpoints, one entry, and proofs of entries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from corridor.core.problems import NotFound, Unavailable
from corridor.core.text import N_, sentence
from corridor.engines.log import leaf as entry
from corridor.engines.log import tiles
from corridor.engines.log.proof import Proof
from corridor.platform.keys.queries import open_sealed
from corridor.platform.records import Record
from corridor.platform.translog import facts, storage, witnesses
from corridor.platform.translog.actions.appending import PURPOSE
from corridor.platform.translog.models import Checkpoint, Cosignature, Leaf

LARGEST = 2**63  # no index that a database holds
_LATE = 200  # checkpoints looked through for one that enough witnesses have confirmed


def size() -> int:
    """How many entries the log has, signed for or not."""
    return storage.size()


def origin() -> str:
    """The log's name in every checkpoint."""
    return str(settings.CORRIDOR_LOG_ORIGIN)


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint; None before the first."""
    return Checkpoint.objects.order_by("-size").first()


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The signed note with the lines of all witnesses that cosigned it."""
    lines = Cosignature.objects.filter(checkpoint=checkpoint).order_by("witness")
    return checkpoint.text + "".join(lines.values_list("line", flat=True))


@dataclass(frozen=True, slots=True)
class Entry:
    """One public entry: its index, its bytes as text, and its hash in hex."""

    index: int
    data: str
    hash: str

    @property
    def says(self) -> dict[str, Any]:
        """The entry as a mapping."""
        return dict(json.loads(self.data))


def public_entry(index: int) -> Entry:
    """One entry by its index. Raises ``NotFound``."""
    row = Leaf.objects.filter(pk=index).first() if index < LARGEST else None
    if row is None:
        raise NotFound(
            "translog.entry",
            sentence(N_("The log has no entry {index}."), index=str(index)[:19]),
            remedy=sentence(N_("Entries are counted from 0; see how many there are.")),
        )
    return Entry(row.pk, bytes(row.data).decode(), bytes(row.hash).hex())


def inclusion(index: int) -> Proof:
    """The proof that an entry is in the newest checkpoint, with nothing opened.

    Raises ``NotFound``, and ``Unavailable`` in the seconds before its checkpoint is signed.
    """
    public_entry(index)
    return _proof(index, b"")


def index_of(fact: Record) -> int:
    """The entry of a fact. Raises ``NotFound`` for a fact that is none."""
    row = _leaf(fact)
    return int(row.pk)


def proof_of(fact: Record, show: tuple[str, ...] = ()) -> Proof:
    """A proof that opens the entry of ``fact`` for the fields in ``show`` (``()``: all).

    The caller decides who may have it: whoever holds the proof can read and show the fields.
    Raises ``Unavailable`` once erased, when the fact is not what was logged, and in the
    seconds before its checkpoint is signed.
    """
    row = _leaf(fact)
    opened = json.loads(open_sealed(row.key_subject, PURPOSE, row.sealed))
    key = bytes.fromhex(opened["key"])
    said = facts.content(fact, opened["fields"])
    marks = entry.marks(key, said)
    for label, found in facts.parts(str(fact.pk), facts.terms(type(fact)), key):
        marks[label] = entry.mark(key, label, "".join(found))
    shown = {name: said[name] for name in (show or said)}
    opening = entry.Opening(bytes(row.data), key, marks, shown)
    opening.says()  # a proof of an altered fact is never given out
    return _proof(int(row.pk), opening.bytes())


def _leaf(fact: Record) -> Leaf:
    rows = Leaf.objects.filter(model=fact._meta.label_lower, record=str(fact.pk))
    row = rows.order_by("-id").first()
    if row is None:
        raise NotFound(
            "translog.no_entry",
            sentence(N_("This record has no entry in the log.")),
            remedy=sentence(N_("Tell the operator: the log must be checked.")),
        )
    return row


def _proof(index: int, extra: bytes) -> Proof:
    newest = latest_checkpoint()
    if newest is None or newest.size <= index:
        raise Unavailable(
            "translog.unsigned",
            sentence(N_("The proof is ready in a few seconds.")),
            remedy=sentence(N_("Try again in a moment.")),
        )
    size, note = _confirmed(index) or (newest.size, with_cosignatures(newest))
    return Proof(index, tuple(tiles.inclusion_proof(index, size, storage.read)), note, extra)


def _confirmed(index: int) -> tuple[int, str] | None:
    """The newest checkpoint with the entry that enough witnesses have confirmed, if any of late.

    Witnesses sign minutes after the log: with the very newest, a proof would never count.
    """
    late = Checkpoint.objects.filter(size__gt=index).order_by("-size")[:_LATE]
    cosigned = late.prefetch_related("cosignatures") if witnesses.circle().needed else ()
    for one in cosigned:
        lines = sorted(one.cosignatures.all(), key=lambda row: row.witness)
        note = one.text + "".join(row.line for row in lines)
        found = witnesses.judged(note) if lines else None
        if found is not None and found.accepted:
            return one.size, note
    return None
