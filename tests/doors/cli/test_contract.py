"""``corridor contract compare`` and ``corridor schema``, as a person or a machine calls them."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from corridor.doors.cli.main import app
from corridor.doors.cli.schema import names
from corridor.engines import law
from corridor.engines.terms import CLAUSES, floor_check, read_contract

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "docs" / "schemas" / "examples"
OFFERED = json.loads((EXAMPLES / "contract-offered.json").read_text("utf-8"))
ON = "2026-02-01"


def schema(name: str) -> Any:
    path = ROOT / "src" / "corridor" / "schemas" / f"{name}.schema.json"
    return json.loads(path.read_text("utf-8"))


def run(tmp_path: Path, offered: Any, presented: Any, *more: str) -> tuple[int, Any]:
    paths = []
    for name, content in (("offered", offered), ("presented", presented)):
        path = tmp_path / f"{name}.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        paths.append(str(path))
    arguments = ["contract", "compare", *paths, "--json", *more]
    if "--corridor" not in more:
        arguments += ["--corridor", "NPL-QAT"]
    if "--on" not in more:
        arguments += ["--on", ON]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, json.loads(result.stdout)


def changed(**terms: Any) -> Any:
    contract = copy.deepcopy(OFFERED)
    contract["terms"] |= terms
    return contract


def test_1200_to_830_is_370_a_month_and_8880_over_the_term(tmp_path: Path) -> None:
    code, answer = run(tmp_path, OFFERED, changed(basic_wage="830.00"))
    assert code == 0
    assert (answer["verdict"], answer["currency"]) == ("worse", "QAR")
    assert (answer["per_month"], answer["over_term"]) == ("370.00", "8880.00")
    first = answer["clauses"][0]
    assert (first["clause"], first["offered"], first["presented"]) == (
        "basic_wage",
        "1200.00",
        "830.00",
    )
    assert first["law"] == ["QAT.minimum_wage.basic"]
    assert "minimum wage" in first["why"]
    jsonschema.validate(answer, schema("comparison"))


def test_strict_turns_a_substitution_into_exit_code_one(tmp_path: Path) -> None:
    assert run(tmp_path, OFFERED, changed(basic_wage="830.00"), "--strict")[0] == 1
    assert run(tmp_path, OFFERED, changed(contract_months=30), "--strict")[0] == 1
    assert run(tmp_path, OFFERED, OFFERED, "--strict")[0] == 0


def test_gains_are_listed_apart_and_never_offset(tmp_path: Path) -> None:
    presented = changed(basic_wage="1000.00", allowance_food="500.00", allowance_housing="700.00")
    offered = changed(allowance_food="300.00", allowance_housing="500.00")
    _, answer = run(tmp_path, offered, presented)
    assert (answer["verdict"], answer["per_month"], answer["over_term"]) == (
        "worse",
        "200.00",
        "4800.00",
    )
    gains = {gain["clause"]: gain["per_month"] for gain in answer["gains"]}
    assert gains == {"allowance_food": "200.00", "allowance_housing": "200.00"}


@pytest.mark.parametrize(
    ("terms", "clause", "verdict", "per_month"),
    [
        ({"employer_id": "other"}, "employer_id", "worse", None),
        ({"worksite": "Doha"}, "worksite", "worse", None),
        ({"occupation_isco": "9112"}, "occupation_isco", "worse", None),
        ({"occupation_isco": "931"}, "occupation_isco", "unknown", None),
        ({"basic_wage": "1200.01"}, "basic_wage", "better", None),
        ({"currency": "USD"}, "currency", "worse", None),
        ({"currency": "USD"}, "basic_wage", "unknown", None),
        ({"allowance_food": "none"}, "allowance_food", "worse", "300.00"),
        ({"allowance_housing": "100.00"}, "allowance_housing", "worse", "400.00"),
        ({"allowance_housing": "500.00"}, "allowance_housing", "changed", None),
        ({"hours_week": 60}, "hours_week", "worse", None),
        ({"hours_week": "47.5"}, "hours_week", "better", None),
        ({"rest_days_week": 0}, "rest_days_week", "worse", None),
        ({"overtime_rate": "none"}, "overtime_rate", "worse", None),
        ({"overtime_rate": "25 %"}, "overtime_rate", "same", None),
        ({"annual_leave_days": 21}, "annual_leave_days", "worse", None),
        ({"contract_months": 12}, "contract_months", "worse", None),
        ({"contract_months": 36}, "contract_months", "changed", None),
        ({"probation_months": 6}, "probation_months", "worse", None),
        ({"notice_days_worker": 60}, "notice_days_worker", "worse", None),
        ({"ticket_out": "worker"}, "ticket_out", "worse", None),
        ({"ticket_return": "shared"}, "ticket_return", "worse", None),
        ({"medical_insurance": "none"}, "medical_insurance", "worse", None),
        ({"deductions": "50.00"}, "deductions", "worse", "50.00"),
        ({"deductions": ["uniform"]}, "deductions", "worse", None),
        ({"penalty_clause": "two months' wage"}, "penalty_clause", "worse", None),
        ({"passport_clause": "employer"}, "passport_clause", "worse", None),
        ({"dispute_forum": "none"}, "dispute_forum", "worse", None),
        ({"dispute_forum": "Another office"}, "dispute_forum", "changed", None),
        ({"language": "de"}, "language", "worse", None),
        ({"language": ["ar", "en"]}, "language", "better", None),
        ({"signed_place_date": "QAT 2026-02-20"}, "signed_place_date", "worse", None),
        ({"basic_wage": None}, "basic_wage", "unknown", None),
        ({"ticket_return": None}, "ticket_return", "unknown", None),
    ],
)
def test_every_clause_has_a_worse_direction(
    tmp_path: Path, terms: dict[str, Any], clause: str, verdict: str, per_month: str | None
) -> None:
    code, answer = run(tmp_path, OFFERED, changed(**terms))
    row = next(row for row in answer["clauses"] if row["clause"] == clause)
    assert (code, row["verdict"], row["per_month"]) == (0, verdict, per_month)
    assert answer["verdict"] == ("worse" if terms.get("currency") else verdict)


def test_a_promise_that_vanished_is_unknown_with_its_money_at_stake(tmp_path: Path) -> None:
    _, answer = run(tmp_path, OFFERED, changed(basic_wage=None))
    assert (answer["verdict"], answer["per_month"]) == ("unknown", "0.00")
    assert answer["at_stake"][0]["over_term"] == "28800.00"


def test_an_hourly_wage_is_counted_by_52_twelfths_of_a_week(tmp_path: Path) -> None:
    terms = {"basic_wage": "20.00", "currency": "EUR", "pay_period": "hour", "hours_week": "38.5"}
    offered = {"corridor": "PHL-DEU", "terms": terms | {"contract_months": 24}}
    presented = {"corridor": "PHL-DEU", "terms": offered["terms"] | {"basic_wage": "19.00"}}
    _, answer = run(tmp_path, offered, presented, "--corridor", "PHL-DEU")
    assert (answer["per_month"], answer["over_term"]) == ("166.83", "4004.00")


def test_months_already_worked_are_not_counted_again(tmp_path: Path) -> None:
    offered = OFFERED | {"start": "2026-03-10"}
    _, answer = run(tmp_path, offered, changed(basic_wage="830.00"), "--on", "2026-06-09")
    assert (answer["months"], answer["over_term"]) == (22, "8140.00")


@pytest.mark.parametrize(
    ("presented", "codes"),
    [
        ({**OFFERED, "corridor": "NPL-XXX"}, {"contract.corridor"}),
        ({**OFFERED, "signed_on": "2004-12-31"}, {"contract.before_agreement"}),
        ({**OFFERED, "signed_on": "2026-13-01"}, {"period.date"}),
        ({**OFFERED, "regime": "generally"}, {"contract.choice"}),
        (changed(basic_wage="-5.00"), {"contract.negative"}),
        (changed(basic_wage=1200), {"contract.money"}),
        (changed(basic_wage=1200.5), {"contract.float"}),
        (changed(basic_wage="١٢٠٠"), {"contract.digits"}),
        (changed(basic_wage="1200.001"), {"money.format"}),
        (changed(basic_wage={"amount": "1.00", "currency": "USD"}), {"contract.currency"}),
        (changed(currency="QAX"), {"code.currency"}),
        (changed(occupation_isco="99999"), {"code.isco"}),
        (changed(hours_week=200, ticket_out="nobody"), {"contract.number", "contract.choice"}),
        (changed(basik_wage="1.00"), {"contract.unknown_name"}),
        ({"corridor": "NPL-QAT"}, {"contract.terms"}),
        ([], {"contract.shape"}),
        (b"{", {"document.json"}),
        (b'{"terms": {"basic_wage": NaN}}', {"document.constant"}),
        (b'{"terms": {}, "terms": {}}', {"document.twice"}),
        (b"[" * 100_000, {"document.depth"}),
        (b'{"a":' * 50 + b"1" + b"}" * 50, {"document.depth"}),
        (b'"' + b"x" * 1_000_001, {"document.size"}),
        (b"\xff\xfe", {"document.encoding"}),
    ],
)
def test_bad_input_is_refused_all_at_once_and_placed(
    tmp_path: Path, presented: Any, codes: set[str]
) -> None:
    code, answer = run(tmp_path, OFFERED, presented)
    errors = answer.get("errors", [answer])
    assert code == 2
    assert {error["code"] for error in errors} == codes
    assert all(error["file"].endswith("presented.json") for error in errors)
    assert all(error["title"] for error in errors)


def test_the_nearest_clause_is_suggested(tmp_path: Path) -> None:
    _, answer = run(tmp_path, OFFERED, changed(basik_wage="1.00"))
    assert (answer["field"], answer["expected"]) == ("terms.basik_wage", "basic_wage")


def test_an_unknown_corridor_and_a_bad_day_are_told_together(tmp_path: Path) -> None:
    code, answer = run(tmp_path, OFFERED, OFFERED, "--corridor", "XXX-YYY", "--on", "soon")
    assert (code, len(answer["errors"])) == (2, 2)


def test_people_read_a_table_and_one_sum() -> None:
    paths = [str(EXAMPLES / f"contract-{name}.json") for name in ("offered", "presented")]
    more = ["--corridor", "NPL-QAT", "--on", ON]
    result = CliRunner().invoke(app, ["contract", "compare", *paths, *more])
    assert result.exit_code == 0
    assert "the worker loses QAR 370.00 a month, QAR 8880.00 over 24 months" in " ".join(
        result.stdout.split()
    )


def test_the_clauses_of_the_engine_are_those_of_the_law() -> None:
    listed = [clause.id for clause in law.book().clauses()]
    assert [clause.name for clause in CLAUSES] == [name for name in listed if name != "pay_period"]


@pytest.mark.parametrize("name", ["contract-terms", "comparison", "finding", "wage-check"])
def test_schemas_are_valid_and_printed(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    printed = CliRunner().invoke(app, ["schema", name])
    assert json.loads(printed.stdout) == schema(name)
    assert name in names()


def test_an_unknown_schema_is_refused_with_the_known_ones() -> None:
    result = CliRunner().invoke(app, ["schema", "contract"])
    assert (result.exit_code, "contract-terms" in result.stderr) == (2, True)


def test_examples_match_their_schemas() -> None:
    for name in ("offered", "presented"):
        example = json.loads((EXAMPLES / f"contract-{name}.json").read_text("utf-8"))
        jsonschema.validate(example, schema("contract-terms"))
    comparison = json.loads((EXAMPLES / "comparison.json").read_text("utf-8"))
    jsonschema.validate(comparison, schema("comparison"))
    paths = [str(EXAMPLES / f"contract-{name}.json") for name in ("offered", "presented")]
    arguments = ["contract", "compare", *paths, "--corridor", "NPL-QAT", "--on", ON, "--json"]
    assert json.loads(CliRunner().invoke(app, arguments).stdout) == comparison
    for finding in json.loads((EXAMPLES / "findings.json").read_text("utf-8")):
        jsonschema.validate(finding, schema("finding"))
    contract = read_contract(changed(basic_wage="830.00"), law.book())
    found = floor_check(contract, law.book(), date.fromisoformat(ON), subject="contract-presented")
    said = [finding.as_json() for finding in found if finding.verdict == "breach"]
    assert said == json.loads((EXAMPLES / "findings.json").read_text("utf-8"))


def test_a_day_before_the_agreement_has_no_law_to_compare_under(tmp_path: Path) -> None:
    code, answer = run(tmp_path, OFFERED, OFFERED, "--on", "2003-01-01")
    assert (code, answer["code"], answer["field"]) == (2, "law.before_agreement", "--on")


@pytest.mark.parametrize("text", ["\\ud800", "\\u001b[31m", "a\\u0000b"])
def test_text_that_cannot_be_printed_is_refused(tmp_path: Path, text: str) -> None:
    content = json.dumps(OFFERED).replace("Lusail", text).encode()
    code, answer = run(tmp_path, OFFERED, content)
    assert (code, answer["status"]) == (2, 422)
    assert answer["file"].endswith("presented.json")


def test_a_found_value_is_shown_by_its_beginning(tmp_path: Path) -> None:
    code, answer = run(tmp_path, OFFERED, changed(hours_week="9" * 5000))
    assert code == 2
    assert len(answer["detail"]) < 700


def test_schema_and_reader_agree_on_what_a_contract_may_say() -> None:
    """Null is unknown; an amount may carry its currency; the example is the published one."""
    printed = json.loads(CliRunner().invoke(app, ["schema", "contract-terms"]).stdout)
    assert printed["examples"] == [OFFERED]
    for clause in (*(clause.name for clause in CLAUSES), "pay_period"):
        silent = changed(**{clause: None})
        jsonschema.validate(silent, printed)
        if clause != "currency":
            read_contract(silent, law.book())
    amount = {"amount": "830.00", "currency": "QAR"}
    jsonschema.validate(changed(basic_wage=amount), printed)
    assert read_contract(changed(basic_wage=amount)).shown["basic_wage"] == "830.00"


def test_a_list_of_schemas_and_a_refusal_in_json() -> None:
    listed = CliRunner().invoke(app, ["schema", "--json"])
    assert json.loads(listed.stdout) == names()
    refused = CliRunner().invoke(app, ["schema", "none", "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)["code"]) == (2, "schema.name")


def test_a_terminal_that_knows_only_ascii_still_gets_an_answer() -> None:
    paths = [str(EXAMPLES / f"contract-{name}.json") for name in ("offered", "presented")]
    arguments = ["contract", "compare", *paths, "--corridor", "NPL-QAT", "--on", ON]
    shown = CliRunner(charset="ascii").invoke(app, arguments)
    assert shown.exit_code == 0, shown.exception
    words = "".join(shown.stdout.split())
    assert "370.00" in words
    assert "8880.00" in words
    assert "Law:QAT.minimum_wage.basic." in words
    assert "22clausesarethesame;0areinneither" in words
