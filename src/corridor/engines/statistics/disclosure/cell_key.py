"""Cell keys: small noise that is the same for the same people, wherever their cell is shown.

Every record has a key, drawn from its name by a secret. A cell's key is the sum of its records'
keys; with the cell's figure it looks up the noise in a table of probabilities. So the same cell
has the same noise in every table and every release, and asking again tells nothing; but parts
need not sum to their wholes, and each whole says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.disclosure.model import Noise

BITS = 32
MODULUS = 1 << BITS
SHORTEST = 32


def record_keys(names: Sequence[str], secret: bytes) -> np.ndarray:
    """A key below 2**32 for each record's name. The secret needs 32 bytes and never leaves."""
    if len(secret) < SHORTEST:
        raise BadInput(
            "disclosure.secret",
            sentence(N_("The secret of the cell keys is shorter than {least} bytes."), least=32),
            remedy=sentence(N_("Make one once, keep it safe, and use it for every release.")),
        )
    return np.array(
        [
            int.from_bytes(
                hashlib.blake2b(str(name).encode(), key=secret[:64], digest_size=4).digest(), "big"
            )
            for name in names
        ],
        dtype=np.int64,
    )


def noise(values: np.ndarray, keys: np.ndarray, asked: Noise) -> np.ndarray:
    """What is added to each count. ``keys``: the cells' keys, below 2**32.

    Empty cells stay empty; no figure between nothing and ``asked.smallest`` is ever shown.
    """
    found = np.zeros(len(values), dtype=np.int64)
    top = asked.most + asked.smallest + 1
    for count in np.unique(values[values > 0]).astype(int).tolist():
        cells = np.flatnonzero(values == count)
        steps, chances = table(min(count, top), asked)
        ends = np.cumsum(np.rint(np.array(chances) * MODULUS)).astype(np.int64)
        ends[-1] = MODULUS
        found[cells] = np.array(steps)[np.searchsorted(ends, keys[cells], side="right")]
    return found


@lru_cache(maxsize=256)
def table(count: int, asked: Noise) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The noise that a count may get and how likely each is: no bias, the variance asked for.

    Among all such laws the one of greatest entropy, exp(a d + b d^2). Where the variance cannot be
    had (a count of 1 has only so many ways to go) the nearest that can.
    """
    steps = np.array(
        [
            step
            for step in range(-asked.most, asked.most + 1)
            if count + step == 0 or count + step > asked.smallest
        ]
    )
    if not (steps <= 0).any() or not (steps >= 0).any():
        raise BadInput(
            "disclosure.noise",
            sentence(N_("Noise of at most {most} cannot be without bias."), most=asked.most),
            remedy=sentence(N_("Let the noise be larger, or smaller figures be shown.")),
        )
    variance = _possible(steps, asked.variance)
    chances = _entropy(steps, variance)
    return tuple(steps.tolist()), tuple(chances.tolist())


def _possible(steps: np.ndarray, variance: float) -> float:
    """The nearest variance that a law without bias on these steps can have, a little inside."""
    below, above = steps[steps <= 0], steps[steps >= 0]
    inner = float(-below.max() * above.min())
    outer = float(-below.min() * above.max())
    margin = 1e-3 * max(outer - inner, 0.0)
    return min(max(variance, inner + margin), outer - margin)


def _entropy(steps: np.ndarray, variance: float) -> np.ndarray:
    """Newton's method on the two multipliers."""
    size = float(np.abs(steps).max()) or 1.0
    form = np.stack([steps / size, (steps / size) ** 2])
    wanted = np.array([0.0, variance / size**2])
    at = np.zeros(2)
    for _ in range(200):
        chances = _law(at, form)
        gap = form @ chances - wanted
        if np.abs(gap).max() < 1e-13:
            break
        spread = (form * chances) @ form.T - np.outer(form @ chances, form @ chances)
        step = np.linalg.lstsq(spread, gap, rcond=None)[0]
        at = at - step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
    return _law(at, form)


def _law(at: np.ndarray, form: np.ndarray) -> np.ndarray:
    exponent = at @ form
    chances = np.exp(exponent - exponent.max())
    law: np.ndarray = chances / chances.sum()
    return law
