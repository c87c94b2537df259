"""RFC 9162 section 2.1 written down once more, word for word and slowly, to test against.

It shares nothing with the source: lists are cut as the RFC cuts them. ``python -m
tests.engines.log.rfc`` writes the vectors anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).with_name("vectors")
LEAVES = [bytes([number]) * (number % 5) for number in range(130)]


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def half(count: int) -> int:
    k = 1
    while 2 * k < count:
        k *= 2
    return k


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha(b"")
    if len(d) == 1:
        return sha(b"\x00", d[0])
    k = half(len(d))
    return sha(b"\x01", mth(d[:k]), mth(d[k:]))


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = half(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = half(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def sides(m: int, n: int) -> str:
    """On which side each hash of a path stands: two trees of one shape cannot be told apart."""
    if n == 1:
        return ""
    k = half(n)
    return sides(m, k) + "r" if m < k else sides(m - k, n - k) + "l"


def shape(m: int, n: int, b: bool = True) -> str:
    """The same for a consistency proof; ``s`` is the subtree that a proof starts from."""
    if m == n:
        return "" if b else "s"
    k = half(n)
    return shape(m, k, b) + "r" if m <= k else shape(m - k, n - k, False) + "l"


def flips(data: bytes, bits: Iterator[int] | range) -> Iterator[bytes]:
    number, count = int.from_bytes(data, "little"), len(data)
    for bit in bits:
        yield (number ^ 1 << bit).to_bytes(count, "little")


def inclusion_vectors() -> list[dict[str, Any]]:
    """Sound proofs and what is made of them, with the public vectors' names of fields."""
    found = []
    for index, size in ((0, 1), (0, 2), (0, 8), (5, 8), (2, 3), (1, 5), (6, 7), (63, 64), (64, 65)):
        d = LEAVES[:size]
        good = {
            "leafIdx": index,
            "treeSize": size,
            "root": mth(d),
            "leafHash": sha(b"\x00", d[index]),
            "proof": path(index, d),
        }
        found += [_vector(good, f"{index} of {size}", False)]
        found += [_vector(good | change, why, True) for why, change in _spoilt_inclusion(good)]
    return found


def consistency_vectors() -> list[dict[str, Any]]:
    """The same for consistency proofs."""
    found = []
    for old, new in ((1, 1), (1, 2), (1, 8), (2, 5), (3, 7), (4, 7), (6, 8), (63, 64), (64, 65)):
        good = {
            "size1": old,
            "size2": new,
            "root1": mth(LEAVES[:old]),
            "root2": mth(LEAVES[:new]),
            "proof": subproof(old, LEAVES[:new], True),
        }
        found += [_vector(good, f"{old} to {new}", False)]
        found += [_vector(good | change, why, True) for why, change in _spoilt_consistency(good)]
    return found


def _spoilt_inclusion(good: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    index, size, root, proof = (good[name] for name in ("leafIdx", "treeSize", "root", "proof"))
    yield "index below", {"leafIdx": (index - 1) % 2**64}
    yield "index above", {"leafIdx": index + 1}
    yield "size doubled", {"treeSize": 2 * size}
    yield "size halved", {"treeSize": size // 2}
    yield "no hash for leaf", {"leafHash": b""}
    yield "another leaf", {"leafHash": sha(b"\x00", b"another")}
    yield "root of nothing", {"root": sha(b"")}
    yield "short root", {"root": root[:31]}
    yield from _spoilt_path(proof, root)


def _spoilt_consistency(good: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    old, new, root = good["size1"], good["size2"], good["root2"]
    yield "from nothing", {"size1": 0}
    yield "old beyond new", {"size1": new + 1}
    yield "new doubled", {"size2": 2 * new}
    yield "old root changed", {"root1": sha(b"another")}
    yield "new root changed", {"root2": sha(b"another")}
    yield "short new root", {"root2": root[:31]}
    if old < new:
        yield "roots exchanged", {"root1": root, "root2": good["root1"]}
        yield "no proof", {"proof": []}
    yield from _spoilt_path(good["proof"], root)


def _spoilt_path(proof: list[bytes], root: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "root after the path", {"proof": [*proof, root]}
    yield "root before the path", {"proof": [root, *proof]}
    yield "nothing after the path", {"proof": [*proof, b""]}
    if proof:
        yield "last one missing", {"proof": proof[:-1]}
        yield "first one missing", {"proof": proof[1:]}
    for at, one in enumerate(proof):
        bent = next(flips(one, range(8 * at + 3, 256)))
        yield f"one bit of {at}", {"proof": [*proof[:at], bent, *proof[at + 1 :]]}


def _vector(fields: dict[str, Any], why: str, wrong: bool) -> dict[str, Any]:
    def text(value: Any) -> Any:
        if isinstance(value, list):
            return [text(one) for one in value] or None
        return base64.b64encode(value).decode() if isinstance(value, bytes) else value

    return {name: text(value) for name, value in fields.items()} | {"desc": why, "wantErr": wrong}


def written(vectors: list[dict[str, Any]]) -> str:
    """One vector per line."""
    return "[\n" + ",\n".join(json.dumps(one) for one in vectors) + "\n]\n"


if __name__ == "__main__":
    (VECTORS / "inclusion.json").write_text(written(inclusion_vectors()))
    (VECTORS / "consistency.json").write_text(written(consistency_vectors()))
