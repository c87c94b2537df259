"""``corridor law``: JSON in the published shape, sentences for people, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["law", *words])


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_value_as_json() -> None:
    found = answer("value", "QAT.minimum_wage.basic", "--on", "2021-03-21")
    assert (found["value"], found["currency"], found["per"]) == ("1000.00", "QAR", "month")
    assert (found["state"], found["from"], found["to"]) == ("known", "2021-03-20", None)
    assert found["source"][0]["tier"] == "N"
    assert found["conflicts"] == []


def test_value_with_key_announced_and_conflict() -> None:
    fund = answer("value", "NPL.welfare_fund", "--on", "2026-01-10", "--for", "contract_months=24")
    assert (fund["value"], fund["key"]) == ("1500.00", {"contract_months": "0-36"})
    care = ("value", "DEU.minimum_wage.care.assistant", "--on", "2026-08-01")
    assert answer(*care)["value"] is None
    assert answer(*care, "--announced")["value"] == "16.52"
    assert answer("value", "QAT.overtime.premium", "--on", "2026-01-10")["conflicts"][0]["open"]
    ahead = answer("value", "DEU.minimum_wage.hour", "--on", "2026-01-10")["next"]
    assert ahead == {"from": "2027-01-01", "value": "14.60", "status": "enacted"}


def test_tables_are_lists_and_hours_are_text() -> None:
    ladder = answer("value", "ARE.wps.ladder", "--on", "2026-06-01")["value"]
    assert [row["day"] for row in ladder] == [2, 5, 11, 16, 21]
    extra = answer("value", "QAT.overtime.premium", "--on", "2026-01-10")["value"]
    assert extra == {"day": "0.25", "night": "0.5", "night_start": "21:00", "night_end": "03:00"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("value", "QAT.minimum_wage.basik", "--on", "2021-03-21"), "QAT.minimum_wage.basic"),
        (("value", "QAT.hours", "--on", "2021-02-30"), "is not a date"),
        (("value", "QAT.hours", "--on", "2026-01-10", "--for", "colour=red"), "regime"),
        (("value", "QAT.hours", "--on", "2026-01-10", "--for", "regime"), "column=value"),
        (("value", "QAT.hours", "--on", "2026-01-10", "--for", "regime=sea"), "general, domestic"),
        (("procedure", "NPL-MARS", "agency"), "NPL-QAT"),
        (("procedure", "NPL-QAT", "flying"), "agency (general)"),
        (("procedure", "NPL-QAT", "agency", "--on", "2004-01-01"), "begins with its agreement"),
        (("check", "no/such/pack"), "There is no file or folder"),
    ],
)
def test_bad_questions(words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert says in " ".join(result.output.split())
    as_json = run(*words, "--json")
    assert as_json.exit_code == 2
    assert json.loads(as_json.stdout)["code"]


def test_list() -> None:
    found = {row["id"]: row for row in answer("list")}
    assert found["QAT.overtime.premium"]["open_conflicts"] == 1
    assert found["OC.cooling_off.days"]["policy"]
    assert run("list").exit_code == 0


def test_check_shows_open_conflicts_and_passes() -> None:
    found = answer("check")
    assert found["valid"]
    assert found["unverified"]
    assert len(found["open_conflicts"]) >= 20
    assert "Open conflict in QAT.eos" in run("check").stdout


def test_a_folder_without_a_pack_is_no_success(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "There is no law pack in" in " ".join(result.output.split())


def test_check_of_a_broken_pack(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("kind: values\n")
    result = run("check", str(tmp_path), "--json")
    assert result.exit_code == 2
    errors = json.loads(result.stdout)["errors"]
    assert {(error["file"], error["line"]) for error in errors} == {("pack.yaml", 1)} or errors


def test_procedure() -> None:
    found = answer("procedure", "NPL-QAT", "agency", "--on", "2026-01-10")
    steps = {step["id"]: step for step in found["steps"]}
    assert steps["accepted"]["not_before"] == {"days": 3, "after": "offer_explained"}
    assert steps["clearance_checked"]["clock"]["policy"]
    assert not steps["order_attested"]["clock"]["policy"]
    assert steps["insured"]["fees"][0]["against"] == "COST-2"
    assert run("procedure", "PHL-DEU", "government", "--diagram").stdout.startswith("flowchart")
    assert "Cleared to leave" in " ".join(run("procedure", "NPL-QAT", "agency").stdout.split())


def test_value_for_people() -> None:
    said = " ".join(run("value", "QAT.minimum_wage.basic", "--on", "2017-11-10").stdout.split())
    assert "unknown" in said
    assert "2017-11" in said
    assert "Source (P)" in said


def test_the_list_prints_every_id_whole() -> None:
    ids = {line.split()[0] for line in run("list").stdout.splitlines()}
    assert ids == {row["id"] for row in answer("list")}


def test_a_day_that_is_no_date_is_placed() -> None:
    result = run("value", "QAT.minimum_wage.basic", "--on", "soon", "--json")
    assert (result.exit_code, json.loads(result.stdout)["field"]) == (2, "--on")
