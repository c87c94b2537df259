"""The worked table of docs/algorithms/log.md says what the RFC gives."""

from __future__ import annotations

import re
from pathlib import Path

from tests.engines.log import rfc

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "log.md"
ENTRIES = [letter.encode() for letter in "abcdefg"]


def part(name: str) -> bytes:
    first, _, last = name.strip().partition("–")
    return rfc.mth(ENTRIES[int(first) : int(last or first) + 1])


def rows(pattern: str) -> list[tuple[str, ...]]:
    return re.findall(pattern, PAGE.read_text("utf-8"), re.MULTILINE)


def test_hashes() -> None:
    found = rows(r"\| ([0-9](?:–[0-9])?) \| ([0-9a-f]{8}) (?=\|)")
    subtrees = [(name, digest) for name, digest in found[:12]]
    assert len(set(subtrees)) == 12
    for name, digest in subtrees:
        assert part(name).hex().startswith(digest), name
    assert rfc.mth(ENTRIES).hex() in PAGE.read_text("utf-8")


def test_inclusion_proofs() -> None:
    found = rows(r"^\| ([0-9]) \| ([0-9–, ]+) \|$")
    assert [int(index) for index, _ in found] == list(range(7))
    for index, path in found:
        assert [part(one) for one in path.split(",")] == rfc.path(int(index), ENTRIES)


def test_consistency_proofs() -> None:
    found = rows(r"^\| ([1-7]) \| ([0-9a-f]{8}) \| ([0-9–, ]+|nothing) \|$")
    assert [int(size) for size, _, _ in found] == list(range(1, 8))
    for size, digest, path in found:
        assert rfc.mth(ENTRIES[: int(size)]).hex().startswith(digest)
        shown = [] if path == "nothing" else [part(one) for one in path.split(",")]
        assert shown == rfc.subproof(int(size), ENTRIES, True)
