"""What workers of an establishment let the labour inspectorate know beside contract and file.

Nothing of it adds to a standing or an order: those come from contract and file alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import months as wage_months
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
_RECKONED = 25
"""Of them, contracts whose months are on no record and are reckoned for the page."""


@dataclass(frozen=True)
class Told:
    """A contract's month in which a worker let the inspectorate know what no file tells."""

    contract: str
    month: str
    owed: Money
    findings: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


def told(employer: str, by: Actor, *, month: str = "", limit: int = 100) -> tuple[Told, ...]:
    """What workers of an establishment let ``by`` know, the newest month first.

    At most five look-ups; two where nobody told anything. A month that nobody files, such as a
    household's, is reckoned from contract and law.
    """
    listed = rules.rows(ItemsAnswer, by).filter(contract__employer=employer)
    items = {
        (str(row.contract_id), row.month): row
        for row in listed.select_related("contract")
        if False in (row.food_given, row.housing_given) and month in ("", row.month)
    }
    named = rules.rows(OwnAccount, by).filter(contract__employer=employer)
    own = own_accounts(stated(named.select_related("contract").order_by("id")))
    concerned = set(sorted({one for one, _ in items} | set(own))[-_MOST:])
    if not concerned:
        return ()
    known = _filed(employer, by, concerned, month)
    known |= _unfiled([row for pair, row in items.items() if pair not in known])
    rows = compared(
        {_key(pair): one.figures for pair, one in known.items()},
        {_key(pair): _given(row) for pair, row in items.items()},
        {_key(pair): one.line.slip for pair, one in known.items()},
    )
    found = [
        _told(one, rows[_key(pair)], items.get(pair), own.get(pair[0]))
        for pair, one in known.items()
    ]
    found = [one for one in found if one.findings]
    return tuple(sorted(found, key=lambda one: (one.month, one.owed.minor), reverse=True)[:limit])


@dataclass(frozen=True)
class _Known:
    """What contract and file say of a contract's month."""

    contract: Contract
    month: str
    currency: str
    figures: Mapping[str, Any]
    line: Filed


def _key(pair: tuple[str, str]) -> str:
    return "|".join(pair)


def _given(row: ItemsAnswer) -> dict[str, Any]:
    return {"food_given": row.food_given, "housing_given": row.housing_given}


def _missing(row: ItemsAnswer) -> tuple[str, ...]:
    """What she says was not given."""
    given = _given(row)
    return tuple(item for item in ITEMS if given[f"{item}_given"] is False)


def _filed(
    employer: str, by: Actor, contracts: set[str], month: str
) -> dict[tuple[str, str], _Known]:
    """The months on record of these contracts."""
    rows = rules.rows(WageFinding, by).filter(upload__employer=employer, check_id=WHOLE)
    rows = months.counting(rows.filter(contract__in=contracts)).select_related("contract")
    rows = rows.filter(month=month) if month else rows
    return {
        (str(row.contract_id), row.month): _Known(
            row.contract, row.month, row.currency, row.finding, filed(row)
        )
        for row in with_lines(rows)
        if row.contract is not None
    }


def _unfiled(rows: Sequence[ItemsAnswer]) -> dict[tuple[str, str], _Known]:
    """Months that are on no record, from contract and law; the newest contracts' alone."""
    contracts = {str(row.contract_id): row.contract for row in rows}
    newest = [contracts[one] for one in sorted(contracts)[-_RECKONED:]]
    facts = wage_months.facts(newest) if newest else wage_months.Facts({}, {})
    found = {}
    for contract in newest:
        asked = [parse_month(row.month) for row in rows if row.contract_id == contract.pk]
        for text, one in months.checked_without_file(contract, asked, facts).items():
            currency = one.figures["currency"] or ""
            line = Filed({}, None)
            found[str(contract.pk), text] = _Known(contract, text, currency, one.figures, line)
    return found


def _told(
    known: _Known, row: Mapping[str, Any], items: ItemsAnswer | None, own: Own | None
) -> Told:
    contract, found = known.contract, []
    if items is not None:
        missing = _missing(items)
        found.append(items_finding(contract, known.month, row, known.currency, missing))
    if went_elsewhere(known.line.sign, own, known.month):
        found.append(account_finding(contract, known.month))
    listed = [one for one in found if one is not None]
    owed = sum(one.owed.minor for one in listed if one.owed)
    return Told(
        str(contract.pk),
        known.month,
        Money(owed, known.currency),
        tuple(one.as_json() for one in listed),
    )
