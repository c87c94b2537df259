"""What no check can see is listed, printed in the docs, and shown here to pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corridor.engines import wagefiles
from corridor.engines.wagefiles import qatar_fields, uae, uae_trailer

from . import samples

PAGE = Path(__file__).parents[3] / "docs/algorithms/wagefiles.md"
IBAN, OTHER = "QA58DOHB00001234567890ABCDEFG", "QA54QNBA000000000000693123456"
# Per field: pairs of old and new text, each of which must occur in the valid sample.
FALSE: dict[str, dict[str, list[tuple[str, str]]]] = {
    "are-sif": {
        "employee_id": [("10001016594125", "10001016594126")],
        "agent_routing": [("640110101,AE", "640110102,AE")],
        "account": [("155481122", "155481123")],
        "pay_start": [("2026-06-16,2026-06-30,15,0,0,15", "2026-06-21,2026-06-30,10,0,0,10")],
        "pay_end": [("2026-06-16,2026-06-30,15,0,0,15", "2026-06-16,2026-06-20,5,0,0,5")],
        "fixed": [("1221.92", "2221.92"), ("2271.92", "3271.92")],
        "variable": [("1221.92,0,0", "1221.92,5,0"), ("2271.92", "2276.92")],
        "leave_days_unpaid": [("1221.92,0,0", "1221.92,0,9")],
        "employer_id": [("0000000009103", "0000000009104")],
        "employer_bank_routing": [("302210101", "302210102")],
        "file_date": [("2026-07-01", "2031-01-01")],
        "file_time": [("1107", "0000")],
        "employer_reference": [("AED,1141", "AED,something else")],
    }
    | {
        name: [("101,20.00,0.00,0.00,0.00,30.00,0.00,0.00", "101," + ",".join(
            "50" if place == at else "0" for place in range(7)))]
        for at, name in enumerate(uae.EVP_PARTS)
    },
    "qat-sif": {
        "employer_eid": [("\n10007822", "\n10007823")],
        "file_date": [("20260701", "20310101")],
        "file_time": [(",1100,", ",0000,")],
        "payer_eid": [(",10007822,", ",10007823,")],
        "payer_qid": [(",10007822,,", ",,28912345999,")],
        "payer_bank": [(",,QNB,", ",,CBQ,")],
        "payer_iban": [(f"{IBAN},2026", f"{OTHER},2026")],
        "salary_month": [("202606", "202605")],
        "employee_qid": [("28912345678", "28912345670")],
        "visa_id": [("VISA123", "VISA124")],
        "name": [("SITA GURUNG", "SOMEBODY ELSE")],
        "bank": [("GURUNG,QNB", "GURUNG,CBQ")],
        "account": [(f"GURUNG,QNB,{IBAN}", f"GURUNG,QNB,{OTHER}")],
        "working_days": [(",M,26,", ",M,12,")],
        "net": [("M,30,1200.00", "M,30,2200.00"), ("3500.00", "4500.00")],
        "basic": [("1200.00,1200.00,2.50", "1200.00,100.00,2.50")],
        "extra_hours": [(",2.50,", ",0,")],
        "extra_income": [(",2.50,50,", ",2.50,500,")],
        "deductions": [(",100.00,Normal", ",0,Normal")],
        "payment_type": [("0,0,0,Normal Payment", "0,0,0,Gift")],
        "notes": [("Key lost", "x")],
        "housing_allowance": [(",,0,0,0,0,\n", ",,700,0,0,0,\n")],
        "food_allowance": [(",,0,0,0,0,\n", ",,0,700,0,0,\n")],
        "transport_allowance": [(",,0,0,0,0,\n", ",,0,0,700,0,\n")],
        "overtime_allowance": [(",,0,0,0,0,\n", ",,0,0,0,700,\n")],
        "deduction_reason": [("/DRC/04", "/DRC/03")],
    },
}  # fmt: skip
CASES = [(form, field) for form, fields in wagefiles.BLIND.items() for field in fields]


@pytest.mark.parametrize(("form", "field"), CASES)
def test_the_false_value_passes(form: str, field: str) -> None:
    text = samples.ARE if form == "are-sif" else samples.QAT_V1
    for old, new in FALSE[form][field]:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    assert wagefiles.read(text.encode(), form).problems == ()


def test_only_counts_totals_and_fixed_words_are_fully_checked() -> None:
    published = {
        "are-sif": {field.name for field in (*uae.EDR, *uae.EVP, *uae_trailer.SCR)},
        "qat-sif": {field.name for field in (*qatar_fields.HEADER, *qatar_fields.ROW_V1)},
    }
    checked = {
        "are-sif": {"days", "edr_count", "total", "currency", "salary_month"},
        "qat-sif": {"total", "record_count", "sif_version", "sequence", "frequency"},
    }
    for form, fields in published.items():
        assert fields == checked[form] | set(wagefiles.BLIND[form])


def test_the_page_prints_the_same_list() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for form, fields in wagefiles.BLIND.items():
        part = page.split(f"### What no check can see: {form}\n", 1)[1].split("\n#", 1)[0]
        rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", part, re.MULTILINE)
        assert rows == list(fields.items())
