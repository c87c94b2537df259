"""``corridor log check`` and ``prove``: vectors, other spellings, bad input and proof files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import Result
from tests.engines.log import rfc
from tests.engines.log.signers import cosigned, key, signed
from typer.testing import CliRunner

from corridor.doors.cli.main import app
from corridor.engines.log import keys, leaf
from corridor.engines.log.checkpoint import Checkpoint
from corridor.engines.log.policy import Policy
from corridor.engines.log.proof import Proof
from corridor.engines.log.tree import Tree

ROOT = Path(__file__).resolve().parents[3]
LOG, WITNESS, OTHER = "log.example/np", "qa.example/w", "union.example/w"
GOOD = {"leafIdx": 0, "treeSize": 1, "root": "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="}
GOOD |= {"leafHash": GOOD["root"], "proof": None}
HEX = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def run(command: str, given: Any, *more: str) -> Result:
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(app, ["log", command, "-", *more], input=text)


def check(given: Any, *more: str) -> tuple[int, Any]:
    answer = run("check", given, "--json", *more)
    assert answer.exception is None or isinstance(answer.exception, SystemExit)
    return answer.exit_code, json.loads(answer.stdout)


def schema(name: str) -> Any:
    path = ROOT / "src" / "corridor" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_every_vector_gets_the_answer_it_wants(kind: str) -> None:
    vectors = json.loads((rfc.VECTORS / f"{kind}.json").read_text("utf-8"))
    code, answer = check(vectors)
    assert code == 1
    jsonschema.validate(answer, schema("log-answer"))
    jsonschema.validate(vectors, schema("log-check"))
    for vector, told in zip(vectors, answer, strict=True):
        assert told["ok"] is not vector["wantErr"], vector
        assert (told["kind"], told["desc"]) == (kind, vector["desc"])
        assert told["sentence"].endswith(".")
    good = [vector for vector in vectors if not vector["wantErr"]]
    assert check(good)[0] == check(good[0])[0] == 0
    assert check(next(one for one in vectors if one["wantErr"]))[0] == 1


def test_other_spellings_mean_the_same() -> None:
    plain = {"index": 0, "tree_size": "1", "root": HEX, "leaf_hash": HEX.upper(), "proof": []}
    bare = GOOD["root"].rstrip("=")
    for same in (
        GOOD,
        plain,
        plain | {"root": bare, "leaf_hash": bare.replace("+", "-").replace("/", "_")},
        {"leaf_index": 0, "size": 1, "root_hash": HEX, "leaf": "", "inclusion_path": []},
        {"index": 0, "tree_size": 1, "root": HEX, "leaf": "", "encoding": "hex", "proof": []},
    ):
        assert check(same) == (
            0,
            {"ok": True, "kind": "inclusion", "sentence": check(GOOD)[1]["sentence"]},
        )


def test_malformed_hashes_are_false_and_the_empty_log_proves_nothing() -> None:
    short = GOOD | {"root": "", "leafHash": ""}
    assert check(short)[0] == check(GOOD | {"leafIdx": 2**64 - 1})[0] == 1
    word = "ZG9uJ3QgY2FyZSAy"  # a tree agrees with itself, whatever its root
    same = {"size1": 1, "size2": 1, "root1": word, "root2": word, "proof": []}
    assert check(same)[0] == 0
    code, answer = check(same | {"size1": 0, "size2": 0})
    assert (code, answer["sentence"]) == (1, "From an empty log nothing can be shown.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ("", None),
        ("[[[[", None),
        ("[" * 200_000, None),
        ('{"index": 1e999}', "index"),
        ("[1]", "[0]"),
        ({}, "index"),
        ({"size2": 1}, "size1"),
        (GOOD | {"index": 0}, "index"),
        ('{"index": 1, "index": 2}', "index"),
        (GOOD | {"leafIdx": -1}, "index"),
        (GOOD | {"leafIdx": 2**64}, "index"),
        (GOOD | {"leafIdx": True}, "index"),
        (GOOD | {"leafIdx": 0.0}, "index"),
        (GOOD | {"root": "zz!"}, "root"),
        (GOOD | {"root": "A==="}, "root"),
        (GOOD | {"root": [1]}, "root"),
        (GOOD | {"proof": "AAAA"}, "proof"),
        ([GOOD, GOOD | {"proof": [HEX, 7]}], "[1].proof[1]"),
        ({"index": 0, "tree_size": 1, "leaf": "x", "encoding": "hex"}, "leaf"),
        ({"index": 0, "tree_size": 1, "leaf": "x", "encoding": "utf"}, "encoding"),
    ],
)
def test_bad_input_names_its_field(given: Any, field: str | None) -> None:
    code, answer = check(given)
    assert (code, answer.get("field")) == (2, field)
    assert answer["remedy"]


def test_what_prove_makes_check_accepts(tmp_path: Path) -> None:
    texts = [f"entry {number}" for number in range(7)]
    tree = Tree(rfc.sha(b"\x00", text.encode()) for text in texts)
    hashes = [rfc.sha(b"\x00", text.encode()).hex() for text in texts]
    asked = [
        {"leaves": texts, "index": 3},
        {"leaves": [text.encode().hex() for text in texts], "encoding": "hex", "index": 3},
        {"leaf_hashes": hashes, "index": 4, "tree_size": 5},
        {"leaf_hashes": hashes, "size1": 3},
        {"leaf_hashes": hashes, "size1": 4, "size2": 4},
    ]
    jsonschema.validate(asked, schema("log-prove"))
    for encoding in ("hex", "base64"):
        answer = run("prove", asked, "--json", "--encoding", encoding)
        assert answer.exit_code == 0, answer.output
        made = json.loads(answer.stdout)
        jsonschema.validate(made, schema("log-proof"))
        assert made[0] == made[1]
        assert check(made)[0] == 0
    assert made[3]["size2"] == 7
    file = tmp_path / "asked.json"
    file.write_text(json.dumps(asked[0]))
    shown = CliRunner().invoke(app, ["log", "prove", str(file)])
    assert shown.exit_code == 0
    assert tree.root().hex() in shown.stdout
    assert all(one.hex() in shown.stdout for one in tree.inclusion(3))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"index": 0}, "leaves"),
        ({"leaves": ["a"], "index": 1}, "index"),
        ({"leaves": ["a"], "index": 0, "tree_size": 2}, "tree_size"),
        ({"leaves": ["a"], "size1": 0}, "size1"),
        ({"leaves": ["a", "b"], "size1": 2, "size2": 1}, "size1"),
        ({"leaves": ["a", 1], "index": 0}, "leaves[1]"),
        ({"leaves": "a", "index": 0}, "leaves"),
        ({"leaf_hashes": ["aa"], "index": 0}, "leaf_hashes[0]"),
    ],
)
def test_what_cannot_be_proved_is_named(given: Any, field: str) -> None:
    answer = run("prove", given, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["field"]) == (2, field)


ENTRY = leaf.entry(
    index=4,
    type="contract.version",
    commitment=leaf.commitment(bytes(32), leaf.marks(bytes(32), {"wage": "1200.00"})),
    previous="",
    hour="2026-11-21T10",
)
OPENING = leaf.Opening(
    ENTRY, bytes(32), leaf.marks(bytes(32), {"wage": "1200.00"}), {"wage": "1200.00"}
)
TREE = Tree(rfc.sha(b"\x00", data) for data in (b"a", b"b", b"c", b"d", ENTRY, b"e"))


def proof_file(*, extra: bytes = b"", witness: bool = True, index: int = 4) -> str:
    body = Checkpoint(LOG, 6, TREE.root()).text()
    note = f"{body}\n{signed(body, LOG, 1)}" + (cosigned(body, WITNESS, 2) if witness else "")
    return Proof(index, tuple(TREE.inclusion(4)), note, extra).text()


LOG_KEY = key(LOG, 1).text()
WITNESS_KEY = key(WITNESS, 2, keys.COSIGNATURE).text()
HASH = rfc.sha(b"\x00", ENTRY).hex()


def test_a_proof_file_is_checked_to_its_signatures() -> None:
    code, answer = check(proof_file(), "--log", LOG_KEY, "--leaf-hash", HASH)
    assert (code, answer["ok"], answer["origin"], answer["index"]) == (0, True, LOG, 4)
    jsonschema.validate(answer, schema("log-answer"))
    both = ("--log", LOG_KEY, "--witness", WITNESS_KEY, "--leaf-hash", HASH)
    assert check(proof_file(), *both)[1]["witnesses"] == [WITNESS]
    code, answer = check(proof_file(witness=False), *both)
    assert (code, answer["included"], answer["logged"]) == (1, True, True)
    assert "0 of the 1" in answer["sentence"]
    assert check(proof_file().replace("\n", "\r\n"), *both)[0] == 0


def test_a_proof_that_opens_its_entry_needs_no_hash() -> None:
    code, answer = check(proof_file(extra=OPENING.bytes()), "--log", LOG_KEY)
    assert (code, answer["entry"]["fields"]) == (0, {"wage": "1200.00"})
    other = leaf.Opening(ENTRY, bytes(32), OPENING.marks, {"wage": "830.00"})
    code, answer = check(proof_file(extra=other.bytes()), "--log", LOG_KEY)
    assert (code, answer["code"], answer["field"]) == (2, "log.field", "wage")


def test_a_file_of_several_proofs_is_answered_with_a_list() -> None:
    one = proof_file(extra=OPENING.bytes())
    code, answer = check(one + one, "--log", LOG_KEY)
    assert (code, [told["index"] for told in answer]) == (0, [4, 4])
    stranger = one + proof_file(index=3, extra=OPENING.bytes())
    code, answer = check(stranger, "--log", LOG_KEY)
    assert (code, [told["ok"] for told in answer]) == (1, [True, False])
    code, answer = check(one + one, "--log", LOG_KEY, "--leaf-hash", HASH)
    assert (code, answer["field"]) == (2, "--leaf-hash")
    assert check(one * 21, "--log", LOG_KEY)[1]["code"] == "log.proofs"


def test_an_entry_in_another_place_than_it_says_is_false() -> None:
    moved = Tree([*(rfc.sha(b"\x00", data) for data in (b"a", b"b")), rfc.sha(b"\x00", ENTRY)])
    body = Checkpoint(LOG, 3, moved.root()).text()
    note = f"{body}\n{signed(body, LOG, 1)}"
    text = Proof(2, tuple(moved.inclusion(2)), note, OPENING.bytes()).text()
    code, answer = check(text, "--log", LOG_KEY)
    assert (code, answer["included"], answer["entry"]["index"], answer["index"]) == (1, True, 4, 2)
    assert "another place" in answer["sentence"]


def test_a_proof_of_something_else_is_false() -> None:
    own = ("--log", LOG_KEY)
    assert check(proof_file(index=3), *own, "--leaf-hash", HASH)[0] == 1
    assert check(proof_file(), *own, "--leaf-hash", "00" * 32)[1]["included"] is False
    stranger = ("--log", key(LOG, 9).text(), "--leaf-hash", HASH)
    code, answer = check(proof_file(), *stranger)
    assert (code, answer["included"], answer["logged"]) == (1, True, False)
    assert "has not signed" in answer["sentence"]


def test_a_policy_file_takes_the_place_of_keys(tmp_path: Path) -> None:
    witnesses = (key(WITNESS, 2, keys.COSIGNATURE), key(OTHER, 3, keys.COSIGNATURE))
    for ours, expected in ((OTHER, 0), (WITNESS, 1)):
        file = tmp_path / f"{expected}.json"
        policy = Policy(key(LOG, 1), witnesses, frozenset({ours}), 1)
        file.write_text(json.dumps(policy.as_json()))
        code, answer = check(proof_file(), "--policy", str(file), "--leaf-hash", HASH)
        assert (code, answer["witnesses"]) == (expected, [WITNESS])


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ((), "--log"),
        (("--log", "x"), "--log"),
        (("--log", LOG_KEY, "--witness", "x"), "--witness"),
        (("--log", LOG_KEY, "--witness", LOG_KEY), "witnesses"),
        (("--log", LOG_KEY, "--leaf-hash", "x"), "--leaf-hash"),
        (("--log", LOG_KEY, "--leaf-hash", "aa"), "--leaf-hash"),
    ],
)
def test_missing_and_broken_options_are_named(options: tuple[str, ...], field: str) -> None:
    given = options if "--leaf-hash" in options else (*options, "--leaf-hash", HASH)
    code, answer = check(proof_file(), *given)
    assert (code, answer["field"]) == (2, field)


def test_files_that_are_none(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe")
    for name in (str(odd), str(tmp_path), str(tmp_path / "none"), "a\0b"):
        answer = CliRunner().invoke(app, ["log", "check", name])
        assert answer.exit_code == 2
        assert "file" in answer.stderr
    assert check(proof_file(extra=b"no opening"), "--log", LOG_KEY)[0] == 2
    assert run("check", [GOOD, GOOD]).stdout.count("inclusion: ") == 2
    assert "2 of 2 hold" in run("check", [GOOD, GOOD]).stdout


def test_examples_are_what_the_commands_answer() -> None:
    folder = ROOT / "docs" / "schemas" / "examples"
    asked, made, told = (
        json.loads((folder / f"log-{name}.json").read_text("utf-8"))
        for name in ("prove", "proof", "answer")
    )
    jsonschema.validate(asked, schema("log-prove"))
    assert json.loads(run("prove", asked, "--json").stdout) == made
    assert check(made) == (0, told)


@pytest.mark.parametrize("command", ["check", "prove"])
def test_nothing_to_check_is_no_success(command: str) -> None:
    answer = run(command, [])
    assert answer.exit_code == 2
    assert "The list is empty." in answer.output


def test_half_a_character_is_refused_in_words_and_repeated_as_json_has_it() -> None:
    code, told = check(
        '{"leaf_hash": "\\ud800", "index": 0, "tree_size": 1, "root": "", "proof": []}'
    )
    assert (code, told["field"], told["found"]) == (2, "leaf_hash", "\ud800")
