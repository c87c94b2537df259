"""The tree against the RFC written once more: every small tree, every proof, every bent bit."""

from __future__ import annotations

import json
from itertools import islice

import pytest
from tests.engines.log import rfc

from corridor.core.problems import BadInput
from corridor.engines.log import hashes, tree, verify
from corridor.engines.log.tree import Tree

LARGEST = 64
LEAVES = rfc.LEAVES
HASHES = [rfc.sha(b"\x00", leaf) for leaf in LEAVES]
ROOTS = [rfc.mth(LEAVES[:size]) for size in range(len(LEAVES) + 1)]


@pytest.fixture(scope="module")
def whole() -> Tree:
    made = Tree()
    for at, leaf in enumerate(LEAVES):
        assert made.append(leaf) == at
    return made


def test_roots_grow_as_the_rfc_says(whole: Tree) -> None:
    assert tree.EMPTY_ROOT == Tree().root() == tree.root([]) == ROOTS[0]
    step = Tree()
    for size, hashed in enumerate(HASHES, 1):
        assert tree.leaf_hash(LEAVES[size - 1]) == hashed
        assert step.append_hash(hashed) == size - 1
        assert step.root() == whole.root(size) == tree.root(HASHES[:size]) == ROOTS[size]
    assert len(step) == len(whole) == len(LEAVES)


def test_leaves_added_at_once_make_the_same_tree() -> None:
    many = [tree.leaf_hash(str(number).encode()) for number in range(9001)]
    one_by_one, at_once, in_parts = Tree(), Tree(many), Tree(many[:3])
    for number in range(9001):
        one_by_one.append(str(number).encode())
    in_parts.extend(many[3:8195])
    assert in_parts.root() == tree.root(many[:8195])
    in_parts.extend(many[8195:])
    for made in (one_by_one, at_once, in_parts):
        assert made.root() == tree.root(many)
        assert made.root(4097) == tree.root(many[:4097])
        assert made.inclusion(4096, 9000) == at_once.inclusion(4096, 9000)


def test_every_inclusion_proof_of_every_small_tree(whole: Tree) -> None:
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof = whole.inclusion(index, size)
            assert proof == rfc.path(index, LEAVES[:size])
            assert verify.inclusion_length(index, size) == len(proof)
            assert verify.verify_inclusion(HASHES[index], index, size, proof, ROOTS[size])


def test_every_consistency_proof_of_every_small_tree(whole: Tree) -> None:
    for new in range(1, LARGEST + 1):
        for old in range(1, new + 1):
            proof = whole.consistency(old, new)
            assert proof == rfc.subproof(old, LEAVES[:new], True)
            assert verify.consistency_length(old, new) == len(proof)
            assert verify.verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])


def bent(data: bytes, size: int, at: int) -> list[bytes]:
    """All bits of small trees; a bit that moves with tree and place for the others."""
    if size <= 8:
        return list(rfc.flips(data, range(256)))
    return list(islice(rfc.flips(data, range((37 * size + 11 * at) & 255, 256)), 1))


def test_no_bent_bit_of_an_inclusion_proof_passes() -> None:
    tried = 0
    for size in range(1, LARGEST + 1):
        for index in range(size):
            leaf, root, proof = HASHES[index], ROOTS[size], rfc.path(index, LEAVES[:size])
            for wrong in bent(leaf, size, index):
                assert not tree.verify_inclusion(wrong, index, size, proof, root)
            for wrong in bent(root, size, index):
                assert not tree.verify_inclusion(leaf, index, size, proof, wrong)
            for at, one in enumerate(proof):
                for wrong in bent(one, size, index + at):
                    spoilt = [*proof[:at], wrong, *proof[at + 1 :]]
                    assert not tree.verify_inclusion(leaf, index, size, spoilt, root)
                    tried += 1
    assert tried > 2000


def test_no_bent_bit_of_a_consistency_proof_passes() -> None:
    tried = 0
    for new in range(2, LARGEST + 1):
        for old in range(1, new):
            first, second = ROOTS[old], ROOTS[new]
            proof = rfc.subproof(old, LEAVES[:new], True)
            for wrong in bent(first, new, old):
                assert not tree.verify_consistency(old, new, proof, wrong, second)
            for wrong in bent(second, new, old):
                assert not tree.verify_consistency(old, new, proof, first, wrong)
            for at, one in enumerate(proof):
                for wrong in bent(one, new, old + at):
                    spoilt = [*proof[:at], wrong, *proof[at + 1 :]]
                    assert not tree.verify_consistency(old, new, spoilt, first, second)
                    tried += 1
    assert tried > 2000


def test_bent_numbers_pass_only_where_the_path_is_the_same() -> None:
    # A path does not know the size of its tree; the checkpoint's signature binds size and root.
    for size in range(1, LARGEST + 1):
        for index in range(size):
            proof, told = rfc.path(index, LEAVES[:size]), rfc.sides(index, size)
            for bit in range(8):
                other, grown = index ^ 1 << bit, size ^ 1 << bit
                assert not tree.verify_inclusion(HASHES[index], other, size, proof, ROOTS[size])
                same = index < grown and rfc.sides(index, grown) == told
                assert same == tree.verify_inclusion(
                    HASHES[index], index, grown, proof, ROOTS[size]
                )


def test_bent_sizes_pass_only_where_the_shape_is_the_same() -> None:
    for new in range(2, 33):
        for old in range(1, new):
            proof, told = rfc.subproof(old, LEAVES[:new], True), rfc.shape(old, new)
            for bit in range(7):
                for one, other in ((old ^ 1 << bit, new), (old, new ^ 1 << bit)):
                    same = 0 < one <= other and rfc.shape(one, other) == told
                    roots = ROOTS[old], ROOTS[new]
                    assert same == tree.verify_consistency(one, other, proof, *roots)


@pytest.mark.parametrize("name", ["inclusion", "consistency"])
def test_vectors(name: str) -> None:
    text = (rfc.VECTORS / f"{name}.json").read_text("utf-8")
    made = rfc.inclusion_vectors() if name == "inclusion" else rfc.consistency_vectors()
    assert text == rfc.written(made), "python -m tests.engines.log.rfc"
    assert {one["wantErr"] for one in json.loads(text)} == {True, False}


def test_nothing_can_be_shown_from_an_empty_log_and_equals_need_no_proof() -> None:
    one, other = ROOTS[1], ROOTS[2]
    assert not tree.verify_consistency(0, 1, [], tree.EMPTY_ROOT, one)
    assert not tree.verify_consistency(0, 0, [], tree.EMPTY_ROOT, tree.EMPTY_ROOT)
    assert Tree(HASHES).consistency(0, 5) == []  # what the witness protocol sends
    assert tree.verify_consistency(2, 2, [], other, other)
    assert not tree.verify_consistency(2, 2, [], one, other)
    assert not tree.verify_consistency(2, 2, [one], other, other)


def test_wrong_lengths_and_numbers_are_false_not_errors() -> None:
    huge = 2**64 - 1
    assert not tree.verify_inclusion(HASHES[0], huge, 1, [], HASHES[0])
    assert not tree.verify_inclusion(HASHES[0], -1, 1, [], HASHES[0])
    assert not tree.verify_inclusion(HASHES[0], 0, huge, [HASHES[0]] * 64, HASHES[0])
    assert not tree.verify_inclusion(b"", 0, 1, [], b"")
    assert not tree.verify_consistency(huge, huge - 1, [], HASHES[0], HASHES[0])
    assert not tree.verify_consistency(1, 2, [HASHES[1]], HASHES[0][:31], ROOTS[2])


def test_a_byte_moved_from_one_hash_to_the_next_is_false() -> None:
    # The two halves of a node are hashed one after the other: only their lengths tell where.
    first, second = HASHES[:2]
    assert tree.node_hash(first[:31], first[31:] + second) == ROOTS[2]
    assert not tree.verify_inclusion(first[:31], 0, 2, [first[31:] + second], ROOTS[2])
    assert not tree.verify_consistency(1, 2, [first[31:] + second], first[:31], ROOTS[2])


def test_what_is_not_there_is_named() -> None:
    three = Tree(HASHES[:3])
    with pytest.raises(BadInput, match="no entry 3 in a log of 3"):
        three.inclusion(3)
    with pytest.raises(BadInput, match="no entry -1"):
        three.inclusion(-1)
    with pytest.raises(BadInput, match="has 3 entries, not 4"):
        three.root(4)
    with pytest.raises(BadInput, match="never had 3 entries"):
        three.consistency(3, 2)


def test_a_mutant_that_forgets_the_prefix_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    # The negative control of this file: without the node's prefix the roots are others.
    monkeypatch.setattr(hashes, "begun_node", rfc.hashlib.sha256().copy)
    assert tree.root(HASHES[:2]) != ROOTS[2]
