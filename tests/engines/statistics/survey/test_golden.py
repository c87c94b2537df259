"""Every kind of design against the answers of another program, kept in golden.csv."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.engines.statistics.survey import reading, run

HERE = Path(__file__).parent
Key = tuple[str, ...]
CLOSE, QUANTILE = 1e-10, 1e-8
NOISE = 1e-11
"""An error this small beside its estimate is zero and its digits are noise."""


@cache
def book() -> dict[str, Any]:
    return yaml.safe_load((HERE / "designs.yaml").read_text("utf-8"))


@cache
def golden() -> dict[str, dict[Key, dict[str, str]]]:
    found: dict[str, dict[Key, dict[str, str]]] = {}
    with (HERE / "golden.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["estimator"], row["variable"], row["domain"], row["level"])
            found.setdefault(row["case"], {})[key] = row
    return found


@cache
def table(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / f"{name}.csv", infer_schema=False)


def answers(one: dict[str, Any]) -> list[run.Row]:
    body = {"design": one["design"], "estimates": book()["estimates"]}
    texts = json.loads(json.dumps(body), parse_float=str, parse_int=str)
    return run.estimate(reading.plan_of(texts), table(one["data"]))


def figures(row: run.Row) -> Iterator[tuple[str, float | None]]:
    low, high = row["ci"]
    yield from (("estimate", row["estimate"]), ("se", row["se"]), ("low", low), ("high", high))
    yield from (("deff", row["deff"]), ("df", row["df"]), ("n", row["n"]))


def told(text: str) -> float | None:
    return None if text in ("NA", "NaN", "Inf") else float(text)


def differs(row: run.Row, other: dict[str, str]) -> list[str]:
    """What two programs do not agree on, by name."""
    estimate, error = told(other["estimate"]), told(other["se"])
    exact = error is not None and estimate is not None and error < NOISE * abs(estimate)
    tolerance = QUANTILE if row["estimator"] == "quantile" else CLOSE
    found = []
    for name, mine in figures(row):
        theirs = told(other[name])
        if theirs is None and _unsaid(row, name):
            continue
        if exact and name in ("se", "deff", "low", "high"):
            continue
        if mine is None or theirs is None:
            found += [name] if mine is not theirs else []
        elif mine != pytest.approx(
            theirs, rel=tolerance, abs=tolerance * abs(estimate or 0) * 1e-2
        ):
            found.append(name)
    return found


def _unsaid(row: run.Row, name: str) -> bool:
    """They give no effect for ratios of replicates, and no share where a replicate has none."""
    if name == "deff":
        return row["estimator"] == "ratio"
    return row["estimator"] == "proportion" and name in ("low", "high") and row["se"] > 0


@pytest.mark.parametrize("one", book()["designs"], ids=lambda one: one["name"])
def test_a_design_agrees_with_the_other_program(one: dict[str, Any]) -> None:
    expected = golden()[one["name"]]
    rows = answers(one)
    keys = set()
    for row in rows:
        level = "" if row["level"] is None else str(row["level"])
        key = (row["estimator"], row["variable"], "|".join(row["domain"].values()), level)
        keys.add(key)
        assert differs(row, expected[key]) == [], key
    assert keys == set(expected)
    assert len(rows) == 35


def test_every_kind_of_figure_is_held_against_the_other_program() -> None:
    rows = [row for case in golden().values() for row in case.values()]
    assert len(rows) == 31 * 35
    for name in ("estimate", "se", "low", "high", "deff", "df"):
        known = [row for row in rows if told(row[name]) is not None]
        assert len(known) > 700, name


def test_the_comparison_sees_a_figure_that_is_off_by_little() -> None:
    one = book()["designs"][2]
    row = next(row for row in answers(one) if row["estimator"] == "total")
    key = (row["estimator"], row["variable"], "|".join(row["domain"].values()), "")
    other = golden()[one["name"]][key]
    assert differs(row, other) == []
    for name in ("estimate", "se", "low", "high", "deff", "df", "n"):
        moved = {**other, name: str(float(other[name]) * (1 + 1e-9))}
        assert name in differs(row, moved)
    assert differs(row, {**other, "se": "NA"}) == ["se"]
