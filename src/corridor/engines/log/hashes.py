"""Hashes of leaves and nodes, RFC 9162 section 2.1.

A leaf is hashed as ``SHA-256(0x00 || data)``, a node as ``SHA-256(0x01 || left || right)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from hashlib import sha256

SIZE = 32
"""Bytes of a hash."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a log without entries."""

begun_leaf = sha256(b"\0").copy
begun_node = sha256(b"\1").copy


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


def pairs(row: Iterable[bytes]) -> list[bytes]:
    """The nodes over neighbours 0 and 1, 2 and 3 ...; a last odd one has none."""
    each, found = iter(row), []
    # Copying a hash that has read the first byte costs less than making one.
    for left, right in zip(each, each, strict=False):
        hashed = begun_node()
        hashed.update(left + right)
        found.append(hashed.digest())
    return found


def fold(parts: Iterable[bytes]) -> bytes:
    """One hash over complete subtrees of falling size, joined from the right.

    Raises ``TypeError`` for none at all.
    """
    return reduce(lambda right, left: node_hash(left, right), reversed(list(parts)))
