"""What is wrong with a plan or a table is said at once, where it is, and never answered."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
import yaml

from corridor.core.problems import Problem
from corridor.engines.statistics.survey import reading, run
from corridor.engines.statistics.survey.columns import Columns
from corridor.engines.statistics.survey.faults import MOST_ALIKE, Faults

TABLE = """w,st,psu,N,y,g,r1,r2
1.5,a,1,10,3,E,1,2
2,a,2,10,4,H,0,1
1,b,3,8,5,E,1,1
1,b,4,8,2,M,2,0
"""
SOUND = "design: {weights: w, strata: st, clusters: psu, fpc: N}"


def frame(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode(), infer_schema=False)


def problems(design: str, rows: str = "", asks: str = "[{mean: y}]") -> list[Problem]:
    """The faults of a plan with more rows in its table; none for a plan that is answered."""
    faults = Faults()
    said = yaml.load(f"{design}\nestimates: {asks}\n", Loader=yaml.BaseLoader)
    plan = reading.gathered(said, faults)
    try:
        run.answered(plan, Columns(frame(TABLE + rows), plan.options.na, faults, 2))
    except Problem as problem:
        return list(problem.problems)
    return []


def placed(found: list[Problem]) -> list[tuple[Any, ...]]:
    return [(one.code, one.place.field, one.place.line, one.place.column) for one in found]


def test_a_sound_plan_is_answered() -> None:
    assert problems(SOUND) == []


@pytest.mark.parametrize(
    ("design", "rows", "asks", "expected"),
    [
        (
            "design: {weights: ww, strata: nope}",
            "",
            "[{mean: yy}, {total: y, by: [zz]}]",
            [
                ("stats.table.column", "estimates[0]", None, None),
                ("stats.table.column", "estimates[1]", None, None),
                ("stats.table.column", "design.strata", None, None),
                ("stats.table.column", "design.weights", None, None),
            ],
        ),
        (
            "design: {weights: w}",
            "",
            "[{median: y}, {ratio: y}, {quantile: y, at: [2]}, {mean: y, at: [0.5]}]",
            [
                ("stats.plan.estimator", "estimates[0]", None, None),
                ("stats.plan.columns", "estimates[1].ratio", None, None),
                ("stats.plan.number", "estimates[2].at", None, None),
                ("stats.plan.at", "estimates[3].at", None, None),
            ],
        ),
        (
            "design: {weights: w}",
            "0,a,1,10,1,E,1,1\n-1,a,1,10,1,E,1,1\n,a,1,10,1,E,1,1\nx,a,1,10,1,E,1,1\n",
            "[{mean: y}]",
            [
                ("stats.design.weight_low", "w", 6, 1),
                ("stats.design.weight_low", "w", 7, 1),
                ("stats.design.weight_missing", "w", 8, 1),
                ("stats.table.number", "w", 9, 1),
            ],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu}",
            "1,c,9,8,1,E,1,1\n1,b,1,8,1,E,1,1\n1,,1,8,1,E,1,1\n",
            "[{mean: y}]",
            [("stats.design.missing", "st", 8, 2)],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu}",
            "1,c,9,8,1,E,1,1\n1,b,1,8,1,E,1,1\n",
            "[{mean: y}]",
            [("stats.design.lonely", "st", 6, 2), ("stats.design.nest", "psu", 7, 3)],
        ),
        (
            "design: {weights: w}",
            "1,a,1,10,n/a,E,1,1\n1,a,1,10,inf,E,1,1\n1,a,1,10,NA,E,1,1\n1,a,1,10,TRUE,E,1,1\n",
            "[{mean: y}]",
            [("stats.table.number", "y", 6, 5), ("stats.table.number", "y", 7, 5)],
        ),
        (
            "design: {weights: w, calibrate: {method: rake, margins: ["
            "{by: g, totals: {E: 5, H: 5, X: 3}}, {by: st, totals: {a: 10, b: 12}}]}}",
            "",
            "[{mean: y}]",
            [
                ("stats.calibrate.sums", "design.calibrate.margins[1]", None, None),
                ("stats.calibrate.cell", "design.calibrate.margins[0]", None, None),
                ("stats.calibrate.cell", "design.calibrate.margins[0].totals", None, None),
            ],
        ),
        (
            "design: {weights: w, calibrate: {method: poststratify, margins: ["
            "{by: g, totals: {E: 5, H: 5, M: 3}}, {variable: y}]}}",
            "",
            "[{mean: y}]",
            [
                ("stats.calibrate.totals", "design.calibrate.margins[1]", None, None),
                ("stats.calibrate.margins", "design.calibrate.margins", None, None),
            ],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu, fpc: N}",
            "1,c,5,1,1,E,1,1\n1,c,6,1,1,E,1,1\n1,a,1,9,1,E,1,1\n",
            "[{mean: y}]",
            [("stats.design.fpc", "N", 6, 4), ("stats.design.fpc", "N", 8, 4)],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu, fpc: [N, r1]}",
            "",
            "[{mean: y}]",
            [("stats.design.fpc", "design.fpc", None, None)],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu, replicates: {type: BRR}}",
            "1,b,5,8,1,E,1,1\n",
            "[{mean: y}]",
            [("stats.replicates.pairs", "st", 4, 2)],
        ),
        (
            "design: {weights: w, strata: st, clusters: psu, replicates: {type: JK1}}",
            "",
            "[{mean: y}]",
            [("stats.replicates.strata", "design.replicates", None, None)],
        ),
        (
            "design: {weights: w, replicates: {type: JKn, columns: r*}}",
            "1,b,5,8,1,E,,1\n",
            "[{mean: y}]",
            [
                ("stats.replicates.rscales", "design.replicates.rscales", None, None),
                ("stats.replicates.missing", "r1", 6, 7),
            ],
        ),
        (
            "design: {weights: w, replicates: {type: other, columns: r*, rscales: [1, 2, 3]}}",
            "",
            "[{mean: y}]",
            [("stats.replicates.rscales", "design.replicates.rscales", None, None)],
        ),
        (
            "design: {strata: st, clusters: psu}",
            "",
            "[{mean: y}]",
            [("stats.design.weights", "design.weights", None, None)],
        ),
        (
            "design: {weights: w, clusters: one}",
            "",
            "[{mean: y}]",
            [("stats.table.column", "design.clusters", None, None)],
        ),
    ],
)
def test_every_fault_is_said_with_its_place(
    design: str, rows: str, asks: str, expected: list[tuple[Any, ...]]
) -> None:
    found = problems(design, rows, asks)
    assert placed(found) == expected
    for one in found:
        assert one.remedy is not None
        assert "{" not in one.say()


def test_a_plan_that_is_none_is_refused() -> None:
    for text in ("", "[]", "design: [", "design: {weights: w}", "estimates: [{mean: y}]", "3"):
        with pytest.raises(Problem):
            reading.read(text)
    for text in ("design: {weights: w, weights: v}\nestimates: [{mean: y}]", "[" * 5000):
        with pytest.raises(Problem):
            reading.read(text)
    assert reading.read("design: {weights: w}\nestimates: [{mean: y}]").design.weights == "w"


def test_unknown_words_of_a_plan_are_named() -> None:
    with pytest.raises(Problem) as caught:
        reading.read(
            "design: {weight: w, lonely: hide, nest: maybe, calibrate: {method: guess},"
            " replicates: {type: JK9}}\nestimates: [{mean: y, per: g}]\noptions: {conf: 95}"
        )
    fields = {one.place.field for one in caught.value.problems}
    assert {"design.weight", "design.lonely", "design.nest", "design.calibrate.method"} <= fields
    assert {"design.replicates.type", "estimates[0]", "options.conf"} <= fields


def test_the_same_fault_in_many_rows_is_counted() -> None:
    rows = "1,a,1,10,wrong,E,1,1\n" * (MOST_ALIKE + 30)
    found = problems("design: {weights: w}", rows)
    assert len(found) == MOST_ALIKE + 1
    assert "30 more rows" in found[0].say()  # faults without a line come first


def test_one_unit_tells_nothing() -> None:
    found = problems("design: {weights: w, clusters: c}".replace("c}", "N}"), "")
    assert found == []
    alone = problems("design: {weights: w, strata: N, clusters: N}")
    assert [one.code for one in alone] == ["stats.design.lonely"] * 2


def test_margins_that_cannot_hold_together_are_refused() -> None:
    design = (
        "design: {weights: w, calibrate: {method: linear, margins: ["
        "{by: g, totals: {E: 5, H: 5, M: 5}}, {variable: N, total: 1000000},"
        "{variable: psu, total: 1}, {variable: r1, total: 3}]}}"
    )
    assert [one.code for one in problems(design)] == ["stats.calibrate.unconverged"]
