"""A small invented survey whose every value follows from its row number, and its specification."""

from __future__ import annotations

from typing import Any

import polars as pl
import yaml

from corridor.engines.specs import tree
from corridor.engines.statistics.moments import Spec, parse

UNITS = [4, 3, 1, 5, 2]
"""Sampling units of the strata 1 to 5; the third has one."""

BODY: dict[str, Any] = {
    "tables": "corridor-tables/1",
    "id": "small",
    "version": "1",
    "design": {
        "weight": {"column": "w", "scale": "2"},
        "strata": "h",
        "psu": "u",
        "lonely": "adjust",
    },
    "variables": {
        "wage": {"column": "wage", "scale": "2", "missing": "leave_out"},
        "hours": {"column": "hours"},
    },
    "populations": {
        "employed": [{"column": "status", "in": ["1"]}],
        "adult": [{"column": "age", "min": "15"}],
    },
    "indicators": [
        {"id": "people", "kind": "total"},
        {"id": "bill", "kind": "total", "of": "wage", "where": "employed"},
        {"id": "mean_wage", "kind": "mean", "of": "wage", "where": "employed"},
        {"id": "hourly", "kind": "ratio", "of": "wage", "over": "hours", "where": "employed"},
        {"id": "rate", "kind": "rate", "of": "employed", "over": "adult", "per": "100"},
    ],
    "dimensions": {
        "sex": {"column": "sex", "levels": {"1": "M", "2": "F"}},
        "region": {"column": "region"},
    },
    "breakdowns": [[], ["sex"], ["region", "sex"]],
}


def spec(**design: str) -> Spec:
    return given(BODY | {"design": BODY["design"] | design})


def given(body: dict[str, Any]) -> Spec:
    node = yaml.compose(yaml.safe_dump(body, sort_keys=False), Loader=yaml.BaseLoader)
    return parse(tree._node(node, "small.yaml", set()), "small.yaml")


def frame() -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for stratum, units in enumerate(UNITS, start=1):
        for unit in range(1, units + 1):
            for _ in range(4 + (stratum * unit) % 4):
                i = len(rows) * 37 % 101
                rows.append({
                    "h": stratum, "u": 10 * stratum + unit, "w": (150 + i * 7) / 100,
                    "wage": None if i % 9 == 4 else (20000 + i * i * 3) / 100,
                    "hours": 10 + i % 40, "status": 1 + (i % 3 == 0), "age": 5 + i % 60,
                    "sex": 1 + i % 2, "region": "NS"[i % 5 > 2], "fpc": 10 * stratum,
                })  # fmt: skip
    return pl.DataFrame(rows)
