"""What a worker's own page must know at once, for all her contracts in one look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from corridor.cycle.contracts.models import Amendment, Contract, EmployerChange
from corridor.cycle.departure.models import Clearance, Pass, PassUsed
from corridor.cycle.employment.models import AbsenceReport, FeeAnswer, WageAnswer
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import rows


@dataclass(frozen=True)
class Attention:
    """Ids of what waits for the worker, None for nothing; and what she has said already.

    ``months_said`` are those of the months asked about for which she gave an answer.
    """

    amendment: str | None
    absence: str | None
    change: str | None
    clearance: str | None
    clearance_state: str | None
    travel_pass: str | None
    pass_until: date | None
    pass_used: bool
    fees_said: bool
    months_said: frozenset[str]


def attention(by: Actor, months: tuple[str, ...] = ()) -> Mapping[str, Attention]:
    """For each contract ``by`` may see, by id. ``months`` (YYYY-MM) are few."""
    asked = {f"said_{number}": month for number, month in enumerate(months)}
    own = OuterRef("pk")
    answers = rows(WageAnswer, by).filter(contract=own)
    passes = rows(Pass, by).filter(clearance__contract=own)
    clearances = rows(Clearance, by).filter(contract=own)
    found = rows(Contract, by).annotate(
        waiting_amendment=_last(
            rows(Amendment, by).filter(contract=own, state=Amendment.State.PROPOSED)
        ),
        waiting_absence=_last(rows(AbsenceReport, by).filter(contract=own, contested_on=None)),
        waiting_change=_last(
            rows(EmployerChange, by).filter(new_contract=own, state=EmployerChange.State.REQUESTED)
        ),
        last_clearance=_last(clearances),
        last_clearance_state=_last(clearances, "state"),
        last_pass=_last(passes),
        last_pass_until=_last(passes, "valid_to"),
        pass_used=Exists(rows(PassUsed, by).filter(used__clearance__contract=own)),
        fees_said=Exists(rows(FeeAnswer, by).filter(contract=own)),
        **{name: Exists(answers.filter(month=month)) for name, month in asked.items()},
    )
    return {row["pk"]: _of(row, asked) for row in found.values("pk", *found.query.annotations)}


def _last(found: QuerySet, column: str = "id") -> Subquery:  # type: ignore[type-arg]
    return Subquery(found.order_by("-id").values(column)[:1])


def _of(row: Mapping[str, object], asked: Mapping[str, str]) -> Attention:
    said = frozenset(month for name, month in asked.items() if row[name])

    def text(name: str) -> str | None:
        value = row[name]
        return None if value is None else str(value)

    until = row["last_pass_until"]
    return Attention(
        amendment=text("waiting_amendment"),
        absence=text("waiting_absence"),
        change=text("waiting_change"),
        clearance=text("last_clearance"),
        clearance_state=text("last_clearance_state"),
        travel_pass=text("last_pass"),
        pass_until=until if isinstance(until, date) else None,
        pass_used=bool(row["pass_used"]),
        fees_said=bool(row["fees_said"]),
        months_said=said,
    )
