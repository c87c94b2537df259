"""Wage months in words: the month's name, what is wrong with it, and how the sum was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.core.text import N_
from corridor.doors.web.components.models import LawRef, Status
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.words import Text, reader
from corridor.engines.days import EPOCH
from corridor.engines.wagechecks import LABELS
from corridor.locale import formats

CHECKS: dict[str, str] = {
    "missing": N_("No wage was paid for the month."),
    "late": N_("The wage was paid late."),
    "short": N_("Less was paid than is due."),
    "below_minimum": N_("The wage is below the minimum wage."),
    "below_contract": N_("The basic wage is below the contract."),
    "deduction": N_("A deduction is forbidden or not proven."),
    **LABELS,
}
"""What each wage check says when it is not in order."""

_STEPS: tuple[tuple[str, str], ...] = (
    ("contract_minor", N_("The contract asks for")),
    ("floor_minor", N_("The law asks at least for")),
    ("due_minor", N_("So this is due for the month")),
    ("deductions_minor", N_("Taken off in the file")),
    ("lawful_minor", N_("Of that, the law allows")),
    ("paid_minor", N_("Paid, says the file")),
    ("still_owed_minor", N_("Still owed")),
    ("besides_minor", N_("Owed beside the wage")),
)


def month_words(text: str) -> str:
    """``2026-09`` as ``September 2026``, in the reader's language."""
    return formats.month(month(text).start, reader().code)


def month_choices(today: date, count: int = 12) -> list[tuple[str, Text]]:
    """The last ``count`` complete months, newest first, as (YYYY-MM, words)."""
    found: list[tuple[str, Text]] = []
    first = today.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        text = f"{first:%Y-%m}"
        found.append((text, month_words(text)))
    return found


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of the arithmetic: what it is, and the amount (None is unknown)."""

    what: Text
    amount: Money | None
    last: bool = False


def arithmetic(figures: Mapping[str, Any], currency: str) -> list[Sum]:
    """How contract, law and file came to what is owed, line by line."""

    def money(name: str) -> Money | None:
        minor = figures.get(name)
        return None if minor is None else Money(minor, currency)

    return [
        Sum(label, money(name), last=name == "still_owed_minor")
        for name, label in _STEPS
        if _told(name, figures.get(name))
    ]


def _told(name: str, minor: int | None) -> bool:
    """Whether a line of the sum is shown: three of them always, nothing beside the wage never."""
    if name == "besides_minor":
        return bool(minor)
    return minor is not None or name in {"due_minor", "paid_minor", "still_owed_minor"}


def days(figures: Mapping[str, Any]) -> list[tuple[Text, date | None]]:
    """When the wage was due, until when it was in time, and when it was paid."""

    def on(name: str) -> date | None:
        number = figures.get(name)
        return None if number is None else EPOCH + timedelta(days=number)

    return [
        (N_("Due on"), on("due_day")),
        (N_("In time until"), on("latest_day")),
        (N_("Paid on"), on("paid_day")),
    ]


def what_is_wrong(findings: tuple[Mapping[str, Any], ...]) -> list[Status]:
    """Each stored finding as its sign and its sentence, breaches first."""
    ranked = sorted(findings, key=lambda one: one["verdict"] != "breach")
    return [Status(one["verdict"], CHECKS.get(one["check"], one["check"])) for one in ranked]


def laws(findings: tuple[Mapping[str, Any], ...]) -> list[LawRef]:
    """The law values that the findings went through, each once."""
    ids = dict.fromkeys(id_ for one in findings for id_ in one.get("law", ()))
    return [law_ref(id_) for id_ in ids]
