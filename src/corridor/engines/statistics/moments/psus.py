"""Which sampling units a moment file holds, so that none is counted twice in a merge.

Whole numbers are kept as ranges (neighbours join), anything else as 64 bits of BLAKE2b: sorted,
so that the same units have the same bytes whatever the order they came in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from corridor.engines.statistics.moments.wide import Ints


def ranges(sorted_ids: Ints) -> Ints:
    """Rows of (first, last) for sorted, different whole numbers."""
    if not len(sorted_ids):
        return np.zeros((0, 2), np.int64)
    breaks = np.flatnonzero(np.diff(sorted_ids) != 1)
    first = sorted_ids[np.concatenate([[0], breaks + 1])]
    last = sorted_ids[np.concatenate([breaks, [len(sorted_ids) - 1]])]
    return np.stack([first, last], axis=1)


def digests(names: Sequence[str]) -> Ints:
    """Rows of (digest, digest), sorted."""
    found = [
        int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
        for name in names
    ]
    one = np.unique(np.array(found, np.int64))
    return np.stack([one, one], axis=1)


def joined(parts: Sequence[Ints], *, numbers: bool) -> tuple[Ints, int]:
    """All units of several sets, and how many stand in more than one of them."""
    every = np.concatenate(parts) if parts else np.zeros((0, 2), np.int64)
    every = every[np.lexsort((every[:, 1], every[:, 0]))]
    twice = _twice(every)
    if not numbers or twice or len(every) < 2:
        return every, twice
    open_ = np.concatenate([[True], every[1:, 0] != every[:-1, 1] + 1])
    shut = np.concatenate([open_[1:], [True]])
    return np.stack([every[open_, 0], every[shut, 1]], axis=1), 0


def _twice(every: Ints) -> int:
    """Units that two ranges share, for ranges sorted by their first."""
    if len(every) < 2:
        return 0
    reach = np.maximum.accumulate(every[:-1, 1])
    met = every[1:, 0] <= reach  # looked at first: a difference of far ids could overflow
    return int((np.minimum(reach, every[1:, 1])[met] - every[1:, 0][met] + 1).sum())


def as_json(held: Ints, *, numbers: bool) -> str:
    """Ranges as “1-40 44”, digests as hex, all in one line."""
    if not numbers:
        return " ".join(f"{int(one) & (2**64 - 1):016x}" for one in held[:, 0])
    return " ".join(str(int(a)) if a == b else f"{int(a)}..{int(b)}" for a, b in held.tolist())


def from_json(text: str, *, numbers: bool) -> Ints:
    """What ``as_json`` wrote. Raises ``ValueError``."""
    rows: list[Any] = []
    for word in text.split():
        if numbers:
            first, _, last = word.partition("..")
            rows.append((int(first), int(last or first)))
        else:
            value = int(word, 16)
            rows.append((value - 2**64 if value >= 2**63 else value,) * 2)
    return np.array(rows, np.int64).reshape(-1, 2)
