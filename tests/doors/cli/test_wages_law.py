"""``corridor wages floor`` and ``wages ladder`` as a person or a machine calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
FLOOR = ("floor", "--law", "QAT", "--on", "2021-04-01")
LADDER = ("ladder", "--law", "ARE", "--on", "2026-09-01", "--days-late", "5")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["wages", *words])


def answer(*words: str) -> Any:
    """The JSON answer, which always has the published shape."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    shape = ROOT / "src" / "corridor" / "schemas" / f"wage-{words[0]}.schema.json"
    schema = json.loads(shape.read_text("utf-8"))
    jsonschema.validate(found, schema, format_checker=jsonschema.FormatChecker())
    return found


def said(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_the_published_question_has_the_published_answer() -> None:
    kind = ("--for", "food_in_kind=false", "--for", "housing_in_kind=true")
    found = answer(*FLOOR, *kind)
    assert (found["amount"], found["currency"], found["period"]) == ("1300.00", "QAR", "month")
    assert [row["id"] for row in found["law"]] == [
        "QAT.minimum_wage.basic",
        "QAT.minimum_wage.food",
    ]
    assert [row["value"] for row in found["law"]] == ["1000.00", "300.00"]
    assert all(row["cites"] and row["from"] == "2021-03-20" for row in found["law"])
    example = ROOT / "docs" / "schemas" / "examples" / "wage-floor.json"
    assert found == json.loads(example.read_text("utf-8"))


@pytest.mark.parametrize(
    ("law", "on", "more", "amount", "period"),
    [
        ("QAT", "2018-01-01", (), "750.00", "month"),
        ("deu", "2025-08-01", ("--for", "job=assistant"), "16.10", "hour"),
        ("Germany", "2025-08-01", ("--for", "job=hospital_cleaner"), "12.82", "hour"),
        ("DEU", "2026-08-01", ("--for", "job=assistant", "--announced"), "16.52", "hour"),
        ("AUS", "2026-07-01", ("--period", "week"), "1004.90", "week"),
        ("AUS", "2026-07-03", ("--pay-period-start", "2026-06-29"), "24.95", "hour"),
        (
            "QAT",
            "2018-01-01",
            ("--for", "origin=NPL", "--for", "food_in_kind=yes"),
            "900.00",
            "month",
        ),
        ("QAT", "2018-01-01", ("--origin", "npl", "--for", "food_in_kind=NO"), "1200.00", "month"),
        ("KWT", "2026-01-10", ("--for", "regime=domestic"), "60.000", "month"),
        ("KOR", "2026-01-10", (), "10320", "hour"),
        ("SAU", "2026-01-10", (), None, None),
        ("DEU", "2026-01-10", ("--period", "month"), None, "month"),
    ],
)
def test_floors(law: str, on: str, more: tuple[str, ...], amount: str | None, period: str) -> None:
    found = answer("floor", "--law", law, "--on", on, *more)
    assert (found["amount"], found["period"]) == (amount, period)
    assert bool(found["reason"]) == (found["state"] != "known")


def test_an_absent_minimum_says_so_with_its_source_and_conflicts_are_shown() -> None:
    found = answer("floor", "--law", "SAU", "--on", "2026-01-10")
    assert (found["state"], found["law"][0]["state"]) == ("missing", "missing")
    assert "no minimum wage" in found["reason"]
    assert found["law"][0]["cites"]
    told = said("floor", "--law", "KWT", "--on", "2026-01-10", "--for", "regime=domestic")
    assert "KWD 60.000 a month" in told
    assert "Open conflict: The minimum wage of domestic workers" in told
    assert "To be verified" in said("floor", "--law", "SAU", "--on", "2026-01-10")


def test_floor_for_people() -> None:
    told = said(*FLOOR)
    assert "QAT on 2021-04-01: at least QAR 1000.00 a month" in told
    assert "At most QAR 1800.00 a month" in told
    assert "unless the employer gives food and housing" in told
    assert "also general: AUD 1004.90 a week" in said("floor", "--law", "AUS", "--on", "2026-07-01")
    assert "an hour" in said("floor", "--law", "KOR", "--on", "2026-07-01")


def test_the_ladder_as_published() -> None:
    found = answer(*LADDER, "--establishment-size", "60")
    assert (found["due"], found["on"], found["grace_days"]) == ("2026-09-01", "2026-09-06", 0)
    assert (found["late"], found["stage"], found["next_on"]) == (True, "5", "2026-09-12")
    assert [step["step"] for step in found["reached"]] == ["2", "5"]
    assert [step["consequence"] for step in found["present"]] == ["No new work permits"]
    assert found["thresholds"] == {"establishment": "0.85", "worker": "0.85"}
    assert found["exclusions"]["number"] == 11
    assert found["regime"] == {"from": "2026-06-01", "to": None}
    assert {"ARE.wps.ladder", "ARE.wps.compliant"} <= {row["id"] for row in found["law"]}
    example = ROOT / "docs" / "schemas" / "examples" / "wage-ladder.json"
    assert found == json.loads(example.read_text("utf-8"))


def test_the_regime_of_the_due_date_and_a_size_nobody_said() -> None:
    old = ("ladder", "--law", "ARE", "--on", "2026-05-31", "--days-late", "31")
    open_ = answer(*old)
    assert (open_["stage"], open_["grace_days"]) == ("17", 15)
    assert [step["consequence"] for step in open_["unknown"]] == [
        "Inspection",
        "Public prosecution",
    ]
    assert answer(*old, "--establishment-size", "500")["stage"] == "30"
    assert answer(*old, "--establishment-size", "499")["stage"] == "17"
    told = said(*old)
    assert "open 2026-06-17 (day 17): Inspection [50 workers or more]" in told
    assert "say --establishment-size" in told


def test_other_ladders() -> None:
    saudi = answer("ladder", "--law", "Saudi Arabia", "--on", "2025-10-01", "--days-late", "61")
    assert (saudi["stage"], saudi["next_on"]) == ("2 months", "2026-01-01")
    assert saudi["file_within_days"] == 30
    assert "after 2 months" in said(
        "ladder", "--law", "SAU", "--on", "2025-10-01", "--days-late", "61"
    )
    oman = answer("ladder", "--law", "OMN", "--on", "2025-02-01", "--days-late", "4")
    assert (oman["state"], oman["late"], oman["stage"]) == ("missing", True, None)
    assert oman["fine"] == {"per_worker": "50.000", "doubled": True}
    assert "name no days" in oman["reason"]
    doubt = answer("ladder", "--law", "ARE", "--on", "2022-01-05", "--days-late", "20")
    assert (doubt["state"], doubt["late"], doubt["reached"]) == ("unknown", None, [])
    home = (*LADDER, "--regime", "domestic")
    assert (answer(*home)["state"], answer(*home)["late"]) == ("missing", False)
    assert answer("ladder", "--law", "AUS", "--on", "2026-02-01", "--days-late", "4")["law"] == []


@pytest.mark.parametrize(
    ("words", "fields", "says"),
    [
        (("floor", "--law", "QTA", "--on", "2021-04-01"), ["--law"], "Did you mean QAT (Qatar)"),
        (("floor", "--law", "Germny", "--on", "2021-04-01"), ["--law"], "DEU (Germany)"),
        (("floor", "--law", "zz", "--on", "2021-04-01"), ["--law"], "Use one of: ARE"),
        (("floor", "--law", "QAT", "--on", "soon"), ["--on"], "not a date"),
        ((*FLOOR, "--for", "food_in_kind=maybe"), ["--for"], "true, yes, false, no"),
        ((*FLOOR, "--for", "colour=red"), ["--for"], "food_in_kind"),
        ((*FLOOR, "--for", "job"), ["--for"], "what=said"),
        ((*FLOOR, "--for", "job=a", "--for", "job=b"), ["--for"], "a or b"),
        ((*FLOOR, "--pay-period-start", "2021-04-02"), ["--pay-period-start"], "after the day"),
        ((*FLOOR, "--for", "regime=sea"), ["--for"], "general, domestic"),
        ((*FLOOR, "--period", "fortnight"), ["--period"], "month, hour"),
        ((*FLOOR, "--origin", "XX"), ["--origin"], "three letters"),
        ((*FLOOR, "--pay-period-start", "31.1.2021"), ["--pay-period-start"], "not a date"),
        ((*LADDER[:-1], "-5"), ["--days-late"], "no whole number of 0 or more"),
        ((*LADDER[:-1], "99999"), [None], "cannot be 99999 days late"),
        ((*LADDER, "--establishment-size", "0"), ["--establishment-size"], "1 or more"),
        ((*LADDER, "--regime", "sea"), ["--regime"], "general, domestic"),
        (
            ("ladder", "--law", "x", "--on", "y", "--days-late", "z", "--establishment-size", "²"),
            ["--law", "--on", "--days-late", "--establishment-size"],
            "is not a date",
        ),
    ],
)
def test_bad_questions_are_answered_all_at_once(
    words: tuple[str, ...], fields: list[str | None], says: str
) -> None:
    told = run(*words)
    assert told.exit_code == 2
    assert says in " ".join(told.output.split())
    as_json = run(*words, "--json")
    assert as_json.exit_code == 2
    body = json.loads(as_json.stdout)
    found = [error.get("field") for error in body.get("errors", [body])]
    assert found == fields
