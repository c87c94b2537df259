"""What each format carries of a payment, and under which names: the table behind ``convert``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles import generic_fields, qatar_fields, saudi_fields, writing_bank
from corridor.engines.wagefiles.generic_fields import HOURS
from corridor.engines.wagefiles.kinds import Field
from corridor.engines.wagefiles.uae import EDR, EVP_PARTS
from corridor.engines.wagefiles.uae_trailer import SCR

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """A format to write.

    ``header`` maps its header fields to what is known of any file (employer, month, currency,
    made, paid, reference) or to nothing. ``make`` names a payment anew: amounts as minor units,
    days as days since 1970-01-01. ``carries`` are the columns of the payments that survive.
    """

    id: str
    currency: str
    header: Mapping[str, str]
    row: tuple[str, ...]
    required_header: tuple[str, ...]
    required_row: tuple[str, ...]
    make: Callable[[Row], dict[str, Any]]
    carries: frozenset[str]
    amounts: frozenset[str] = field(default_factory=frozenset)
    days: frozenset[str] = field(default_factory=frozenset)


def _names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in fields)


def _required(fields: tuple[Field, ...], *not_these: str) -> tuple[str, ...]:
    return tuple(one.name for one in fields if one.required and one.name not in not_these)


def _digits(value: Any, width: int) -> Any:
    """A number as wide as the format writes it."""
    return value.zfill(width) if isinstance(value, str) and value.isdigit() else value


def _sum(row: Row, *names: str) -> int:
    return sum(row[name] or 0 for name in names)


def _first(row: Row, *names: str) -> Any:
    """The first of these that the payment tells."""
    return next((row[name] for name in names if row[name] is not None), None)


def _uae(row: Row) -> dict[str, Any]:
    """Overtime and other variable pay apart from the fixed part, where the payment tells them."""
    variable, fixed = row["variable"], row["fixed"]
    if fixed is None:
        extra = _sum(row, "overtime", "overtime_allowance", "extra_income")
        variable = extra if extra <= (row["paid"] or 0) else 0
        fixed = row["paid"] - variable
    first, last = row["start_day"], row["end_day"]
    parts = {name: row[name] for name in EVP_PARTS} if row["variable"] is not None else {}
    return {
        "employee_id": _digits(row["worker_id"], 14),
        "agent_routing": row["bank"],
        "account": row["account"],
        "pay_start": first,
        "pay_end": None if last is None else last - 1,
        "days": None if first is None or last is None else last - first,
        "fixed": fixed,
        "variable": variable,
        "leave_days_unpaid": row["leave_days_unpaid"] or 0,
        **{name: value for name, value in parts.items() if value is not None},
    }


def _qatar(row: Row) -> dict[str, Any]:
    worker, visa = row["worker_id"], row["visa_id"]
    by_visa = bool(visa) and worker == visa
    reason = row["deduction_reason"]
    return {
        "employee_qid": None if by_visa else _digits(worker, 11),
        "visa_id": visa,
        **{name: row[name] for name in ("name", "bank", "account", "payment_type", "notes")},
        "frequency": "M",
        "working_days": row["days"],
        "net": row["paid"],
        "basic": row["basic"],
        "extra_hours": _decimal(row["extra_hours"]) or "0",
        "extra_income": row["extra_income"] or 0,
        "deductions": row["deductions"],
        "housing_allowance": row["housing_allowance"],
        "food_allowance": row["food_allowance"],
        "transport_allowance": row["transport_allowance"],
        "overtime_allowance": _first(row, "overtime_allowance", "overtime"),
        "deduction_reason": reason if reason and reason.startswith("/DRC/") else None,
    }


def _saudi(row: Row) -> dict[str, Any]:
    other = _sum(row, "extra_income", "food_allowance", "transport_allowance", "other",
                 "overtime", "overtime_allowance")  # fmt: skip
    return {
        "32B-AMT": row["paid"],
        "59-ACC": row["account"],
        "59-NAME": row["name"],
        "57-BANK": row["bank"],
        "70-DET": row["notes"],
        "MOL-BAS": row["basic"],
        "MOL-HAL": row["housing_allowance"] or 0,
        "MOL-OEA": other,
        "MOL-DED": row["deductions"] or 0,
        "MOL-ID": row["worker_id"],
    }


def _own(row: Row) -> dict[str, Any]:
    last = row["end_day"]
    same = ("worker_id", "visa_id", "name", "account", "bank", "reference", "days", "basic",
            "extra_income", "deductions", "deduction_reason", "notes", "housing_allowance",
            "food_allowance", "transport_allowance")  # fmt: skip
    return {name: row[name] for name in same} | {
        "net": row["paid"],
        "paid_on": row["paid_day"],
        "pay_start": row["start_day"],
        "pay_end": None if last is None else last - 1,
        "unpaid_days": row["leave_days_unpaid"],
        "other_allowances": row["other"],
        "overtime": _first(row, "overtime", "overtime_allowance"),
        **{name: _decimal(row[name]) for name in HOURS},
    }


def _decimal(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"


def _pain(row: Row) -> dict[str, Any]:
    account = row["account"] or ""
    iban = len(account) > 14 and account[:2].isalpha()
    return {
        "EndToEndId": row["reference"] or row["worker_id"],
        "InstdAmt": row["paid"],
        "Nm": row["name"],
        "ReqdExctnDt": row["paid_day"],
        "IBAN": account if iban else None,
        "Othr": account if account and not iban else None,
        "PrvtId": row["worker_id"],
        "CdtrAgt": row["bank"],
        "Ustrd": row["notes"],
    }


_PLACE = ("account", "bank")
_UAE_CARRIES = frozenset({*_PLACE, "days", "leave_days_unpaid", "fixed", "variable", *EVP_PARTS})
_QATAR_CARRIES = frozenset({
    *_PLACE, "visa_id", "name", "days", "basic", "extra_hours", "extra_income", "deductions",
    "payment_type", "notes", "housing_allowance", "food_allowance", "transport_allowance",
    "overtime_allowance", "overtime", "deduction_reason",
})  # fmt: skip
_SAUDI_CARRIES = frozenset({
    *_PLACE, "name", "notes", "basic", "housing_allowance", "food_allowance",
    "transport_allowance", "other", "overtime", "overtime_allowance", "extra_income",
    "deductions", "paid_day",
})  # fmt: skip
_OWN_CARRIES = (
    _QATAR_CARRIES | {"reference", "paid_day", "leave_days_unpaid", "other", *HOURS}
) - {"payment_type"}
_PAIN_CARRIES = frozenset({*_PLACE, "name", "reference", "notes", "paid_day"})
_SCR = dict.fromkeys(_names(SCR), "") | {
    "employer_id": "employer", "file_date": "made", "salary_month": "month",
    "employer_reference": "reference",
}  # fmt: skip
_QAT = dict.fromkeys(_names(qatar_fields.HEADER), "") | {
    "employer_eid": "employer", "file_date": "made", "salary_month": "month",
}  # fmt: skip
_SAU = dict.fromkeys(_names(saudi_fields.HEADER), "") | {
    "MOL-ESTBID": "employer", "32A-VAL": "paid", "FILE-REF": "reference",
}  # fmt: skip
_ISO = dict.fromkeys(("Dbtr", "DbtrAcct", "DbtrAgt", "CreDtTm"), "") | {
    "DbtrId": "employer", "MsgId": "reference",
}  # fmt: skip
_OWN = {"employer_id": "employer", "salary_month": "month", "currency": "currency"}
_PARTS = frozenset({*EVP_PARTS, "fixed", "variable"})
_OWN_AMOUNTS = frozenset({"net", "basic", *generic_fields.EXTRAS, "deductions"})


def _table(name: str) -> Target:
    row = tuple(one for one in generic_fields.NAMES if one not in generic_fields.CONSTANT)
    return Target(name, "", _OWN, row, generic_fields.CONSTANT, ("worker_id", "net"), _own,
                  frozenset(_OWN_CARRIES), _OWN_AMOUNTS,
                  frozenset({"paid_on", "pay_start", "pay_end"}))  # fmt: skip


TARGETS: Mapping[str, Target] = {
    one.id: one
    for one in (
        Target("are-sif", "AED", _SCR, (*_names(EDR), *EVP_PARTS),
               _required(SCR, "edr_count", "total", "currency"), _required(EDR), _uae,
               _UAE_CARRIES, _PARTS, frozenset({"pay_start", "pay_end"})),
        Target("qat-sif", "QAR", _QAT, _names(qatar_fields.ROW_V1)[1:],
               _required(qatar_fields.HEADER, "total", "record_count"),
               _required(qatar_fields.ROW_V1, "sequence"), _qatar, _QATAR_CARRIES,
               frozenset({"net", "basic", "extra_income", "deductions", "housing_allowance",
                          "food_allowance", "transport_allowance", "overtime_allowance"})),
        Target("sau", "SAR", _SAU, _names(saudi_fields.ROW),
               _required(saudi_fields.HEADER, "32A-CCY", "32A-AMT"),
               _required(saudi_fields.ROW), _saudi, _SAUDI_CARRIES,
               frozenset({"32B-AMT", "MOL-BAS", "MOL-HAL", "MOL-OEA", "MOL-DED"})),
        Target("pain001", "", _ISO, ("EndToEndId", "InstdAmt", "Nm", "ReqdExctnDt", "IBAN",
               "Othr", "PrvtId", "CdtrAgt", "Ustrd"), (*writing_bank.GROUP, *writing_bank.DEBTOR),
               writing_bank.PAYMENT, _pain, _PAIN_CARRIES, frozenset({"InstdAmt"}),
               frozenset({"ReqdExctnDt"})),
        *(_table(name) for name in ("csv", "xlsx", "parquet")),
    )
}  # fmt: skip


def of(name: str) -> Target:
    """The format called ``name``. Raises ``BadInput``."""
    if name not in TARGETS:
        raise BadInput(
            "wagefile.format",
            sentence(N_("“{found}” is not a wage-file format known here."), found=name),
            remedy=sentence(N_("Use one of {formats}."), formats=", ".join(TARGETS)),
            expected=list(TARGETS),
            found=name,
        )
    return TARGETS[name]
