"""The corridor line: a contract's life as stations, told from what is on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from corridor.core.steps import Side, Step
from corridor.core.text import Sentence

if TYPE_CHECKING:
    from corridor.core.procedure import Procedure

StationState = Literal["done", "now", "ahead", "broken", "unknown", "skipped"]
Outcome = Literal["done", "refused", "undone"]


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody put on record about a step: done, refused or undone, when and by whom.

    ``by`` is any identifier that tells persons apart; only a step for two persons needs it.
    """

    step: str
    on: date
    by: str = ""
    outcome: Outcome = "done"


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the line.

    ``done``: filled. ``now``: the ring, it can be taken or its cooling-off runs. ``ahead``: not
    yet, or optional. ``broken``: refused, or its clock ran out. ``unknown``: nobody has said.
    ``skipped``: optional and passed over. ``on`` is the day it was done or refused, ``due`` the
    last day of its clock.
    """

    id: str
    label: Sentence
    side: Side
    state: StationState
    on: date | None
    due: date | None
    office: str


def done(procedure: Procedure, records: Sequence[Record]) -> dict[str, date]:
    """The complete steps with the day each became so; records of other procedures are left."""
    return _standing(procedure, records)[0]


def signed_by(step_id: str, records: Sequence[Record]) -> frozenset[str]:
    """The persons who recorded the step as done since it was last refused or undone."""
    persons: set[str] = set()
    for record in records:
        if record.step == step_id and record.outcome != "done":
            persons.clear()
        elif record.step == step_id and record.by:
            persons.add(record.by)
    return frozenset(persons)


def line(
    procedure: Procedure,
    records: Sequence[Record],
    today: date,
    weekend: Collection[int] | Mapping[str, Collection[int]] = frozenset(),
    holidays: Collection[date] = frozenset(),
) -> list[Station]:
    """Every station in the procedure's order, with its state on ``today``."""
    complete, refused = _standing(procedure, records)
    passed = _passed(procedure, complete)
    stations = []
    for step in procedure.steps:
        free = weekend.get(step.side, ()) if isinstance(weekend, Mapping) else weekend
        due = procedure.due(step.id, complete, free, holidays)
        stations.append(
            Station(
                id=step.id,
                label=step.label,
                side=step.side,
                state=_state(procedure, step, complete, refused, passed, due, today),
                on=complete.get(step.id) or refused.get(step.id),
                due=due,
                office=step.office,
            )
        )
    return stations


def _state(
    procedure: Procedure,
    step: Step,
    complete: Mapping[str, date],
    refused: Mapping[str, date],
    passed: Collection[str],
    due: date | None,
    today: date,
) -> StationState:
    if step.id in complete:
        return "done"
    if step.id in refused:
        return "broken"
    if procedure.silent(step):
        return "unknown"
    if step.id in passed:
        return "skipped" if step.optional else "unknown"
    if step.optional:
        return "ahead"
    if due is not None and due < today:
        return "broken"
    waits = step.not_before.after if step.not_before else None
    blocked = [named for named in procedure.blockers(step.id, complete) if named != waits]
    return "ahead" if blocked or (waits and waits not in complete) else "now"


def _standing(
    procedure: Procedure, records: Sequence[Record]
) -> tuple[dict[str, date], dict[str, date]]:
    """What is complete and what stands refused, after every record in the order given."""
    complete: dict[str, date] = {}
    refused: dict[str, date] = {}
    for at, record in enumerate(records):
        if not procedure.has(record.step):
            continue
        if record.outcome != "done":
            complete.pop(record.step, None)
            refused.pop(record.step, None)
            if record.outcome == "refused":
                refused[record.step] = record.on
        elif not procedure.needs_second(record.step) or (
            len(signed_by(record.step, records[: at + 1])) > 1
        ):
            refused.pop(record.step, None)
            complete.setdefault(record.step, record.on)
    return complete, refused


def _passed(procedure: Procedure, complete: Mapping[str, date]) -> set[str]:
    """Steps that something already complete stands behind."""
    found: set[str] = set()
    for step in reversed(procedure.steps):
        if step.id in complete or step.id in found:
            found.update(step.before)
    return found
