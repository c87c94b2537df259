"""Every proof of every tree up to 130 entries, and each with every single bit bent.

``CAMPAIGN_ROUNDS`` is the largest tree instead of 130. A bent leaf, root or hash must be refused
always; a bent number unless the RFC gives both numbers the same path, which only the signed
checkpoint can tell apart. Three planted verifiers, each a little too kind, must be caught.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from tests.engines.log import rfc

from corridor.engines.log import verify
from corridor.engines.log.tree import Tree

USUAL = 130
EVERY = range(256)
NUMBERS = range(8)

Inclusion = Callable[[bytes, int, int, Sequence[bytes], bytes], bool]
Consistency = Callable[[int, int, Sequence[bytes], bytes, bytes], bool]


def included(largest: int, verifies: Inclusion) -> tuple[int, int, int]:
    """Sound proofs refused, bent ones tried, bent ones accepted."""
    refused = tried = accepted = 0
    for index, size, good in _sound_inclusions(largest):
        refused += not verifies(*good)
        for wrong in _bent_inclusion(index, size, good):
            tried += 1
            accepted += verifies(*wrong)
    return refused, tried, accepted


def consistent(largest: int, verifies: Consistency) -> tuple[int, int, int]:
    """The same for consistency proofs."""
    refused = tried = accepted = 0
    roots = [rfc.mth(rfc.LEAVES[:size]) for size in range(largest + 1)]
    for new in range(2, largest + 1):
        for old in range(1, new):
            proof = rfc.subproof(old, rfc.LEAVES[:new], True)
            refused += not verifies(old, new, proof, roots[old], roots[new])
            for wrong in _bent_consistency(old, new, proof, roots[old], roots[new]):
                tried += 1
                accepted += verifies(*wrong)
    return refused, tried, accepted


def _sound_inclusions(largest: int) -> Iterator[tuple[int, int, tuple]]:
    tree = Tree(rfc.sha(b"\x00", leaf) for leaf in rfc.LEAVES)
    for size in range(1, largest + 1):
        root = rfc.mth(rfc.LEAVES[:size])
        for index in range(size):
            leaf = rfc.sha(b"\x00", rfc.LEAVES[index])
            yield index, size, (leaf, index, size, tree.inclusion(index, size), root)


def _bent_inclusion(index: int, size: int, good: tuple) -> Iterator[tuple]:
    leaf, _, _, proof, root = good
    yield from ((wrong, index, size, proof, root) for wrong in rfc.flips(leaf, EVERY))
    yield from ((leaf, index, size, proof, wrong) for wrong in rfc.flips(root, EVERY))
    for path in _bent_path(proof):
        yield leaf, index, size, path, root
    told = rfc.sides(index, size)
    for bit in NUMBERS:
        yield leaf, index ^ 1 << bit, size, proof, root
        other = size ^ 1 << bit
        if not (index < other and rfc.sides(index, other) == told):
            yield leaf, index, other, proof, root


def _bent_consistency(
    old: int, new: int, proof: list[bytes], first: bytes, second: bytes
) -> Iterator[tuple]:
    yield from ((old, new, proof, wrong, second) for wrong in rfc.flips(first, EVERY))
    yield from ((old, new, proof, first, wrong) for wrong in rfc.flips(second, EVERY))
    for path in _bent_path(proof):
        yield old, new, path, first, second
    told = rfc.shape(old, new)
    for bit in NUMBERS:
        for one, other in ((old ^ 1 << bit, new), (old, new ^ 1 << bit)):
            if not (0 < one <= other and rfc.shape(one, other) == told):
                yield one, other, proof, first, second


def _bent_path(proof: Sequence[bytes]) -> Iterator[list[bytes]]:
    for at, one in enumerate(proof):
        for wrong in rfc.flips(one, EVERY):
            yield [*proof[:at], wrong, *proof[at + 1 :]]


def short_root(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Planted: compares all of the root but its last byte."""
    sound = rfc.mth(rfc.LEAVES[:size])
    near = sound if sound[:31] == root[:31] else root
    return verify.verify_inclusion(leaf, index, size, proof, near)


def any_neighbour(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Planted: does not mind on which side of its neighbour a leaf stands."""
    either = (index, index ^ 1)
    return any(verify.verify_inclusion(leaf, one, size, proof, root) for one in either)


def new_root_only(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Planted: forgets to compute the old root."""
    if not 0 < old < new or len(proof) != verify.consistency_length(old, new):
        return False
    return verify._both(old, new, proof, old_root)[1] == new_root


def main() -> int:
    """Print the counts; 0 when nothing sound was refused and nothing bent accepted."""
    largest = min(int(os.environ.get("CAMPAIGN_ROUNDS") or USUAL), USUAL)
    holds = True
    for name, found in (
        ("inclusion", included(largest, verify.verify_inclusion)),
        ("consistency", consistent(largest, verify.verify_consistency)),
    ):
        refused, tried, accepted = found
        print(f"{name}: {refused} sound refused, {accepted} of {tried:,} bent accepted", flush=True)
        holds = holds and not refused and not accepted and tried > 0
    small = min(largest, 8)
    for bug, seen in (
        (short_root, included(small, short_root)),
        (any_neighbour, included(small, any_neighbour)),
        (new_root_only, consistent(small, new_root_only)),
    ):
        caught = seen[2] > 0
        print(f"  control “{bug.__name__}”: {'caught' if caught else 'NOT CAUGHT'}, {seen[2]}")
        holds = holds and caught
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
