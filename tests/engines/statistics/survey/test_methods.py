"""Properties that hold whatever the numbers: of calibration, replicates, domains and quantiles."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.engines.statistics.survey.test_golden import HERE, table

from corridor.engines.statistics.survey import halves, reading, run
from corridor.engines.statistics.survey.domains import Domains
from corridor.engines.statistics.survey.quantiles import ladders

ROOT = HERE.parents[3]
CLUSTERED = "weights: w, strata: st, clusters: psu, nest: true"


def answer(design: str, asks: str, data: pl.DataFrame | None = None, more: str = "") -> list:
    plan = reading.read(f"design: {{{design}}}\nestimates: {asks}\n{more}")
    return run.estimate(plan, table("sample") if data is None else data)


def test_calibrated_counts_are_the_known_totals_without_error() -> None:
    margins = "[{by: g, totals: {E: 400, H: 450, M: 420}}, {by: sex, totals: {F: 600, M: 670}}]"
    for method in ("rake", "linear", "raking"):
        design = f"{CLUSTERED}, calibrate: {{method: {method}, margins: {margins}}}"
        rows = answer(design, "[{count: g}, {count: sex}]")
        assert [row["estimate"] for row in rows] == pytest.approx([400, 450, 420, 600, 670])
        assert max(row["se"] for row in rows) < 1e-9
    plain = answer(CLUSTERED, "[{count: g}]")
    assert min(row["se"] for row in plain) > 1


@pytest.mark.parametrize("least", [*range(2, 70), 100, 120])
def test_half_samples_are_balanced(least: int) -> None:
    matrix = halves.hadamard(least)
    signs = 2 * matrix - 1
    size = len(matrix)
    assert matrix.shape == (size, size)
    assert least <= size < 2 * least + 4
    assert (signs @ signs.T == size * np.eye(size)).all()
    assert set(matrix[0]) == {1}


def test_the_jackknife_of_a_total_is_its_linearised_error() -> None:
    for data, finite in (("sample", ""), ("sample", ", fpc: N1"), ("pairs", "")):
        asks = "[{total: y, by: [g]}, {count: sex}]"
        direct = answer(CLUSTERED + finite, asks, table(data))
        again = answer(
            f"{CLUSTERED}{finite}, replicates: {{type: JKn, mse: true}}", asks, table(data)
        )
        for one, other in zip(direct, again, strict=True):
            assert one["se"] == pytest.approx(other["se"], rel=1e-10)
            assert one["estimate"] == other["estimate"]


def test_a_bootstrap_comes_from_its_seed_and_near_the_linearised_error() -> None:
    asks = "[{total: y}]"
    direct = answer(CLUSTERED + ", fpc: N1", asks)[0]["se"]
    for kind in ("bootstrap", "subbootstrap"):
        made = f"{CLUSTERED}, fpc: N1, replicates: {{type: {kind}, number: 3000, seed: 7}}"
        first, again = answer(made, asks), answer(made, asks)
        assert first == again
        assert first != answer(made.replace("seed: 7", "seed: 8"), asks)
        known = direct if kind == "bootstrap" else answer(CLUSTERED, asks)[0]["se"]
        assert first[0]["se"] == pytest.approx(known, rel=0.2)


def test_the_order_of_rows_changes_nothing_that_is_read() -> None:
    asks = "[{mean: y, by: [g]}, {quantile: y, at: [0.3]}, {proportion: sex}]"
    turned = table("sample").sample(fraction=1.0, shuffle=True, seed=3)
    for one, other in zip(answer(CLUSTERED, asks), answer(CLUSTERED, asks, turned), strict=True):
        assert one["estimate"] == pytest.approx(other["estimate"], rel=1e-12)
        assert one["se"] == pytest.approx(other["se"], rel=1e-12)
        assert (one["n"], one["df"], one["domain"]) == (other["n"], other["df"], other["domain"])


def test_a_domain_is_a_subpopulation_not_a_smaller_sample() -> None:
    row = answer(CLUSTERED, "[{total: y, where: {g: E}}]")[0]
    inside = table("sample").filter(pl.col("g") == "E")
    alone = answer(CLUSTERED + ", lonely: remove", "[{total: y}]", inside)[0]
    assert row["estimate"] == pytest.approx(alone["estimate"])
    assert row["se"] > alone["se"]
    assert row["domain"] == {"g": "E"}
    assert row == answer(CLUSTERED, "[{total: y, by: [g]}]")[0]


def test_missing_values_are_left_out_and_counted() -> None:
    rows = answer(CLUSTERED, "[{mean: late, by: [sex]}]")
    empty = table("sample").filter(pl.col("late").is_null() | (pl.col("late") == ""))
    assert [row["missing"] for row in rows] == [
        empty.filter(pl.col("sex") == sex).height for sex in ("F", "M")
    ]
    assert sum(row["n"] + row["missing"] for row in rows) == table("sample").height
    nobody = answer("weights: w", "[{mean: z, where: {sex: X}}]")[0]
    assert (nobody["estimate"], nobody["se"], nobody["n"]) == (None, None, 0)
    assert nobody["quality"] == "unreliable"


def test_options_move_what_they_name_and_nothing_else() -> None:
    asks = "[{proportion: g}]"
    plain = answer(CLUSTERED, asks)[0]
    narrow = answer(CLUSTERED, asks, more="options: {conf: 0.5}")[0]
    wald = answer(CLUSTERED, asks, more="options: {interval: wald, df: normal}")[0]
    assert plain["ci"][0] < narrow["ci"][0] < plain["estimate"] < narrow["ci"][1] < plain["ci"][1]
    assert wald["ci"][0] == pytest.approx(wald["estimate"] - 1.959963984540054 * wald["se"])
    for other in (narrow, wald):
        assert other["se"] == plain["se"]
    replaced = answer(CLUSTERED, asks, more="options: {deff: replace}")[0]
    assert replaced["deff"] < plain["deff"]
    strict = answer(CLUSTERED, asks, more="options: {quality: {reliable: 0, n: 0, df: 0}}")[0]
    assert (plain["quality"], strict["quality"]) == ("with_care", "with_care")
    easy = answer(CLUSTERED, asks, more="options: {quality: {reliable: 0.9, n: 0, df: 0}}")[0]
    assert easy["quality"] == "reliable"


def test_a_domain_of_one_row_tells_nothing_of_its_error() -> None:
    data = pl.DataFrame({"w": [1, 1, 1], "y": [1, 2, 9], "g": ["a", "a", "b\x1fc"]})
    alone = answer("weights: w", "[{mean: y, by: [g]}]", data)[1]
    assert alone["domain"] == {"g": "b\x1fc"}
    assert (alone["df"], alone["ci"], alone["quality"]) == (0, [None, None], "unreliable")
    crossed = answer("weights: w", "[{mean: y, by: [g, w]}]", data)[1]
    assert crossed["domain"] == {"g": "b\x1fc", "w": "1"}
    huge = answer("weights: w", "[{total: y}]", data.with_columns(y=pl.lit(1e308)))[0]
    assert (huge["estimate"], huge["quality"]) == (None, "unreliable")


def test_a_quantile_meets_an_exact_share_exactly() -> None:
    rows = np.arange(4)
    members = Domains(rows, np.zeros(4, dtype=np.int64), ({},), np.full(4, 2.0), np.zeros(1, int))
    ladder = ladders(np.array([4.0, 1.0, 3.0, 2.0]), members)[0]
    assert [ladder.at(share) for share in (0.5, 0.51, 0.75, 1.0)] == [2, 3, 3, 4]
    assert np.isnan(ladder.at(-0.01))
    assert np.isnan(ladder.at(1.01))


def test_codes_of_numbers_are_in_the_order_of_numbers_and_files_agree() -> None:
    rows = answer("weights: w", "[{count: z}]")
    assert [row["level"] for row in rows] == sorted((row["level"] for row in rows), key=float)
    typed = pl.read_csv(HERE / "sample.csv")
    asks = "[{mean: late, by: [z]}, {count: z}, {quantile: y, by: [sex]}]"
    assert answer(CLUSTERED, asks, typed) == answer(CLUSTERED, asks)


PAGE = """stratum,unit,units,w,y,sex
A,1,30,2,3,F
A,1,30,2,5,M
A,2,30,2,4,F
A,3,30,2,6,M
A,3,30,2,2,F
B,4,16,4,7,M
B,5,16,4,1,F
B,5,16,4,3,M
"""


def test_the_worked_tables_of_the_handbook_hold() -> None:
    finite = "weights: w, strata: stratum, clusters: unit, fpc: units"
    plain = pl.read_csv(PAGE.encode(), infer_schema=False)
    total, mean = answer(finite, "[{total: y}, {mean: y}]", plain)
    assert (total["estimate"], total["se"]) == (84, pytest.approx(183.6**0.5))
    assert (mean["estimate"], mean["se"]) == (pytest.approx(84 / 22), pytest.approx(1.15971, 1e-5))
    alone = pl.read_csv((PAGE + "C,6,9,3,4,F\n").encode(), infer_schema=False)
    for policy, variance in (
        ("remove", 183.6),
        ("certainty", 183.6),
        ("adjust", 183.6 + 12**2 * 8 / 9),
        ("average", 183.6 * 3 / 2),
    ):
        row = answer(f"{finite}, lonely: {policy}", "[{total: y}]", alone)[0]
        assert row["se"] ** 2 == pytest.approx(variance)
    known = "calibrate: {method: poststratify, margins: [{by: sex, totals: {F: 14, M: 12}}]}"
    assert answer(f"{finite}, {known}", "[{total: y}]", plain)[0]["estimate"] == pytest.approx(92.8)


def test_the_plan_of_the_handbook_can_be_read() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    text = page.split("## `corridor stats estimate`")[1].split("```yaml\n")[1].split("```")[0]
    plan = reading.read(text)
    assert plan.design.clusters == ("dnum", "snum")
    assert plan.design.calibrate is not None
    assert [ask.estimator for ask in plan.asks][-1] == "quantile"


def test_the_total_of_nobody_is_nothing_and_of_nothing_told_is_not_known() -> None:
    # As the R package survey says of an empty subset: svytotal is 0 with error 0.
    asks = "[{total: y, where: {g: X}}, {mean: y, where: {g: X}}, {total: z, where: {sex: F}}]"
    data = table("sample").with_columns(z=pl.when(pl.col("sex") == "M").then(1.0))
    total, mean, untold = answer(CLUSTERED, asks, data)
    assert (total["estimate"], total["se"], total["ci"], total["n"]) == (0, 0, [0, 0], 0)
    assert (mean["estimate"], mean["se"], mean["ci"]) == (None, None, [None, None])
    assert untold["missing"] > 0
    assert untold["estimate"] is None
    for more in (
        ", replicates: {type: JKn}",
        ", calibrate: {method: linear, margins: [{total: 900}]}",
    ):
        again = answer(CLUSTERED + more, asks, data)[0]
        assert (again["estimate"], again["se"]) == (0, 0)


def test_every_row_alike_and_the_published_half_samples() -> None:
    """Six ambulances in three areas (Levy and Lemeshow), as the R package survey answers."""
    data = pl.DataFrame(
        {
            "esa": ["1", "1", "2", "2", "3", "3"],
            "ambulance": ["1", "2", "1", "2", "1", "2"],
            "arrests": [120, 78, 185, 228, 670, 530],
            "alive": [25, 24, 30, 49, 80, 70],
        }
    )
    drawn = "weights: 1, strata: esa, clusters: ambulance, nest: true, replicates: "
    for made, error in (
        ("{type: BRR}", 0.00941840066991849),
        ("{type: JKn}", 0.00984645720399716),
        ("{type: Fay, rho: 0.3}", 0.00952518747770524),
    ):
        (row,) = answer(drawn + made, "[{ratio: [alive, arrests]}]", data)
        assert row["estimate"] == pytest.approx(0.153506350082827, rel=1e-12)
        assert row["se"] == pytest.approx(error, rel=1e-12)
