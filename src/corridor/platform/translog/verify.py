"""Recompute the log from the facts, and name the first thing that does not fit.

What is found: facts that were edited, back-dated, swapped, deleted or inserted; entries of the
log that were edited, moved, deleted or added; trees that are not those that were signed; an
older copy of the database that was put back. Whoever holds the database and all keys can write
a new history, but not one that contains the checkpoints that others kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log import tiles
from corridor.platform.translog import published, storage, witnesses
from corridor.platform.translog.trouble import KINDS, Report, Trouble
from corridor.platform.translog.verification import heads, journal, rows
from corridor.platform.translog.verification.against import Recomputing
from corridor.platform.translog.verification.entries import Walk

__all__ = ["KINDS", "Report", "Trouble", "rolled_back", "verify"]


def verify(
    *,
    outside: Iterable[str] = (),
    progress: Callable[[int], None] | None = None,
    recompute: bool = True,
) -> Report:
    """Check everything. ``outside``: checkpoints (signed notes) that others kept.

    The newest checkpoint that this node exported counts as one of them. What is appended
    meanwhile is left for the next time. Without ``recompute`` the facts are not looked at.
    """
    report = Report()
    kept = heads.from_outside(report, [*outside, published.latest()])
    signed = [*heads.stored(report), *kept]
    until = storage.size()
    heads.missing(report, kept, until)
    walk = Walk(report, signed, until)
    recomputing = Recomputing(report, max((one.size for one in signed), default=0))
    for stretch in rows.stretches(0, until):
        found = [(row, told) for row in stretch if (told := walk.take(row)) is not None]
        if recompute:
            recomputing.take(found)
        if progress is not None:
            progress(len(stretch))
    walk.end()
    if recompute:
        recomputing.end()
    walk.settle()
    heads.cosigned(report, witnesses.genuine)
    journal.verify(report)
    report.sort()
    return report


def rolled_back(checkpoint: str) -> Trouble | None:
    """Whether this log is older than, or another than, the one that signed ``checkpoint``.

    Quick: it does not look at the facts. Raises ``BadInput`` for a checkpoint of another log.
    """
    head = heads.signed(checkpoint, heads.log_keys())
    if head is None:
        raise BadInput(
            "log.checkpoint",
            sentence(N_("This is not a checkpoint that this node signed.")),
            remedy=sentence(N_("Name the file that was exported or that a witness kept.")),
        )
    found = storage.size()
    if head.size > found:
        return Trouble("restored", None, {"size": head.size, "found": found})
    if _root_at(head.size) != head.root:
        return Trouble("root", head.size - 1, {"size": head.size})
    return None


def _root_at(size: int) -> bytes:
    return tiles.root_of(size, storage.read)
