"""The Merkle tree of RFC 9162 in memory, and how a proof is put together from any store.

The names of ``hashes`` and ``verify`` can be had from here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log import ranges
from corridor.engines.log.hashes import (
    EMPTY_ROOT,
    SIZE,
    begun_leaf,
    fold,
    leaf_hash,
    node_hash,
    pairs,
    root,
)
from corridor.engines.log.ranges import Range
from corridor.engines.log.verify import verify_consistency, verify_inclusion

__all__ = [
    "EMPTY_ROOT",
    "SIZE",
    "Tree",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]

_BATCH = 4095


class Tree:
    """A log's tree in memory, one list per level.

    An entry is hashed when it is added, the nodes above it a few thousand entries later or when
    somebody asks for a root or a proof: the same hashes, in rows, which Python does sooner.
    """

    __slots__ = ("_leaves", "_rows")

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """Starts with leaf hashes, if any."""
        self._leaves = list(hashes)
        self._rows = [self._leaves]

    def __len__(self) -> int:
        """How many leaves there are."""
        return len(self._leaves)

    def append(self, data: bytes) -> int:
        """Add an entry by its bytes; its index."""
        leaves = self._leaves
        index = len(leaves)
        hashed = begun_leaf()
        hashed.update(data)
        leaves.append(hashed.digest())
        if index & _BATCH == _BATCH:
            self._settle()
        return index

    def append_hash(self, made: bytes) -> int:
        """Add an entry by its leaf hash; its index."""
        self._leaves.append(made)
        return len(self._leaves) - 1

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add many leaf hashes at once."""
        self._leaves.extend(hashes)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` leaves, or over all. Raises ``BadInput``."""
        size = within(size, len(self))
        return self._hash((0, size)) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The inclusion proof of ``index`` in the first ``size`` leaves. Raises ``BadInput``."""
        return include(index, within(size, len(self)), self._hash)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that ``old`` leaves begin the first ``new``. Raises ``BadInput``."""
        return agree(old, within(new, len(self)), self._hash)

    def _settle(self) -> None:
        # Every level gets the nodes over its complete pairs that it does not have yet.
        below = self._leaves
        for level in range(1, len(below).bit_length()):
            if level == len(self._rows):
                self._rows.append([])
            above = self._rows[level]
            if len(below) - 2 * len(above) < 2:
                break
            above += pairs(below[2 * len(above) :])
            below = above

    def _hash(self, part: Range) -> bytes:
        self._settle()
        rows = self._rows
        return fold(rows[level][index] for level, index in ranges.complete(*part))


def include(index: int, size: int, hashed: Callable[[Range], bytes]) -> list[bytes]:
    """An inclusion proof from any store. Raises ``BadInput`` for a leaf outside the tree."""
    if not 0 <= index < size:
        raise BadInput(
            "log.index",
            sentence(N_("There is no entry {index} in a log of {size}."), index=index, size=size),
            remedy=sentence(N_("Entries are counted from 0.")),
        ).at(field="index")
    return [hashed(part) for part in ranges.inclusion(index, size)]


def agree(old: int, new: int, hashed: Callable[[Range], bytes]) -> list[bytes]:
    """A consistency proof from any store; empty from the empty tree. Raises ``BadInput``."""
    if not 0 <= old <= new:
        raise BadInput(
            "log.sizes",
            sentence(N_("A log of {new} has never had {old} entries."), old=old, new=new),
            remedy=sentence(N_("Give the smaller size first.")),
        ).at(field="size1")
    return [hashed(part) for part in ranges.consistency(old, new)] if old else []


def within(size: int | None, length: int) -> int:
    """``size``, or the whole ``length``. Raises ``BadInput`` for more than there is."""
    if size is None:
        return length
    if not 0 <= size <= length:
        raise BadInput(
            "log.size",
            sentence(N_("The log has {length} entries, not {size}."), length=length, size=size),
            remedy=sentence(N_("Give a size up to that.")),
        ).at(field="tree_size")
    return size
