"""Linked tables made up from a number: the same number, the same tables, records and rules."""

from __future__ import annotations

from random import Random
from typing import Any

import polars as pl

from corridor.engines.statistics.disclosure import reading
from corridor.engines.statistics.disclosure.model import Specification

SHAPES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("a", "b"),),
    (("a", "b"), ("a", "c")),
    (("a", "b"), ("b", "c"), ("a", "c")),
    (("a", "b", "c"),),
    (("a", "b", "c"), ("a", "d")),
    (("a", "b"), ("b", "c"), ("c", "d")),
)
SIZES = (12, 30, 60, 120)

RULES: tuple[dict[str, Any], ...] = (
    {"threshold": 3},
    {"threshold": 5},
    {"threshold": 3, "p": 15},
    {"threshold": 2, "dominance": {"n": 1, "k": 75}},
    {"threshold": 3, "dominance": {"n": 2, "k": 85}, "p": 10},
    {"threshold": 3, "zeros": "withhold"},
)


def case(seed: int, *, small: bool = False) -> tuple[dict[str, Any], Specification, pl.DataFrame]:
    """A specification, as it is written and as it is read, and its records."""
    draw = Random(seed)
    shape = draw.choice(SHAPES[:3] if small else SHAPES)
    names = sorted({name for by in shape for name in by})
    dimensions = {name: _dimension(name, draw) for name in names}
    rules = dict(draw.choice(RULES))
    measures: list[dict[str, Any]] = [{"id": "workers"}]
    if "p" in rules or "dominance" in rules or draw.random() < 0.3:
        measures.append({"id": "wages", "sum": "wage"})
    body: dict[str, Any] = {
        "specification": f"made-up@{seed}",
        "time": "2026",
        "dimensions": dimensions,
        "tables": [list(by) for by in shape],
        "measures": measures,
        "rules": rules,
        "cost": draw.choice(("value", "cells")),
    }
    if "wages" in str(measures) and draw.random() < 0.5:
        body["source"] = {"contributor": "employer"}
    return body, reading.parse(body), _records(body, draw, SIZES[:2] if small else SIZES)


def _dimension(name: str, draw: Random) -> Any:
    codes = [f"{name}{place}" for place in range(draw.randint(2, 5))]
    if len(codes) < 4 or draw.random() < 0.5:
        return {"codes": codes}
    cut = draw.randint(2, len(codes) - 2)
    groups = {f"{name.upper()}1": codes[:cut], f"{name.upper()}2": codes[cut:]}
    if draw.random() < 0.3:
        return {
            "codes": codes,
            "groups": groups,
            "also": [{"ODD": codes[::2], "EVEN": codes[1::2]}],
        }
    return {"codes": codes, "groups": groups}


def _records(body: dict[str, Any], draw: Random, sizes: tuple[int, ...]) -> pl.DataFrame:
    count = draw.choice(sizes)
    columns: dict[str, list[Any]] = {}
    for name, dimension in body["dimensions"].items():
        codes = dimension["codes"]
        weights = [1 / (place + 1) ** draw.uniform(0.5, 1.6) for place in range(len(codes))]
        columns[name] = draw.choices(codes, weights, k=count)
    columns["wage"] = [round(draw.lognormvariate(7, 1.2), 2) for _ in range(count)]
    columns["employer"] = [str(draw.randint(1, max(count // 3, 2))) for _ in range(count)]
    return pl.DataFrame(columns)
