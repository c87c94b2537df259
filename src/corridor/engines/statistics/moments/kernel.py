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


def _kept(function: Any) -> Any:
    """Compiled when first called, and kept on disk where there is a place for it."""
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:  # neither the program's folder nor a user's cache can be written
        return numba.njit(nogil=True)(function)


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


@_kept
def _lanes(
    first: int,
    after: int,
    weights: Any,
    columns: Any,
    flags: Any,
    lanes: Any,
    bases: Any,
    kept: Any,
    line: Any,
    out: Any,
) -> None:
    """The lanes and counts of records ``first`` to ``after``, a row each.

    ``lanes`` (column, mask, place in a row) are in the order of masks. ``line`` holds one lane of
    all records first: like this the compiler computes many at once.
    """
    size = after - first
    before = np.int64(-1)
    for j in range(lanes.shape[0]):
        column, mask, place = lanes[j, 0], lanes[j, 1], lanes[j, 2]
        if mask != before:
            for t in range(size):
                kept[t] = weights[first + t] if flags[first + t] & mask == mask else 0
            before = mask
        values = columns[column, first:after]
        for t in range(size):
            line[t] = kept[t] * values[t]
        for t in range(size):
            out[t, place] = line[t]
    start = lanes.shape[0]
    for j in range(bases.shape[0]):
        mask = bases[j]
        for t in range(size):
            inside = flags[first + t] & mask == mask and weights[first + t] != 0
            line[t] = 1 if inside else 0
        for t in range(size):
            out[t, start + j] = line[t]


@_kept
def _products(
    first: int,
    after: int,
    weights: Any,
    columns: Any,
    flags: Any,
    products: Any,
    small: bool,
    line: Any,
    out: Any,
) -> None:
    """Weight times two columns of records ``first`` to ``after``: lower 32 bits, and the rest.

    ``small``: the second value is known to be below 2^31, so that words of 64 bits are enough.
    """
    size = after - first
    for j in range(products.shape[0]):
        one, other, mask = products[j, 0], products[j, 1], products[j, 2]
        values, factors = columns[one], columns[other]
        for t in range(size):
            kept = weights[first + t] if flags[first + t] & mask == mask else 0
            line[t] = kept * values[first + t]
        if small:
            for t in range(size):
                factor = factors[first + t]
                low = (line[t] & 0xFFFFFFFF) * factor
                out[t, 2 * j] = low & 0xFFFFFFFF
                out[t, 2 * j + 1] = (line[t] >> 32) * factor + (low >> 32)
        else:
            for t in range(size):
                out[t, 2 * j], out[t, 2 * j + 1] = _split(line[t], factors[first + t])


@_kept
def close(
    open_: Any, seen: Any, touched: Any, state: Any, pairs: Any, held: Any, units: Any, sums: Any
) -> None:
    """Let the open sampling unit's totals enter the sums of its cells, and forget it.

    ``pairs`` are places of two lanes, without a sign: an index that cannot be negative is cheaper.
    """
    bases = units.shape[1]
    lanes = open_.shape[1] - bases
    for t in range(state[0]):
        cell = touched[t]
        seen[cell] = 0
        mine, whole = open_[cell], held[cell]
        place = sums[cell, lanes : lanes + pairs.shape[0]]
        for j in range(bases):
            units[cell, j] += mine[lanes + j] > 0
        for j in range(pairs.shape[0]):  # no test for nothing: a wrong guess costs more
            a, b = mine[pairs[j, 0]], mine[pairs[j, 1]]
            place[j, 0], place[j, 1] = _mac(place[j, 0], place[j, 1], a, b)
        for j in range(mine.shape[0]):
            whole[j] += mine[j]
            mine[j] = 0
    state[0] = 0


@_kept
def settle(held: Any, rows: Any, counts: Any, sums: Any, pairs: int) -> None:
    """Let sums of 64 bits enter those of 128, before they could overflow.

    ``held`` (cells × (lanes + bases)) of closed units; ``rows`` (cells × 2 products) of records.
    """
    bases = counts.shape[1]
    lanes, products = held.shape[1] - bases, rows.shape[1] // 2
    for cell in range(held.shape[0]):
        place = sums[cell]
        for j in range(lanes):
            place[j, 0], place[j, 1] = _mac(place[j, 0], place[j, 1], held[cell, j], 1)
            held[cell, j] = 0
        for j in range(bases):
            counts[cell, j] += held[cell, lanes + j]
            held[cell, lanes + j] = 0
        for j in range(products):
            k = lanes + pairs + j
            low, high = rows[cell, 2 * j], rows[cell, 2 * j + 1]
            place[k, 0], place[k, 1] = _mac(place[k, 0], place[k, 1], low, 1)
            place[k, 0], place[k, 1] = _mac(place[k, 0], place[k, 1], high, 1 << 32)
            rows[cell, 2 * j] = rows[cell, 2 * j + 1] = 0


@_kept
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
    small: bool,
    open_: Any,
    seen: Any,
    touched: Any,
    state: Any,
    held: Any,
    rows: Any,
    units: Any,
    sums: Any,
) -> None:
    """Add records ``first`` to ``after``, all of one stratum.

    ``starts`` is 1 where a sampling unit begins; ``cells`` (tables × records) the cell in each
    table or -1; ``columns`` (columns × records), the last one all 1; ``state[0]`` how many cells
    the open unit has touched. ``open_`` is (cells × (lanes + bases)), ``rows``
    (cells × 2 products).
    """
    line, kept = np.zeros(TILE, np.int64), np.zeros(TILE, np.int64)
    out = np.zeros((TILE, open_.shape[1]), np.int64)
    more = np.zeros((TILE, rows.shape[1]), np.int64)
    for begin in range(first, after, TILE):
        end = min(begin + TILE, after)
        _lanes(begin, end, weights, columns, flags, lanes, bases, kept, line, out)
        _products(begin, end, weights, columns, flags, products, small, line, more)
        for r in range(begin, end):
            if starts[r]:
                close(open_, seen, touched, state, pairs, held, units, sums)
            source, others = out[r - begin], more[r - begin]
            for k in range(cells.shape[0]):
                cell = cells[k, r]
                if cell >= 0:
                    if not seen[cell]:
                        seen[cell] = 1
                        touched[state[0]] = cell
                        state[0] += 1
                    target, below = open_[cell], rows[cell]
                    for j in range(source.shape[0]):
                        target[j] += source[j]
                    for j in range(others.shape[0]):
                        below[j] += others[j]


@_kept
def gather(values: Any, lowest: int, table: Any, out: Any) -> None:
    """``table`` by value less ``lowest``, into ``out``."""
    for r in range(values.shape[0]):
        out[r] = table[np.uint64(np.int64(values[r]) - lowest)]


@_kept
def gather_bits(values: Any, lowest: int, table: Any, out: Any) -> None:
    """The bits of ``table`` by value less ``lowest``, set in ``out`` too."""
    for r in range(values.shape[0]):
        out[r] |= table[np.uint64(np.int64(values[r]) - lowest)]


@_kept
def mark(values: Any, lowest: int, seen: Any) -> None:
    """Set ``seen`` by value less ``lowest``."""
    for r in range(values.shape[0]):
        seen[np.uint64(np.int64(values[r]) - lowest)] = 1
