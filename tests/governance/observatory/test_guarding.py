"""Protection for releases: few are withheld, others hide them, and nothing can be worked out."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from tests.support import observatory as house

from corridor.core.problems import Problem
from corridor.engines.statistics.cube import Cube, read
from corridor.governance.observatory.guarding import Earlier, guarded, rules_of

FIVE = rules_of({"threshold": 5})


def _cube(text: str = house.SMALL) -> Cube:
    return read(text.encode())


def _hidden(cube: Cube) -> set[tuple[str, ...]]:
    keys = cube.dimensions
    return {tuple(one[name] for name in keys) for one in cube.cells() if one["conf"] != "F"}


def test_few_are_withheld_and_as_many_others_as_it_takes() -> None:
    found = guarded(_cube(), FIVE, [])
    hidden = _hidden(found.cube)
    assert ("DEU", "F") in hidden
    assert len(hidden) == 4  # in a table of two by two nothing less hides a cell
    assert found.complementary == 3
    assert found.audit["safe"]
    assert found.audit["attacked"] >= 4
    assert all(one["value"] is None for one in found.cube.cells() if one["conf"] != "F")


def test_the_attack_sees_what_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with one withheld cell given back the figure is worked out."""
    from corridor.engines.statistics.disclosure import output

    true = output.published

    def opened(made: Any) -> pl.DataFrame:
        frame = true(made)
        back = (pl.col("dest") == "DEU") & (pl.col("sex") == "M")
        return frame.with_columns(
            value=pl.when(back).then(148.0).otherwise(pl.col("value")),
            conf=pl.when(back).then(pl.lit("F")).otherwise(pl.col("conf")),
        )

    monkeypatch.setattr(output, "published", opened)
    found = guarded(_cube(), FIVE, [])
    assert not found.audit["safe"]
    assert any("DEU" in one for one in found.audit["findings"])


def test_nothing_is_withheld_where_nobody_stands_alone() -> None:
    found = guarded(_cube(house.CSV), FIVE, [])
    assert found.cube == _cube(house.CSV)
    assert found.audit["safe"]


def test_a_mean_goes_with_its_cell_and_a_missing_total_is_thought_of() -> None:
    rows = [
        {"sex": sex, "time": "2025", "measure": measure, "value": value, "n": n}
        for sex, n in (("F", 3), ("M", 40), ("X", 25))
        for measure, value in (("persons@1", float(n)), ("wage@1", 1000.5))
    ]
    found = guarded(Cube.of(pl.DataFrame(rows)), FIVE, [])
    assert ("F",) in _hidden(found.cube)
    assert len(_hidden(found.cube)) == 2
    by_measure = found.cube.frame.filter(pl.col("conf") != "F").group_by("measure").len()
    assert sorted(by_measure["len"]) == [2, 2]


def test_a_sum_is_hidden_for_its_own_sake_too() -> None:
    """What adds up is attacked as a measure of its own; a mean is not."""
    from corridor.governance.observatory import guarding

    rows = [
        {"sex": sex, "time": "2025", "measure": measure, "value": value, "n": n}
        for sex, n, paid in (("F", 30, 900.5), ("M", 40, 1000.0), ("_T", 70, 1900.5))
        for measure, value in (("paid@1", paid), ("mean@1", paid / n))
    ]
    cube = Cube.of(pl.DataFrame(rows))
    assert guarding._additive(cube, FIVE) == ["paid@1"]
    assert guarding._additive(cube, FIVE | {"additive": []}) == []


def test_a_table_of_one_cell_is_withheld_when_it_is_about_few() -> None:
    head = "sex,time,measure,value,n\n"
    assert _hidden(guarded(_cube(f"{head}_T,2025,a@1,4,4\n"), FIVE, []).cube) == {("_T",)}
    assert not _hidden(guarded(_cube(f"{head}_T,2025,a@1,5,5\n"), FIVE, []).cube)


def test_what_was_published_before_is_part_of_the_attack() -> None:
    """Had an earlier version told one cell too many, this one could not hide its neighbour."""
    first = guarded(_cube(), FIVE, []).cube
    again = guarded(_cube(), FIVE, [Earlier("1", first, FIVE)])
    assert (again.audit["safe"], again.cube) == (True, first)
    men = (pl.col("dest") == "DEU") & (pl.col("sex") == "M")
    opened = first.frame.with_columns(
        value=pl.when(men).then(148).otherwise(pl.col("value")),
        n=pl.when(men).then(148).otherwise(pl.col("n")),
        conf=pl.when(men).then(pl.lit("F")).otherwise(pl.col("conf")),
    )
    assert not guarded(_cube(), FIVE, [Earlier("1", Cube.of(opened), FIVE)]).audit["safe"]


@pytest.mark.parametrize(
    ("rules", "text", "code"),
    [
        ({"threshold": 2}, house.CSV, "observatory.rules"),
        ({"threshold": True}, house.CSV, "observatory.rules"),
        ({"colour": "red"}, house.CSV, "observatory.rules"),
        ({"method": "open", "threshold": 5}, house.CSV, "observatory.rules"),
        ({}, house.CSV.replace(",600\n", ",\n"), "observatory.uncounted"),
        ({}, house.CSV.replace("600,600", "601,601"), "disclosure.additive"),
        ({"most_dimensions": 1}, house.CSV, "disclosure.breakdown"),
    ],
)
def test_what_cannot_be_protected_is_refused(rules: dict[str, Any], text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        guarded(_cube(text), rules_of(rules), [])
    assert refused.value.code == code
