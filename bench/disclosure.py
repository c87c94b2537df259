"""Disclosure control: linked tables protected and attacked; seconds, memory, growth.

    python bench/disclosure.py [1000 3000 10000]

Migrant workers by origin and region, occupation group, industry, sex, age and province: five
linked tables over one population, a threshold of three, whoever is alone in a cell an attacker
too. There is no other side: the goal is 10,000 linked cells in under a minute. Growth is of the
processor's time.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from typing import Any

import _measure

SIZES = (1_000, 3_000, 10_000)
GOAL = 60.0
SHAPE = {
    1_000: {"origin": 9, "isco": 4, "isic": 5, "age": 3, "province": 5},
    3_000: {"origin": 22, "isco": 7, "isic": 9, "age": 4, "province": 8},
    10_000: {"origin": 60, "isco": 10, "isic": 20, "age": 5, "province": 15},
}
GROUPS = {"origin": 6, "isic": 4}


def _body(size: int) -> dict[str, Any]:
    codes = {
        name: [f"{name[:2]}{place:02d}" for place in range(count)]
        for name, count in SHAPE[size].items()
    }
    dimensions: dict[str, Any] = {"sex": ["F", "M"], **codes}
    for name, count in GROUPS.items():
        own = codes[name]
        groups = {f"{name}-{place}": own[place::count] for place in range(count)}
        dimensions[name] = {"codes": own, "groups": groups}
    return {
        "specification": f"bench@{size}",
        "time": "2026",
        "dimensions": dimensions,
        "tables": [
            ["origin", "isco", "sex"],
            ["origin", "isic", "sex"],
            ["origin", "age", "sex"],
            {"by": ["province", "isic", "age"]},
            ["origin", "province"],
        ],
        "measures": [{"id": "workers"}],
        "rules": {"threshold": 3},
    }


def _records(body: dict[str, Any], count: int) -> Any:
    import numpy as np
    import polars as pl

    draw = np.random.default_rng(7)
    columns = {}
    for name, given in body["dimensions"].items():
        codes = given["codes"] if isinstance(given, dict) else given
        weights = 1.0 / np.arange(1, len(codes) + 1) ** 1.05
        columns[name] = draw.choice(codes, count, p=weights / weights.sum())
    return pl.DataFrame(columns)


def _side(size: int) -> None:
    from corridor.engines.statistics.disclosure import output, protect, reading, tally
    from corridor.engines.statistics.disclosure.audit import audit

    body = _body(size)
    spec, frame = reading.parse(body), _records(body, size * 8)
    begun, worked = time.perf_counter(), time.process_time()
    graph = protect.linked(spec)
    made = protect.suppress(graph, tally.of_records(graph, frame))
    between = time.perf_counter()
    found = audit(output.release(made), output.claims(made))
    ended = time.perf_counter()
    print(
        json.dumps(
            {
                "cells": int((~graph.hidden).sum()),
                "sums": graph.sums.shape[0],
                "sensitive": int(made.sensitive.sum()),
                "complementary": int(made.complementary.sum()),
                "attacked": len(found.learnt),
                "passed": found.passed,
                "not_hidden": len(protect.lost(made)),
                "protect": between - begun,
                "audit": ended - between,
                "processor": time.process_time() - worked,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def main(sizes: list[int]) -> int:
    """Each size in a process of its own."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(
        f"{'cells':>7} {'sums':>6} {'sensitive':>9} {'more':>5} {'attacked':>8}"
        f" {'protect s':>9} {'audit s':>8} {'processor s':>11} {'MB':>5} growth"
    )
    before, slow = None, False
    for size in sizes:
        one = _measure.child(__file__, str(size))
        if not one["passed"]:
            raise SystemExit(f"the attack on {size} cells worked something out")
        seconds = one["processor"]
        growth = "" if before is None else f"{seconds / before[1] / (one['cells'] / before[0]):.2f}"
        print(
            f"{one['cells']:>7} {one['sums']:>6} {one['sensitive']:>9} {one['complementary']:>5}"
            f" {one['attacked']:>8} {one['protect']:>9.1f} {one['audit']:>8.1f}"
            f" {one['processor']:>11.1f} {one['peak_mb']:>5} {growth}",
            flush=True,
        )
        before = (one["cells"], seconds)
        slow = slow or (seconds > GOAL)
    print(f"processor's time {'beyond' if slow else 'within'} the goal of a minute (one thread)")
    return 0


if __name__ == "__main__":
    if "--side" in sys.argv:
        _side(int(sys.argv[sys.argv.index("--side") + 1]))
    else:
        raise SystemExit(main([int(one) for one in sys.argv[1:]] or list(SIZES)))
