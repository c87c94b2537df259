"""What falls due: steps of the ladder no officer has taken, and deadlines of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from corridor.core.money import Money
from corridor.governance.inspection.models import ENDED, Order, Standing
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

When = Literal["late", "today", "tomorrow", "week"]
_MOST = 200


@dataclass(frozen=True)
class Due:
    """One act that waits for an officer: a step of the ladder, or an order past its deadline.

    ``month`` is the wage month of a step, ``order`` the order's id, empty for the other kind.
    """

    on: date
    when: When
    employer: str
    name: str
    month: str
    step: str
    order: str
    amount: Money | None
    routine: bool


@dataclass(frozen=True)
class Calendar:
    """What is due until ``until``, the oldest first; ``more`` when not all of it is listed."""

    today: date
    until: date
    rows: tuple[Due, ...]
    more: bool

    def of(self, when: When) -> list[Due]:
        """The acts of one part of the calendar."""
        return [one for one in self.rows if one.when == when]


def calendar(by: Actor, today: date, *, days: int = 7) -> Calendar:
    """Everything that falls due from long ago until ``days`` days from today, two look-ups."""
    until = today + timedelta(days=days)
    found = [*_steps(by, today, until), *_deadlines(by, today, until)]
    found.sort(key=lambda one: (one.on, one.name, one.employer))
    return Calendar(today, until, tuple(found[:_MOST]), len(found) > _MOST)


def _steps(by: Actor, today: date, until: date) -> list[Due]:
    rows = (
        rules.rows(Standing, by)
        .filter(country=by.country or "-", next_on__lte=until)
        .order_by("next_on", "id")[: _MOST + 1]
    )
    return [
        Due(
            on=row.next_on,
            when=_when(row.next_on, today),
            employer=str(row.employer_id),
            name=row.name,
            month=row.next_month,
            step=row.next_step,
            order="",
            amount=None if row.few else Money(row.owed_minor, row.currency),
            routine=row.few,
        )
        for row in rows
        if row.next_on is not None
    ]


def _deadlines(by: Actor, today: date, until: date) -> list[Due]:
    rows: Any = (
        rules.rows(Order, by)
        .filter(deadline__lte=until)
        .exclude(events__kind__in=ENDED)
        .select_related("employer")
        .order_by("deadline", "id")[: _MOST + 1]
    )
    return [
        Due(
            on=row.deadline,
            when=_when(row.deadline, today),
            employer=str(row.employer_id),
            name=row.employer.name,
            month="",
            step="",
            order=row.id,
            amount=Money(row.amount_minor, row.currency),
            routine=False,
        )
        for row in rows
    ]


def _when(on: date, today: date) -> When:
    if on < today:
        return "late"
    if on == today:
        return "today"
    return "tomorrow" if on == today + timedelta(days=1) else "week"
