"""``corridor eos compute`` as a person or a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "docs" / "schemas" / "examples"
QUESTION = json.loads((EXAMPLES / "end-of-service-question.json").read_text("utf-8"))


def run(given: Any, *more: str) -> Result:
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(app, ["eos", "compute", *more], input=text)


def schema(name: str) -> Any:
    path = ROOT / "src" / "corridor" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text("utf-8"))


def test_the_published_question_has_the_published_answer() -> None:
    jsonschema.validate(QUESTION, schema("end-of-service-question"))
    found = run(QUESTION, "--json")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert (answer["amount"], answer["currency"], answer["state"]) == ("30000.00", "SAR", "known")
    assert answer == json.loads((EXAMPLES / "end-of-service.json").read_text("utf-8"))
    jsonschema.validate(answer, schema("end-of-service"))
    assert answer["final_dues"]["by"] == "2025-01-14"
    assert [one["id"] for one in answer["law"]] == ["SAU.eos", "SAU.eos.bands", "SAU.eos.shares"]


@pytest.mark.parametrize("service", [{"months": 84}, {"years": "7"}, {"years": 7.0}])
def test_a_length_of_service_does_as_well(service: dict[str, Any]) -> None:
    body = {**QUESTION, "service": service, "on": "2024-12-31"}
    del body["start"], body["end"]
    jsonschema.validate(body, schema("end-of-service-question"))
    assert json.loads(run(body, "--json").stdout)["amount"] == "30000.00"


def test_a_list_or_lines_are_answered_in_their_order(tmp_path: Path) -> None:
    other = {"law": "ARE", "service": {"years": "6.25"}, "reason": "agreed", "basic": 10000}
    listed = run([QUESTION, other], "--json", "--on", "2025-01-31")
    answers = json.loads(listed.stdout)
    jsonschema.validate(answers, schema("end-of-service"))
    assert [one["amount"] for one in answers] == ["30000.00", "47500.00"]
    path = tmp_path / "leavers.jsonl"
    path.write_text(f"{json.dumps(QUESTION)}\n\n{json.dumps(other)}\n", encoding="utf-8")
    lines = run("", "--json", "--on", "2025-01-31", "--file", str(path))
    assert json.loads(lines.stdout) == answers
    assert json.loads(run([QUESTION], "--json").stdout)[0]["amount"] == "30000.00"


def test_unknown_is_said_and_leaves_with_three() -> None:
    found = run({**QUESTION, "reason": "dismissed_for_cause"}, "--json")
    answer = json.loads(found.stdout)
    assert (found.exit_code, answer["amount"], answer["state"]) == (3, None, "unknown")
    assert "grave fault" in answer["reason"]
    assert answer["alternatives"][0]["amount"] == "45000.00"
    jsonschema.validate(answer, schema("end-of-service"))
    spoken = run({"law": "DEU", "service": {"years": 2}, "reason": "agreed", "basic": "1"})
    assert spoken.exit_code == 3
    assert "DEU: unknown." in spoken.stdout


def test_for_people_every_step_is_a_line() -> None:
    found = run(QUESTION)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "SAU: SAR 30000.00"
    assert "  The worker resigned after 84 months: a share of 2/3 is owed." in lines
    assert "  Everything must be paid within 14 days, by 2025-01-14." in lines
    two = run([QUESTION, {**QUESTION, "service": {"months": 60}}])
    assert two.exit_code == 2
    both = run([QUESTION, QUESTION]).stdout.splitlines()
    assert [line for line in both if line[0].isdigit()] == [
        "1. SAU: SAR 30000.00", "2. SAU: SAR 30000.00",
    ]  # fmt: skip


def test_every_fault_of_every_question_at_once() -> None:
    bad = {"law": "SAU", "start": "2024-12-31", "end": "2018-01-01", "reason": "x", "basic": "-1"}
    found = run([QUESTION, bad, 7], "--json")
    assert found.exit_code == 2
    errors = json.loads(found.stdout)["errors"]
    assert {one["field"] for one in errors} == {"[1].reason", "[1].basic", "[1].end", "[2]"}
    assert all(one["remedy"] for one in errors)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", {}),
        ("{", {"line": 1}),
        ("[]", {}),
        ('{"law":"SAU","law":"ARE"}', {"field": "law"}),
        ('{"basic": NaN}', {}),
        ('{"law": "SAU"}\n{"law"\n{"law": "SAU"}', {"line": 2}),
        ("[" * 100_000, {}),
    ],
)
def test_what_is_no_question(text: str, where: dict[str, Any]) -> None:
    found = run(text, "--json")
    assert found.exit_code == 2
    body = json.loads(found.stdout)
    assert body["remedy"]
    assert {name: body[name] for name in where} == where


def test_a_file_that_is_not_there_and_a_day_that_is_none() -> None:
    assert run("", "--file", "/nowhere/q.json").exit_code == 2
    found = run(QUESTION, "--on", "soon", "--json")
    assert (found.exit_code, json.loads(found.stdout)["field"]) == (2, "--on")
