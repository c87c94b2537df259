"""The log against itself: every entry in its place, and the tree that they give."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corridor.engines.log import hashes
from corridor.engines.log.checkpoint import Checkpoint as Head
from corridor.platform.translog.models import Leaf, Subtree
from corridor.platform.translog.trouble import Report
from corridor.platform.translog.verification.rows import Row

Told = dict[str, Any]
_TORN = ("entry_deleted", "entry_moved")
_GAPS = 1000  # missing entries that are named one by one


class Growing:
    """The root of the entries seen so far, and the hashes of full subtrees of 256 and more."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[tuple[int, bytes]] = []  # (level, hash), the largest first

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Take one leaf hash; tells (level, number, hash) of stored levels that are full now."""
        level, found, full = 0, leaf, []
        self.size += 1
        while self._full and self._full[-1][0] == level:
            found = hashes.node_hash(self._full.pop()[1], found)
            level += 1
            if level % 8 == 0:
                full.append((level, (self.size >> level) - 1, found))
        self._full.append((level, found))
        return full

    def root(self) -> bytes:
        """The root of all that was added."""
        return hashes.fold(found for _, found in self._full) if self._full else hashes.EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Loose:
    """An entry that does not follow the one that stands before it in its record's history."""

    index: int
    follows: str
    stands_after: str


class Walk:
    """Goes through the entries in order and notes what does not fit.

    ``signed`` is every tree that the node signed; ``until`` the size when it began.
    """

    def __init__(self, report: Report, signed: Iterable[Head], until: int) -> None:
        self.report = report
        self.tree = Growing()
        self.until = until
        self._at = 0
        self._ends: dict[str, bytes] = {}
        self._loose: list[Loose] = []
        self._signed: dict[int, set[bytes]] = {}
        for head in signed:
            self._signed.setdefault(head.size, set()).add(head.root)
        self._kept = _subtrees(report)

    def take(self, row: Row) -> Told | None:
        """Check one entry. What it says; None when nothing can be concluded from it."""
        told, made = _read(row.data), hashes.leaf_hash(row.data)
        self._gap(row, told)
        self._at += 1
        for level, number, found in self.tree.add(made):
            if self._kept.pop((level, number), None) != found:
                self._subtree(level, number)
        self._root()
        self.report.entries += 1
        told = _by_itself(self.report, row, told, made)
        self._follows(row, told, made)
        return told

    def _gap(self, row: Row, told: Told | None) -> None:
        if told is not None and told["index"] != row.id:
            return  # it stands in a wrong place, and what is missing there is said of that place
        for index in range(self._at, min(row.id, self._at + _GAPS)):
            self.report.add("entry_deleted", index)
            self.tree.add(bytes(hashes.SIZE))
        self._at = max(self._at, row.id)

    def _follows(self, row: Row, told: Told | None, made: bytes) -> None:
        before = self._ends.get(row.chain, b"").hex() if row.chain else ""
        if told is not None and told.get("previous") != before:
            self._loose.append(Loose(row.id, str(told.get("previous")), before))
        if row.chain:
            self._ends[row.chain] = made

    def _root(self) -> None:
        signed = self._signed.pop(self._at, None)
        if signed is not None and signed != {self.tree.root()}:
            self.report.add("root", self._at - 1, size=self._at)

    def _subtree(self, level: int, number: int) -> None:
        first = number << level
        self.report.add("subtree", first, first=first, last=first + (1 << level) - 1)

    def end(self) -> None:
        """What was signed or stored beyond the last entry."""
        for size in sorted(self._signed):
            self.report.add("restored", size=size, found=self._at)
        for level, number in sorted(self._kept):
            if (number + 1) << level <= self.until:  # others were stored while this was running
                self._subtree(level, number)
        self.report.root = self.tree.root()

    def settle(self) -> None:
        """Name the entries that do not belong, unless another change has loosened them."""
        moved = {one.index for one in self.report.troubles if one.kind == "entry_moved"}
        self.report.troubles = [
            one
            for one in self.report.troubles
            if one.kind != "entry_deleted" or one.index not in moved
        ]
        if not self._loose:
            return
        bad = {one.index for one in self.report.troubles if one.index is not None}
        about = _hashes(bad)
        torn = any(one.kind in _TORN for one in self.report.troubles)
        for one in self._loose:
            around = {one.follows, one.stands_after} & about
            if one.index in bad or around or (torn and not _known(one.follows)):
                continue
            self.report.add("entry_added", one.index)


def alone(report: Report, row: Row) -> Told | None:
    """Check one entry without its neighbours. What it says; None when that means nothing."""
    return _by_itself(report, row, _read(row.data), hashes.leaf_hash(row.data))


def _by_itself(report: Report, row: Row, told: Told | None, made: bytes) -> Told | None:
    if made != row.hash or told is None:
        report.add("entry_edited", row.id)
        return None
    if told["index"] != row.id:
        report.add("entry_moved", told["index"], other=row.id)
        return None
    return told


def _subtrees(report: Report) -> dict[tuple[int, int], bytes]:
    kept = {}
    for row in Subtree.objects.iterator():
        if row.id != f"{row.level}.{row.number}":
            first = row.number << row.level
            report.add("subtree", first, first=first, last=first + (1 << row.level) - 1)
        kept[row.level, row.number] = bytes(row.hash)
    return kept


def _hashes(indexes: set[int]) -> set[str]:
    """The hashes, stored and computed, of some entries, in hex."""
    found: set[str] = set()
    for data, stored in Leaf.objects.filter(pk__in=indexes).values_list("data", "hash"):
        found |= {bytes(stored).hex(), hashes.leaf_hash(bytes(data)).hex()}
    return found


def _known(made: str) -> bool:
    return made == "" or Leaf.objects.filter(hash=bytes.fromhex(made)).exists()


def _read(data: bytes) -> Told | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) and type(found.get("index")) is int else None
