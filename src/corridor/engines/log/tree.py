"""The Merkle tree of RFC 9162, section 2.1: hashes, proofs and their verification.

A leaf is hashed as ``SHA-256(0x00 || data)``, a node as ``SHA-256(0x01 || left || right)``.
Hashes are 32 bytes. The verifying functions never raise: whatever is wrong is ``False``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from hashlib import sha256

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log import ranges
from corridor.engines.log.ranges import Range

SIZE = 32
"""Bytes of a hash."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a log without entries."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of an entry's bytes."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves."""
    return sha256(b"\1" + left + right).digest()


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in their order."""
    row = list(hashes)
    while len(row) > 1:
        last = row[len(row) & ~1 :]  # an odd one goes up as it is
        row = pairs(row) + last
    return row[0] if row else EMPTY_ROOT


def pairs(row: Sequence[bytes]) -> list[bytes]:
    """The nodes over neighbours 0 and 1, 2 and 3 ...; a last odd one has none."""
    hashed = sha256
    return [hashed(b"\1" + a + b).digest() for a, b in zip(row[::2], row[1::2], strict=False)]


def fold(parts: Iterable[bytes]) -> bytes:
    """One hash over complete subtrees of falling size, joined from the right.

    Raises ``TypeError`` for none at all.
    """
    return reduce(lambda right, left: node_hash(left, right), reversed(list(parts)))


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether ``proof`` shows the leaf at ``index`` under the root of ``size`` leaves."""
    if not 0 <= index < size or not _whole(leaf_hash, root, *proof):
        return False
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count():
        return False
    return _up(leaf_hash, proof, index, inner) == root


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether ``proof`` shows that the old tree is the beginning of the new one.

    From an empty tree nothing can be shown: ``False``. A tree agrees with itself without any
    proof; only then the roots are merely compared, whatever they are.
    """
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if not proof or not _whole(old_root, new_root, *proof):
        return False
    return _agree(old_size, new_size, proof, old_root) == (old_root, new_root)


def _agree(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, ...]:
    # Both roots, computed from the last complete subtree of the old tree; () for a wrong length.
    shift = (old & -old).bit_length() - 1
    index = (old - 1) >> shift
    inner = ((old - 1) ^ (new - 1)).bit_length() - shift
    alone = old == 1 << shift  # then the old root is that subtree, and the proof leaves it out
    seed, path = (old_root, proof) if alone else (proof[0], proof[1:])
    if len(path) != inner + (index >> inner).bit_count():
        return ()
    lefts = [one for at, one in enumerate(path) if at >= inner or index >> at & 1]
    before = reduce(lambda under, left: node_hash(left, under), lefts, seed)
    return before, _up(seed, path, index, inner)


def _up(under: bytes, path: Sequence[bytes], index: int, inner: int) -> bytes:
    for at, sibling in enumerate(path):
        if at >= inner or index >> at & 1:
            under = node_hash(sibling, under)
        else:
            under = node_hash(under, sibling)
    return under


def _whole(*hashes: bytes) -> bool:
    return all(len(one) == SIZE for one in hashes)


class Tree:
    """A log's tree in memory, one list per level. A complete pair is hashed at once."""

    __slots__ = ("_rows",)

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """Starts with leaf hashes, if any."""
        self._rows: list[list[bytes]] = [[]]
        self.extend(hashes)

    def __len__(self) -> int:
        """How many leaves there are."""
        return len(self._rows[0])

    def append(self, data: bytes) -> int:
        """Add an entry by its bytes; its index."""
        return self.append_hash(sha256(b"\0" + data).digest())

    def append_hash(self, made: bytes) -> int:
        """Add an entry by its leaf hash; its index."""
        rows = self._rows
        row = rows[0]
        index = left = len(row)
        row.append(made)
        level = 0
        while left & 1:
            made = sha256(b"\1" + row[-2] + made).digest()
            left >>= 1
            level += 1
            if level == len(rows):
                rows.append([])
            row = rows[level]
            row.append(made)
        return index

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add many leaf hashes at once: the same tree, sooner."""
        rows = self._rows
        rows[0].extend(hashes)
        level = 0
        while len(rows[level]) > 1:
            if level + 1 == len(rows):
                rows.append([])
            above = rows[level + 1]
            above += pairs(rows[level][2 * len(above) :])
            level += 1

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

    def _hash(self, part: Range) -> bytes:
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
