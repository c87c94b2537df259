"""``corridor wages file`` and ``write`` on every format, on standard input and with options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.engines.wagefiles import banks, books, samples
from tests.engines.wagefiles.test_generic import TABLE
from typer.testing import CliRunner, Result

from corridor.doors.cli import wages_files
from corridor.doors.cli.main import app
from corridor.engines import wagefiles

ALL: dict[str, bytes] = {
    "are-sif": samples.PUBLISHED.encode(),
    "qat-sif": samples.QAT_V1.encode(),
    "sau": banks.SAUDI.encode(),
    "pain001": banks.PAIN.encode(),
    "csv": TABLE.encode(),
    "xlsx": books.book(),
}


def run(*words: str | Path, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["wages", *(str(word) for word in words)], input=given)


def answer(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.mark.parametrize("form", ALL)
def test_every_format_is_found_out_and_answered_alike(form: str, tmp_path: Path) -> None:
    path = tmp_path / "wages"
    path.write_bytes(ALL[form])
    found = run("file", path, "--json")
    assert found.exit_code == 0, found.output
    body = answer(found)
    assert {"valid", "records", "total", "currency", "errors"} <= set(body)
    assert body["errors"] == []
    schemas = Path(wagefiles.__file__).parents[2] / "schemas"
    schema = json.loads((schemas / "wage-file.schema.json").read_text("utf-8"))
    jsonschema.validate(body, schema)
    assert answer(run("file", path, "--format", form, "--json")) == body
    assert answer(run("file", "-", "--json", given=ALL[form])) == body
    spoken = run("file", path)
    assert f"{form}: valid" in spoken.output


def test_payslips_and_the_month_are_given_beside_a_bank_file(tmp_path: Path) -> None:
    path, slips = tmp_path / "bank.xml", tmp_path / "slips.csv"
    path.write_text(banks.PAIN, encoding="utf-8")
    slips.write_text(banks.PAYSLIPS.replace("E-3,", "E-9,"), encoding="utf-8")
    alone = run("file", path)
    assert "no payslip" in alone.output
    assert "no salary month" in alone.output
    found = run("file", path, "--payslips", slips, "--month", "2026-06", "--json")
    assert found.exit_code == 2
    (error,) = answer(found)["errors"]
    assert (error["file"], error["line"], error["field"]) == ("slips.csv", 3, "end_to_end_id")
    assert "slips.csv, line 3" in run("file", path, "--payslips", slips).output
    assert answer(run("file", path, "--month", "June", "--json"))["field"] == "--month"
    lost = run("file", path, "--payslips", tmp_path / "none.csv", "--json")
    assert (lost.exit_code, answer(lost)["code"]) == (2, "wagefile.file")


def test_a_file_is_converted_and_what_is_lost_is_said(tmp_path: Path) -> None:
    path, out = tmp_path / "june.csv", tmp_path / "june.xlsx"
    path.write_text(samples.QAT_V1, encoding="utf-8")
    made = run("write", path, "--to", "xlsx", "--out", out, "--json")
    assert made.exit_code == 0, made.output
    body = answer(made)
    assert (body["from"], body["format"], body["records"]) == ("qat-sif", "xlsx", 3)
    assert body["lost"] == ["3 lines: payment_type cannot be carried by xlsx."]
    assert answer(run("file", out, "--json"))["total"] == "3500.00"
    back = run("write", out, "--to", "csv", "--out", "-")
    assert back.stdout.startswith("employer_id,salary_month,currency,worker_id,net")
    assert "csv: 3 records, QAR 3500.00" in back.stderr
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_what_is_missing_is_told_at_once_and_given_with_set(tmp_path: Path) -> None:
    path, out = tmp_path / "own.csv", tmp_path / "bank.xml"
    path.write_text(TABLE, encoding="utf-8")
    short = run("write", path, "--to", "pain001", "--out", out, "--json")
    assert short.exit_code == 2
    lacking = {error["field"] for error in answer(short)["errors"]}
    assert lacking == {"MsgId", "CreDtTm", "Dbtr", "DbtrAcct", "Nm", "ReqdExctnDt"}
    assert not out.exists()
    words = {
        **{"MsgId": "M-1", "CreDtTm": "2026-06-30T09:30:00", "Dbtr": "AL NOOR", "Nm": "STAFF"},
        **{"DbtrAcct": "QA58DOHB00001234567890ABCDEFG", "ReqdExctnDt": "2026-07-01"},
        "Othr": "4551902459",
    }
    given = [word for name, value in words.items() for word in ("--set", f"{name}={value}")]
    made = run("write", path, "--to", "pain001", "--out", out, *given)
    assert made.exit_code == 0, made.output
    assert answer(run("file", out, "--json"))["total"] == "2221.92"
    assert answer(run("write", path, "--to", "csv", "--out", out, "--set", "x", "--json"))[
        "field"
    ] == "--set"  # fmt: skip


def test_nothing_is_left_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "june.csv"
    path.write_text(samples.QAT_V1.replace(",3,01", ",4,01"), encoding="utf-8")
    wrong = run("write", path, "--to", "csv", "--out", tmp_path / "out.csv", "--json")
    assert (wrong.exit_code, answer(wrong)["field"]) == (2, "record_count")
    path.write_text(samples.QAT_V1, encoding="utf-8")
    nowhere = run("write", path, "--to", "csv", "--out", tmp_path / "no" / "out.csv")
    assert nowhere.exit_code == 3
    assert [one.name for one in tmp_path.iterdir()] == ["june.csv"]


def test_standard_input_has_a_limit_and_leaves_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wages_files, "MAX_INPUT", 100)
    result = run("file", "-", "--json", given=ALL["csv"])
    assert (result.exit_code, answer(result)["code"]) == (2, "wagefile.bytes")


def test_a_file_that_names_neither_month_nor_state_is_asked_for_them(tmp_path: Path) -> None:
    path, table = tmp_path / "bank.xml", tmp_path / "contracts.csv"
    path.write_text(banks.PAIN.replace('"QAR"', '"EUR"'), encoding="utf-8")
    head = "contract_id,worker_id,employer_id,start,end,basic_wage,currency,pay_period"
    table.write_text(f"{head}\nC1,28912345678,10007822,2026-01-01,,1500.00,QAR,month\n", "utf-8")
    words = ("check", path, "--contracts", table, "--on", "2026-07-20", "--json")
    asked = run(*words)
    assert asked.exit_code == 2
    assert {one["field"] for one in answer(asked)["errors"]} == {"--month", "--law"}
    assert answer(run(*words, "--month", "2026-06", "--law", "XXX"))["code"] == "law.jurisdiction"
    path.write_text(banks.PAIN, encoding="utf-8")
    told = run(*words, "--month", "2026-06")
    assert told.exit_code == 0, told.output
    rows = {(row["worker_id"], row["check"]): row for row in answer(told)["findings"]}
    assert rows["28912345678", "short"]["still_owed"] == "278.08"
    assert answer(told)["file"]["month"] == "2026-06"
