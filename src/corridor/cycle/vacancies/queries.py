"""Reading job orders: the public board, one order's page, an office's list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from corridor.core.line import Station
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.corridors.terms import floor, read
from corridor.cycle.licensing.queries import Licence, licences
from corridor.cycle.vacancies.models import JobOrder, Quota
from corridor.engines import law
from corridor.engines.law import Charge
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor
from corridor.platform.clock.queries import today

State = JobOrder.State


@dataclass(frozen=True, slots=True)
class Job:
    """One public job: its real wage, what may be charged, and its agency's licence today.

    ``wage`` is decimal text in ``currency`` per ``pay_period``; empty when the order is silent.
    """

    order: JobOrder
    wage: str
    currency: str
    pay_period: str
    charges: tuple[Charge, ...]
    licence: Licence | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order with its line, what blocks its next steps, and what the law says of its terms."""

    order: JobOrder
    line: list[Station]
    findings: list[Any]
    licence: Licence | None
    charges: tuple[Charge, ...]
    due: date | None


def job_board(
    *, corridor: str = "", occupation: str = "", text: str = "", after: str = "", limit: int = 30
) -> list[Job]:
    """Jobs anybody may read: attested and open. Newest first, after order ``after``.

    The board is the same for every reader: it is always read with a stranger's eyes.
    """
    found = rules.rows(JobOrder, STRANGER).filter(state=State.OPEN)
    if corridor:
        found = found.filter(corridor=corridor)
    if occupation:
        found = found.filter(occupation_isco=occupation)
    if text.strip():
        found = found.filter(title__icontains=text.strip())
    if after:
        found = found.filter(pk__lt=after)
    orders = list(found.select_related("employer", "agency").order_by("-id")[:limit])
    return _jobs(orders)


def open_jobs() -> int:
    """How many jobs the public board holds today."""
    return rules.rows(JobOrder, STRANGER).filter(state=State.OPEN).count()


def open_occupations() -> list[str]:
    """The ISCO-08 codes of the jobs on the public board, in order."""
    found = rules.rows(JobOrder, STRANGER).filter(state=State.OPEN)
    return sorted(set(found.values_list("occupation_isco", flat=True)))


def job(order_id: str) -> Job:
    """One public job. Raises ``NotFound`` when the order is not public."""
    rules.get(JobOrder, order_id, STRANGER)
    found = rules.rows(JobOrder, STRANGER).select_related("employer", "agency")
    return _jobs([found.get(pk=order_id)])[0]


def _jobs(orders: list[JobOrder]) -> list[Job]:
    known = licences([order.agency_id for order in orders if order.agency_id], today())
    return [
        Job(
            order=order,
            wage=str(order.terms.get("basic_wage") or ""),
            currency=str(order.terms.get("currency") or ""),
            pay_period=str(order.terms.get("pay_period") or "month"),
            charges=law.book().corridor(order.corridor).pays,
            licence=known.get(order.agency_id or ""),
        )
        for order in orders
    ]


def orders(by: Actor, *, states: tuple[str, ...] = (), limit: int = 100) -> list[JobOrder]:
    """The orders ``by`` works on, newest first."""
    found = rules.rows(JobOrder, by).select_related("employer", "agency")
    if states:
        found = found.filter(state__in=states)
    return list(found.order_by("-id")[:limit])


def order_page(order_id: str, by: Actor) -> OrderPage:
    """Everything about one order. Raises ``NotFound`` outside ``by``'s scope."""
    rules.get(JobOrder, order_id, by)
    order = rules.rows(JobOrder, by).select_related("employer", "agency").get(pk=order_id)
    taken = corridors.steps_of([order])[str(order.pk)]
    procedure = order.procedure
    stations = [
        station
        for station in corridors.line(order, taken)
        if station.id.startswith("order_") or station.id == "agency_appointed"
    ]
    due = None
    if procedure.has("order_attested"):
        done = corridors.done(order, taken)
        due = procedure.due("order_attested", done, corridors.weekend(order.corridor, "origin"))
    contract = read(
        order.corridor,
        order.route,
        order.regime,
        order.terms,
        sector=order.sector,
        job=order.job,
    )
    agency = order.agency_id
    return OrderPage(
        order=order,
        line=stations,
        findings=floor(contract, order.local_today()),
        licence=licences([agency], today())[agency] if agency else None,
        charges=law.book().corridor(order.corridor).pays,
        due=due,
    )


def quota_of(employer: str, by: Actor, on: date) -> Quota | None:
    """The decision that counts for an employer on a day, as far as ``by`` may read it."""
    rows = holding(rules.rows(Quota, by).filter(employer=employer), on)
    return rows.order_by("-id").first()


def quotas(employers: Iterable[str], on: date) -> dict[str, int]:
    """How many workers each of these employers is allowed on a day; those not on record left out.

    For counting: nobody's page is made of it.
    """
    asked = set(employers)
    rows = holding(Quota.objects.all(), on).order_by("id").values_list("employer_id", "workers")
    return {str(one): workers for one, workers in rows.iterator() if str(one) in asked}


def holding(rows: QuerySet[Quota], on: date) -> QuerySet[Quota]:
    """Decisions that cover a day."""
    return rows.filter(Q(until=None) | Q(until__gte=on), starts__lte=on)
