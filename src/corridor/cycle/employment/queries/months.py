"""One wage month as contract and file tell it: its state, its figures, its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.core.money import Money
from corridor.core.periods import Period
from corridor.core.text import N_, Sentence
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import months
from corridor.cycle.employment.models import WageFileUpload, WageFinding
from corridor.engines.days import EPOCH
from corridor.engines.verdicts import BREACH, CHECKS, NOT_APPLICABLE, UNKNOWN
from corridor.platform.clock.queries import today

WHOLE = "wage"

State = Literal["expected", "missing", "short", "late", "unknown", "paid", "not_covered"]

STATE_WORDS: dict[State, str] = {
    "expected": N_("Not due yet"),
    "missing": N_("No wage on record"),
    "short": N_("Less than is due"),
    "late": N_("Paid late"),
    "unknown": N_("Not known"),
    "paid": N_("Paid as agreed, says the file"),
    "not_covered": N_("No wage file is asked for here"),
}
"""What the state of a month is called, marked for translation."""


def standing(on: date | None = None) -> Q:
    """Findings that hold on a day (today): before the last lawful day a file accuses nobody."""
    when = on or today()
    begun = Q(since=None) | Q(since__lte=when)
    return begun & (Q(until=None) | Q(until__gte=when))


def counting(findings: QuerySet[WageFinding]) -> QuerySet[WageFinding]:
    """Findings that hold today of the newest file of each employer and month: those that count."""
    newer = WageFileUpload.objects.filter(
        employer=OuterRef("upload__employer"),
        month=OuterRef("upload__month"),
        version__gt=OuterRef("upload__version"),
    )
    return findings.filter(standing(), ~Exists(newer))


def newest(uploads: QuerySet[WageFileUpload]) -> QuerySet[WageFileUpload]:
    """The file of each employer and month that counts."""
    newer = WageFileUpload.objects.filter(
        employer=OuterRef("employer"), month=OuterRef("month"), version__gt=OuterRef("version")
    )
    return uploads.filter(~Exists(newer))


def state(figures: Mapping[str, Any], *, covered: bool) -> State:
    """The worst that contract and file say about a month; ``covered``: a file is asked for."""
    if not covered and figures["paid_minor"] is None:
        return "not_covered"
    verdicts = {name: figures[name] for name in CHECKS}
    if verdicts["missing"] == BREACH:
        return "missing"
    unheard = verdicts["missing"] == UNKNOWN
    breaches = {name for name, verdict in verdicts.items() if verdict == BREACH}
    if breaches - {"late"}:
        return "short"
    if NOT_APPLICABLE in (verdicts["missing"], verdicts["short"]) and not unheard:
        return "expected"  # the rest may still come in time
    if figures.get("besides_minor"):
        return "short"
    if breaches:
        return "late"
    # Without a day of payment nobody knows whether it was late; the amount is known all the same.
    doubts = {name for name, verdict in verdicts.items() if verdict == UNKNOWN}
    if doubts - {"late"} or not covered:
        return "unknown"
    return "paid"


@dataclass(frozen=True)
class Month:
    """One contract's month. ``owed`` is what contract and file leave owed; None is unknown.

    ``deemed_paid`` is whether the authority's threshold counts the month as paid; the debt is
    another matter. ``due_on`` and ``latest_on`` are ISO dates, ``version`` the file's (0: no
    file came, None: nothing on record yet).
    """

    month: str
    state: State
    due: Money | None
    paid: Money | None
    owed: Money | None
    deemed_paid: bool | None
    due_on: str | None
    latest_on: str | None
    version: int | None

    @property
    def label(self) -> Sentence:
        """The state in words."""
        return Sentence(STATE_WORDS[self.state])


def month_of(
    figures: Mapping[str, Any], month: str, currency: str, *, covered: bool, version: int | None
) -> Month:
    """A month from the engine's figures; ``currency`` is the one in which it was paid.

    What is due stands in the contract's own, which the figures name.
    """
    own = figures.get("currency") or currency

    def money(name: str, code: str) -> Money | None:
        minor = figures[name]
        return None if minor is None else Money(minor, code)

    found, owed = state(figures, covered=covered), months.owed(figures)
    return Month(
        month=month,
        state=found,
        due=money("due_minor", own),
        paid=money("paid_minor", currency),
        owed=None if found in {"not_covered", "expected"} or owed is None else Money(owed, own),
        deemed_paid=None if figures["deemed_paid"] is None else bool(figures["deemed_paid"]),
        due_on=_day(figures["due_day"]),
        latest_on=_day(figures["latest_day"]),
        version=version,
    )


def _day(number: int | None) -> str | None:
    return None if number is None else (EPOCH + timedelta(days=number)).isoformat()


def checked_without_file(
    contract: Contract, asked: Iterable[Period], known: months.Facts | None = None
) -> dict[str, months.Checked]:
    """What contract and law say about months nobody filed, by month; only those it covers."""
    facts = known or months.facts([contract])
    rows = [(month, one) for month in asked for one in months.worked([contract], month, facts)]
    covered = months.has_filing_duty(contract)
    answers = months.check_unpaid(rows, contract.local_today(), complete=covered)
    return {
        months.month_text(month): answer[0]
        for (month, _), answer in zip(rows, answers, strict=True)
        if answer
    }
