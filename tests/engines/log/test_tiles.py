"""Stored tiles answer as the tree in memory does, and read little."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.engines.log import rfc

from corridor.core.problems import BadInput, Conflict
from corridor.engines.log import tiles, tree
from corridor.engines.log.tree import Tree

SIZE = 66_900  # one complete subtree of level 16 and a ragged edge on every level
LEAVES = [tree.leaf_hash(number.to_bytes(3, "big")) for number in range(SIZE)]


class Store:
    """Hashes by level, filled as a log fills them; it counts what is read."""

    def __init__(self) -> None:
        self.rows: dict[int, list[bytes]] = {level: [] for level in tiles.LEVELS}
        self.reads: list[int] = []

    def append(self, leaves: Sequence[bytes]) -> None:
        first = len(self.rows[0])
        self.rows[0] += leaves
        for level, index, made in tiles.completed(first, len(leaves), self.read):
            assert index == len(self.rows[level])
            self.rows[level].append(made)

    def read(self, level: int, start: int, count: int) -> list[bytes]:
        assert 0 < count <= 256
        assert start >> 8 == (start + count - 1) >> 8, "a read stays within one tile"
        self.reads.append(count)
        return self.rows[level][start : start + count]


@pytest.fixture(scope="module")
def store() -> Store:
    made, at = Store(), 0
    for step in (1, 254, 1, 1, 255, 300, 1024, 63_700, 1, 1363):
        made.append(LEAVES[at : at + step])
        at += step
    assert at == SIZE
    return made


@pytest.fixture(scope="module")
def memory() -> Tree:
    return Tree(LEAVES)


def test_completed_subtrees_are_stored_once(store: Store) -> None:
    assert [len(store.rows[level]) for level in tiles.LEVELS] == [SIZE, SIZE >> 8, 1, 0, 0]
    assert store.rows[16][0] == Tree(LEAVES[:65536]).root()
    assert tiles.completed(0, 0, store.read) == tiles.completed(0, 255, store.read) == []


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, 66_048, SIZE])
def test_tiles_answer_as_the_tree_does(store: Store, memory: Tree, size: int) -> None:
    root = memory.root(size)
    assert tiles.root_of(size, store.read) == root
    for index in {0, 1, 255, 256, 257, 511, 65_535, 65_536, size >> 1, size - 2, size - 1}:
        if not 0 <= index < size:
            continue
        proof = tiles.inclusion_proof(index, size, store.read)
        assert proof == memory.inclusion(index, size)
        assert tree.verify_inclusion(LEAVES[index], index, size, proof, root)
        shown = tiles.consistency_proof(index + 1, size, store.read)
        assert shown == memory.consistency(index + 1, size)
        assert tree.verify_consistency(index + 1, size, shown, memory.root(index + 1), root)


def test_a_proof_reads_few_tiles(store: Store) -> None:
    store.reads.clear()
    tiles.inclusion_proof(1234, SIZE, store.read)
    assert len(store.reads) <= 5
    assert sum(store.reads) <= 5 * 256


def test_small_trees_as_the_rfc_says(store: Store) -> None:
    data = [number.to_bytes(3, "big") for number in range(12)]
    for size in range(1, 13):
        for index in range(size):
            expected = rfc.path(index, data[:size])
            assert tiles.inclusion_proof(index, size, store.read) == expected
    assert tiles.root_of(0, store.read) == tree.EMPTY_ROOT


def test_levels_beyond_the_last_stored_one() -> None:
    # 2**41 equal leaves: every subtree of a level has one hash, so that the store is a list.
    row = [tree.leaf_hash(b"")]
    for _ in range(41):
        row.append(tree.node_hash(row[-1], row[-1]))
    read = lambda level, start, count: [row[level]] * count  # noqa: E731
    assert tiles.root_of(2**41, read) == row[41]
    proof = tiles.inclusion_proof(2**40 + 5, 2**41, read)
    assert proof == row[:41]
    assert tree.verify_inclusion(row[0], 2**40 + 5, 2**41, proof, row[41])


def test_missing_hashes_are_named(store: Store) -> None:
    with pytest.raises(Conflict, match="lacks hashes between 66816 and 66900 of level 0"):
        tiles.root_of(SIZE + 1, store.read)
    with pytest.raises(Conflict, match="lacks hashes between 0 and 0 of level 0"):
        tiles.root_of(1, lambda *_: [b"short"])
    with pytest.raises(BadInput, match="no entry 5 in a log of 5"):
        tiles.inclusion_proof(5, 5, store.read)
    with pytest.raises(BadInput, match="never had 6"):
        tiles.consistency_proof(6, 5, store.read)
