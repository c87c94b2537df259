"""The pass of ``moments.kernel`` in floating point, for what exactness costs. Not a bench itself.

The same tiles, the same open sampling units, the same pairs; doubles instead of words, one product
instead of two parts, no sums of 128 bits.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

TILE = 256


@numba.njit(nogil=True, cache=True)
def run(  # noqa: C901 - the exact kernel's parts in one
    first: int, after: int, starts: Any, weights: Any, columns: Any, flags: Any, cells: Any,
    lanes: Any, bases: Any, products: Any, pairs: Any, open_: Any, seen: Any, touched: Any,
    held: Any, below: Any, sums: Any, units: Any,
) -> None:  # fmt: skip
    width, many = open_.shape[1], below.shape[1]
    out, more = np.zeros((TILE, width)), np.zeros((TILE, many))
    line, kept = np.zeros(TILE), np.zeros(TILE)
    count = 0
    for begin in range(first, after, TILE):
        end = min(begin + TILE, after)
        size = end - begin
        before = np.int64(-1)
        for j in range(lanes.shape[0]):
            column, mask, place = lanes[j, 0], lanes[j, 1], lanes[j, 2]
            if mask != before:
                for t in range(size):
                    kept[t] = weights[begin + t] if flags[begin + t] & mask == mask else 0.0
                before = mask
            for t in range(size):
                line[t] = kept[t] * columns[column, begin + t]
            for t in range(size):
                out[t, place] = line[t]
        for j in range(bases.shape[0]):
            mask = bases[j]
            for t in range(size):
                out[t, lanes.shape[0] + j] = 1.0 if flags[begin + t] & mask == mask else 0.0
        for j in range(products.shape[0]):
            one, other, mask = products[j, 0], products[j, 1], products[j, 2]
            for t in range(size):
                inside = weights[begin + t] if flags[begin + t] & mask == mask else 0.0
                more[t, j] = inside * columns[one, begin + t] * columns[other, begin + t]
        for r in range(begin, end):
            if starts[r]:
                count = close(open_, seen, touched, count, pairs, held, sums, units, bases.shape[0])
            for k in range(cells.shape[0]):
                cell = cells[k, r]
                if cell >= 0:
                    if not seen[cell]:
                        seen[cell] = 1
                        touched[count] = cell
                        count += 1
                    target, source = open_[cell], out[r - begin]
                    for j in range(width):
                        target[j] += source[j]
                    lower, others = below[cell], more[r - begin]
                    for j in range(many):
                        lower[j] += others[j]
    close(open_, seen, touched, count, pairs, held, sums, units, bases.shape[0])


@numba.njit(nogil=True, cache=True)
def close(
    open_: Any, seen: Any, touched: Any, count: int, pairs: Any, held: Any, sums: Any, units: Any,
    bases: int,
) -> int:  # fmt: skip
    lanes = open_.shape[1] - bases
    for t in range(count):
        cell = touched[t]
        seen[cell] = 0
        mine, whole, place = open_[cell], held[cell], sums[cell]
        for j in range(bases):
            units[cell, j] += mine[lanes + j] > 0
        for j in range(pairs.shape[0]):
            place[j] += mine[pairs[j, 0]] * mine[pairs[j, 1]]
        for j in range(mine.shape[0]):
            whole[j] += mine[j]
            mine[j] = 0.0
    return 0
