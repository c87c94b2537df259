"""What a union with a seat in a corridor's monitoring reads: counts, never a person.

The law says which corridors give unions a seat. A figure from which a small group, or the rest
of one, could be read is held back.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from corridor.core.problems import NotFound
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.models import Contract, PresentedPaper
from corridor.cycle.corridors import parties
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.employment.models import FeeAnswer, WageAnswer
from corridor.cycle.employment.queries.origin import LEAST
from corridor.engines import law
from corridor.engines.law import Corridor
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today

STEPS = ("accepted", "departed", "arrived", "recognition_completed", "home")
_WORSE = ("worse", "changed")


@dataclass(frozen=True, slots=True)
class Figure:
    """One count. ``value`` None: held back, because it would tell about too few people.

    ``of`` is the number of people or contracts it is a part of, None where held back.
    """

    id: str
    label: Sentence
    value: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Monitoring:
    """A corridor in counts; ``least`` is the smallest group of which anything is said."""

    corridor: Corridor
    least: int
    figures: tuple[Figure, ...]


def seats(by: Actor) -> list[Corridor]:
    """The corridors of the union's country in whose monitoring the law seats unions."""
    if by.role is not Role.UNION:
        return []
    return [
        one
        for one in law.book().corridors()
        if "union" in one.monitoring and by.country in {one.origin, one.destination}
    ]


def monitoring(corridor: str, by: Actor) -> Monitoring:
    """The corridor's counts. Raises ``NotFound`` where the reader's union has no seat."""
    place = next((one for one in seats(by) if one.id == corridor), None)
    if place is None:
        raise NotFound(
            "employment.no_seat",
            sentence(N_("Unions of your country have no seat in monitoring this corridor.")),
            remedy=sentence(N_("Choose one of the corridors on your page.")),
        )
    least = parties.policy(LEAST, today())
    return Monitoring(place, least, tuple(_figures(corridor, least)))


def _figures(corridor: str, least: int) -> list[Figure]:
    contracts = Contract.objects.filter(corridor=corridor)
    states = contracts.aggregate(
        all=Count("worker", distinct=True),
        force=Count("worker", distinct=True, filter=Q(state=Contract.State.IN_FORCE)),
        ended=Count("worker", distinct=True, filter=Q(state=Contract.State.ENDED)),
    )
    everybody = states["all"]
    found = [
        _figure("offered", N_("People with a contract offer on record"), everybody, None, least),
        _figure("in_force", N_("Contracts in force"), states["force"], everybody, least),
        _figure("ended", N_("Contracts that have ended"), states["ended"], everybody, least),
    ]
    found += _steps(contracts, everybody, least)
    papers = PresentedPaper.objects.filter(contract__in=contracts.values("pk"), verdict__in=_WORSE)
    people = papers.aggregate(n=Count("contract__worker", distinct=True))["n"]
    found.append(
        _figure("papers", N_("People who were shown a worse paper"), people, everybody, least)
    )
    return [*found, *_fees(corridor, least), *_wages(corridor, least)]


_STEP_LABELS = {
    "accepted": N_("People who accepted"),
    "departed": N_("People who departed"),
    "arrived": N_("People who arrived"),
    "recognition_completed": N_("People whose qualification was recognised"),
    "home": N_("People who went home"),
}


def _steps(contracts: QuerySet[Contract], everybody: int, least: int) -> list[Figure]:
    whose = Contract.objects.filter(pk=OuterRef("subject")).values("worker")[:1]
    rows = (
        StepTaken.objects.filter(
            subject__in=contracts.values("pk"), step__in=STEPS, outcome=StepTaken.Outcome.DONE
        )
        .order_by()
        .values("step")
        .annotate(n=Count(Subquery(whose), distinct=True))
    )
    counts = {row["step"]: row["n"] for row in rows}
    return [
        _figure(step, _STEP_LABELS[step], counts.get(step, 0), everybody, least) for step in STEPS
    ]


def _fees(corridor: str, least: int) -> list[Figure]:
    """Who paid for the job, as people say it themselves after arrival; the newest word counts."""
    newer = FeeAnswer.objects.filter(contract=OuterRef("contract"), id__gt=OuterRef("id"))
    said = FeeAnswer.objects.filter(~Exists(newer), contract__corridor=corridor).aggregate(
        all=Count("contract__worker", distinct=True),
        paid=Count("contract__worker", distinct=True, filter=Q(paid=True)),
    )
    label = N_("People who said they paid for the job")
    return [_private("fees", label, said["paid"], said["all"], least)]


def _wages(corridor: str, least: int) -> list[Figure]:
    """Who got less than agreed in some month; what is told to nobody is not counted at all."""
    newer = WageAnswer.objects.filter(
        contract=OuterRef("contract"), month=OuterRef("month"), id__gt=OuterRef("id")
    )
    told = WageAnswer.objects.filter(
        ~Exists(newer), contract__corridor=corridor, tell_nobody=False
    ).aggregate(
        all=Count("contract__worker", distinct=True),
        short=Count("contract__worker", distinct=True, filter=~Q(said=WageAnswer.Said.FULL)),
    )
    label = N_("People who said a wage came short or not at all")
    return [_private("wages", label, told["short"], told["all"], least)]


def _figure(id: str, label: str, value: int, of: int | None, least: int) -> Figure:
    said = Sentence(label)
    whole = value if of is None else of
    if whole < least:
        return Figure(id, said, None, None)
    if of is not None and (0 < value < least or 0 < of - value < least):
        return Figure(id, said, None, of)
    return Figure(id, said, value, of)


def _private(id: str, label: str, value: int, of: int, least: int) -> Figure:
    """As ``_figure``; and where all said the same, the count would tell what each one said."""
    figure = _figure(id, label, value, of, least)
    return Figure(id, figure.label, None, figure.of) if value and value == of else figure
