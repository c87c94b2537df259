"""One job a person out of a file with one row a job."""

from __future__ import annotations

import polars as pl
import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics.recruitment_cost import Spells, one_job_a_person

SPELLS = Spells("pid", "began", "where", ("wt",))
ROWS = [
    ("ana", "2015", "QAT", 1.0, 900),
    ("ana", "2018", "MYS", 1.0, 700),
    ("ana", "2022", "QAT", 1.0, 500),
    ("ana", "2024", "QAT", 1.0, 0),
    ("bim", "", "", 2.0, None),
    ("cho", "2024", "ARE", 3.0, 300),
]


def _frame(rows: list[tuple] = ROWS) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["pid", "began", "where", "wt", "cost"], orient="row")


@pytest.mark.parametrize(
    ("rule", "costs"), [("first_job", [500, None, 300]), ("last_job", [0, None, 300])]
)
def test_the_rule_chooses_one_job_and_keeps_everybody(rule: str, costs: list) -> None:
    found = one_job_a_person(_frame(ROWS[::-1]), SPELLS, rule)
    assert found.columns == ["pid", "began", "where", "wt", "cost"]
    assert found.sort("pid").get_column("cost").to_list() == costs


def test_months_and_days_are_ordered_as_dates() -> None:
    rows = [("ana", "2024-11", "QAT", 1.0, 1), ("ana", "2024-02-01", "QAT", 1.0, 2)]
    assert one_job_a_person(_frame(rows), SPELLS, "first_job").item(0, "cost") == 2


def test_everything_wrong_is_told_with_its_line() -> None:
    rows = [*ROWS, ("ana", "2024", "KWT", 1.0, 5), ("cho", "", "QAT", 3.0, 1),
            ("", "1", "X", 1.0, 1), ("ana", "2025", "QAT", 9.0, 5)]  # fmt: skip
    with pytest.raises(Problem) as refused:
        one_job_a_person(_frame(rows), SPELLS, "first_job", file="jobs.csv")
    found = {(one.place.line, one.place.field) for one in refused.value.problems}
    assert found == {(8, "began"), (9, "began"), (10, "pid"), (11, "wt")}
    with pytest.raises(Problem, match="no column “began”"):
        one_job_a_person(_frame().drop("began"), SPELLS, "first_job")
