"""An employer's desk: what waits for the employer, from orders, contracts and files alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.periods import Period, add_months
from corridor.core.periods import month as parse_month
from corridor.cycle.contracts.models import Amendment
from corridor.cycle.contracts.queries import party_cases, party_state
from corridor.cycle.contracts.queries.case import Case
from corridor.cycle.corridors.parties import own_organisation
from corridor.cycle.employment import months
from corridor.cycle.employment.models import WageFileUpload
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today

_LIVE = ("offered", "explained", "accepted", "in_force")
_ORDERS = ("filed", "returned", "attested", "open")
_MONTHS_BACK = 3


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits for the employer.

    ``what`` is a step id, ``correct_order``, ``appoint_agency``, ``select``, ``offer`` or
    ``wages``; ``subject`` the record it is about (the month for ``wages``); ``name`` who or
    which. ``waiting``: it lies with somebody else.
    """

    what: str
    subject: str
    name: str
    due: date | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What is due and the contracts it comes from."""

    due: tuple[Due, ...]
    cases: tuple[Case, ...]
    orders: tuple[JobOrder, ...]


def employer_desk(by: Actor) -> Desk:
    """Everything that waits for the employer, dated things first. Six look-ups at most."""
    cases = party_cases(by, states=_LIVE)
    found = rules.rows(JobOrder, by).filter(state__in=_ORDERS).select_related("agency")
    orders = list(found.order_by("-id")[:100])
    due = [*_of_orders(orders), *_of_candidates(by), *_of_contracts(cases), *_of_wages(by, cases)]
    due += _of_amendments(by)
    due.sort(key=lambda one: (one.waiting, one.due or date.max))
    return Desk(tuple(due), tuple(cases), tuple(orders))


def _of_orders(orders: list[JobOrder]) -> list[Due]:
    found = []
    for order in orders:
        if order.state == JobOrder.State.RETURNED:
            found.append(Due("correct_order", str(order.pk), order.title))
        elif order.procedure.has("agency_appointed") and order.agency_id is None:
            found.append(Due("appoint_agency", str(order.pk), order.title))
        elif order.state == JobOrder.State.FILED and order.procedure.has("order_attested"):
            found.append(Due("order_attested", str(order.pk), order.title, waiting=True))
    return found


def _of_candidates(by: Actor) -> list[Due]:
    """Candidates to choose among and chosen ones without an offer."""
    states = (Candidate.State.PROPOSED, Candidate.State.SELECTED)
    rows = rules.rows(Candidate, by).filter(state__in=states, contract=None)
    listed = rows.select_related("person", "order").order_by("id")[:100]
    return [
        Due(
            "offer" if one.state == Candidate.State.SELECTED else "select",
            str(one.pk),
            one.person.name,
        )
        for one in listed
        if one.order.state in _ORDERS
    ]


def _of_contracts(cases: list[Case]) -> list[Due]:
    found = []
    for case in cases:
        if party_state(case) == "offered":
            until = case.contract.irrevocable_until
            found.append(
                Due("accepted", str(case.contract.pk), case.contract.worker.name, until, True)
            )
        for step in case.open_steps():
            found.append(
                Due(step.id, str(case.contract.pk), case.contract.worker.name, case.due(step.id))
            )
    return found


def _of_amendments(by: Actor) -> list[Due]:
    rows = rules.rows(Amendment, by).filter(state=Amendment.State.PROPOSED)
    return [
        Due("amendment", str(one.contract_id), one.contract.worker.name, waiting=True)
        for one in rows.select_related("contract__worker")[:50]
    ]


def _of_wages(by: Actor, cases: list[Case]) -> list[Due]:
    """Months that are over, in which somebody was at work, and for which no file came."""
    asked = wage_months(cases, by)
    if not asked:
        return []
    uploads = rules.rows(WageFileUpload, by).filter(month__in=asked, version__gt=0)
    there = set(uploads.values_list("month", flat=True))
    return [Due("wages", one, one, last_day(one, cases)) for one in asked if one not in there]


def wage_months(cases: list[Case], by: Actor) -> list[str]:
    """The last months, oldest first, that an employer with a duty to file has to file."""
    begun = [
        day
        for case in cases
        if months.has_filing_duty(case.contract) and (day := _began(case)) is not None
    ]
    if not begun:
        return []
    now = today(_zone(cases[0]))
    first = min(begun).replace(day=1)
    starts = [add_months(now.replace(day=1), -back) for back in range(_MONTHS_BACK, 0, -1)]
    return [f"{start:%Y-%m}" for start in starts if start >= first]


def _began(case: Case) -> date | None:
    """The first day at work; None while she is on the way."""
    if case.procedure.has("arrived"):
        return case.done.get("arrived")
    return case.contract.starts if case.contract.state == "in_force" else None


def _zone(case: Case) -> str:
    destination = law.book().corridor(case.contract.corridor).destination
    return str(law.book().jurisdiction(destination).time_zone)


def last_day(month: str, cases: list[Case]) -> date | None:
    """The last lawful day to pay a month, where the law of the corridor counts one in days."""
    ids = [
        one
        for case in cases
        for one in law.book().corridor(case.contract.corridor).laws.get("pay_within", ())
    ]
    period: Period = parse_month(month)
    if not ids or period.end is None:
        return None
    answer: Any = law.book().value(ids[0], period.end)
    days = answer.value if answer.known and isinstance(answer.value, int) else None
    return None if days is None else period.end + timedelta(days=days)


def employer_is_household(by: Actor) -> bool:
    """Whether the employer is a household: one that has no wage file to give."""
    return own_organisation(by).kind == "household"
