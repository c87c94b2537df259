"""The officers' queue of clearances, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corridor.core.text import Sentence
from corridor.cycle.departure.models import STATE_WORDS, Clearance, Fitness, Visa
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role

_OFFICERS = (Role.ORIGIN_OFFICER,)
_WAITING = (Clearance.State.REQUESTED, Clearance.State.CHECKED, Clearance.State.APPEALED)


@dataclass(frozen=True)
class Row:
    """One clearance in a queue. ``mine`` is whether this officer may take the next step;
    ``visa`` and ``fit`` are True, False or None for nothing on record."""

    clearance: Clearance
    state: Sentence
    due: date | None
    overdue: bool
    mine: bool
    visa: bool | None
    fit: bool | None


def queue(by: Actor, *, limit: int = 200) -> list[Row]:
    """Clearances that wait for a decision, the most urgent first (no due day: last)."""
    waiting = (
        rules.rows(Clearance, by)
        .filter(state__in=_WAITING)
        .select_related("contract__worker", "contract__employer", "contract__agency")
        .order_by("decide_by", "requested_on", "id")[:limit]
    )
    rows = list(waiting)
    contracts = [row.contract_id for row in rows]
    visas = _newest(rules.rows(Visa, by).filter(contract__in=contracts).order_by("id"))
    fitness = _newest(rules.rows(Fitness, by).filter(contract__in=contracts).order_by("id"))
    listed = [
        _row(row, by, visas.get(row.contract_id), fitness.get(row.contract_id)) for row in rows
    ]
    return sorted(listed, key=lambda row: (row.due is None, row.due or date.max))


def _newest(rows: Iterable[Visa | Fitness]) -> dict[str, Visa | Fitness]:
    return {row.contract_id: row for row in rows}


def _row(
    row: Clearance, by: Actor, visa: Visa | Fitness | None, fitness: Visa | Fitness | None
) -> Row:
    matches = visa.employer_matches and visa.occupation_matches if isinstance(visa, Visa) else None
    today = row.contract.local_today("origin")
    return Row(
        clearance=row,
        state=Sentence(STATE_WORDS[row.state]),
        due=row.decide_by,
        overdue=row.decide_by is not None and row.decide_by < today,
        mine=may_act(row, by),
        visa=matches,
        fit=fitness.fit if isinstance(fitness, Fitness) else None,
    )


def may_act(row: Clearance, by: Actor) -> bool:
    """Whether ``by`` may take the next step of a clearance."""
    if by.role not in _OFFICERS or not by.person or by.person in row.barred:
        return False
    if row.state == Clearance.State.REQUESTED:
        return True
    return row.state == Clearance.State.CHECKED and row.first_officer != by.person
