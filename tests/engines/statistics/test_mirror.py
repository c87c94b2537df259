"""Two counts of one thing: the difference, its stated parts, and what nobody can explain."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.mirror import KINDS, Cause, Side, kind_word, mirror, reconcile
from corridor.engines.statistics.mirror_tables import read_causes, side_by_side


def _sides(unit: str = "person") -> tuple[Side, Side]:
    return (
        Side("NPL", "departures", unit, Fraction(1000)),
        Side("QAT", "permits", "person", Fraction(860)),
    )


def test_the_difference_falls_into_its_parts_and_a_rest() -> None:
    causes = [
        Cause("timing", Fraction(-60), "Left in December, came in January", "both registers"),
        Cause("coverage", Fraction(25), "Came from India", "permits"),
        Cause("coverage", Fraction(-80), "Went on leave and left again", "departures"),
    ]
    found = mirror(*_sides(), causes)
    assert found.difference == -140
    assert found.parts == {"coverage": -55, "timing": -60}
    assert found.unexplained == -25
    assert found.ratio == Fraction(86, 100)
    assert sum(found.parts.values()) + (found.unexplained or 0) == found.difference


def test_other_units_are_not_subtracted_without_a_bridge() -> None:
    found = mirror(*_sides("clearance"))
    assert (found.difference, found.unexplained) == (None, None)
    assert "clearances" in found.as_json()["why"]
    bridge = Cause("unit", Fraction(-100), "Renewals for the same person", "clearance register")
    assert mirror(*_sides("clearance"), [bridge]).unexplained == -40


def test_no_figure_is_not_nought() -> None:
    origin, destination = _sides()
    found = mirror(origin, Side("QAT", "permits", "person", None))
    assert found.difference is None
    assert "QAT has no figure" in found.as_json()["why"]
    assert mirror(Side("NPL", "d", "person", Fraction(0)), destination).ratio is None


def test_causes_must_say_what_and_who() -> None:
    with pytest.raises(Problem) as refused:
        mirror(
            *_sides(), [Cause("magic", Fraction(1), "x", "y"), Cause("unit", Fraction(1), "", "")]
        )
    assert [one.code for one in refused.value.problems] == ["mirror.kind", "mirror.source"]
    assert all(str(kind_word(kind)) for kind in KINDS)


def test_survey_and_register_agree_within_the_interval() -> None:
    survey = {"value": 1000.0, "se": 50.0, "low": 902.0, "high": 1098.0}
    person = ("person", "person")
    assert reconcile(survey, {"value": 950}, person).agree is True
    few = reconcile(survey, {"value": 700}, person)
    assert (few.agree, few.difference, few.errors) == (False, -300, -6)
    assert "fewer" in few.as_json()["says"]
    assert "more than once" in reconcile(survey, {"value": 2000}, person).says.say()
    other = reconcile(survey, {"value": 950}, ("person", "clearance"))
    assert (other.agree, other.difference) == (None, None)
    assert reconcile(survey, {"value": None}, person).agree is None


def _cube(rows: list[tuple[str, str, float | None]], measure: str, unit: str) -> Cube:
    return Cube.of(
        pl.DataFrame(
            [
                {"origin": a, "destination": b, "time": "2026", "measure": measure,
                 "value": value, "note": unit}
                for a, b, value in rows
            ]
        )
    )  # fmt: skip


def test_whole_tables_stand_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "causes.csv"
    path.write_text(
        "origin,destination,time,kind,amount,says,source\n"
        "NPL,QAT,2026,timing,-60,Left in December,registers\n",
        encoding="utf-8",
    )
    one = _cube([("NPL", "QAT", 1000.0), ("NPL", "ARE", 5.0)], "departures@1", "person")
    other = _cube([("NPL", "QAT", 860.0), ("IND", "QAT", 7.0)], "permits@1", "person")
    found = dict(side_by_side(one, other, read_causes(path)))
    assert found[("NPL", "QAT", "2026")].unexplained == -80
    assert found[("NPL", "ARE", "2026")].destination.value is None
    assert found[("IND", "QAT", "2026")].origin.country == "IND"
    with pytest.raises(Problem, match="dimensions origin and destination"):
        list(side_by_side(_cube([("NPL", "QAT", 1.0)], "a@1", "x"), Cube.of(
            pl.DataFrame({"time": ["2026"], "measure": ["a@1"], "value": [1.0]}))))  # fmt: skip


def test_faults_of_the_causes_come_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "causes.csv"
    path.write_text(
        "origin,destination,time,kind,amount,says,source\nNPL,QAT,2026,luck,x,,me\n", "utf-8"
    )
    with pytest.raises(Problem) as refused:
        read_causes(path)
    found = {(one.place.line, one.place.column) for one in refused.value.problems}
    assert found == {(2, 4), (2, 5), (2, 6)}
