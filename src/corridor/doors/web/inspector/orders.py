"""Orders and the ladder, as the inspector's pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.components.models import LawRef, Status
from corridor.doors.web.inspector.forms import KINDS
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.inspection import STATES, order_events, state_of
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import Text, say
from corridor.engines import law
from corridor.governance.inspection.ladder import Climb
from corridor.governance.inspection.models import LadderStep
from corridor.governance.inspection.queries import OrderPage
from corridor.governance.inspection.queries.orders import OrderLine

__all__ = ["STATES", "Rung", "Stair", "ladder", "order_events", "private", "state_of"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a month's ladder: its day, what happens, whether an officer took it."""

    on: date
    consequence: str
    status: Status
    value: str


@dataclass(frozen=True, slots=True)
class Stair:
    """One wage month on the ladder. ``why_not`` says why no steps are listed.

    ``late`` counts from the last lawful day; ``counts`` says that the steps do not.
    """

    month: str
    name: str
    late: Sentence
    counts: Text
    rungs: list[Rung]
    why_not: Text
    excluded: bool
    law: list[LawRef]


def ladder(climbs: Iterable[Climb]) -> list[Stair]:
    """Every month with wages owed and its steps."""
    return [_stair(one) for one in climbs]


def _stair(one: Climb) -> Stair:
    standing = one.standing
    taken = {(step.label, step.consequence) for step in one.taken}
    return Stair(
        month=one.month,
        name=month_words(one.month),
        late=_late(one),
        counts=_counts(one) if standing.rungs and not one.excluded else "",
        rungs=[
            Rung(
                rung.on,
                rung.consequence,
                _status(rung, (rung.label, rung.consequence) in taken, standing.on),
                f"{rung.label}: {rung.consequence}",
            )
            for rung in standing.rungs
        ],
        why_not=_why_not(one),
        excluded=one.excluded,
        law=[law_ref(one) for one in standing.law],
    )


def _late(one: Climb) -> Sentence:
    """The due day, the last lawful one, and how long ago that was: what is open is open since."""
    grace = one.standing.grace_days
    if grace is None:
        words = N_("Due on {due}, and not all of it is paid. When it is late is not known.")
        return sentence(words, due=one.due)
    last, over = one.due + timedelta(days=grace), one.standing.days_late - grace
    if over <= 0:
        words = N_("Due on {due}, in time until {last}. Not all of it is paid.")
        return sentence(words, due=one.due, last=last)
    words = N_("Due on {due}, in time until {last}. What is not paid is late: {days} today.")
    return sentence(words, due=one.due, last=last, days=counted(over, "days"))


def _counts(one: Climb) -> Sentence:
    days = counted(one.standing.days_late, "days")
    words = N_("The steps count from the day it was due: {days} today.")
    return sentence(words, days=days)


def _status(rung: Any, taken: bool, on: date) -> Status:
    if taken:
        return Status("ok", N_("Taken"))
    if rung.reached is None:
        return Status("unknown", N_("Depends on the size, which is not known"))
    if rung.on > on:
        return Status("same", N_("Not due yet"))
    return Status("late" if rung.on < on else "soon", N_("Waits for an officer"))


def _why_not(one: Climb) -> Text:
    if one.excluded:
        return N_("Left out of the ladder, as the law allows. The wages are still owed.")
    if one.standing.rungs:
        return ""
    return one.standing.reason or N_("No step of the ladder fits this establishment.")


def steps_of(rows: Iterable[LadderStep]) -> list[tuple[LadderStep, Text, str]]:
    """What officers did, in words, with the month."""
    return [(one, _kind(one), month_words(one.month)) for one in rows]


def _kind(one: LadderStep) -> Text:
    words: Mapping[str, str] = {
        **KINDS,
        "excluded": N_("Left out of the ladder"),
        "resumed": N_("Put back on the ladder"),
    }
    if one.consequence:
        kind = say(words[one.kind])
        return sentence(N_("{kind} (the law: {step})"), kind=kind, step=one.consequence)
    return words[one.kind]


def wage_laws(country: str) -> list[tuple[str, Text]]:
    """The law on wages of a country by id and title, for a step outside the ladder."""
    book = law.book()
    starts = (f"{country}.wps.", f"{country}.wages.", f"{country}.minimum_wage.")
    return [(one, book.parameter(one).title) for one in book.ids() if one.startswith(starts)]


def lines(found: Iterable[OrderLine]) -> list[tuple[OrderLine, Status]]:
    """Orders of an establishment with the sign of their state."""
    return [(one, state_of(one)) for one in found]


PRIVATE: Mapping[str, Status] = {
    "confirmed": Status("ok", N_("Enough workers say that the money came.")),
    "contradicted": Status("breach", N_("Somebody says that not all of it came.")),
    "waiting": Status("unknown", N_("Not confirmed. Silence is neither yes nor no.")),
}
"""What the private answers come to, in words."""


def private(page: OrderPage) -> Status | None:
    """The count of private answers; None before anybody was asked."""
    found = page.private
    return PRIVATE[found.state] if found is not None and found.asked else None


def missing(page: OrderPage) -> Money:
    """What the evidence does not cover yet."""
    line = page.line
    return Money(max(line.amount.minor - line.shown.minor, 0), line.amount.currency)
