"""A definition, a recoded survey and its design: figures that can be checked by hand."""

from __future__ import annotations

import polars as pl
import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics import definitions
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.definitions import guards
from corridor.engines.statistics.evaluation import Question, evaluate, required
from corridor.engines.statistics.survey.plan import DesignPlan

KNOWN = definitions.catalogue()
DESIGN = DesignPlan(weights="wt", clusters=("psu",))
PEOPLE = 40


def _survey() -> pl.DataFrame:
    """Forty recruited workers in ten clusters, half of them women; every eighth paid nothing."""
    every = range(PEOPLE)
    return pl.DataFrame(
        {
            "wt": [float(10 + one % 3) for one in every],
            "psu": [str(one // 4) for one in every],
            "sex": ["F" if one % 2 else "M" for one in every],
            "age": [float(20 + one) for one in every],
            "moved_for_work": ["yes"] * PEOPLE,
            "employment_status": ["employee"] * PEOPLE,
            "years_since_start": [float(one % 5) for one in every],
            "cost_first_job": [0.0 if one % 8 == 0 else 100.0 * (one % 7 + 1) for one in every],
            "earnings_first_month": [200.0 + 10 * (one % 4) for one in every],
            "cost_last_job": [None if one == 8 else 50.0 for one in every],
            "earnings_usual_month": [250.0] * PEOPLE,
        },
        schema_overrides={"cost_last_job": pl.Float64},
    )


def _values(ids: tuple[str, ...], by: tuple = ((),), **options: str) -> dict:
    question = Question(ids, by, options)
    answer = evaluate(KNOWN, question, _survey(), DESIGN, "2026")
    cells = answer.cube.cells()
    return {(cell["measure"], cell.get("sex", "_T")): cell for cell in cells} | {
        "measures": answer.measures
    }


def test_every_presentation_of_the_recruitment_cost() -> None:
    ids = ("rci.mean_of_ratios", "rci.ratio_of_means", "rci.quartiles", "rci.above_1",
           "rci.mean_cost", "rci.mean_earnings", "rci.total_cost")  # fmt: skip
    found = _values(ids)
    frame = _survey().filter(pl.col("years_since_start") <= 3)
    weights, cost, earned = (
        frame.get_column(name).to_list()
        for name in ("wt", "cost_first_job", "earnings_first_month")
    )
    total = sum(weights)
    ratios = [one / other for one, other in zip(cost, earned, strict=True)]

    def share(values: list) -> float:
        return sum(w * v for w, v in zip(weights, values, strict=True)) / total

    def value(measure: str) -> float:
        return found[(measure, "_T")]["value"]

    assert value("rci.mean_of_ratios@1.0") == pytest.approx(share(ratios))
    assert value("rci.ratio_of_means@1.0") == pytest.approx(share(cost) / share(earned))
    assert value("rci.above_1@1.0") == pytest.approx(100 * share([r > 1 for r in ratios]))
    assert value("rci.zero@1.0") == pytest.approx(100 * share([c == 0 for c in cost]))
    assert value("rci.total_cost@1.0") == pytest.approx(share(cost) * total)
    assert value("rci.mean_cost@1.0") / value("rci.mean_earnings@1.0") == pytest.approx(
        value("rci.ratio_of_means@1.0")
    )
    ordered = sorted(zip(ratios, weights, strict=True))
    half = next(
        r for at, (r, _) in enumerate(ordered) if sum(w for _, w in ordered[: at + 1]) >= total / 2
    )
    assert value("rci.quartiles.p50@1.0") == half
    cell = found[("rci.mean_of_ratios@1.0", "_T")]
    assert (cell["n"], cell["df"]) == (len(weights), 9)
    assert cell["low"] < cell["value"] < cell["high"]


def test_five_workers_as_on_the_page() -> None:
    frame = pl.DataFrame(
        {
            "wt": [1.0] * 5,
            "psu": list("abcde"),
            "moved_for_work": ["yes"] * 5,
            "employment_status": ["employee"] * 5,
            "years_since_start": [1.0] * 5,
            "cost_first_job": [0.0, 150, 400, 1000, 1000],
            "earnings_first_month": [300.0, 300, 400, 250, 200],
        }
    )
    ids = ("rci.mean_of_ratios", "rci.ratio_of_means", "rci.quartiles", "rci.above_1")
    cube = evaluate(KNOWN, Question(ids), frame, DESIGN, "2026").cube
    found = {cell["measure"]: cell["value"] for cell in cube.cells()}
    assert found["rci.mean_of_ratios@1.0"] == pytest.approx(2.1)
    assert found["rci.ratio_of_means@1.0"] == pytest.approx(2550 / 1450)
    assert found["rci.quartiles.p50@1.0"] == 1
    assert found["rci.above_1@1.0"] == pytest.approx(40)
    assert found["rci.zero@1.0"] == pytest.approx(20)


def test_the_zero_share_comes_uninvited_and_by_the_same_breakdown() -> None:
    found = _values(("rci.mean_cost",), ((), ("sex",)))
    assert {("rci.zero@1.0", "M"), ("rci.zero@1.0", "F"), ("rci.zero@1.0", "_T")} <= set(found)
    assert found[("rci.zero@1.0", "F")]["value"] == 0  # nobody among them: a nought, not a gap


def test_rules_of_reference_are_options() -> None:
    usual = _values(("rci.mean_cost",))
    wider = _values(("rci.mean_cost",), reference_years="5")
    last = _values(("rci.mean_cost",), job_reference="last_job")
    paid = _values(("rci.mean_cost",), zero_costs="left_out")
    key = ("rci.mean_cost@1.0", "_T")
    assert wider[key]["n"] == PEOPLE
    assert last[key]["value"] == 50
    assert last["measures"]["rci.mean_cost@1.0"]["unknown"] == 1  # the cost nobody told
    assert paid[("rci.zero@1.0", "_T")]["value"] == 0
    assert paid[key]["value"] > usual[key]["value"]
    digests = {
        one["measures"]["rci.mean_cost@1.0"]["specification"] for one in (usual, wider, last, paid)
    }
    assert len(digests) == 4


def test_what_an_option_makes_needless_is_not_asked() -> None:
    frame = pl.DataFrame(
        {
            "wt": [1.0] * 4,
            "psu": list("abcd"),
            "age": [30.0] * 4,
            "usual_resident": ["yes"] * 4,
            "worked_abroad": ["yes", "yes", "no", None],
            "months_of_work_abroad": [None, 4.0, None, None],
        },
        schema_overrides={"months_of_work_abroad": pl.Float64},
    )
    usual = Question(("return_imw.stock",))
    longer = Question(("return_imw.stock",), options={"months_abroad": "3"})
    assert "months_of_work_abroad" not in required(KNOWN, usual)
    assert "months_of_work_abroad" in required(KNOWN, longer)
    for question, value, unknown in ((usual, 2, 1), (longer, 1, 2)):
        answer = evaluate(KNOWN, question, frame, DESIGN, "2026")
        assert [cell["value"] for cell in answer.cube.cells()] == [value]
        assert answer.measures["return_imw.stock@1.0"]["unknown"] == unknown


def test_the_definition_refuses_what_it_forbids() -> None:
    irregular = definitions.indicator(KNOWN, "irregular.stock")
    assert guards.refusals(irregular, ("region",), "survey") == []
    codes = {one.code for one in guards.refusals(irregular, ("district",), "register")}
    assert codes == {"definition.area", "definition.source"}
    with pytest.raises(Problem) as refused:
        required(KNOWN, Question(("irregular.stock", "sdg.8.8.2", "no.such"), (("district",),)))
    assert {one.code for one in refused.value.problems} >= {
        "definition.area", "definition.imported", "definition.indicator",
    }  # fmt: skip
    with pytest.raises(Problem, match="no breakdown by “isco”"):
        required(KNOWN, Question(("rci.zero",), (("isco",),)))
    with pytest.raises(Problem, match="has an option “colour”"):
        required(KNOWN, Question(("rci.zero",), ((),), {"colour": "red"}))


def _limited(measure: str, **dimensions: str) -> Cube:
    cell = {"time": "2026", "measure": measure, "value": 5.0, **dimensions}
    return Cube.of(pl.DataFrame([cell]))


@pytest.mark.parametrize(
    ("cube", "sources", "codes"),
    [
        (_limited("irregular.stock@1.0", region="north"), {"survey"}, []),
        (_limited("irregular.stock@1.0", district="_T"), {"survey"}, []),
        (_limited("irregular.stock@1.0", district="x"), {"survey"}, ["definition.area"]),
        (_limited("irregular.stock@1.0", village="x"), {"survey"}, ["definition.breakdown"]),
        (_limited("irregular.stock@1.0"), {"survey", "register"}, ["definition.source"]),
        (_limited("irregular.stock@1.0"), set(), ["definition.source"]),
        (_limited("forced_labour.prevalence@1", area="QAT"), {"published"}, ["definition.area"]),
        (_limited("forced_labour.prevalence@1", area="142"), {"published"}, []),
        (_limited("imw.stock@1.0", village="x"), {"register"}, []),
        (_limited("own@1", village="x"), {"register"}, []),
    ],
)
def test_the_door_out_asks_the_definitions_too(cube: Cube, sources: set, codes: list) -> None:
    assert [one.code for one in guards.of_cube(KNOWN, cube, sources)] == codes


def test_wage_gaps_by_sex_carry_the_error_of_the_design() -> None:
    every = range(80)
    frame = pl.DataFrame(
        {
            "wt": [1.0 + one % 3 for one in every],
            "psu": [str(one // 4) for one in every],
            "sex": ["F" if one % 2 else "M" for one in every],
            "age": [20.0 + one % 30 for one in every],
            "education": ["BAS" if one % 5 else None for one in every],
            "usual_resident": ["yes"] * 80,
            "labour_status": ["employed"] * 80,
            "employment_status": ["employee"] * 80,
            "foreign_citizen": ["yes" if one % 3 == 0 else "no" for one in every],
            "earnings_hour": [(8.0 if one % 3 == 0 else 10.0) + one % 2 for one in every],
        }
    )
    ids = ("wage_gap.raw_mean", "wage_gap.factor_weighted", "wage_gap.explained")
    answer = evaluate(KNOWN, Question(ids, ((), ("sex",))), frame, DESIGN, "2026")
    found = {(cell["measure"], cell["sex"]): cell for cell in answer.cube.cells()}
    assert found[("wage_gap.raw_mean@1.0", "M")]["value"] == pytest.approx(20)
    assert found[("wage_gap.raw_mean@1.0", "M")]["se"] == pytest.approx(0, abs=1e-9)
    assert found[("wage_gap.raw_mean@1.0", "_T")]["se"] > 0
    assert found[("wage_gap.factor_weighted@1.0", "F")]["value"] == pytest.approx(100 * 2 / 11)
    assert answer.measures["wage_gap.factor_weighted@1.0"]["missing"] == 16
    assert answer.measures["wage_gap.raw_mean@1.0"]["missing"] == 0


def test_an_unknown_answer_is_a_row_of_its_own_in_a_breakdown() -> None:
    frame = _survey().with_columns(
        pl.when(pl.col("psu") == "0").then(None).otherwise(pl.col("sex")).alias("sex")
    )
    question = Question(("rci.mean_cost",), ((), ("sex",)))
    cube = evaluate(KNOWN, question, frame, DESIGN, "2026").cube
    assert cube.codes("sex") == ["_T", "F", "M", "_X"]
