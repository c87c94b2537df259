"""The same exact sums in plain Narwhals expressions: the oracle, and a way without compiling.

Slow and simple on purpose: one grouping for each breakdown, sampling units' totals as rows, squares
as integers of 128 bits. Order of records and of files does not matter here. Columns must be typed:
whole numbers or floats where numbers are meant; sampling units whole numbers or texts.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import narwhals as nw
import numpy as np

from corridor import __version__
from corridor.engines.statistics.moments import psus, wide
from corridor.engines.statistics.moments.plan import ONE, Plan, plan
from corridor.engines.statistics.moments.spec import Condition, Key, Number, Spec
from corridor.engines.statistics.moments.state import Moments, Stratum

_STRATUM, _UNIT = "__stratum", "__unit"


def moments(spec: Spec, frame: Any) -> Moments:
    """The moments of a frame that Narwhals knows. It must be sound: nothing is checked here."""
    made = plan(spec)
    lazy = nw.from_native(frame).lazy()
    flags = [_flag(made, one) for one in made.flags]
    design = spec.design
    stratum = nw.col(design.strata).cast(nw.String) if design.strata else nw.lit("")
    prepared = lazy.with_row_index("__row", order_by=lazy.collect_schema().names()[0])
    prepared = prepared.with_columns(
        stratum.alias(_STRATUM),
        nw.col(design.psu or "__row").alias(_UNIT),
        _fixed(design.weight).alias("__w") if design.weight else nw.lit(1).alias("__w"),
        *(one.fill_null(False).alias(f"__f{bit}") for bit, one in enumerate(flags)),
        *(_fixed(one).fill_null(0).alias(f"__c{at}") for at, one in enumerate(made.columns)),
    )
    prepared = prepared.with_columns(*_lanes(made))
    found = Moments(spec, versions=frozenset([__version__]))
    found.known_by = _known_by(prepared, design.psu)
    _strata(found, prepared, made)
    for place, names in enumerate(spec.breakdowns):
        _breakdown(found, prepared, made, place, names)
    found.rows = int(prepared.select(nw.len()).collect().item())
    zero = prepared.filter(nw.col("__w") == 0).select(nw.len()).collect()
    found.zero_weights = int(zero.item())
    found.left_out = _left_out(prepared, made)
    return found


def _fixed(number: Number) -> Any:
    return (nw.col(number.column) * 10**number.scale).round().cast(nw.Int64)


def _flag(made: Plan, one: Condition | int) -> Any:
    if isinstance(one, int):
        return ~nw.col(made.columns[one].column).is_null()
    column = nw.col(one.column)
    if one.test == "min":
        return column >= float(one.values[0])
    if one.test == "max":
        return column <= float(one.values[0])
    inside = column.cast(nw.String).is_in(list(one.values))
    return inside if one.test == "in" else ~inside


def _mask(mask: int) -> Any:
    bits = [nw.col(f"__f{bit}") for bit in range(mask.bit_length()) if mask >> bit & 1]
    return reduce(lambda one, other: one & other, bits, nw.col("__w") != 0)


def _column(place: int) -> Any:
    return nw.lit(1) if place == ONE else nw.col(f"__c{place}")


def _lanes(made: Plan) -> list[Any]:
    """Each record's part in every lane, base and product."""
    weight, long = nw.col("__w"), nw.Int128()
    kept = [
        nw.when(_mask(mask)).then(weight * _column(column)).otherwise(0).cast(long).alias(f"l{at}")
        for at, (column, mask) in enumerate(made.lanes)
    ]
    counts = [
        nw.when(_mask(mask)).then(1).otherwise(0).alias(f"b{at}")
        for at, mask in enumerate(made.bases)
    ]
    products = [
        nw.when(_mask(mask))
        .then(weight.cast(long) * _column(a) * _column(b))
        .otherwise(nw.lit(0).cast(long))
        .alias(f"q{at}")
        for at, (a, b, mask) in enumerate(made.products)
    ]
    return [*kept, *counts, *products]


def _known_by(prepared: Any, psu: str | None) -> str:
    if psu is None:
        return "records"
    return "numbers" if prepared.collect_schema()[_UNIT].is_integer() else "names"


def _strata(found: Moments, prepared: Any, made: Plan) -> None:
    fpc = made.spec.design.fpc
    stated = [nw.col(fpc).max().alias("__fpc")] if fpc else []
    units = prepared.group_by(_STRATUM, _UNIT).agg(nw.len().alias("n"), *stated).collect()
    for (name,), part in units.group_by(_STRATUM):
        ids = sorted(part[_UNIT].to_list())
        held = psus.ranges(np.array(ids, np.int64)) if found.known_by == "numbers" else None
        if held is None:
            held = psus.digests(ids if found.known_by == "names" else [])
        none = np.zeros(0, np.int64)
        population = int(part["__fpc"].max()) if fpc else 0
        found.strata[str(name)] = Stratum(
            held, len(ids), population, none,
            np.zeros((0, made.sums, 2), np.int64),
            *(np.zeros((0, len(made.bases)), np.int64) for _ in range(2)),
        )  # fmt: skip


def _breakdown(
    found: Moments, prepared: Any, made: Plan, place: int, names: tuple[str, ...]
) -> None:
    """One table: units' totals by cell, then their sums, pairs and counts by stratum."""
    spec = made.spec
    coded = prepared.with_columns(_code(spec, name) for name in names)
    codes = [f"__d_{name}" for name in names]
    for code in codes:
        coded = coded.filter(~nw.col(code).is_null())
    lanes, bases, products = (
        [f"{letter}{at}" for at in range(len(part))]
        for letter, part in (("l", made.lanes), ("b", made.bases), ("q", made.products))
    )
    units = coded.group_by(_STRATUM, _UNIT, *codes).agg(nw.col(*lanes, *bases, *products).sum())
    pairs = [(nw.col(f"l{a}") * nw.col(f"l{b}")).alias(f"p{at}")
             for at, (a, b) in enumerate(made.pairs)]  # fmt: skip
    met = [(nw.col(one) > 0).cast(nw.Int64).alias(f"u{one}") for one in bases]
    every = [*lanes, *(f"p{at}" for at in range(len(pairs))), *products]
    table = units.with_columns(*pairs, *met).group_by(_STRATUM, *codes).agg(
        nw.col(*every, *bases, *(f"u{one}" for one in bases)).sum()
    )  # fmt: skip
    for row in table.collect().iter_rows(named=True):
        key = (place, tuple(str(row[code]) for code in codes))
        counts = [row[one] for one in bases]
        if any(counts):
            sums = [wide.words(int(row[one])) for one in every]
            _put(found, str(row[_STRATUM]), key, sums, [counts, [row[f"u{b}"] for b in bases]])


def _code(spec: Spec, name: str) -> Any:
    one = spec.dimensions[name]
    code = nw.col(one.column).cast(nw.String)
    if one.levels:
        code = code.replace_strict(
            list(one.levels), list(one.levels.values()), return_dtype=nw.String
        )
    if one.missing not in ("refuse", "leave_out"):
        code = code.fill_null(one.missing)
    return code.alias(f"__d_{name}")


def _put(found: Moments, stratum: str, key: Key, sums: Any, counted: list[Any]) -> None:
    if key not in found.keys:
        found.keys.append(key)
    one = found.strata[stratum]
    one.cells = np.append(one.cells, found.keys.index(key))
    one.sums = np.append(one.sums, np.array([sums], np.int64), axis=0)
    one.counts = np.append(one.counts, np.array([counted[0]], np.int64), axis=0)
    one.units = np.append(one.units, np.array([counted[1]], np.int64), axis=0)


def _left_out(prepared: Any, made: Plan) -> dict[str, int]:
    """Records inside a population that asks for a column which is empty there, by column."""
    there = {one: bit for bit, one in enumerate(made.flags) if isinstance(one, int)}
    every = sum(1 << bit for bit in there.values())
    found: dict[str, int] = {}
    for place, bit in there.items():
        rests = [base & ~every for column, base in made.needs if column == place]
        always = nw.col("__w").is_null() | True
        tests = [_inside(rest, always) for rest in rests]
        lost = reduce(lambda one, other: one | other, tests) & ~nw.col(f"__f{bit}")
        name = made.columns[place].column
        count = int(prepared.filter(lost).select(nw.len()).collect().item())
        found[name] = found.get(name, 0) + count
    used = {name for one in made.spec.breakdowns for name in one}
    for name, one in made.spec.dimensions.items():
        if one.missing == "leave_out" and name in used:
            empty = prepared.filter(nw.col(one.column).is_null()).select(nw.len()).collect()
            found[one.column] = found.get(one.column, 0) + int(empty.item())
    return {name: count for name, count in found.items() if count}


def _inside(mask: int, always: Any) -> Any:
    bits = [nw.col(f"__f{bit}") for bit in range(mask.bit_length()) if mask >> bit & 1]
    return reduce(lambda one, other: one & other, bits, always)
