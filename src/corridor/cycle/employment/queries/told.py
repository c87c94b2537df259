"""What workers of an establishment let the labour inspectorate know beside contract and file.

Nothing of it adds to a standing or an order: those come from contract and file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.money import Money
from corridor.cycle.employment.models import ItemsAnswer, OwnAccount, WageFinding
from corridor.cycle.employment.queries import months
from corridor.cycle.employment.queries.months import WHOLE
from corridor.cycle.employment.queries.own import Own, own_accounts, stated, went_elsewhere
from corridor.cycle.employment.queries.word import (
    ITEMS,
    Filed,
    account_finding,
    compared,
    filed,
    items_finding,
    with_lines,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

_MOST = 500
"""Contracts looked at on one page: the newest of those who told anything."""


@dataclass(frozen=True)
class Told:
    """A contract's month in which a worker let the inspectorate know what no file tells."""

    contract: str
    month: str
    owed: Money
    findings: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


def told(employer: str, by: Actor, *, month: str = "", limit: int = 100) -> tuple[Told, ...]:
    """What workers of an establishment let ``by`` know, the newest month first.

    At most three look-ups; two where nobody told anything. Only months on record.
    """
    items = {
        (str(row.contract_id), row.month): row
        for row in rules.rows(ItemsAnswer, by).filter(contract__employer=employer)
        if False in (row.food_given, row.housing_given)
    }
    named = rules.rows(OwnAccount, by).filter(contract__employer=employer)
    own = own_accounts(stated(named.select_related("contract").order_by("id")))
    concerned = {one for one, _ in items} | set(own)
    if not concerned:
        return ()
    concerned = set(sorted(concerned)[-_MOST:])
    wholes = _wholes(employer, by, concerned, month)
    lines = {pair: filed(row) for pair, row in wholes.items()}
    keys = {_key(pair): pair for pair in wholes}
    rows = compared(
        {key: wholes[pair].finding for key, pair in keys.items()},
        {_key(pair): _given(row) for pair, row in items.items()},
        {_key(pair): line.slip for pair, line in lines.items()},
    )
    found = []
    for key, pair in keys.items():
        one = _told(wholes[pair], rows[key], items.get(pair), lines[pair], own.get(pair[0]))
        found += [one] if one.findings else []
    return tuple(sorted(found, key=lambda one: (one.month, one.owed.minor), reverse=True)[:limit])


def _key(pair: tuple[str, str]) -> str:
    return "|".join(pair)


def _given(row: ItemsAnswer) -> dict[str, Any]:
    return {"food_given": row.food_given, "housing_given": row.housing_given}


def _missing(row: ItemsAnswer) -> tuple[str, ...]:
    """What she says was not given."""
    given = _given(row)
    return tuple(item for item in ITEMS if given[f"{item}_given"] is False)


def _wholes(
    employer: str, by: Actor, contracts: set[str], month: str
) -> dict[tuple[str, str], WageFinding]:
    rows = rules.rows(WageFinding, by).filter(upload__employer=employer, check_id=WHOLE)
    rows = months.counting(rows.filter(contract__in=contracts)).select_related("contract")
    rows = with_lines(rows)
    rows = rows.filter(month=month) if month else rows
    return {(str(row.contract_id), row.month): row for row in rows}


def _told(
    whole: WageFinding,
    row: Mapping[str, Any],
    items: ItemsAnswer | None,
    line: Filed,
    own: Own | None,
) -> Told:
    contract = whole.contract
    assert contract is not None  # noqa: S101 - a whole month always belongs to a contract
    found = [
        items_finding(contract, whole.month, row, whole.currency, _missing(items))
        if items
        else None
    ]
    if went_elsewhere(line.sign, own, whole.month):
        found.append(account_finding(contract, whole.month))
    listed = [one for one in found if one is not None]
    owed = sum(one.owed.minor for one in listed if one.owed)
    return Told(
        str(whole.contract_id),
        whole.month,
        Money(owed, whole.currency),
        tuple(one.as_json() for one in listed),
    )
