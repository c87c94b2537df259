"""Watching the log while it grows: what is new is checked at once, what was seen must stay."""

from __future__ import annotations

from corridor.core.problems import BadInput, Conflict
from corridor.engines.log import tiles
from corridor.platform.translog import published, storage
from corridor.platform.translog.trouble import Report
from corridor.platform.translog.verification import rows
from corridor.platform.translog.verification.against import Recomputing
from corridor.platform.translog.verification.entries import alone
from corridor.platform.translog.verify import rolled_back, verify


class Watch:
    """Remembers the tree it last found in order, and looks at what came since."""

    def __init__(self) -> None:
        self._seen = 0
        self._root = b""

    def whole(self) -> Report:
        """Verify everything; what is in order is remembered."""
        report = verify()
        if report.ok:
            self._remember(storage.size())
        return report

    def look(self) -> Report:
        """The quick look: the tree seen last is still there, and new entries fit their facts."""
        report, until = Report(), storage.size()
        self._exported(report)
        if until < self._seen:
            report.add("restored", size=self._seen, found=until)
        elif self._seen and _root_at(self._seen) != self._root:
            report.add("root", self._seen - 1, size=self._seen)
        else:
            self._fresh(report, until)
        report.sort()
        if report.ok:
            self._remember(until)
        return report

    def _exported(self, report: Report) -> None:
        kept = published.latest()
        try:
            trouble = rolled_back(kept) if kept else None
        except BadInput:
            report.add("outside", size="?")
            return
        if trouble is not None:
            report.troubles.append(trouble)

    def _fresh(self, report: Report, until: int) -> None:
        checking, expected = Recomputing(report, until), self._seen
        for stretch in rows.stretches(self._seen, until):
            checking.take([(row, told) for row in stretch if (told := alone(report, row))])
            report.entries += len(stretch)
            expected = stretch[-1].id + 1
        if expected < until or report.entries < until - self._seen:
            report.add("entry_deleted", self._seen + report.entries)
        checking.name_changes()

    def _remember(self, size: int) -> None:
        self._seen, self._root = size, _root_at(size)


def _root_at(size: int) -> bytes:
    try:
        return tiles.root_of(size, storage.read)
    except Conflict:  # hashes are missing
        return b""
