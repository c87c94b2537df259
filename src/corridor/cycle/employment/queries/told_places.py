"""Establishments of which workers let the labour inspectorate know something, for its list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import ItemsAnswer, OwnAccount, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.cycle.employment.queries.own import own_accounts, stated, went_elsewhere
from corridor.cycle.employment.queries.word import filed, with_lines
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people.models import Organisation

_MOST = 500
"""So many of the newest answers, and of the newest accounts, are looked at."""


@dataclass(frozen=True)
class Place:
    """An establishment, how many contracts something was told of, and the newest month of it."""

    employer: Organisation
    contracts: int
    newest: str


def told_places(by: Actor, *, limit: int = 100) -> list[Place]:
    """Where workers said that food or housing was not given, or that a wage went elsewhere.

    The most contracts first; three look-ups. Of accounts only months on record can tell.
    """
    newest: dict[str, tuple[Contract, str]] = {}
    for contract, month in (*_items(by), *_elsewhere(by)):
        before = newest.get(str(contract.pk), (contract, ""))[1]
        newest[str(contract.pk)] = (contract, max(before, month))
    places: dict[str, Place] = {}
    for contract, month in newest.values():
        known = places.get(str(contract.employer_id), Place(contract.employer, 0, ""))
        places[str(contract.employer_id)] = Place(
            known.employer, known.contracts + 1, max(known.newest, month)
        )
    ranked = sorted(places.values(), key=lambda one: (one.contracts, one.newest), reverse=True)
    return ranked[:limit]


def _items(by: Actor) -> Iterator[tuple[Contract, str]]:
    wanting = Q(food_given=False) | Q(housing_given=False)
    rows = rules.rows(ItemsAnswer, by).filter(wanting).select_related("contract__employer")
    for row in rows.order_by("-id")[:_MOST]:
        yield row.contract, row.month


def _elsewhere(by: Actor) -> Iterator[tuple[Contract, str]]:
    rows = rules.rows(OwnAccount, by).select_related("contract__employer").order_by("-id")[:_MOST]
    own = own_accounts(stated(reversed(rows)))
    if not own:
        return
    wholes = rules.rows(WageFinding, by).filter(contract__in=own, check_id=WHOLE)
    found = months.counting(wholes).select_related("contract__employer")
    for row in with_lines(found):
        known = own.get(str(row.contract_id))
        if row.contract is not None and went_elsewhere(filed(row).sign, known, row.month):
            yield row.contract, row.month
