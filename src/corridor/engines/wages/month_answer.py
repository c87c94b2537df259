"""The whole month as JSON, in the shape that the schema ``wage-month`` publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from corridor.core.findings import Finding
from corridor.core.money import Money
from corridor.core.text import Sentence
from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, OK, UNKNOWN
from corridor.engines.wagechecks import EVERY, LABELS, NEEDS, PUBLISHED
from corridor.engines.wages.findings import label as core_label
from corridor.engines.wages.ladder import Standing
from corridor.engines.wages.month import Month
from corridor.engines.wages.month_word import Word

_WORDS = {OK: "ok", UNKNOWN: "unknown", BREACH: "breach", NOT_APPLICABLE: "not_applicable"}
_RANK = (NOT_APPLICABLE, OK, UNKNOWN, BREACH)
_COVERED = {True: "covered", False: "not_covered", None: "unknown"}


def as_json(month: Month, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """The answer; amounts as decimal text in ``currency``, what is unknown as null."""
    interest = month.interest
    return {
        "law": month.question.place,
        "month": f"{month.question.month.start:%Y-%m}",
        "currency": month.question.currency,
        "on": month.on.isoformat(),
        "due": _text(month.money("due_minor")),
        "paid": _text(month.paid),
        "late": month.late,
        "days_late": month.days_late,
        "stage": month.stage,
        "open_days": month.open_days,
        "open_stage": month.open_stage,
        "deemed_paid": month.deemed_paid,
        "still_owed": _text(month.still_owed),
        "owed_besides": _text(month.besides),
        "unproven": _text(month.money("unproven_minor")),
        "lawful_deductions": _text(month.money("lawful_minor")),
        "contract": _text(month.money("contract_minor")),
        "floor": _text(month.money("floor_minor")),
        "coverage": _COVERED[month.covered],
        "due_on": _day(month.day("due_day")),
        "latest_on": _day(month.day("latest_day")),
        "paid_on": _day(month.day("paid_day")),
        "interest": {
            "amount": _text(interest.amount),
            "rate": interest.rate,
            "why": interest.why.say(translate) if interest.why else None,
            "law": list(interest.law),
        },
        "ladder": _ladder(month.standing, month.outside),
        "checks": verdicts(month),
        "findings": [finding_json(one, translate) for one in month.findings],
        "unknown": [
            {"id": PUBLISHED[one.check], "says": says(one).say(translate)} for one in month.unheard
        ],
        "worker": _worker(month.word, translate),
    }


def verdicts(month: Month) -> dict[str, str]:
    """Published name of each check to its worst verdict; a file's checks are none of a month's."""
    found = dict.fromkeys(PUBLISHED.values(), NOT_APPLICABLE)
    for name in EVERY:
        code = month.figures[name]
        seen = found[PUBLISHED[name]]
        found[PUBLISHED[name]] = max(seen, code, key=_RANK.index)
    for one in (*month.findings, *month.unheard):
        if one.check not in EVERY:
            found[PUBLISHED[one.check]] = BREACH if one.verdict.value == "breach" else UNKNOWN
    return {name: _WORDS[code] for name, code in found.items()}


def finding_json(one: Finding, translate: Callable[[str], str] = str) -> dict[str, Any]:
    """A finding with its published name and what it says."""
    body = one.as_json()
    body.pop("subject")
    return {"id": PUBLISHED[one.check], **body, "says": says(one).say(translate)}


def says(one: Finding) -> Sentence:
    """The sentence of a finding: what is wrong, or which fact is missing."""
    if one.verdict.value == "unknown" and one.check in NEEDS:
        return Sentence(NEEDS[one.check])
    if one.check in LABELS:
        return Sentence(LABELS[one.check])
    found: Sentence = core_label(one.check)
    return found


def _text(amount: Money | None) -> str | None:
    return None if amount is None else amount.text()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _ladder(standing: Standing | None, outside: str | None) -> dict[str, Any]:
    if standing is None:
        return {"state": outside or "not_late", "consequences": [], "next": [], "law": []}
    return {
        "state": standing.state,
        "consequences": [rung.consequence for rung in standing.present],
        "depends_on_size": [rung.consequence for rung in standing.unknown],
        "next": [
            {"on": rung.on.isoformat(), "consequence": rung.consequence} for rung in standing.next
        ],
        "law": list(standing.law),
    }


def _worker(own: Word | None, translate: Callable[[str], str]) -> dict[str, Any]:
    """Her word; without an answer everything about it is unknown."""
    if own is None:
        return {"said": None, "agrees": None, "received": None, "owed": None, "findings": []}
    return {
        "said": own.said,
        "agrees": own.agrees,
        "received": _text(own.received),
        "owed": _text(own.owed),
        "tell_nobody": own.tell_nobody,
        "findings": [finding_json(one, translate) for one in own.findings],
    }
