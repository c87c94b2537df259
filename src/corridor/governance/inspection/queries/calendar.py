"""What falls due: steps of the ladder no officer has taken, and deadlines of orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from corridor.core.money import Money
from corridor.governance.inspection.models import ENDED, Order, Standing
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

When = Literal["late", "today", "tomorrow", "week"]
_MOST = 100


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
    """What should have been done, and everything that falls due within ``days`` days.

    At most a hundred of each kind from either part, so that what is due today is never hidden
    behind what is long overdue; four look-ups.
    """
    until = today + timedelta(days=days)
    found: list[Due] = []
    more = False
    for first, last in ((date.min, today - timedelta(days=1)), (today, until)):
        for part in (_steps(by, today, first, last), _deadlines(by, today, first, last)):
            found += part[:_MOST]
            more = more or len(part) > _MOST
    found.sort(key=lambda one: (one.on, one.name, one.employer))
    return Calendar(today, until, tuple(found), more)


def _steps(by: Actor, today: date, first: date, last: date) -> list[Due]:
    rows = rules.rows(Standing, by).filter(country=by.country or "-")
    due = rows.filter(next_on__gte=first, next_on__lte=last).order_by("next_on", "id")
    return [_step(row, row.next_on, today) for row in due[: _MOST + 1] if row.next_on is not None]


def _step(row: Standing, on: date, today: date) -> Due:
    return Due(
        on=on,
        when=_when(on, today),
        employer=str(row.employer_id),
        name=row.name,
        month=row.next_month,
        step=row.next_step,
        order="",
        amount=None if row.few else Money(row.owed_minor, row.currency),
        routine=row.few,
    )


def _deadlines(by: Actor, today: date, first: date, last: date) -> list[Due]:
    rows = rules.rows(Order, by).exclude(events__kind__in=ENDED).select_related("employer")
    due = rows.filter(deadline__gte=first, deadline__lte=last).order_by("deadline", "id")
    return [_deadline(row, today) for row in due[: _MOST + 1]]


def _deadline(row: Order, today: date) -> Due:
    return Due(
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


def _when(on: date, today: date) -> When:
    if on < today:
        return "late"
    if on == today:
        return "today"
    return "tomorrow" if on == today + timedelta(days=1) else "week"
