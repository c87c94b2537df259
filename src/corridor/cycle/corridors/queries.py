"""Reading steps: what was done, what blocks, what is due, and the corridor line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, cast

from corridor.core.procedure import Record, Station
from corridor.core.text import Sentence
from corridor.cycle.corridors.case import InProcedure
from corridor.cycle.corridors.models import StepTaken
from corridor.engines import law


def weekend(corridor: str, side: str) -> frozenset[int]:
    """ISO weekdays that are not working days on one side of the corridor."""
    found = law.book().corridor(corridor)
    country = found.origin if side in {"origin", "worker"} else found.destination
    return frozenset(law.book().jurisdiction(country).weekend)


def steps_of(cases: Iterable[InProcedure]) -> dict[str, list[StepTaken]]:
    """All steps that count for each case, by case id, with one look-up for all."""
    wanted = {str(case.pk): case.subjects() for case in cases}
    everything = {subject for subjects in wanted.values() for subject in subjects}
    found: dict[str, list[StepTaken]] = {}
    for row in StepTaken.objects.filter(subject__in=everything).order_by("on", "id"):
        found.setdefault(row.subject, []).append(row)
    return {
        case_id: sorted(
            (row for subject in subjects for row in found.get(subject, [])), key=lambda row: row.id
        )
        for case_id, subjects in wanted.items()
    }


def records(rows: Iterable[StepTaken]) -> list[Record]:
    """Stored steps as the procedure reads them, in the order they were made."""
    return [
        Record(
            step=row.step,
            on=row.on,
            by=row.person,
            outcome=cast(Literal["done", "refused", "undone"], row.outcome),
        )
        for row in rows
    ]


def done(case: InProcedure, rows: list[StepTaken] | None = None) -> dict[str, date]:
    """The steps that stand as done, with their days."""
    taken = steps_of([case])[str(case.pk)] if rows is None else rows
    return case.procedure.done(records(taken))


def blocks(step_id: str, case: InProcedure) -> list[Sentence]:
    """What still stands before a step, in sentences; empty when it can be taken now."""
    procedure = case.procedure
    step = procedure.step(step_id)
    return procedure.missing(
        step_id, done(case), case.local_today(step.side), weekend(case.corridor, step.side)
    )


def line(case: InProcedure, rows: list[StepTaken] | None = None) -> list[Station]:
    """The corridor line of a case: every station of its procedure with its state."""
    taken = steps_of([case])[str(case.pk)] if rows is None else rows
    free = {side: weekend(case.corridor, side) for side in ("origin", "destination", "worker")}
    return case.procedure.line(records(taken), case.local_today(), free)
