"""Taking steps. Called by the acts of the later rooms, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from corridor.core.problems import Conflict, NotPermitted
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.corridors.case import InProcedure
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done, steps_of, weekend
from corridor.platform.access.actor import Actor, Role

_AT_ONCE = 1000


def take(
    step_id: str,
    case: InProcedure,
    *,
    by: Actor,
    on: date | None = None,
    outcome: str = StepTaken.Outcome.DONE,
) -> StepTaken:
    """Record one step on ``case``.

    Raises ``NotPermitted`` when this procedure has no such step or gives it to others,
    ``NotYet`` when its preconditions are not met, ``Conflict`` when it was already done.
    """
    procedure = case.procedure
    if not procedure.has(step_id):
        raise NotPermitted(
            "procedure.no_step",
            sentence(N_("The procedure of this corridor and route has no such step.")),
            remedy=sentence(N_("Open the procedure page to see who does what by when.")),
        )
    step = procedure.step(step_id)
    if by.role is not Role.SYSTEM and by.role.value not in step.by:
        raise NotPermitted(
            "procedure.other_office",
            sentence(N_("This step belongs to: {office}."), office=Sentence(step.office)),
        )
    already = done(case)
    if outcome == StepTaken.Outcome.DONE:
        _another_person(step_id, case, by)
    if step_id in already and outcome == StepTaken.Outcome.DONE:
        raise Conflict(
            "procedure.already",
            sentence(
                N_("“{station}” was already done on {day}."),
                station=step.label,
                day=already[step_id],
            ),
        )
    day = on or case.local_today(step.side)
    if outcome == StepTaken.Outcome.DONE:
        procedure.check(step_id, already, day, weekend(case.corridor, step.side))
    return StepTaken.objects.create(
        subject=str(case.pk),
        step=step_id,
        outcome=outcome,
        on=day,
        person=by.person or "",
        organisation=by.organisation or "",
        role=str(by.role),
        country=by.country or "",
    )


def take_on_paper(
    step_id: str, case: InProcedure, *, person: str, organisation: str, country: str, on: date
) -> StepTaken:
    """Record a step that an origin officer took on paper while no server could be asked.

    Nothing is asked of what should have come first: the step was taken, and nobody is sent back
    for it. The caller looks for what is missing and gives it to the office.
    """
    return StepTaken.objects.create(
        subject=str(case.pk),
        step=step_id,
        on=on,
        person=person,
        organisation=organisation,
        role=str(Role.ORIGIN_OFFICER),
        country=country,
    )


def take_for_all(step_id: str, cases: Iterable[InProcedure], *, by: Actor) -> list[StepTaken]:
    """Record one step on every case that is ready for it; the others are left as they are.

    For acts over thousands of cases: two look-ups and one insert for each thousand.
    """
    waiting = [case for case in cases if case.procedure.has(step_id)]
    taken: list[StepTaken] = []
    for start in range(0, len(waiting), _AT_ONCE):
        part = {str(case.pk): case for case in waiting[start : start + _AT_ONCE]}
        steps = steps_of(part.values())
        ready = []
        for case_id, case in part.items():
            step, standing = case.procedure.step(step_id), done(case, steps[case_id])
            day = case.local_today(step.side)
            allowed = by.role is Role.SYSTEM or by.role.value in step.by
            free = weekend(case.corridor, step.side)
            blocked = case.procedure.missing(step_id, standing, day, free)
            if allowed and step_id not in standing and not blocked:
                ready.append(_taken(step_id, case, by, day, StepTaken.Outcome.DONE))
        taken += StepTaken.objects.bulk_create(ready)
    return taken


def _taken(step_id: str, case: InProcedure, by: Actor, day: date, outcome: str) -> StepTaken:
    return StepTaken(
        subject=str(case.pk),
        step=step_id,
        outcome=outcome,
        on=day,
        person=by.person or "",
        organisation=by.organisation or "",
        role=str(by.role),
        country=by.country or "",
    )


def _another_person(step_id: str, case: InProcedure, by: Actor) -> None:
    """A step for two persons is never recorded twice by one of them."""
    if not by.person or not case.procedure.needs_second(step_id):
        return
    rows = StepTaken.objects.filter(subject=str(case.pk), step=step_id).order_by("-id")
    before = next(iter(rows), None)
    if (
        before is not None
        and before.outcome == StepTaken.Outcome.DONE
        and before.person == by.person
    ):
        raise NotPermitted(
            "procedure.second_person",
            sentence(N_("This needs two people, and you are the first of them.")),
            remedy=sentence(N_("Ask a colleague with the same authority to decide.")),
        )
