"""Roots and proofs over stored hashes, without holding the tree in memory.

Stored are the hashes of complete subtrees of 1, 256, 65,536 ... leaves (levels 0, 8, 16, 24,
32). The levels in between are computed from a tile, that is at most 256 neighbours, when they
are needed. A proof for ten million entries reads half a dozen tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corridor.core.problems import Conflict
from corridor.core.text import N_, sentence
from corridor.engines.log import hashes, ranges, tree
from corridor.engines.log.ranges import Range

Reader = Callable[[int, int, int], Sequence[bytes]]
"""``read(level, start, count)``: stored hashes of one level, in order."""

STEP = 8
LEVELS = (0, 8, 16, 24, 32)
WIDTH = 1 << STEP
"""Hashes of a whole tile."""


def root_of(size: int, read: Reader) -> bytes:
    """The root over the first ``size`` leaves. Raises ``Conflict`` when hashes are missing."""
    return _Tiles(size, read).hash((0, size)) if size else hashes.EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Reader) -> list[bytes]:
    """As ``Tree.inclusion``. Raises ``BadInput``; ``Conflict`` when hashes are missing."""
    return tree.include(index, size, _Tiles(size, read).hash)


def consistency_proof(old: int, new: int, read: Reader) -> list[bytes]:
    """As ``Tree.consistency``. Raises ``BadInput``; ``Conflict`` when hashes are missing."""
    return tree.agree(old, new, _Tiles(new, read).hash)


def completed(first: int, count: int, read: Reader) -> list[tuple[int, int, bytes]]:
    """What is to be stored after leaves ``first`` .. ``first + count - 1`` were.

    (level, index, hash) of each subtree of 256, 65,536 ... leaves that became complete, lower
    levels first. Raises ``Conflict`` when hashes are missing.
    """
    found: list[tuple[int, int, bytes]] = []
    made: list[bytes] = []  # of the level below, from ``known`` on
    known = 0
    for level in LEVELS[1:]:
        begin, end = first >> level, (first + count) >> level
        fresh = []
        for index in range(begin, end):
            start = index << STEP
            stored = WIDTH if level == STEP else max(0, min(WIDTH, known - start))
            row = list(_read(read, level - STEP, start, stored)) if stored else []
            row += made[start + stored - known : start + WIDTH - known] if stored < WIDTH else []
            fresh.append(hashes.root(row))
        found += [(level, begin + at, one) for at, one in enumerate(fresh)]
        made, known = fresh, begin
    return found


class _Tiles:
    """The tiles of one tree that were read, each with the levels above its hashes."""

    def __init__(self, size: int, read: Reader) -> None:
        self._size = size
        self._read = read
        self._kept: dict[tuple[int, int], list[list[bytes]]] = {}

    def hash(self, part: Range) -> bytes:
        return hashes.fold(self._subtree(*one) for one in ranges.complete(*part))

    def _subtree(self, level: int, index: int) -> bytes:
        base = min(level & -STEP, LEVELS[-1])
        above = level - base
        if above > STEP:  # beyond 2**40 leaves
            return hashes.node_hash(
                self._subtree(level - 1, 2 * index), self._subtree(level - 1, 2 * index + 1)
            )
        number, within = divmod(index << above, WIDTH)
        return self._rows(base, number)[above][within >> above]

    def _rows(self, level: int, number: int) -> list[list[bytes]]:
        kept = self._kept.get((level, number))
        if kept is None:
            start = number << STEP
            count = min(WIDTH, (self._size >> level) - start)
            rows = [list(_read(self._read, level, start, count))]
            while len(rows[-1]) > 1:
                rows.append(hashes.pairs(rows[-1]))
            kept = self._kept[level, number] = rows
        return kept


def _read(read: Reader, level: int, start: int, count: int) -> Sequence[bytes]:
    found = read(level, start, count)
    if len(found) != count or any(len(one) != hashes.SIZE for one in found):
        raise Conflict(
            "log.hashes_missing",
            sentence(
                N_("The stored log lacks hashes between {first} and {last} of level {level}."),
                first=start,
                last=start + count - 1,
                level=level,
            ),
            remedy=sentence(N_("Restore the log, then check it with “corridor log verify”.")),
            expected=count,
            found=len(found),
        )
    return found
