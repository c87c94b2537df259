"""Checkpoints: signed by this node, cosigned by witnesses, and never taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings

from corridor.core.problems import Problem
from corridor.engines.log.checkpoint import Checkpoint as Head
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.keys import ED25519, VerifierKey
from corridor.engines.log.note import parse_note, signature_line
from corridor.engines.log.policy import Earlier
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.translog.models import Checkpoint, Cosignature
from corridor.platform.translog.trouble import Report

LOG_KEY = "log"


def log_keys() -> list[VerifierKey]:
    """The keys this node has signed checkpoints with, as verifiers take them."""
    origin = settings.CORRIDOR_LOG_ORIGIN
    return [VerifierKey.of(origin, ED25519, public) for public in issuer_keys(LOG_KEY).values()]


def earlier_keys() -> tuple[Earlier, ...]:
    """The keys before the newest one, each with the size of the last tree that it signed."""
    return tuple(Earlier(key, _last_signed(key)) for key in log_keys()[:-1])


def _last_signed(key: VerifierKey) -> int:
    """Entries under the newest checkpoint that a key signed; 0 when it signed none.

    The first letters of a signature are those of its key, so the text is looked through for
    them; the signature itself is verified.
    """
    begins = signature_line(key.name, key.key_id, bytes(64))[: len(key.name) + 8]
    rows = Checkpoint.objects.filter(text__contains=begins).order_by("-size")
    heads = (signed(text, [key]) for text in rows.values_list("text", flat=True).iterator())
    return next((head.size for head in heads if head is not None), 0)


def signed(text: str, keys: Iterable[VerifierKey]) -> Head | None:
    """The checkpoint a note carries when one of ``keys`` signed it; None otherwise."""
    try:
        note = parse_note(text)
        return parse_checkpoint(note.text) if note.verified_by(list(keys)) else None
    except Problem:
        return None


def stored(report: Report) -> list[Head]:
    """Every stored checkpoint is what the node signed. Those that are."""
    keys, found = log_keys(), []
    for row in Checkpoint.objects.order_by("size"):
        head = signed(row.text, keys)
        report.checkpoints += 1
        if head is not None:
            found.append(head)
        if head is None or (head.size, head.root) != (row.size, bytes(row.root)):
            report.add("checkpoint_edited", row.size - 1, size=row.size)
    return found


def from_outside(report: Report, texts: Iterable[str]) -> list[Head]:
    """Checkpoints that somebody else kept: those that this log signed it must still contain."""
    keys, found = log_keys(), []
    for text in filter(None, texts):
        head = signed(text, keys)
        if head is None:
            report.add("outside", size=_size(text))
        else:
            found.append(head)
    return found


def missing(report: Report, kept: Iterable[Head], until: int) -> None:
    """A checkpoint that others keep must be stored here too, unless the log is older than it."""
    here = set(Checkpoint.objects.values_list("size", flat=True))
    for size in sorted({one.size for one in kept} - here):
        if size <= until:
            report.add("checkpoint_deleted", size - 1, size=size)


def _size(text: str) -> str:
    lines = text.split("\n")
    return lines[1][:20] if len(lines) > 1 else "?"


def cosigned(report: Report, genuine: Callable[[Cosignature], bool]) -> None:
    """Every cosignature by a witness that this node knows."""
    for row in Cosignature.objects.select_related("checkpoint"):
        report.cosignatures += 1
        if not genuine(row):
            report.add("cosignature", witness=row.witness, size=row.checkpoint.size)
