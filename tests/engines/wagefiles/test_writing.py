"""Writers: what is written reads back the same, and nothing invalid is ever written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.problems import BadInput, Problems
from corridor.engines import wagefiles

JUNE = Period(date(2026, 6, 1), date(2026, 7, 1))
ARE = {
    "employer_id": "0000000009103",
    "employer_bank_routing": "302210101",
    "file_date": date(2026, 7, 1),
    "file_time": "1107",
    "salary_month": JUNE,
}
QAT = {
    "employer_eid": "10007822",
    "file_date": date(2026, 7, 1),
    "file_time": "1100",
    "payer_qid": "28912345678",
    "payer_bank": "QNB",
    "payer_iban": "QA58DOHB00001234567890ABCDEFG",
    "salary_month": JUNE,
}
minor = st.integers(0, 10**12)
person = st.integers(0, 10**11 - 1)


@st.composite
def uae_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for number in draw(st.lists(person, min_size=1, max_size=6, unique=True)):
        start = date(2026, 6, draw(st.integers(1, 30)))
        end = start + timedelta(days=draw(st.integers(0, 40)))
        row = {
            "employee_id": f"{number:014d}",
            "agent_routing": "640110101",
            "account": str(number + 1),
            "pay_start": start,
            "pay_end": end,
            "days": (end - start).days + 1,
            "fixed": Money(draw(minor), "AED"),
            "variable": Money(draw(minor), "AED"),
            "leave_days_unpaid": draw(st.integers(0, (end - start).days + 1)),
        }
        if row["variable"].minor and draw(st.booleans()):
            cut = draw(st.integers(0, row["variable"].minor))
            row |= {"housing": Money(cut, "AED"), "other": row["variable"] - Money(cut, "AED")}
        rows.append(row)
    return rows


@st.composite
def qatar_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    letters = st.characters(codec="utf-8", categories=["L", "M", "Nd"])
    name = st.text(letters, min_size=1, max_size=70)
    rows = []
    for number in draw(st.lists(person, min_size=1, max_size=6, unique=True)):
        visa = draw(st.booleans())
        deductions = draw(minor)
        rows.append(
            {
                "visa_id" if visa else "employee_qid": f"{number:011d}",
                "name": draw(name),
                "bank": "QNB",
                "account": "QA58DOHB00001234567890ABCDEFG",
                "frequency": "M",
                "working_days": draw(st.integers(0, 30)),
                "net": Money(draw(minor), "QAR"),
                "basic": Money(draw(minor), "QAR"),
                "extra_hours": f"{draw(st.integers(0, 999))}.5",
                "extra_income": Money(draw(minor), "QAR"),
                "deductions": Money(deductions, "QAR"),
                "notes": draw(name) if deductions else "",
                "deduction_reason": "/DRC/99" if deductions else "",
                "food_allowance": Money(draw(minor), "QAR"),
            }
        )
    return rows


@settings(max_examples=50, deadline=None)
@given(uae_rows())
def test_a_uae_file_reads_back_the_same(rows: list[dict[str, Any]]) -> None:
    read = wagefiles.read(wagefiles.write("are-sif", ARE, rows))
    assert read.valid
    assert read.total == sum((row["fixed"] + row["variable"] for row in rows), Money(0, "AED"))
    back = read.to_frame().to_dicts()
    for row, again in zip(rows, back, strict=True):
        assert again["worker_id"] == row["employee_id"]
        assert again["account"] == row["account"]
        assert again["fixed"] == row["fixed"].minor
        assert again["variable"] == row["variable"].minor
        assert again["days"] == row["days"] == again["end_day"] - again["start_day"]
        assert again["leave_days_unpaid"] == row["leave_days_unpaid"]
        assert again["housing"] == (row["housing"].minor if "housing" in row else None)


@settings(max_examples=50, deadline=None)
@given(qatar_rows(), st.sampled_from(["01", "base"]))
def test_a_qatari_file_reads_back_the_same(rows: list[dict[str, Any]], version: str) -> None:
    data = wagefiles.write("qat-sif", QAT, rows, version=version)
    read = wagefiles.read(data, name=wagefiles.file_name("qat-sif", QAT))
    assert read.valid
    assert read.version == version
    assert read.total == sum((row["net"] for row in rows), Money(0, "QAR"))
    for row, again in zip(rows, read.to_frame().to_dicts(), strict=True):
        assert again["worker_id"] == row.get("employee_qid", row.get("visa_id"))
        for field in ("net", "basic", "extra_income", "deductions"):
            assert again[field] == row[field].minor
        assert again["food_allowance"] == (row["food_allowance"].minor if version == "01" else None)


def test_an_invalid_row_is_refused_with_line_and_field() -> None:
    rows = [{"employee_qid": "1", "name": "A", "bank": "QNB", "account": "x", "frequency": "M",
             "working_days": 99, "net": "1", "basic": "1", "extra_hours": 0, "extra_income": "0",
             "deductions": "0"}]  # fmt: skip
    with pytest.raises(Problems) as raised:
        wagefiles.write("qat-sif", QAT, rows)
    fields = {(problem.place.line, problem.place.field) for problem in raised.value.problems}
    assert fields == {(4, "employee_qid"), (4, "account"), (4, "working_days")}


def test_a_comma_in_a_name_cannot_shift_an_amount() -> None:
    row = {"employee_qid": "28912345678", "name": "GURUNG, SITA", "bank": "QNB",
           "account": "QA58DOHB00001234567890ABCDEFG", "frequency": "M", "working_days": 1,
           "net": "1", "basic": "1", "extra_hours": 0, "extra_income": "0",
           "deductions": "0"}  # fmt: skip
    with pytest.raises(Problems):
        wagefiles.write("qat-sif", QAT, [row])


def test_what_cannot_be_written_is_said() -> None:
    with pytest.raises(BadInput, match="pay_start is missing"):
        wagefiles.write("are-sif", ARE, [{"employee_id": "1", "agent_routing": "", "account": ""}])
    with pytest.raises(BadInput, match="not paid in this format"):
        wagefiles.write(
            "are-sif",
            ARE,
            [
                {
                    **dict.fromkeys(
                        (
                            "employee_id",
                            "agent_routing",
                            "account",
                            "pay_start",
                            "pay_end",
                            "days",
                            "variable",
                            "leave_days_unpaid",
                        ),
                        "0",
                    ),
                    "fixed": Money(1, "QAR"),
                }
            ],
        )
    with pytest.raises(BadInput, match="not a wage-file format"):
        wagefiles.write("xls", ARE, [])


def test_the_published_names() -> None:
    assert wagefiles.file_name("are-sif", ARE) == "00000000091032607011107.SIF"
    assert wagefiles.file_name("qat-sif", QAT) == "SIF_10007822_QNB_20260701_1100.csv"
