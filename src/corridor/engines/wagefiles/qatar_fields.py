"""The published fields of the Qatar salary information file, base and version 01.

Sources: Qatar WPS technical specification (field tables of header and rows), the HSBCnet notice
of February 2021 on version 01, open payroll modules for the order of the row titles.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import kinds, tables
from corridor.engines.wagefiles.kinds import Field

V1_FROM = date(2021, 4, 4)
"""Version 01 is taken from this day (HSBCnet, February 2021)."""

EID_DIGITS = 8
_IBAN = kinds.iban(
    "QA[0-9]{2}[A-Z]{4}[A-Z0-9]{21}",
    sentence(N_("a Qatari IBAN of 29 characters with right check digits")),
    "QA58DOHB00001234567890ABCDEFG",
)
_BANK = kinds.matching(
    "[A-Z][A-Z0-9]{1,3}", sentence(N_("a bank's short name of 2 to 4 capital letters")), "QNB"
)


def _eid() -> kinds.Kind:
    """An establishment number of 8 digits; its leading zero may be lost, and is put back."""
    whole = kinds.digits(EID_DIGITS, "10007822")
    short = kinds.digits(EID_DIGITS - 1, "1000782")

    def read(text: pl.Expr) -> pl.Expr:
        return pl.coalesce(whole.read(text), pl.lit("0") + short.read(text))

    return kinds.Kind(whole.expected, whole.example, read)


_EID = _eid()
_QID = kinds.digits(11, "28912345678")
_MONEY = kinds.amount("1000.00")

HEADER: tuple[Field, ...] = (
    Field("employer_eid", _EID),
    Field("file_date", kinds.date(hyphens=False)),
    Field("file_time", kinds.clock()),
    Field("payer_eid", _EID, required=False),
    Field("payer_qid", _QID, required=False),
    Field("payer_bank", _BANK),
    Field("payer_iban", _IBAN),
    Field("salary_month", kinds.month(year_first=True)),
    Field("total", kinds.amount("2000.00", most=16)),
    Field("record_count", kinds.whole(6, "2")),
    Field("sif_version", kinds.word("01"), required=False),
)
ROW: tuple[Field, ...] = (
    Field("sequence", kinds.whole(6, "1")),
    Field("employee_qid", _QID, required=False),
    Field(
        "visa_id",
        kinds.matching(
            "[A-Za-z0-9]{1,12}",
            sentence(N_("a visa number of 1 to 12 letters and digits")),
            "3820211",
        ),
        required=False,
    ),
    Field("name", kinds.text(70, "SITA GURUNG")),
    Field("bank", _BANK),
    Field("account", _IBAN),
    Field("frequency", kinds.word("M")),
    Field("working_days", kinds.whole(3, "30")),
    Field("net", _MONEY),
    Field("basic", _MONEY),
    Field(
        "extra_hours",
        kinds.Kind(
            sentence(N_("hours from 0 to 999.99")),
            "12.50",
            kinds.amount("", most=3).read,
        ),
    ),
    Field("extra_income", _MONEY),
    Field("deductions", _MONEY),
    Field("payment_type", kinds.text(300, "Normal Payment"), required=False),
    Field("notes", kinds.text(300, "Loan of May"), required=False),
)
ROW_V1: tuple[Field, ...] = (
    *ROW,
    *(
        Field(f"{name}_allowance", _MONEY, required=False)
        for name in ("housing", "food", "transport", "overtime")
    ),
    Field(
        "deduction_reason",
        kinds.matching(
            "/DRC/(?:01|02|03|04|99)",
            sentence(N_("/DRC/ and one of 01, 02, 03, 04 and 99")),
            "/DRC/04",
        ),
        required=False,
    ),
)
SPARE: tuple[Field, ...] = tuple(
    Field(name, kinds.matching("", sentence(N_("left empty")), ""), required=False)
    for name in ("spare_1", "spare_2")
)

HEADER_TITLES = (
    "Employer EID,File Creation Date,File Creation Time,Payer EID,Payer QID,"
    "Payer Bank Short Name,Payer IBAN,Salary Year and Month,Total Salaries,Total Records,"
    "SIF Version"
)
ROW_TITLES = (
    "Record Sequence,Employee QID,Employee Visa ID,Employee Name,Employee Bank Short Name,"
    "Employee Account,Salary Frequency,Number of Working Days,Net Salary,Basic Salary,"
    "Extra Hours,Extra Income,Deductions,Payment Type,Notes / Comments,Housing Allowance,"
    "Food Allowance,Transportation Allowance,Over Time Allowance,Deduction Reason Code,"
    "Extra Field 1,Extra Field 2"
)
BASE_COUNTS, V1_COUNTS = (15,), (20, 21, 22)
MOST = 22

_EITHER = (pl.col("raw.employee_qid") != "") | (pl.col("raw.visa_id") != "")


def row_rules(month_days: int, version: str) -> tuple[tables.Rule, ...]:
    """The rules between the fields of one row, for a salary month of ``month_days`` days."""
    identity = tables.Rule(
        "employee_qid",
        "identity",
        _EITHER,
        pl.lit("QID / visa ID"),
        pl.lit(""),
        N_("Neither the QID nor the visa number of the employee is given."),
        N_("Write the QID of 11 digits, or the visa number."),
    )
    sequence = tables.Rule(
        "sequence",
        "sequence",
        pl.col("sequence") == pl.col("line") - 3,
        pl.col("line") - 3,
        pl.col("raw.sequence"),
        N_("The record is number {found}; it should be {expected}."),
        N_("Number the records from 1 without gaps."),
    )
    days = tables.Rule(
        "working_days",
        "days",
        pl.col("working_days") <= month_days,
        pl.lit(f"<= {month_days}"),
        pl.col("raw.working_days"),
        N_("{found} working days are more than the days of the salary month."),
        N_("Write a number {expected}."),
    )
    return (identity, sequence, days, *(_reason_rules() if version == "01" else ()))


def _reason_rules() -> tuple[tables.Rule, ...]:
    reason, notes = pl.col("raw.deduction_reason"), pl.col("raw.notes")
    required = tables.Rule(
        "deduction_reason",
        "reason",
        (pl.col("deductions") == 0) | (reason != ""),
        pl.lit("/DRC/01, /DRC/02, /DRC/03, /DRC/04, /DRC/99"),
        reason,
        N_("Wages are deducted without a reason code."),
        N_("Write one of {expected}."),
    )
    explained = tables.Rule(
        "notes",
        "notes",
        (pl.col("deductions") == 0) | (reason != "/DRC/99") | (notes.str.strip_chars() != ""),
        pl.lit("notes"),
        notes,
        N_("The deduction has the reason code 99 (other), but the notes are empty."),
        N_("Write in the notes what was deducted, and why."),
    )
    return required, explained
