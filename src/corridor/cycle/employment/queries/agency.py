"""An agency's desk: what blocks each of its cases and until when, and its orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corridor.core.line import Station
from corridor.core.steps import Step
from corridor.core.text import Sentence
from corridor.cycle.contracts.queries import party_cases, waits_for
from corridor.cycle.contracts.queries.case import Case
from corridor.cycle.corridors import queries as corridors
from corridor.cycle.licensing.queries import Licence, licence
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.clock.queries import today

_LIVE = ("offered", "explained", "accepted")
_ORDERS = ("filed", "returned", "attested", "open")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case: the stations at which it stands, the agency's own open steps, the first deadline.

    ``first`` sorts: something broken, then the earliest day, then the agency's own work.
    """

    case: Case
    at: tuple[Station, ...]
    own: tuple[Step, ...]
    due: date | None

    @property
    def broken(self) -> bool:
        """Whether something went wrong."""
        return any(station.state == "broken" for station in self.at)


@dataclass(frozen=True, slots=True)
class OrderWaiting:
    """One order and what stands before its publication; nothing when it can be published."""

    order: JobOrder
    line: tuple[Station, ...]
    blocked: tuple[Sentence, ...]
    can_advertise: bool


@dataclass(frozen=True, slots=True)
class AgencyDesk:
    """Licence, cases by urgency, orders, and candidates that wait for a word."""

    licence: Licence
    cases: tuple[Waiting, ...]
    orders: tuple[OrderWaiting, ...]
    candidates: tuple[Candidate, ...]


def agency_desk(by: Actor) -> AgencyDesk:
    """What waits at the agency ``by`` acts for. Six look-ups whatever there is."""
    now = today()
    cases = [_waiting(case) for case in party_cases(by, states=_LIVE)]
    cases.sort(key=lambda one: (not one.broken, one.due or date.max, not one.own))
    found = rules.rows(Candidate, by).filter(
        state__in=("proposed", "selected"), contract=None, order__state__in=("attested", "open")
    )
    return AgencyDesk(
        licence=licence(by.organisation or "", now),
        cases=tuple(cases),
        orders=tuple(order_rows(by, states=_ORDERS)),
        candidates=tuple(found.select_related("person", "order").order_by("id")[:100]),
    )


def _waiting(case: Case) -> Waiting:
    stations = tuple(waits_for(case))
    days = [station.due for station in stations if station.due is not None]
    return Waiting(case, stations, tuple(case.open_steps()), min(days, default=None))


def order_rows(by: Actor, *, states: tuple[str, ...] = (), limit: int = 100) -> list[OrderWaiting]:
    """The agency's orders with their lines; two look-ups."""
    found = rules.rows(JobOrder, by).select_related("employer")
    if states:
        found = found.filter(state__in=states)
    orders = list(found.order_by("-id")[:limit])
    taken = corridors.steps_of(orders) if orders else {}
    rows = []
    for order in orders:
        steps = taken[str(order.pk)]
        line = tuple(corridors.line(order, steps))
        done = corridors.done(order, steps)
        waits = order.procedure.has("order_advertised") and "order_advertised" not in done
        blocked = (
            tuple(
                order.procedure.missing(
                    "order_advertised",
                    done,
                    order.local_today("origin"),
                    corridors.weekend(order.corridor, "origin"),
                )
            )
            if waits
            else ()
        )
        rows.append(OrderWaiting(order, line, blocked, waits and not blocked))
    return rows
