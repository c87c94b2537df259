"""The log against itself: every entry in its place, and the tree that they give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from corridor.engines.log import tree
from corridor.platform.translog.models import Checkpoint, Leaf, Subtree
from corridor.platform.translog.trouble import Report

_WIDTH = 256


class Growing:
    """The root of the entries seen so far, and the hashes of full subtrees of 256 and more."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[tuple[int, bytes]] = []  # (level, hash), the largest first

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Take one leaf hash; tells (level, number, hash) of stored levels that are full now."""
        level, found = 0, leaf
        self.size += 1
        while self._full and self._full[-1][0] == level:
            found = tree.node_hash(self._full.pop()[1], found)
            level += 1
            if level % 8 == 0:
                yield level, (self.size >> level) - 1, found
        self._full.append((level, found))

    def root(self) -> bytes:
        """The root of all that was added."""
        return tree.fold(found for _, found in self._full)


class Walk:
    """Goes through the entries in order and notes what does not fit."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tree = Growing()
        self._ends: dict[str, bytes] = {}
        self._signed = dict(Checkpoint.objects.values_list("size", "root"))
        self._kept = {(one.level, one.number): bytes(one.hash) for one in Subtree.objects.all()}

    def take(self, leaf: Leaf) -> bool:
        """Check one entry. False when nothing can be concluded from what it opens."""
        self._gap(leaf)
        data, stored = bytes(leaf.data), bytes(leaf.hash)
        intact = tree.leaf_hash(data) == stored and self._in_place(leaf, data)
        for level, number, found in self.tree.add(tree.leaf_hash(data)):
            if self._kept.pop((level, number), None) != found:
                first = number << level
                self.report.add("subtree", first=first, last=first + (1 << level) - 1)
        self._root()
        self.report.entries += 1
        if tree.leaf_hash(data) != stored:
            self.report.add("entry_edited", leaf.id)
        return intact

    def _gap(self, leaf: Leaf) -> None:
        while self.tree.size < leaf.id:
            self.report.add("entry_deleted", self.tree.size)
            for _ in self.tree.add(bytes(32)):
                pass

    def _in_place(self, leaf: Leaf, data: bytes) -> bool:
        told = _read(data)
        if told is None:
            self.report.add("entry_edited", leaf.id)
            return False
        before = self._ends.get(leaf.chain, b"").hex() if leaf.chain else ""
        self._ends[leaf.chain] = tree.leaf_hash(data)
        if told.get("index") != leaf.id:
            self.report.add("entry_moved", leaf.id, other=told.get("index"))
            return False
        if told.get("previous") != before:
            self.report.add("entry_added", leaf.id)
            return False
        return True

    def _root(self) -> None:
        signed = self._signed.pop(self.tree.size, None)
        if signed is not None and bytes(signed) != self.tree.root():
            self.report.add("root", self.tree.size - 1, size=self.tree.size)

    def end(self) -> None:
        """What was signed or stored beyond the last entry."""
        for size in sorted(self._signed):
            self.report.add("restored", size=size, found=self.tree.size)
        for level, number in sorted(self._kept):
            first = number << level
            self.report.add("subtree", first=first, last=first + (1 << level) - 1)
        self.report.root = self.tree.root() if self.tree.size else sha256(b"").digest()


def _read(data: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
