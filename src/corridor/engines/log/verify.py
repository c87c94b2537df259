"""Verification of proofs. Nothing here raises: whatever is wrong with a proof is ``False``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from corridor.engines.log.hashes import SIZE, node_hash


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether ``proof`` shows the leaf at ``index`` under the root of ``size`` leaves."""
    if not 0 <= index < size or not whole(leaf_hash, root, *proof):
        return False
    if len(proof) != inclusion_length(index, size):
        return False
    return _up(leaf_hash, proof, index, _inner(index, size)) == root


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether ``proof`` shows that the old tree is the beginning of the new one.

    From an empty tree nothing can be shown: ``False``. A tree agrees with itself without any
    proof; only then the roots are merely compared, whatever they are.
    """
    if not 0 < old_size <= new_size or len(proof) != consistency_length(old_size, new_size):
        return False
    if old_size == new_size:
        return old_root == new_root
    if not whole(old_root, new_root, *proof):
        return False
    return _both(old_size, new_size, proof, old_root) == (old_root, new_root)


def inclusion_length(index: int, size: int) -> int:
    """How many hashes a path has; ``0 <= index < size``."""
    inner = _inner(index, size)
    return inner + (index >> inner).bit_count()


def consistency_length(old: int, new: int) -> int:
    """How many hashes show that ``old`` leaves begin ``new``; ``0 < old <= new``."""
    if old == new:
        return 0
    shift = _shift(old)
    return inclusion_length(old - 1, new) - shift + (old != 1 << shift)


def whole(*hashes: bytes) -> bool:
    """Whether each is as long as a hash."""
    return all(len(one) == SIZE for one in hashes)


def _both(old: int, new: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    # Both roots, computed from the last complete subtree of the old tree.
    shift = _shift(old)
    index = (old - 1) >> shift
    inner = _inner(old - 1, new) - shift
    alone = old == 1 << shift  # then the old root is that subtree, and the proof leaves it out
    seed, path = (old_root, proof) if alone else (proof[0], proof[1:])
    lefts = [one for at, one in enumerate(path) if _is_left(at, index, inner)]
    before = reduce(lambda under, left: node_hash(left, under), lefts, seed)
    return before, _up(seed, path, index, inner)


def _up(under: bytes, path: Sequence[bytes], index: int, inner: int) -> bytes:
    for at, sibling in enumerate(path):
        left = _is_left(at, index, inner)
        under = node_hash(sibling, under) if left else node_hash(under, sibling)
    return under


def _is_left(at: int, index: int, inner: int) -> bool:
    # Above ``inner`` levels the path runs along the right border: siblings stand left of it.
    return at >= inner or bool(index >> at & 1)


def _inner(index: int, size: int) -> int:
    return (index ^ (size - 1)).bit_length()


def _shift(old: int) -> int:
    return (old & -old).bit_length() - 1
