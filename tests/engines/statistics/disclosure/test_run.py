"""Whole releases: earlier ones beside them, rounding, cell keys."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.engines.statistics.disclosure import houses

from corridor.core.problems import Problem
from corridor.engines.statistics.disclosure import cell_key, remembered, run
from corridor.engines.statistics.disclosure.audit import audit
from corridor.engines.statistics.disclosure.model import Noise
from corridor.engines.statistics.disclosure.released import Range, Released, rounding, within
from corridor.engines.statistics.disclosure.run import Protected

SECRET = b"a secret of this test, 32 bytes or more"


def _released(age: str, frame: pl.DataFrame | None = None, **more: Any) -> Protected:
    population = {"of": "workers", "age": {"from": age}}
    data = houses.records() if frame is None else frame
    return run.run(houses.spec(houses.body(population=population, **more)), data)


@pytest.fixture(scope="module")
def first() -> Released:
    made = _released("15")
    assert made.passed
    kept = json.loads(json.dumps(remembered.to_json(made.release)))
    return remembered.from_json(kept)


def test_a_release_on_file_is_the_release(first: Released) -> None:
    made = _released("15").release
    assert first.values("workers") == made.values("workers")
    assert first.scope == (("age", Range(15.0, float("inf"))),)
    with pytest.raises(Problem, match="earlier release"):
        remembered.read(__import__("pathlib").Path(__file__))


def test_the_same_people_again_fit_what_is_out(first: Released) -> None:
    again = houses.spec(houses.body(population={"of": "workers", "age": {"from": "15"}}))
    made = run.run(again, houses.records(), [first])
    assert made.passed
    assert made.summary["already_public"] == 12


def test_one_year_younger_is_a_handful_that_nobody_may_count(first: Released) -> None:
    older = houses.records().filter(pl.col("age") > 15)
    assert houses.records().height - older.height == 4
    careless = _released("16", older)
    assert careless.passed
    attacked = audit(careless.release, (), [first])
    assert {one.verdict for one in attacked.failures} == {"difference"}
    assert all(one.low == one.high for one in attacked.failures)
    population = {"of": "workers", "age": {"from": "16"}}
    careful = run.run(houses.spec(houses.body(population=population)), older, [first])
    assert careful.passed, careful.audit.failures
    assert careful.summary["sensitive"] > careless.summary["sensitive"]


def test_a_revised_figure_is_no_other_cell(first: Released) -> None:
    same = houses.body(population={"of": "workers", "age": {"from": "15"}})
    more = pl.concat([houses.records(), houses.records().head(1)])
    bare = run.run(houses.spec(same), more)
    assert {one.verdict for one in audit(bare.release, (), [first]).failures} == {"difference"}
    made = run.run(houses.spec(same), more, [first])
    assert made.passed
    assert made.summary["sensitive"] > bare.summary["sensitive"]


def test_what_lies_within_what() -> None:
    young = (("age", Range(15.0, 24.0)),)
    assert within(young, ())
    assert within(young, (("age", Range(15.0, 64.0)),))
    assert not within((), young)
    assert not within(young, (("age", Range(18.0, 64.0)),))
    assert within((("permit", frozenset("ab")),), (("permit", frozenset("abc")),))
    assert rounding([1.25, None, 3.0]) == 0.005
    assert rounding([1.0, None]) == 0.0


def test_rounded_tables_add_up_and_tell_little() -> None:
    made = run.run(houses.spec(houses.body(method="round")), houses.records())
    shown = made.release.values("workers")
    assert all(figure is not None and figure % 5 == 0 for figure in shown.values())
    assert made.summary["sums_that_do_not_hold"] == 0
    assert made.summary["largest_change"] < 5
    assert made.passed
    assert made.cube.frame["n"].null_count() == made.cube.frame.height


def test_cell_keys_are_the_same_wherever_the_cell_is() -> None:
    given = houses.body(method="cell_key", source={"record": "id"})
    one = run.run(houses.spec(given), houses.records(), secret=SECRET)
    other = given | {"tables": [["origin"]]}
    two = run.run(houses.spec(other), houses.records().reverse(), secret=SECRET)
    shown, fewer = one.release.values("workers"), two.release.values("workers")
    assert all(shown[key] == figure for key, figure in fewer.items())
    true = houses.made().figures.values["workers"]
    assert one.summary["largest_change"] <= 4
    assert not np.array_equal(sorted(true), sorted(v or 0 for v in shown.values()))
    notes = set(one.cube.frame["note"])
    assert (one.summary["sums_that_do_not_hold"] > 0) == ("parts do not sum" in notes)


def test_noise_has_no_bias_and_hides_small_figures() -> None:
    asked = Noise(most=4, variance=2.0, smallest=2)
    for count in (1, 2, 3, 5, 50):
        steps, chances = cell_key.table(min(count, 7), asked)
        law = np.array(chances)
        assert law.sum() == pytest.approx(1.0)
        assert float(np.array(steps) @ law) == pytest.approx(0.0, abs=1e-9)
        assert all(step + min(count, 7) == 0 or step + min(count, 7) > 2 for step in steps)
    assert float(np.array(steps) ** 2 @ law) == pytest.approx(2.0)
    keys = cell_key.record_keys([str(one) for one in range(20_000)], SECRET)
    drawn = cell_key.noise(np.full(20_000, 40.0), keys, asked)
    assert abs(drawn.mean()) < 0.05
    assert drawn.var() == pytest.approx(2.0, rel=0.05)
    assert not cell_key.noise(np.zeros(3), keys[:3], asked).any()


@pytest.mark.parametrize(
    ("more", "secret", "code"),
    [
        ({"method": "cell_key"}, SECRET, "disclosure.record"),
        ({"method": "cell_key", "source": {"record": "id"}}, b"short", "disclosure.secret"),
        (
            {"method": "round", "measures": [{"id": "wages", "sum": "wage"}]},
            b"",
            "disclosure.method",
        ),
    ],
)
def test_what_a_method_cannot_do(more: dict[str, Any], secret: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        run.run(houses.spec(houses.body(**more)), houses.records(), secret=secret)
    assert caught.value.code == code
