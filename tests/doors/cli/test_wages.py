"""``corridor wages file`` and ``corridor wages check``, as people and programs call them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.engines.wagefiles import samples
from typer.testing import CliRunner, Result

from corridor.doors.cli.main import app
from corridor.engines import wagefiles

HEAD = (
    "contract_id,worker_id,employer_id,start,end,basic_wage,currency,pay_period,"
    "allowance_food,allowance_housing"
)
TERMS = "QAR,month,in_kind,in_kind"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def answer(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """June 2026: 28912345678 paid 1200, VISA123 1100 after 100 deducted, 28912345679 1200."""
    path = tmp_path / "june.csv"
    path.write_text(samples.QAT_V1, encoding="utf-8")
    return path


def contracts(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "CONTRACTS.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_published_sample_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "sample.sif"
    path.write_text(samples.PUBLISHED, encoding="ascii")
    result = run("wages", "file", path, "--format", "are-sif", "--json")
    assert result.exit_code == 0
    assert answer(result) == {
        "valid": True,
        "records": 2,
        "total": "2221.92",
        "currency": "AED",
        "errors": [],
    }


def test_a_wrong_trailer_count_exits_with_two_and_names_the_place(tmp_path: Path) -> None:
    path = tmp_path / "sample.sif"
    path.write_text(samples.PUBLISHED.replace("062009,2,", "062009,3,"), encoding="ascii")
    result = run("wages", "file", path, "--json")
    assert result.exit_code == 2
    found = answer(result)
    assert not found["valid"]
    (error,) = found["errors"]
    assert (error["line"], error["field"]) == (3, "edr_count")
    assert (error["expected"], error["found"]) == ("2", "3")
    assert "3" in error["message"]
    assert set(error) == {"line", "field", "expected", "found", "message"}
    schemas = Path(wagefiles.__file__).parents[2] / "schemas"
    schema = json.loads((schemas / "wage-file.schema.json").read_text("utf-8"))
    jsonschema.validate(found, schema)
    assert schema["examples"] == [found]
    spoken = run("wages", "file", path)
    assert spoken.exit_code == 2
    assert "line 3, edr_count" in " ".join(spoken.output.split())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"\0" * 100, b"\xff\xfeE\0", b"hello"])
def test_a_file_of_no_format_answers_in_the_same_shape(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "anything"
    path.write_bytes(data)
    result = run("wages", "file", path, "--json")
    assert result.exit_code == 2
    found = answer(result)
    assert found["valid"] is False
    assert len(found["errors"]) == 1
    assert found["errors"][0]["line"] == 1


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    result = run("wages", "file", tmp_path / "none.sif")
    assert result.exit_code == 2
    assert "cannot be opened" in result.output
    assert "Traceback" not in result.output


def checked(june: Path, table: Path, *more: str) -> dict[tuple[str, str], dict[str, Any]]:
    result = run(
        "wages", "check", june, "--contracts", table, "--on", "2026-07-20", "--json", *more
    )
    assert result.exit_code == 0, result.output
    return {(row["worker_id"], row["check"]): row for row in answer(result)["findings"]}


def test_contract_and_file_are_held_against_each_other(june: Path, tmp_path: Path) -> None:
    table = contracts(
        tmp_path,
        f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}",
        f"C2,VISA123,10007822,2026-01-01,2027-12-31,1200.00,{TERMS}",
        f"C3,28912349999,10007822,2026-01-01,,1200.00,{TERMS}",
        f"C4,28912341111,20007822,2026-01-01,,1200.00,{TERMS}",
    )
    found = checked(june, table)
    short = found["28912345678", "short"]
    assert (short["verdict"], short["still_owed"], short["currency"]) == ("breach", "300.00", "QAR")
    assert found["VISA123", "deduction"]["verdict"] == "unknown"
    missing = found["28912349999", "missing"]
    assert (missing["verdict"], missing["still_owed"]) == ("breach", "1200.00")
    outside = found["28912341111", "missing"]
    assert (outside["verdict"], outside["still_owed"]) == ("unknown", None)
    stranger = found["28912345679", "no_contract"]
    assert (stranger["verdict"], stranger["paid"]) == ("unknown", "1200.00")


def test_employers_are_listed_with_what_is_known(june: Path, tmp_path: Path) -> None:
    table = contracts(
        tmp_path,
        f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}",
        f"C4,28912341111,20007822,2026-01-01,,1200.00,{TERMS}",
    )
    result = run("wages", "check", june, "--contracts", table, "--on", "2026-07-20", "--json")
    first, second = answer(result)["employers"]
    assert (first["employer_id"], first["still_owed"]) == ("10007822", "300.00")
    assert (second["employer_id"], second["still_owed"]) == ("20007822", None)
    spoken = run("wages", "check", june, "--contracts", table, "--on", "2026-07-20")
    assert "still owed QAR 300.00" in spoken.output


def test_strict_exits_with_one_on_a_breach_only(june: Path, tmp_path: Path) -> None:
    words = ("--on", "2026-07-20", "--strict")
    wrong = contracts(tmp_path, f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}")
    assert run("wages", "check", june, "--contracts", wrong, *words).exit_code == 1
    right = contracts(tmp_path, f"C1,28912345678,10007822,2026-01-01,,1200.00,{TERMS}")
    assert run("wages", "check", june, "--contracts", right, *words).exit_code == 0


def test_numbers_without_their_leading_zeros_are_the_same_numbers(tmp_path: Path) -> None:
    path = tmp_path / "june.sif"
    path.write_text(samples.ARE.replace("10001016594125", "00001016594125"), encoding="ascii")
    head = HEAD + ",hours_week"
    line = "C1,1016594125,9103,2026-01-01,,1221.92,AED,month,in_kind,in_kind,48"
    found = checked(path, contracts(tmp_path, line, head=head))
    assert ("00001016594125", "no_contract") not in found
    assert not [key for key in found if key[0] == "00001016594125" and key[1] == "short"]


def test_all_errors_of_both_files_come_at_once(june: Path, tmp_path: Path) -> None:
    june.write_text(june.read_text(encoding="utf-8").replace(",3,01", ",4,01"), encoding="utf-8")
    table = contracts(
        tmp_path,
        f"C1,28912345678,10007822,2026-13-01,,1500.00,{TERMS}",
        f"C2,VISA123,10007822,2026-01-01,,-5,{TERMS}",
    )
    result = run("wages", "check", june, "--contracts", table, "--on", "2026-07-20", "--json")
    assert result.exit_code == 2
    errors = answer(result)["errors"]
    places = {(Path(error["file"]).name, error["line"], error["field"]) for error in errors}
    assert places == {
        ("june.csv", 2, "record_count"),
        ("CONTRACTS.csv", 2, "start"),
        ("CONTRACTS.csv", 3, "basic_wage"),
    }
    assert {error["column"] for error in errors if error["field"] == "basic_wage"} == {6}


def test_two_contracts_for_one_person_and_month_are_one_sentence(
    june: Path, tmp_path: Path
) -> None:
    table = contracts(
        tmp_path,
        f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}",
        f"C2,28912345678,10007822,2026-03-01,,1200.00,{TERMS}",
    )
    result = run("wages", "check", june, "--contracts", table, "--on", "2026-07-20")
    assert result.exit_code == 2
    assert "28912345678" in result.output
    assert "C1" in result.output
    assert "C2" in result.output


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\xff\xfe" * 50, b"", b"\xff\xfea\0,\0", b"a" * 300_000]
)
def test_a_table_that_is_none_is_one_sentence(june: Path, tmp_path: Path, data: bytes) -> None:
    table = tmp_path / "CONTRACTS.csv"
    table.write_bytes(data)
    result = run("wages", "check", june, "--contracts", table, "--on", "2026-07-20")
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    none = run("wages", "check", june, "--contracts", tmp_path / "no.csv", "--on", "2026-07-20")
    assert none.exit_code == 2
    assert "cannot be opened" in none.output


def test_a_day_that_is_none_is_refused(june: Path, tmp_path: Path) -> None:
    table = contracts(tmp_path, f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}")
    result = run("wages", "check", june, "--contracts", table, "--on", "20.07.2026")
    assert result.exit_code == 2
    assert "is not a date" in result.output
    assert "employer_id" not in result.output
    bad = contracts(tmp_path, f"C1,28912345678,,2026-01-01,,15,00.00,{TERMS}")
    both = run("wages", "check", june, "--contracts", bad, "--on", "20.07.2026", "--json")
    placed = {(one.get("field"), one.get("line")) for one in json.loads(both.stdout)["errors"]}
    assert ("--on", None) in placed
    assert any(line == 2 for _, line in placed)


def test_the_report_holds_every_finding_and_no_formula(june: Path, tmp_path: Path) -> None:
    table = contracts(
        tmp_path,
        f"C1,28912345678,10007822,2026-01-01,,1500.00,{TERMS}",
        f"C9,=cmd|'/c calc'!A0,10007822,2026-01-01,,1500.00,{TERMS}",
    )
    out = tmp_path / "report.csv"
    checked(june, table, "--out", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["check"] for row in rows} >= {"short", "missing", "no_contract"}
    risky = [row["worker_id"] for row in rows if "cmd" in row["worker_id"]]
    assert risky
    assert all(text.startswith("'=") for text in risky)
    unwritable = run(
        "wages", "check", june, "--contracts", table, "--on", "2026-07-20", "--out",
        tmp_path / "no" / "report.csv",
    )  # fmt: skip
    assert unwritable.exit_code == 3


def test_the_payments_have_the_columns_the_wage_engine_asks_for(june: Path) -> None:
    from corridor.engines import wages

    frame = wagefiles.payroll(wagefiles.read(june))
    assert dict(frame.schema) == wages.PAYMENT_COLUMNS


UAE = "are-sif"


def uae(tmp_path: Path, *lines: str, on: str = "2026-07-05") -> Result:
    """The UAE sample of June 2026 (paid on 1 July) against contracts with employer 9103."""
    path = tmp_path / "june.sif"
    path.write_text(samples.ARE, encoding="ascii")
    table = contracts(tmp_path, *lines)
    return run("wages", "check", path, "--contracts", table, "--on", on, "--json")


AED = "AED,month,in_kind,in_kind"


def test_contracts_of_other_months_leave_the_payments_without_a_contract(tmp_path: Path) -> None:
    later = uae(tmp_path, f"C1,10001016594125,0000000009103,2026-08-01,,1200.00,{AED}")
    assert later.exit_code == 0, later.output
    found = answer(later)
    assert {row["check"] for row in found["findings"]} == {"no_contract"}
    assert answer(uae(tmp_path))["checks"]["no_contract"] == {"unknown": 3}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("C1,10001016594125,9103,2026-06-01,2026-05-01,1200.00,AED,month,,", "end"),
        ("C1,10001016594125,9103,2026-06-01,,1200.00,AED,fortnight,,", "pay_period"),
    ],
)
def test_a_bad_line_names_its_column(tmp_path: Path, line: str, field: str) -> None:
    result = uae(tmp_path, line)
    assert result.exit_code == 2
    found = answer(result)
    assert (found["line"], found["field"]) == (2, field)
    assert found["file"].endswith("CONTRACTS.csv")


def test_an_unknown_regime_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "june.sif"
    path.write_text(samples.ARE, encoding="ascii")
    line = f"C1,10001016594125,9103,2026-01-01,,1200.00,{AED},xx"
    table = contracts(tmp_path, line, head=f"{HEAD},regime")
    result = run("wages", "check", path, "--contracts", table, "--on", "2026-07-05", "--json")
    assert (result.exit_code, answer(result)["field"]) == (2, "regime")


def test_a_line_given_twice_is_two_contracts(tmp_path: Path) -> None:
    line = f"C1,10001016594125,9103,2026-01-01,,1200.00,{AED}"
    result = uae(tmp_path, line, line)
    assert result.exit_code == 2
    found = answer(result)
    assert (found["code"], found["found"]) == ("wages.two_contracts", ["C1", "C1"])
    assert found["file"].endswith("CONTRACTS.csv")


def test_a_workbook_instead_of_a_table_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "june.sif"
    path.write_text(samples.ARE, encoding="ascii")
    table = tmp_path / "CONTRACTS.csv"
    table.write_bytes(b"PK\x03\x04" + b"\0" * 200)
    result = run("wages", "check", path, "--contracts", table, "--on", "2026-07-05", "--json")
    assert (result.exit_code, answer(result)["code"]) == (2, "contracts.text")


def test_what_the_authority_deems_paid_stands_beside_what_is_owed(tmp_path: Path) -> None:
    """The file reports no deductions: at 85 % it is open whether they explain the gap."""
    rows = answer(
        uae(
            tmp_path,
            f"C1,30305106000500,9103,2026-01-01,,1235.29,{AED}",
            f"C2,10001016594125,9103,2026-01-01,,2000.00,{AED}",
        )
    )
    short = {row["worker_id"]: row for row in rows["findings"] if row["check"] == "short"}
    assert short["30305106000500"]["still_owed"] == "185.29"
    assert short["30305106000500"]["deemed_paid"] is None
    assert short["10001016594125"]["still_owed"] == "778.08"
    assert short["10001016594125"]["deemed_paid"] is False
    assert rows["employers"][0]["deemed_paid"] == 0


def test_the_day_of_the_check_is_named_when_it_is_no_date(june: Path, tmp_path: Path) -> None:
    result = run("wages", "check", june, "--contracts", contracts(tmp_path), "--on", "x", "--json")
    assert (result.exit_code, answer(result)["field"]) == (2, "--on")
