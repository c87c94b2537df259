"""The pass over the records of one stratum, compiled: integers only, in any order the same sums.

While a sampling unit is open, its lanes are summed for each cell in 64 bits. When it closes, sums,
pairs and products enter accumulators of 128 bits (two words), which the caller has made sure cannot
overflow (``guards``). Nothing is divided and nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

TILE = 256
"""Records whose lanes are computed together, so that the compiler uses wide instructions."""

_compiled: Callable[[Any], Any] = intrinsic  # numba's own types know nothing of intrinsics
_Pair: Any = types.UniTuple
_I64, _I128 = ir.IntType(64), ir.IntType(128)


@_compiled
def _mac(_typing: Any, low: Any, _high: Any, _a: Any, _b: Any) -> Any:
    """(high, low) + a × b in 128 bits, as two words."""
    word = types.int64
    signature = _Pair(word, 2)(word, word, word, word)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        low, high, a, b = args
        shift = ir.Constant(_I128, 64)
        upper = builder.shl(builder.zext(high, _I128), shift)
        held = builder.or_(builder.zext(low, _I128), upper)
        product = builder.mul(builder.sext(a, _I128), builder.sext(b, _I128))
        total = builder.add(held, product)
        words = builder.trunc(total, _I64), builder.trunc(builder.lshr(total, shift), _I64)
        return context.make_tuple(builder, sig.return_type, words)

    return signature, codegen


@_compiled
def _split(_typing: Any, _a: Any, _b: Any) -> Any:
    """a × b as (its lower 32 bits, the rest)."""
    word = types.int64
    signature = _Pair(word, 2)(word, word)

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        product = builder.mul(*(builder.sext(one, _I128) for one in args))
        low = builder.and_(builder.trunc(product, _I64), ir.Constant(_I64, 0xFFFFFFFF))
        high = builder.trunc(builder.ashr(product, ir.Constant(_I128, 32)), _I64)
        return context.make_tuple(builder, sig.return_type, (low, high))

    return signature, codegen


@numba.njit(nogil=True, cache=True)
def _tile(
    first: int,
    after: int,
    weights: Any,
    columns: Any,
    flags: Any,
    lanes: Any,
    bases: Any,
    products: Any,
    out: Any,
) -> None:
    """The lanes, counts and split products of records ``first`` to ``after``, a row each."""
    for j in range(lanes.shape[0]):
        column, mask = lanes[j, 0], lanes[j, 1]
        for r in range(first, after):
            kept = weights[r] if flags[r] & mask == mask else 0
            out[r - first, j] = kept * columns[column, r]
    start = lanes.shape[0]
    for j in range(bases.shape[0]):
        mask = bases[j]
        for r in range(first, after):
            inside = flags[r] & mask == mask and weights[r] != 0
            out[r - first, start + j] = 1 if inside else 0
    start += bases.shape[0]
    for j in range(products.shape[0]):
        one, other, mask = products[j, 0], products[j, 1], products[j, 2]
        for r in range(first, after):
            kept = weights[r] if flags[r] & mask == mask else 0
            low, high = _split(kept * columns[one, r], columns[other, r])
            out[r - first, start + 2 * j] = low
            out[r - first, start + 2 * j + 1] = high


@numba.njit(nogil=True, cache=True)
def close(
    open_: Any, seen: Any, touched: Any, state: Any, pairs: Any, sums: Any, counts: Any, units: Any
) -> None:
    """Let the open sampling unit's totals enter the sums of its cells, and forget it."""
    bases = counts.shape[1]
    products = open_.shape[1] - bases + pairs.shape[0] - sums.shape[1]
    lanes = sums.shape[1] - pairs.shape[0] - products
    for t in range(state[0]):
        cell = touched[t]
        seen[cell] = 0
        mine, held = open_[cell], sums[cell]
        for j in range(bases):
            n = mine[lanes + j]
            if n > 0:
                counts[cell, j] += n
                units[cell, j] += 1
        for j in range(lanes):
            if mine[j] != 0:
                held[j, 0], held[j, 1] = _mac(held[j, 0], held[j, 1], mine[j], 1)
        for j in range(pairs.shape[0]):
            a, b = mine[pairs[j, 0]], mine[pairs[j, 1]]
            if a != 0 and b != 0:
                k = lanes + j
                held[k, 0], held[k, 1] = _mac(held[k, 0], held[k, 1], a, b)
        for j in range(products):
            k = lanes + pairs.shape[0] + j
            low, high = mine[lanes + bases + 2 * j], mine[lanes + bases + 2 * j + 1]
            held[k, 0], held[k, 1] = _mac(held[k, 0], held[k, 1], low, 1)
            held[k, 0], held[k, 1] = _mac(held[k, 0], held[k, 1], high, 1 << 32)
        for j in range(mine.shape[0]):
            mine[j] = 0
    state[0] = 0


@numba.njit(nogil=True, cache=True)
def run(
    first: int,
    after: int,
    starts: Any,
    weights: Any,
    columns: Any,
    flags: Any,
    cells: Any,
    lanes: Any,
    bases: Any,
    products: Any,
    pairs: Any,
    open_: Any,
    seen: Any,
    touched: Any,
    state: Any,
    sums: Any,
    counts: Any,
    units: Any,
) -> None:
    """Add records ``first`` to ``after``, all of one stratum.

    ``starts`` is 1 where a sampling unit begins; ``cells`` (tables × records) the cell in each
    table or -1; ``columns`` (columns × records), the last one all 1; ``state[0]`` how many cells
    the open unit has touched. ``open_`` is (cells × (lanes + bases + 2 products)).
    """
    width = open_.shape[1]
    out = np.zeros((TILE, width), np.int64)
    for begin in range(first, after, TILE):
        end = min(begin + TILE, after)
        _tile(begin, end, weights, columns, flags, lanes, bases, products, out)
        for r in range(begin, end):
            if starts[r]:
                close(open_, seen, touched, state, pairs, sums, counts, units)
            source = out[r - begin]
            for k in range(cells.shape[0]):
                cell = cells[k, r]
                if cell >= 0:
                    if not seen[cell]:
                        seen[cell] = 1
                        touched[state[0]] = cell
                        state[0] += 1
                    target = open_[cell]
                    for j in range(width):
                        target[j] += source[j]
