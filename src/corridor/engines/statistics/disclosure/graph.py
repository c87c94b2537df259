"""All cells of the linked tables, once each, and every sum that holds between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from scipy import sparse

from corridor.engines.statistics.disclosure.model import TOTAL, Dimension, Specification, Table

Whole = np.int64


@dataclass(frozen=True)
class Graph:
    """Cells as rows of ``codes`` (one integer code a dimension), sums as rows of ``sums``.

    ``sums @ figures`` is nothing for every additive measure: the whole has +1, its parts -1.
    ``hidden`` marks cells that no published table holds.
    """

    spec: Specification
    codes: np.ndarray
    keys: np.ndarray
    sums: Any
    hidden: np.ndarray

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.keys)

    @cached_property
    def strides(self) -> np.ndarray:
        """What each dimension's code is multiplied by in a cell's key."""
        return strides(self.spec)

    @cached_property
    def seen(self) -> Any:
        """The sums in which no hidden cell stands."""
        with_hidden = abs(self.sums) @ self.hidden.astype(float) > 0
        return self.sums[np.flatnonzero(~with_hidden)]

    def names(self, cell: int) -> dict[str, str]:
        """A cell's code for each dimension."""
        dims = self.spec.dimensions
        return {
            name: dims[name].codes[code]
            for name, code in zip(self.spec.names, self.codes[cell], strict=True)
        }


def strides(spec: Specification) -> np.ndarray:
    """Mixed radix: the last dimension runs fastest."""
    sizes = [len(spec.dimensions[name].codes) for name in spec.names]
    return np.array([prod(sizes[place + 1 :]) for place in range(len(sizes))], dtype=Whole)


def build(spec: Specification) -> Graph:
    """The cell graph of a specification, hidden tables included."""
    step = strides(spec)
    shown = [_cells(spec, step, one) for one in spec.tables if not one.hidden]
    known = np.unique(np.concatenate(shown)) if shown else np.empty(0, Whole)
    unseen = [_cells(spec, step, one) for one in spec.tables if one.hidden]
    keys = np.unique(np.concatenate([known, *unseen]))
    codes = np.stack(
        [
            keys // stride % len(spec.dimensions[name].codes)
            for name, stride in zip(spec.names, step, strict=True)
        ],
        axis=1,
    )
    return Graph(spec, codes, keys, _sums(spec, step, keys), ~np.isin(keys, known))


def allowed(spec: Specification, table: Table, name: str) -> list[int]:
    """The codes of one dimension that a table shows: the total, and down to its depth."""
    dimension = spec.dimensions[name]
    if name not in table.by:
        return [dimension.codes.index(TOTAL)]
    deepest = table.depth.get(name, len(dimension.codes))
    depth = dimension.depth
    return [at for at, code in enumerate(dimension.codes) if depth[code] <= deepest]


def _cells(spec: Specification, step: np.ndarray, table: Table) -> np.ndarray:
    return _crossed([np.array(allowed(spec, table, name)) for name in spec.names], step)


def _crossed(codes: Sequence[np.ndarray], step: np.ndarray) -> np.ndarray:
    """Keys of every combination of the given codes."""
    found = np.zeros(1, dtype=Whole)
    for values, stride in zip(codes, step, strict=True):
        found = (found[:, None] + values[None, :] * stride).ravel()
    return found


def _sums(spec: Specification, step: np.ndarray, keys: np.ndarray) -> Any:
    """One row for each whole and each of its sums, each once however many tables show it."""
    data: list[np.ndarray] = []
    for place, name in enumerate(spec.names):
        dimension = spec.dimensions[name]
        for whole, parts in _numbered(dimension):
            around = [
                _around(spec, step, table, place, {whole, *parts})
                for table in spec.tables
                if name in table.by
            ]
            others = np.unique(np.concatenate([np.empty(0, Whole), *around]))
            data.append(others[:, None] + np.array([whole, *parts]) * step[place])
    return _matrix(data, keys)


def _numbered(dimension: Dimension) -> Iterable[tuple[int, list[int]]]:
    at = {code: place for place, code in enumerate(dimension.codes)}
    for one in dimension.sums:
        yield at[one.whole], [at[part] for part in one.parts]


def _around(
    spec: Specification, step: np.ndarray, table: Table, place: int, needed: set[int]
) -> np.ndarray:
    """Keys of the other dimensions in a table that shows all codes of a sum."""
    codes = [np.array(allowed(spec, table, name)) for name in spec.names]
    if not needed <= set(codes[place].tolist()):
        return np.empty(0, Whole)
    codes[place] = np.zeros(1, dtype=Whole)
    return _crossed(codes, step)


def _matrix(sums: list[np.ndarray], keys: np.ndarray) -> Any:
    rows, columns, signs, count = [], [], [], 0
    for cells in sums:
        height, width = cells.shape
        rows.append(np.repeat(np.arange(count, count + height), width))
        columns.append(np.searchsorted(keys, cells.ravel()))
        signs.append(np.tile(np.array([1.0] + [-1.0] * (width - 1)), height))
        count += height
    if not rows:
        return sparse.csr_matrix((0, len(keys)))
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(entries, shape=(count, len(keys)))


def combinations(spec: Specification, table: Table) -> int:
    """How many cells a table has."""
    return prod(len(allowed(spec, table, name)) for name in spec.names)
