"""``corridor wages month``: a question in, an answer in the published shape out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "docs" / "schemas" / "examples" / "wage-month-question.json"
QUESTION = json.loads(EXAMPLE.read_text("utf-8"))


def schema(name: str) -> Any:
    path = ROOT / "src" / "corridor" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text("utf-8"))


def run(given: Any, *words: str) -> Result:
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(app, ["wages", "month", *words], input=text)


def test_the_example_is_answered_in_the_published_shape() -> None:
    for name in ("wage-month-question", "wage-month"):
        jsonschema.Draft202012Validator.check_schema(schema(name))
    jsonschema.validate(QUESTION, schema("wage-month-question"))
    result = run(QUESTION, "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    jsonschema.validate(answer, schema("wage-month"))
    wanted = {"due": "2400.00", "paid": "2300.00", "late": True, "days_late": 5, "stage": "5"}
    assert wanted | {"deemed_paid": True, "still_owed": "0.00"} == {
        name: answer[name] for name in (*wanted, "deemed_paid", "still_owed")
    }
    assert run(QUESTION, "--json", "--strict").exit_code == 1  # it was late


RICH: dict[str, Any] = {
    "law": "QAT",
    "month": "2026-08",
    "contract": {
        **{"basic": "1200", "food": {"in_kind": True}, "housing": "in_kind", "regime": "domestic"},
        **{"applied": {"basic": "900", "food": "none", "hours_week": 60}, "start": "2026-08-10"},
    },
    "payments": [{"amount": "700", "date": None, "account": "QA00"}],
    "deductions": None,
    "hours": {"worked": "200.5", "overtime_day": 4},
    "bank": {"returned": "50.00"},
    "answer": {"said": 2, "amount": "600", "handed_back": "50", "food_given": False},
    "filing_duty": False,
    "excluded": True,
}


def test_a_rich_question_and_a_list_keep_the_shape(tmp_path: Path) -> None:
    wrong = run(RICH, "--json")
    assert (wrong.exit_code, json.loads(wrong.stdout)["field"]) == (2, "contract.food")
    rich = RICH | {"contract": RICH["contract"] | {"food": "in_kind"}}
    jsonschema.validate(rich, schema("wage-month-question"))
    path = tmp_path / "many.jsonl"
    path.write_text(f"{json.dumps(rich)}\n\n{json.dumps(QUESTION)}\n", encoding="utf-8")
    answers = json.loads(run("", "--json", "--file", str(path), "--on", "2026-09-20").stdout)
    assert [one["law"] for one in answers] == ["QAT", "ARE"]
    for one in answers:
        jsonschema.validate(one, schema("wage-month"))
    assert json.loads(run([rich, QUESTION], "--json", "--on", "2026-09-20").stdout) == answers
    first = answers[0]
    assert (first["worker"]["received"], first["coverage"]) == ("550.00", "not_covered")
    assert {one["id"] for one in first["worker"]["findings"]} == {
        "PATTERN_KICKBACK",
        "IN_KIND_UNPROVIDED",
    }


def test_people_read_the_sum_what_is_wrong_and_what_is_not_known() -> None:
    said = " ".join(run(QUESTION).stdout.split())
    assert "still owed: AED 0.00" in said
    assert "day 5 after the due date, step 5: No new work permits" in said
    assert "! The wage was paid late." in said
    assert "? Nobody has said whether money went back." in said
    told = " ".join(run(QUESTION | {"answer": "nothing"}).stdout.split())
    assert "owed if her word is right: AED 2300.00" in told


@pytest.mark.parametrize(
    ("given", "code", "place"),
    [
        ('{"law": "ARE"', "question.json", {"line": 1}),
        ("", "question.json", {"line": 1}),
        ("[]", "question.json", {}),
        ("null", "question.json", {}),
        ('{"law": "ARE", "law": "QAT"}', "question.json", {"field": "law"}),
        ('{"law": NaN}', "question.json", {}),
        ([QUESTION, QUESTION | {"law": "ARR"}], "law.jurisdiction", {"field": "[1].law"}),
        ([QUESTION, 3], "month.field", {"field": "[1].question"}),
        (
            [QUESTION, QUESTION | {"contract": {"due": "100000000000.00", "currency": "AED"}}],
            "exact.too_large",
            {"field": "[1].basic_minor"},
        ),
        (
            QUESTION | {"contract": {"due": "100000000000.00", "currency": "AED"}},
            "exact.too_large",
            {"field": "basic_minor"},
        ),
    ],
)
def test_bad_input_exits_with_two_and_names_the_place(
    given: Any, code: str, place: dict[str, Any]
) -> None:
    result = run(given, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["code"]) == (2, code)
    assert {name: found.get(name) for name in place} == place
    assert found["remedy"]


def test_every_fault_is_named_with_its_field() -> None:
    result = run({"law": "ARE", "month": "08/2026", "contract": {"due": "1,5"}, "x": 1})
    assert result.exit_code == 2
    assert [line.partition(":")[0] for line in result.stderr.splitlines() if ":" in line] == [
        "field month",
        "field contract.due",
        "field x",
    ]
