"""``corridor stats estimate``: a design and a table in, figures with their errors out."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app

SURVEY = Path(__file__).resolve().parents[2] / "engines" / "statistics" / "survey"
PLAN = """
design: {weights: w, strata: st, clusters: [psu, ssu], fpc: [N1, N2], nest: true}
estimates:
  - {total: y, by: [g]}
  - {mean: late}
  - {ratio: [y, x], by: [g, sex]}
  - {proportion: g}
  - {count: g}
  - {quantile: y, at: [0.25, 0.5]}
"""
FIELDS = [
    "estimator", "variable", "domain", "level", "estimate", "se", "ci", "cv", "deff", "df", "n",
    "n_psu", "quality", "n_eff", "missing",
]  # fmt: skip


def run(folder: Path, plan: str, data: Path | str, *words: str) -> Result:
    path = folder / "plan.yaml"
    path.write_text(plan, "utf-8")
    return CliRunner().invoke(app, ["stats", "estimate", str(path), str(data), *words])


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_every_estimator_answers_in_the_published_shape(tmp_path: Path) -> None:
    found = rows(run(tmp_path, PLAN, SURVEY / "sample.csv", "--json"))
    assert all(list(row) == FIELDS for row in found)
    shape = files("corridor.schemas").joinpath("survey-estimates.schema.json").read_text("utf-8")
    jsonschema.validate(found, json.loads(shape))
    assert [row["estimator"] for row in found] == (
        ["total"] * 3 + ["mean"] + ["ratio"] * 6 + ["proportion"] * 3 + ["count"] * 3
        + ["quantile"] * 2
    )  # fmt: skip
    assert found[0]["domain"] == {"g": "E"}
    assert found[4]["variable"] == "y/x"
    assert found[4]["domain"] == {"g": "E", "sex": "F"}
    assert [row["level"] for row in found[-5:]] == ["E", "H", "M", 0.25, 0.5]
    assert found[3]["level"] is None
    assert found[3]["missing"] == 9
    assert found[3]["n"] == 68
    low, high = found[3]["ci"]
    assert low < found[3]["estimate"] < high
    assert {row["quality"] for row in found} <= {"reliable", "with_care", "unreliable"}


def test_csv_and_parquet_answer_alike_to_the_last_digit(tmp_path: Path) -> None:
    pl.read_csv(SURVEY / "sample.csv").write_parquet(tmp_path / "sample.parquet")
    text = (SURVEY / "sample.csv").read_text("utf-8").replace(",", ";")
    (tmp_path / "semicolons.csv").write_text("\ufeff" + text, "utf-8")
    plain = rows(run(tmp_path, PLAN, SURVEY / "sample.csv", "--json"))
    assert rows(run(tmp_path, PLAN, tmp_path / "sample.parquet", "--json")) == plain
    assert rows(run(tmp_path, PLAN, tmp_path / "semicolons.csv", "--json")) == plain


def test_people_read_a_table_and_what_was_left_out(tmp_path: Path) -> None:
    result = run(tmp_path, PLAN, SURVEY / "sample.csv")
    assert result.exit_code == 0
    assert "mean late: 9 rows left out" in result.stdout
    assert "with_care" in result.stdout or "with_c" in result.stdout


def test_the_level_of_intervals_may_be_given(tmp_path: Path) -> None:
    plain = rows(run(tmp_path, PLAN, SURVEY / "sample.csv", "--json"))[3]
    narrow = rows(run(tmp_path, PLAN, SURVEY / "sample.csv", "--json", "--conf", "0.5"))[3]
    assert plain["ci"][0] < narrow["ci"][0]
    assert plain["se"] == narrow["se"]
    refused = run(tmp_path, PLAN, SURVEY / "sample.csv", "--json", "--conf", "95")
    assert refused.exit_code == 2
    assert json.loads(refused.stdout)["field"] == "--conf"


def test_faults_of_both_files_are_told_at_once_with_row_and_column(tmp_path: Path) -> None:
    plan = "design: {weights: w, lonely: hide}\nestimates: [{mean: y}, {median: y}]"
    data = tmp_path / "data.csv"
    data.write_text("a,w,y\n1,1,2\n1,0,text\n", "utf-8")
    refused = run(tmp_path, plan, data, "--json")
    assert refused.exit_code == 2
    told = json.loads(refused.stdout)["errors"]
    places = {
        (one["code"], Path(one["file"]).name, one.get("line"), one.get("column")) for one in told
    }
    assert places == {
        ("stats.table.number", "data.csv", 3, 3),
        ("stats.design.weight_low", "data.csv", 3, 2),
        ("stats.plan.choice", "plan.yaml", None, None),
        ("stats.plan.estimator", "plan.yaml", None, None),
    }
    data.write_text("a,w,y\n1,1,2\n1,1,3\n", "utf-8")
    assert run(tmp_path, "design: {weights: w}\nestimates: [{mean: y}]", data).exit_code == 0


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "stats.table.broken", None),
        (b"w,y\n", "stats.table.broken", None),
        (b"w,w,y\n1,1,1\n", "stats.table.broken", 1),
        (b"w,y\n\n\n", "stats.table.broken", None),
        (b"w,y\n1,2\n1,2,3\n", "stats.csv.fields", 3),
        (b"w,y,t\n1,2,a\n1,2\n1,2,\n\n", "stats.csv.fields", 3),
        (b'w,y,t\n1,2,a\n1,"2,a\n1,2,a\n', "stats.csv.quotes", 3),
        ("w,y\n1,2\n".encode("utf-16"), "stats.table.broken", None),
        ("w,y\n1,2\n".encode("utf-16-le"), "stats.table.broken", None),
        (b"w,y,t\n1,2,a\n1,2,\xe9\n", "stats.table.broken", 3),
        (b"PAR1 and then nothing", "stats.table.broken", None),
        (None, "stats.table.file", None),
    ],
)
def test_a_table_that_is_none_is_refused(
    tmp_path: Path, content: bytes | None, code: str, line: int | None
) -> None:
    data = tmp_path / "data.csv"
    if content is not None:
        data.write_bytes(content)
    result = run(tmp_path, "design: {weights: w}\nestimates: [{mean: y}]", data, "--json")
    assert result.exit_code == 2, result.output
    told = json.loads(result.stdout)
    assert (told["code"], told.get("line"), len(told["errors"])) == (code, line, 1)
    assert told["remedy"]
    assert "Schema" not in told["title"]
    assert ("UTF-16" in told["title"]) == (content is not None and b"\0" in content)


def test_rows_that_are_cut_off_are_counted_and_empty_lines_at_the_end_are_none(
    tmp_path: Path,
) -> None:
    plan, data = "design: {weights: w}\nestimates: [{mean: y}]", tmp_path / "data.csv"
    data.write_text("w,y,t\n1,2,a\n" + "1,2\n" * 30 + "\n", "utf-8")
    told = json.loads(run(tmp_path, plan, data, "--json").stdout)["errors"]
    assert len(told) == 21
    assert "10 more rows" in told[0]["detail"]
    assert {one["column"] for one in told[1:]} == {3}
    data.write_text("w,y,t\n1,2\n1,2,3,4,5\n1,2,3\n", "utf-8")
    told = json.loads(run(tmp_path, plan, data, "--json").stdout)["errors"]
    assert [(one["line"], one["column"]) for one in told] == [(2, 3), (3, 4)]
    data.write_text("w,y,t\n1,2,a\n1,4,\n\n\n", "utf-8")
    assert rows(run(tmp_path, plan, data, "--json"))[0]["n"] == 2


def test_a_missing_column_is_told_where_its_estimate_stands(tmp_path: Path) -> None:
    plan = "design: {weights: w}\nestimates: [{mean: y}, {median: y}, {mean: nocol}]"
    (tmp_path / "data.csv").write_text("w,y\n1,2\n1,3\n", "utf-8")
    told = json.loads(run(tmp_path, plan, tmp_path / "data.csv", "--json").stdout)["errors"]
    assert [one["field"] for one in told] == ["estimates[1]", "estimates[2]"]


def test_a_plan_that_is_none_is_refused(tmp_path: Path) -> None:
    data = SURVEY / "sample.csv"
    for plan in ("", "design: [", "design: {weights: w}", "- 1"):
        result = run(tmp_path, plan, data, "--json")
        assert result.exit_code == 2, plan
        assert Path(json.loads(result.stdout)["file"]).name == "plan.yaml"
    plan = tmp_path / "plan.yaml"
    for encoding in ("utf-16", "utf-16-le"):
        plan.write_bytes("design: {weights: w}\nestimates: [{mean: y}]\n".encode(encoding))
        told = CliRunner().invoke(app, ["stats", "estimate", str(plan), str(data), "--json"])
        assert "plan.yaml is written in UTF-16" in json.loads(told.stdout)["title"]
    missing = ["stats", "estimate", str(tmp_path / "none.yaml"), str(data), "--json"]
    assert CliRunner().invoke(app, missing).exit_code == 2
