"""Balanced half-samples: one unit of each pair of a stratum, chosen by a Hadamard matrix."""

from __future__ import annotations

import numpy as np

from corridor.engines.statistics.survey.columns import Floats, Ints
from corridor.engines.statistics.survey.stages import Stage


def halves(stage: Stage, rho: float) -> Floats:
    """Factors (units, replicates): ``2 - rho`` for the chosen unit of a pair, ``rho`` else.

    Strata take the rows of the matrix after its first in the order of their labels; the unit met
    first is chosen where the matrix has a one. Every stratum must have two units.
    """
    matrix = hadamard(len(stage.sampled) + 1)
    labels = stage.labels or tuple(str(one) for one in range(len(stage.sampled)))
    place = np.empty(len(labels), dtype=np.int64)
    place[sorted(range(len(labels)), key=lambda one: labels[one])] = np.arange(len(labels))
    first = _firsts(stage)
    chosen = matrix[1 + place[stage.stratum_of]] == first[:, None]
    return np.where(chosen, 2 - rho, rho)


def _firsts(stage: Stage) -> Ints:
    """1 for the unit of each stratum whose rows start first, 0 for the other."""
    units = len(stage.stratum_of)
    start = np.full(units, len(stage.clusters), dtype=np.int64)
    np.minimum.at(start, stage.clusters, np.arange(len(stage.clusters)))
    earliest = np.full(len(stage.sampled), len(stage.clusters), dtype=np.int64)
    np.minimum.at(earliest, stage.stratum_of, start)
    found: Ints = (start == earliest[stage.stratum_of]).astype(np.int64)
    return found


def hadamard(least: int) -> Ints:
    """The smallest matrix of zeros and ones this module can build with ``least`` rows or more.

    Sylvester's doubling and Paley's two constructions; rows are balanced against each other.
    """
    size = max(4, least + (-least) % 4)
    while True:
        found = _built(size)
        if found is not None:
            return found
        size += 4


def _built(size: int) -> Ints | None:
    if size == 2:
        return np.array([[1, 1], [1, 0]])
    if size & (size - 1) == 0:
        return _doubled(_built(size // 2))
    if size % 4 == 0 and _prime(size - 1):
        return _paley(size - 1)
    if size % 8 == 0:
        half = _built(size // 2)
        if half is not None:
            return _doubled(half)
    if _prime(size // 2 - 1) and (size // 2 - 1) % 4 == 1:
        return _paley_two(size // 2 - 1)
    return None


def _doubled(half: Ints | None) -> Ints | None:
    if half is None:
        return None
    return np.block([[half, half], [half, 1 - half]])


def _prime(number: int) -> bool:
    return number > 2 and all(number % one for one in range(2, int(number**0.5) + 1))


def _squares(prime: int) -> set[int]:
    return {one * one % prime for one in range(1, prime)}


def _paley(prime: int) -> Ints:
    """From squares modulo a prime that leaves 3 when divided by 4, bordered with ones."""
    squares = _squares(prime) | {0}
    number = np.arange(prime)
    inner = np.isin((number[:, None] + number) % prime, list(squares), invert=True)
    found = np.ones((prime + 1, prime + 1), dtype=np.int64)
    found[1:, 1:] = inner
    return found


def _paley_two(prime: int) -> Ints:
    """From squares modulo a prime that leaves 1, each entry a block of two by two."""
    squares = list(_squares(prime))
    number = np.arange(prime)
    apart = (number[:, None] - number) % prime
    signs = np.where(np.isin(apart, squares), 1, -1)
    np.fill_diagonal(signs, 0)
    core = np.ones((prime + 1, prime + 1), dtype=np.int64)
    core[1:, 1:] = signs
    core[0, 0] = 0
    plus, alone = np.array([[1, 1], [1, -1]]), np.array([[1, -1], [-1, -1]])
    found = np.kron(core, plus) + np.kron(np.eye(prime + 1, dtype=np.int64), alone)
    ones: Ints = (found * found[0][None, :] + 1) // 2
    return ones
