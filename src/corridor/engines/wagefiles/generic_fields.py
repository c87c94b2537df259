"""The columns of our own table of wages, the same in CSV, XLSX and Parquet."""

from __future__ import annotations

import re

import polars as pl

from corridor.core.codes.currencies import CURRENCIES
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import kinds, tables
from corridor.engines.wagefiles.kinds import Field, Kind

ALLOWANCES = ("housing_allowance", "food_allowance", "transport_allowance", "other_allowances")
EXTRAS = (*ALLOWANCES, "overtime", "extra_income")
HOURS = ("hours", "extra_hours", "extra_hours_night", "extra_hours_rest", "paid_hours")
CONSTANT = ("employer_id", "salary_month", "currency")
"""Columns that say the same on every line: one file is one employer's month in one currency."""
IGNORED = "x_"
"""A column whose name begins so is the employer's own and is passed over."""

CURRENCY = Kind(
    sentence(N_("a currency code of ISO 4217")),
    "QAR",
    lambda text: pl.when(text.is_in(list(CURRENCIES))).then(text),
)


def _account() -> Kind:
    """An account: where it has the shape of an IBAN, its check digits must be right."""

    def good(values: pl.Series) -> pl.Series:
        shaped = values.str.contains("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$").fill_null(value=False)
        plain = values.str.contains(r"^[A-Z0-9][A-Z0-9./-]{0,33}$").fill_null(value=False)
        right = kinds.iban_valid(pl.select(pl.when(shaped).then(values)).to_series())
        return plain & (~shaped | right.fill_null(value=False))

    def read(value: pl.Expr) -> pl.Expr:
        return pl.when(value.map_batches(good, return_dtype=pl.Boolean)).then(value)

    expected = sentence(
        N_("an IBAN with right check digits, or an account of at most 34 letters and digits")
    )
    return Kind(expected, "QA58DOHB00001234567890ABCDEFG", read)


def _hours() -> Kind:
    return Kind(sentence(N_("hours from 0 to 999.99")), "12.50", kinds.amount("", most=3).read)


def fields(currency: str) -> tuple[Field, ...]:
    """Every column, amounts with the decimals of ``currency``. Optional ones may be left away."""
    money = kinds.amount_in(currency)
    return (
        Field("employer_id", kinds.text(35, "10007822")),
        Field("salary_month", kinds.iso_month()),
        Field("currency", CURRENCY),
        Field("worker_id", kinds.text(35, "28912345678")),
        Field("net", money),
        Field("visa_id", kinds.text(35, "3820211"), required=False),
        Field("name", kinds.text(140, "SITA GURUNG"), required=False),
        Field("account", _account(), required=False),
        Field("bank", kinds.text(35, "QNB"), required=False),
        Field("reference", kinds.text(35, "2026-06-0001"), required=False),
        Field("paid_on", kinds.date(hyphens=True), required=False),
        Field("pay_start", kinds.date(hyphens=True), required=False),
        Field("pay_end", kinds.date(hyphens=True), required=False),
        Field("days", kinds.whole(3, "30"), required=False),
        Field("unpaid_days", kinds.whole(3, "0"), required=False),
        Field("basic", money, required=False),
        *(Field(name, money, required=False) for name in EXTRAS),
        Field("deductions", money, required=False),
        Field("deduction_reason", kinds.text(140, "/DRC/04"), required=False),
        *(Field(name, _hours(), required=False) for name in HOURS),
        Field("notes", kinds.text(300, "Loan of May"), required=False),
    )


NAMES = tuple(field.name for field in fields("QAR"))
REQUIRED = tuple(field.name for field in fields("QAR") if field.required)


def payslip_fields(currency: str) -> tuple[Field, ...]:
    """The columns of a table of payslips beside a bank file."""
    own = {field.name: field for field in fields(currency)}
    optional = ("basic", *EXTRAS, "deductions", "deduction_reason", *HOURS, "unpaid_days")
    worker = Field("worker_id", own["worker_id"].kind, required=False)
    return (
        Field("end_to_end_id", kinds.text(35, "2026-06-0001")),
        worker,
        *(own[name] for name in optional),
    )


def named(title: str) -> str:
    """A title as a column name: ``Salary Month`` is ``salary_month``."""
    return re.sub(r"[\s\-]+", "_", title.strip().lower())


def rules(constant: dict[str, str]) -> tuple[tables.Rule, ...]:
    """Rules of one line; ``constant`` is what the first line says in the constant columns."""
    start, end = pl.col("pay_start"), pl.col("pay_end")
    return (
        *(_same(name, value) for name, value in constant.items()),
        tables.Rule(
            "pay_end",
            "dates",
            end >= start,
            pl.lit(">= ") + tables.day_text(start),
            pl.col("raw.pay_end"),
            N_("The pay period ends on {found}, before it starts."),
            N_("Write an end date {expected}."),
        ),
        tables.Rule(
            "days",
            "days",
            (pl.col("days") <= end - start + 1) | (end < start),
            pl.lit("<= ") + (end - start + 1).cast(pl.String),
            pl.col("raw.days"),
            N_("{found} days are more than the days of the pay period."),
            N_("Write a number {expected}."),
        ),
        tables.Rule(
            "unpaid_days",
            "leave",
            pl.col("unpaid_days") <= 31,
            pl.lit("<= 31"),
            pl.col("raw.unpaid_days"),
            N_("{found} days of unpaid leave are more than the days of the period."),
            N_("Write a number {expected}."),
        ),
    )


def _same(name: str, value: str) -> tables.Rule:
    """A column that may not change inside one file."""
    raw = pl.col(f"raw.{name}")
    if name == "salary_month":
        raw = raw.str.slice(0, 7)  # a spreadsheet makes its first day of it
    return tables.Rule(
        name,
        "mixed",
        (raw == value) | pl.col(name).is_null(),
        pl.lit(value),
        raw,
        N_("This line says {found}, the first line {expected}: one file holds one of them only."),
        N_("Write {expected}, or give the other lines in a file of their own."),
    )
