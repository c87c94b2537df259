"""Verification of proofs. Nothing here raises: whatever is wrong with a proof is ``False``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from corridor.engines.log.hashes import SIZE, node_hash


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
