"""A contract clause's value in words: who pays, what is given, how many hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.money import Money
from corridor.core.problems import Problem
from corridor.core.text import N_, sentence
from corridor.doors.web.shared.figures import counted, language_name, occupation
from corridor.doors.web.words import Text

_WORDS: dict[str, str] = {
    "in_kind": N_("Given by the employer, free"),
    "none": N_("None"),
    "employer": N_("The employer pays"),
    "worker": N_("The worker pays"),
    "shared": N_("Employer and worker share"),
    "worker_keeps": N_("The worker keeps it"),
    "employer_keeps": N_("The employer keeps it"),
    "month": N_("a month"),
    "week": N_("a week"),
    "day": N_("a day"),
    "hour": N_("an hour"),
}
_UNITS = {
    "hours_week": "hours",
    "rest_days_week": "days",
    "annual_leave_days": "days",
    "contract_months": "months",
    "probation_months": "months",
    "notice_days_worker": "days",
}
_NOT_GIVEN = {"allowance_food", "allowance_housing"}


def amount(value: Any, currency: str) -> Money | None:
    """Decimal text as money, None when it is not an amount in a known currency."""
    try:
        return Money.parse(str(value), currency)
    except Problem:
        return None


def wage(terms: Mapping[str, Any]) -> Money | None:
    """The basic wage for its pay period; None when the terms are silent."""
    return amount(terms.get("basic_wage", ""), str(terms.get("currency") or ""))


def clause_words(name: str, value: Any, currency: str) -> Text | Money | None:
    """What a clause says, ready to show; None when it says nothing."""
    if value is None or value == "":
        return None
    text = str(value)
    if name in _NOT_GIVEN and text == "none":
        return N_("Not given")
    if name == "passport_clause":  # who keeps it, never who pays
        text = {"worker": "worker_keeps", "employer": "employer_keeps"}.get(text, text)
    if text in _WORDS:
        return _WORDS[text]
    if name == "occupation_isco":
        return occupation(text)
    if name == "language":
        codes = value if isinstance(value, list | tuple) else text.split(",")
        return ", ".join(language_name(str(code).strip()) for code in codes)
    if name == "overtime_rate":
        return sentence(N_("{rate} times the hourly wage"), rate=text)
    if name in _UNITS:
        return counted(int(text), _UNITS[name]) if text.isdigit() else text
    if name.startswith(("allowance_", "basic_")):
        return amount(value, currency) or text
    return text
