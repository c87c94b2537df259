"""What employer and agency pages share: a contract's line without the worker's own stations."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.core.text import N_
from corridor.cycle.contracts.queries import party_line, party_state
from corridor.cycle.contracts.queries.case import Case
from corridor.cycle.corridors.case import InProcedure
from corridor.doors.web.components.line import CorridorLine, Stop
from corridor.doors.web.components.models import Status
from corridor.engines import law

STATES: dict[str, tuple[str, str]] = {
    "offered": ("waiting", N_("Waiting for the worker")),
    "accepted": ("ok", N_("Signed by both")),
    "in_force": ("ok", N_("In force")),
    "ended": ("done", N_("Ended")),
    "declined": ("unknown", N_("Declined by the worker")),
    "lapsed": ("unknown", N_("Ran out without an answer")),
    "brought": ("ok", N_("Brought by the worker")),
}
"""The sign and the word of each state, as the two parties read it."""

ORDER_STATES: dict[str, tuple[str, str]] = {
    "filed": ("waiting", N_("With the labour attaché")),
    "returned": ("breach", N_("Returned for correction")),
    "attested": ("ok", N_("Attested")),
    "open": ("ok", N_("Open to the public")),
    "filled": ("done", N_("All places taken")),
    "withdrawn": ("unknown", N_("Withdrawn")),
}
"""The sign and the word of each state of a job order."""

ORDER_STATIONS = ("order_filed", "order_attested", "agency_appointed", "order_advertised")


def countries(corridor: str) -> tuple[str, str]:
    """The names of the two countries."""
    found = law.book().corridor(corridor)
    return law.book().jurisdiction(found.origin).name, law.book().jurisdiction(
        found.destination
    ).name


def line_of(case: Case) -> CorridorLine:
    """The line that a party may follow."""
    return CorridorLine(party_line(case), *countries(case.contract.corridor))


def order_line(order: InProcedure, stations: Sequence[Stop]) -> CorridorLine:
    """An order's own part of the line."""
    own = [station for station in stations if station.id in ORDER_STATIONS]
    return CorridorLine(own, *countries(order.corridor))


def state_of(case: Case) -> Status:
    """A contract's state with its sign."""
    return Status(*STATES[party_state(case)])


def order_state(state: str) -> Status:
    """A job order's state with its sign."""
    return Status(*ORDER_STATES[state])
