"""The journal against its own commitments and against the anchors in the log."""

from __future__ import annotations

from corridor.core.problems import Unavailable
from corridor.platform.journal.models import Entry
from corridor.platform.journal.queries import hold
from corridor.platform.keys.queries import Closed, closed_by_erasures
from corridor.platform.translog.models import JournalAnchor
from corridor.platform.translog.running import Running, stretches
from corridor.platform.translog.trouble import Report


def verify(report: Report) -> None:
    """Every entry gives its commitment; every anchor covers what it covered."""
    running, closed_by = Running(), closed_by_erasures()
    anchors = list(JournalAnchor.objects.order_by("pk"))
    for stretch in stretches():
        for entry, fits in zip(stretch, _holds(stretch), strict=True):
            _until(report, anchors, running, entry.pk)
            if fits is None:
                _closed(report, entry, closed_by)
            elif not fits:
                report.add("journal_edited", record=entry.pk, act=entry.act)
            running.add(entry.pk, entry.commitment)
            report.journal += 1
    _until(report, anchors, running, "~")


def _until(report: Report, anchors: list[JournalAnchor], running: Running, next_id: str) -> None:
    while anchors and anchors[0].last < next_id:
        anchor = anchors.pop(0)
        if running.entries != anchor.entries:
            values = {"found": running.entries, "entries": anchor.entries}
            report.add("journal_deleted", record=anchor.last, **values)
        elif running.digest() != anchor.digest:
            report.add("journal_changed", record=anchor.last)


def _holds(stretch: list[Entry]) -> list[bool | None]:
    try:
        return hold(stretch)
    except Unavailable:
        return [_one(entry) for entry in stretch]


def _one(entry: Entry) -> bool | None:
    try:
        return hold([entry])[0]
    except Unavailable:
        return False


def _closed(report: Report, entry: Entry, closed_by: dict[str, Closed]) -> None:
    """An entry that nobody can open any more must be one that an erasure on record closed."""
    erasure = closed_by.get(entry.key_subject) or closed_by_erasures().get(entry.key_subject)
    if erasure is not None and (erasure.journal is None or entry.pk in erasure.journal):
        return
    report.add("journal_edited", record=entry.pk, act=entry.act)
    report.troubles[-1].follows = erasure is None  # a lost key is told of the log's entries first
