"""Where the demo's workers stand today, for the journey page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corridor.core.line import Station
from corridor.cycle.contracts.models import Contract
from corridor.cycle.contracts.queries.case import cases_of
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM
from corridor.platform.people.models import Account


@dataclass(frozen=True, slots=True)
class Standing:
    """A worker's newest contract as its corridor line, with the names of its two states."""

    stations: list[Station]
    origin: str
    destination: str


def standing(keys: Iterable[str]) -> dict[str, Standing]:
    """Persona key to where that worker's newest contract stands; those without one are absent.

    Three look-ups, however many personas.
    """
    names = {f"demo-{key}": key for key in keys}
    accounts = rules.rows(Account, SYSTEM).filter(username__in=names)
    key_of = {account.person_id: names[account.username] for account in accounts}
    contracts = rules.rows(Contract, SYSTEM).filter(worker__in=list(key_of)).order_by("id")
    newest = {contract.worker_id: contract for contract in contracts}
    return {
        key_of[case.contract.worker_id]: _standing(case.line, case.contract.corridor)
        for case in cases_of(newest.values(), SYSTEM)
    }


def _standing(stations: list[Station], corridor_id: str) -> Standing:
    corridor, book = law.book().corridor(corridor_id), law.book()
    return Standing(
        stations,
        book.jurisdiction(corridor.origin).name,
        book.jurisdiction(corridor.destination).name,
    )
