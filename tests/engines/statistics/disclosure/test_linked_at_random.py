"""Releases at random, held against every table of people that could be behind them."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.engines.statistics.disclosure import houses

from corridor.engines.statistics.disclosure import audit as attack
from corridor.engines.statistics.disclosure.learnt import EXACT
from corridor.engines.statistics.disclosure.released import Released

AGES = (20, 30, 40, 50)
SECTORS = houses.SECTORS
PEOPLE = [(age, sector) for age in AGES for sector in SECTORS]
Band = tuple[int, int, frozenset[str]]
"""From which age to which, and the sectors that are withheld."""
SEEDS = 40


def _row(band: Band, sector: str) -> np.ndarray:
    """Which of the people a cell counts."""
    low, high, _ = band
    return np.array([float(low <= a <= high and sector in (s, "_T")) for a, s in PEOPLE])


def _released(name: str, band: Band, true: np.ndarray) -> Released:
    low, high, hidden = band
    body = houses.body(
        population={"of": "workers", "age": {"from": str(low), "to": str(high)}},
        tables=[["sector"]],
        dimensions={"sector": list(SECTORS)},
        rules={"threshold": 1},
    )
    rows = [
        {"sector": one, "time": "2026", "measure": "workers",
         "value": None if one in hidden else float(_row(band, one) @ true),
         "conf": "C" if one in hidden else "F"}
        for one in (*SECTORS, "_T")
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema_overrides={"value": pl.Float64})
    return Released(houses.spec(body | {"specification": name}), frame)


def _case(seed: int) -> tuple[list[Band], np.ndarray]:
    draw = Random(seed)
    true = np.array([draw.choice([0, 0, 1, 2, 3, 7, 12]) for _ in PEOPLE], dtype=float)
    bands: list[Band] = []
    for place in range(draw.randint(3, 5)):
        first = draw.randrange(4)
        last = draw.randrange(first, 4)
        often = 0.5 if place else 0.3
        hidden = frozenset(one for one in SECTORS if draw.random() < often)
        bands.append((AGES[first] - 5, AGES[last] + 4, hidden))
    return bands, true


def _one_possible_figure(bands: list[Band], true: np.ndarray) -> set[str]:
    """The withheld cells of the last release that have one figure whatever people there are."""
    told = [
        _row(band, one) for band in bands for one in (*SECTORS, "_T") if one not in band[2]
    ]  # fmt: skip
    rows = np.array(told)
    sums = LinearConstraint(rows, rows @ true, rows @ true)

    def end(cell: np.ndarray, side: float) -> int:
        found = milp(side * cell, constraints=sums, bounds=Bounds(0, 1_000),
                     integrality=np.ones(len(PEOPLE)))  # fmt: skip
        return round(side * float(found.fun))

    now = bands[-1]
    return {one for one in now[2] if end(_row(now, one), 1) == end(_row(now, one), -1)}


def _worked_out(bands: list[Band], true: np.ndarray) -> set[str]:
    *earlier, now = [_released(f"r{place}", one, true) for place, one in enumerate(bands)]
    found = attack.audit(now, (), earlier)
    return {one.codes["sector"] for one in found.learnt if one.verdict == EXACT and not one.beside}


def test_the_attack_works_out_what_can_be_worked_out_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many figures as an enumeration of the people; by twos, without links, it misses some."""
    cases = [_case(seed) for seed in range(SEEDS)]
    cases = [one for one in cases if all(one[0][-1][:2] != each[:2] for each in one[0][:-1])]
    true: list[Any] = [_one_possible_figure(*one) for one in cases]
    assert sum(map(len, true)) > 10
    assert [_worked_out(*one) for one in cases] == true
    monkeypatch.setattr(attack, "links", lambda *_: None)
    by_twos = [_worked_out(*one) for one in cases]
    assert all(few <= all_ for few, all_ in zip(by_twos, true, strict=True))
    assert by_twos != true
