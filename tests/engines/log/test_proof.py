"""Proof files and the policy: what passes, what does not, and what is said about it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.log import rfc
from tests.engines.log.signers import cosigned, key, quantum, quantum_cosigned, signed

from corridor.core.problems import BadInput
from corridor.engines.log import keys
from corridor.engines.log.checkpoint import Checkpoint, parse_checkpoint
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.note import Note, parse_note
from corridor.engines.log.policy import Earlier, Policy, judge, parse_policy
from corridor.engines.log.proof import Proof, parse_proof
from corridor.engines.log.tree import Tree, leaf_hash

LOG, OURS, THEIRS, UNION = "log.example/np", "np.example/w", "qa.example/w", "union.example/w"
TREE = Tree(rfc.sha(b"\x00", leaf) for leaf in rfc.LEAVES[:13])
BODY = Checkpoint(LOG, 13, TREE.root()).text()
SEEDS = {OURS: 2, THEIRS: 3, UNION: 4}
WITNESSES = tuple(key(name, seed, keys.COSIGNATURE) for name, seed in SEEDS.items())
POLICY = Policy(key(LOG, 1), WITNESSES, frozenset({OURS}), 2)


def note(*witnesses: str, log: bool = True) -> str:
    lines = [signed(BODY, LOG, 1)] if log else []
    return BODY + "\n" + "".join(lines + [cosigned(BODY, name, SEEDS[name]) for name in witnesses])


def test_a_proof_reads_back_and_holds() -> None:
    for index in range(13):
        made = Proof(index, tuple(TREE.inclusion(index)), note(OURS), b"opening" * index)
        assert parse_proof(made.text()) == made
        assert made.holds(leaf_hash(rfc.LEAVES[index]))
        assert not made.holds(leaf_hash(b"another"))
        assert not replace(made, index=(index + 1) % 13).holds(leaf_hash(rfc.LEAVES[index]))
    lines = made.text().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 12"
    assert made.text().endswith("\n\n" + note(OURS))


def test_a_tree_of_one_has_an_empty_path() -> None:
    body = Checkpoint(LOG, 1, leaf_hash(b"only")).text()
    made = Proof(0, (), body + "\n" + signed(body, LOG, 1))
    assert parse_proof(made.text()).holds(leaf_hash(b"only"))


GOOD = Proof(3, tuple(TREE.inclusion(3)), note(OURS), b"opening").text()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with"),
        (GOOD.replace("@v1", "@v2"), "begins with"),
        (" " + GOOD, "begins with"),
        (GOOD.replace("extra ", "extra  "), "Line 2 is not base64"),
        (GOOD.replace("extra ", "Extra "), "entry's number"),
        (GOOD.replace("index 3", "index 03"), "entry's number"),
        (GOOD.replace("index 3", "index -3"), "entry's number"),
        (GOOD.replace("index 3", f"index {2**64}"), "entry's number"),
        (GOOD.replace("index 3\n", ""), "entry's number"),
        (GOOD.split("\n\n")[0], "missing"),
        (GOOD.split("\n\n")[0] + "\n\n", "missing"),
        (GOOD.replace("index 3\n", "index 3\nAAAA\n"), "Line 4 is not 32 bytes"),
        (GOOD.replace("index 3\n", "index 3\n!\n"), "Line 4 is not base64"),
        (GOOD.replace("index 3\n", "index 3\n" + ("A" * 43 + "=\n") * 64), "longer than any tree"),
        (GOOD + "x" * 1_000_000, "longer than any proof"),
    ],
)
def test_a_proof_written_wrongly(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        parse_proof(text)


@pytest.mark.parametrize(
    ("witnesses", "accepted", "says"),
    [
        ((), False, "by 0 of the 2"),
        ((OURS,), False, "by 1 of the 2"),
        ((THEIRS,), False, "by 1 of the 2"),
        ((OURS, THEIRS), True, f"confirmed by {OURS}, {THEIRS}"),
        ((UNION, THEIRS), True, f"confirmed by {THEIRS}, {UNION}"),
        ((OURS, THEIRS, UNION), True, "confirmed by"),
    ],
)
def test_two_of_three_one_of_them_not_ours(
    witnesses: tuple[str, ...], accepted: bool, says: str
) -> None:
    found = judge(parse_note(note(*witnesses)), POLICY)
    assert (found.accepted, found.logged) == (accepted, True)
    assert found.witnesses == tuple(sorted(witnesses))
    assert says in found.sentence.say()


def test_ours_alone_are_not_enough() -> None:
    policy = replace(POLICY, ours=frozenset({OURS, THEIRS}))
    found = judge(parse_note(note(OURS, THEIRS)), policy)
    assert (found.accepted, found.logged) == (False, True)
    assert "every witness" in found.sentence.say()
    assert judge(parse_note(note(OURS, UNION)), policy).accepted


def test_without_the_log_nothing_counts() -> None:
    for found in (
        judge(parse_note(note(OURS, THEIRS, UNION, log=False)), POLICY),
        judge(parse_note(note(OURS, THEIRS)), replace(POLICY, log=key(LOG, 7))),
        judge(parse_note(note(OURS, THEIRS)), replace(POLICY, origin="another.example")),
    ):
        assert (found.accepted, found.logged, found.witnesses) == (False, False, ())
        assert "has not signed" in found.sentence.say()


def test_one_false_signature_spoils_it_and_is_named() -> None:
    text = note(OURS, THEIRS, UNION)
    other = BODY.replace("\n13\n", "\n14\n")
    spoilt = text + cosigned(other, UNION, SEEDS[UNION])
    assert judge(parse_note(text), POLICY).accepted
    found = judge(parse_note(spoilt), POLICY)
    assert not found.logged
    assert UNION in found.sentence.say()


def test_a_witness_with_two_keys_counts_once() -> None:
    policy = replace(POLICY, witnesses=(*WITNESSES, quantum(THEIRS, 8)[1]))
    twice = parse_note(note(THEIRS) + quantum_cosigned(BODY, THEIRS, 8))
    assert judge(twice, policy).witnesses == (THEIRS,)
    assert not judge(twice, policy).accepted


def test_without_witnesses_the_log_alone_is_said() -> None:
    found = judge(parse_note(note()), Policy(key(LOG, 1)))
    assert found.accepted
    assert "No witness was asked for" in found.sentence.say()


def test_a_policy_reads_back() -> None:
    policy = replace(POLICY, origin="log.example/other")
    assert parse_policy(json.dumps(policy.as_json())) == policy
    assert parse_policy(json.dumps(POLICY.as_json())) == POLICY


def test_an_earlier_key_counts_up_to_its_last_tree() -> None:
    text, before = parse_note(note(OURS, THEIRS)), key(LOG, 1)
    for until, logged in ((13, True), (12, False)):
        policy = replace(POLICY, log=key(LOG, 9), earlier=(Earlier(before, until),))
        assert parse_policy(json.dumps(policy.as_json())) == policy
        assert judge(text, policy).logged is logged
    for wrong in ([{"key": before.text()}], [{"key": before.text(), "until": -1}], ["x"]):
        with pytest.raises(BadInput):
            parse_policy(json.dumps(POLICY.as_json() | {"earlier": wrong}))
    with pytest.raises(BadInput):
        replace(POLICY, earlier=(Earlier(POLICY.log, 13),))


def test_a_policy_that_means_less_than_it_says_is_refused() -> None:
    same = key("other.example", 2, keys.COSIGNATURE)
    for wrong in (
        {"needed": 4},
        {"needed": -1},
        {"ours": frozenset(SEEDS)},
        {"ours": frozenset({"nobody"})},
        {"witnesses": (*WITNESSES, same)},
        {"witnesses": (key(THEIRS, 3),), "ours": frozenset(), "needed": 1},
        {"log": key(LOG, 2)},
    ):
        with pytest.raises(BadInput):
            replace(POLICY, **wrong)


@pytest.mark.parametrize(
    "change",
    [
        {"log": "x"},
        {"witnesses": None},
        {"witnesses": [{"key": WITNESSES[0].text()}]},
        {"witnesses": [WITNESSES[0].text()]},
        {"needed": "2"},
        {"needed": True},
        {"needed": 3.0},
        {"origin": 3},
    ],
)
def test_a_policy_file_written_wrongly(change: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        parse_policy(json.dumps(POLICY.as_json() | change))
    with pytest.raises(BadInput):
        parse_policy("[" * 100_000)


@given(st.data())
def test_whatever_is_read_is_read_or_refused(data: st.DataObject) -> None:
    # A good text with a piece cut out, doubled or replaced: a value or BadInput, never a crash.
    policy = json.dumps(POLICY.as_json())
    readers = {GOOD: parse_proof, note(OURS): parse_note, BODY: parse_checkpoint}
    readers |= {policy: parse_policy, POLICY.log.text(): VerifierKey.parse}
    text = data.draw(st.sampled_from(sorted(readers)))
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    new = data.draw(st.one_of(st.text(max_size=9), st.just(text[first:last] * 2)))
    spoilt = text[:first] + new + text[last:]
    try:
        read = readers[text](spoilt)
    except BadInput:
        return
    if isinstance(read, Proof | Checkpoint):
        assert read.text() == spoilt or "extra \n" in spoilt
    if isinstance(read, Note):
        assert read.whole() == spoilt
