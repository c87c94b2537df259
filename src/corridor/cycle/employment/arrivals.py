"""What became of a corridor's cleared workers, read from the stations of their lines.

Nothing here writes. That a first wage came is a station: of wages only the corridor's totals are
read, and of answers nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, OuterRef, Subquery, Sum, Value, When

from corridor.cycle.contracts.models import Contract, EmployerChange
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.parties import policy
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment.queries.origin import Total, totals_of
from corridor.cycle.vacancies.models import JobOrder
from corridor.cycle.vacancies.queries import quotas
from corridor.engines import law
from corridor.engines.arrivals import Figures, Flag, Stay, Step, Tally, curve, flags
from corridor.platform.people.models import Organisation

WITHIN, LEAST, SHARE = "OC.arrivals.days", "OC.arrivals.least", "OC.arrivals.share"
_ORDERS = (
    JobOrder.State.FILED,
    JobOrder.State.ATTESTED,
    JobOrder.State.OPEN,
    JobOrder.State.FILLED,
)
_OVER = (Contract.State.ENDED, Contract.State.DECLINED, Contract.State.LAPSED)
_CHANGED = "changed_employer"
_AT_ONCE = 5000
_WATCHED = 365  # days since arrival


@dataclass(frozen=True)
class Employer:
    """One employer's counts with its orders of the last year, and the flags that follow."""

    tally: Tally
    figures: Figures
    flags: list[Flag]
    steps: list[Step]


@dataclass(frozen=True)
class Counted:
    """A corridor's counts on a day: the whole, each employer by id, and totals of wages."""

    corridor: str
    on: date
    whole: Tally
    steps: list[Step]
    employers: dict[str, Employer] = field(default_factory=dict)
    totals: Sequence[Total] = ()


def count(corridor: str, on: date) -> Counted:
    """Count a corridor as it stands on the day ``on``; a few look-ups, whatever its size."""
    within = policy(WITHIN, on)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for employer, stay in _stays(corridor, on):
        tallies[employer].take((stay,), on.toordinal(), within)
    demand = _demand(corridor, on)
    for employer in demand:
        tallies[employer]  # an employer that only orders is counted as well
    heads, allowed = _headcounts(corridor, demand), quotas(demand, on)
    whole = Tally()
    for tally in tallies.values():
        whole.join(tally)
    least, share = policy(LEAST, on), policy(SHARE, on)
    counted = Counted(corridor, on, whole, curve(whole.times, _WATCHED), totals=totals_of(corridor))
    for employer, tally in tallies.items():
        figures = Figures(
            watched=tally.watched,
            in_time=tally.in_time,
            due=tally.due,
            came=tally.came,
            demand=demand.get(employer, 0),
            headcount=heads.get(employer),
            quota=allowed.get(employer),
        )
        raised = flags(figures, least=least, share=share)
        steps = curve(tally.times, _WATCHED)
        counted.employers[employer] = Employer(tally, figures, raised, steps)
    return counted


def _stays(corridor: str, on: date) -> Iterator[tuple[str, Stay]]:
    """Every cleared contract with its employer; days as ordinals."""
    files = law.book().corridor(corridor).wage_file
    duty = {regime for regime, rule in files.items() if rule.duty}
    released = EmployerChange.objects.filter(
        contract=OuterRef("contract_id"), state=EmployerChange.State.RELEASED
    )
    rows = (
        Clearance.objects.filter(state=Clearance.State.CLEARED, contract__corridor=corridor)
        .order_by()
        .values_list(
            "contract__employer_id",
            "contract__regime",
            "contract__state",
            "contract__ends",
            "contract__end_reason",
            "decided_on",
            "requested_on",
            Subquery(newest_day("arrived")),
            Subquery(newest_day("first_wage")),
            Subquery(released.order_by("-id").values("released_on")[:1]),
        )
    )
    for row in rows.iterator(_AT_ONCE):
        employer, regime, state, ends, reason, decided, asked, arrived, paid, moved = row
        gone = moved or ((ends or on) if state in _OVER else None)
        yield (
            str(employer),
            Stay(
                cleared=(decided or asked).toordinal(),
                arrived=_day(arrived),
                paid=_day(paid),
                left=_day(gone),
                changed=moved is not None or reason == _CHANGED,
                filed=regime in duty,
            ),
        )


def newest_day(step: str, contract: str = "contract_id") -> Any:
    """For a sub-look-up: the day on which a contract's step stands as done, none if taken back."""
    rows = StepTaken.objects.filter(subject=OuterRef(contract), step=step)
    day = Case(
        When(outcome=StepTaken.Outcome.DONE, then="on"),
        default=Value(None),
        output_field=DateField(),
    )
    kept = rows.exclude(outcome=StepTaken.Outcome.REFUSED).order_by("-id")
    return kept.annotate(day=day).values("day")[:1]


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _demand(corridor: str, on: date) -> dict[str, int]:
    """How many workers each employer's orders of the last year ask for."""
    orders = JobOrder.objects.filter(
        corridor=corridor,
        state__in=_ORDERS,
        governed_on__gt=on - timedelta(days=365),
        governed_on__lte=on,
    )
    rows = orders.order_by().values_list("employer_id").annotate(asked=Sum("headcount"))
    return {str(employer): asked for employer, asked in rows}


def _headcounts(corridor: str, demand: dict[str, int]) -> dict[str, int]:
    """How many people the employers with orders say they have, where they said it."""
    country = law.book().corridor(corridor).destination
    rows = Organisation.objects.filter(country=country).exclude(headcount=None).order_by()
    known = rows.values_list("id", "headcount").iterator(_AT_ONCE)
    return {str(one): heads for one, heads in known if str(one) in demand and heads is not None}
