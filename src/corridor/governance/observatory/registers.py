"""The registers of this node as rows to count: no name, no number, nobody's identity.

What one row is, and who is absent, says ``engines/statistics/definitions`` (registers.yaml).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from corridor.cycle.contracts.models import Registration
from corridor.cycle.departure.models import Clearance
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM

Row = dict[str, Any]


def _contracts() -> Iterator[Row]:
    """Each contract once, on the day of its first registration on any side."""
    found = rules.rows(Registration, SYSTEM).order_by("on", "pk")
    seen: set[str] = set()
    for contract, corridor, on, isco in found.values_list(
        "version__contract", "version__contract__corridor", "on", "version__terms__occupation_isco"
    ).iterator(2000):
        if contract not in seen:
            seen.add(contract)
            yield _row(corridor, str(isco or ""), registered_on=on.isoformat())


def _clearances() -> Iterator[Row]:
    """Each clearance that was given, on the day it was decided."""
    given = (Clearance.State.CLEARED, Clearance.State.REVOKED)
    found = rules.rows(Clearance, SYSTEM).filter(state__in=given, decided_on__isnull=False)
    for corridor, on in found.order_by("pk").values_list("contract__corridor", "decided_on"):
        yield _row(corridor, "", issued_on=str(on))


def _row(corridor: str, isco: str, **dated: str) -> Row:
    origin, _, destination = corridor.partition("-")
    return {
        "origin": origin,
        "destination": destination,
        "isco_major": isco[:1],
        **dated,
    }


REGISTERS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "contracts": _contracts,
    "clearances": _clearances,
}
"""The registers that can be counted, by their id in the definitions."""

BREAKDOWNS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "contracts": ((), ("origin",), ("destination",), ("origin", "destination"), ("isco_major",)),
    "clearances": ((), ("origin",), ("destination",), ("origin", "destination")),
}
"""By what each is broken down."""
