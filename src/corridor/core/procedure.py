"""Order is law: which steps exist on a corridor and route, and what each waits for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from corridor.core import line as corridor_line
from corridor.core.calendars import add_days
from corridor.core.line import Record, Station
from corridor.core.periods import Period
from corridor.core.problems import NotFound, NotYet
from corridor.core.steps import (
    STATE_ROLES,
    STATIONS,
    Appeal,
    Clock,
    Fee,
    NotBefore,
    Side,
    Step,
    station_label,
)
from corridor.core.text import N_, Sentence, paragraph, sentence

__all__ = [
    "STATE_ROLES",
    "STATIONS",
    "Appeal",
    "Clock",
    "Fee",
    "NotBefore",
    "Procedure",
    "Record",
    "Side",
    "Station",
    "Step",
]


@dataclass(frozen=True)
class Procedure:
    """The steps of one corridor and route under the law of one period.

    ``absent`` holds the sides (``origin``, ``destination``) whose state takes no part here: its
    own steps are then unknown and block nobody. Steps of employers and agencies on that side
    still count. Raises ``ValueError`` for steps given twice, named but missing, or in a circle.
    """

    id: str
    corridor: str
    route: str
    regimes: tuple[str, ...]
    valid: Period
    steps: tuple[Step, ...]
    absent: frozenset[str] = frozenset()
    _by_id: dict[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the table and put the steps in an order in which they can be taken."""
        by_id = {step.id: step for step in self.steps}
        if len(by_id) < len(self.steps):
            raise ValueError(f"{self.id}: a step id is given twice")
        for step in self.steps:
            start = step.clock.counted_from if step.clock else None
            for named in (*step.before, *((start,) if start else ())):
                if named not in by_id:
                    raise ValueError(f"{self.id}: step {step.id} names {named}, which is missing")
        object.__setattr__(self, "_by_id", by_id)
        object.__setattr__(self, "steps", tuple(_in_order(self.id, self.steps)))

    def has(self, step_id: str) -> bool:
        """Whether this procedure has such a step."""
        return step_id in self._by_id

    def step(self, step_id: str) -> Step:
        """One step. Raises ``NotFound`` ``procedure.no_step``: here it is not a station."""
        if step_id not in self._by_id:
            raise NotFound(
                "procedure.no_step",
                sentence(
                    N_("“{station}” is not a station of this procedure ({procedure})."),
                    station=station_label(step_id),
                    procedure=self.id,
                ),
                remedy=sentence(N_("Follow the stations of this corridor and route.")),
                expected=list(self._by_id),
                found=step_id,
            )
        return self._by_id[step_id]

    def needs_second(self, step_id: str) -> bool:
        """Whether two different persons must each record this step."""
        return self.step(step_id).persons == 2

    def silent(self, step: Step) -> bool:
        """Whether the step belongs to a state that takes no part here."""
        return step.side in self.absent and bool(step.by) and STATE_ROLES.issuperset(step.by)

    def blockers(self, step_id: str, done: Mapping[str, date]) -> tuple[str, ...]:
        """Ids of undone steps that must come first, in order.

        An optional or silent step may be passed over, but not what stands before it.
        """
        found = set(self._blockers(step_id, done))
        return tuple(step.id for step in self.steps if step.id in found)

    def _blockers(self, step_id: str, done: Mapping[str, date]) -> Iterator[str]:
        step = self.step(step_id)
        if step.not_before and step.not_before.after not in done:
            yield step.not_before.after  # a cooling-off that never began has not passed
        for before in (self._by_id[named] for named in step.after if named not in done):
            if before.optional or self.silent(before):
                yield from self._blockers(before.id, done)
            else:
                yield before.id

    def earliest(self, step_id: str, done: Mapping[str, date]) -> date | None:
        """The first day the step's cooling-off allows; None where there is none or not begun."""
        wait = self.step(step_id).not_before
        return add_days(done[wait.after], wait.days) if wait and wait.after in done else None

    def missing(
        self,
        step_id: str,
        done: Mapping[str, date],
        today: date,
        weekend: Collection[int] = frozenset(),
    ) -> list[Sentence]:
        """What still blocks the step today, in order; an empty list means it may be taken.

        ``weekend`` is taken for the sake of one signature with ``due``: cooling-off days are
        calendar days.
        """
        reasons = [
            sentence(N_("{station} must come first."), station=self.step(before).label)
            for before in self.blockers(step_id, done)
        ]
        wait, first = self.step(step_id).not_before, self.earliest(step_id, done)
        if wait and first and today < first:
            reasons.append(
                sentence(
                    N_("Not before {day}: the cooling-off days ({days}) run from “{station}”."),
                    day=first,
                    days=wait.days,
                    station=self.step(wait.after).label,
                )
            )
        return reasons

    def check(
        self,
        step_id: str,
        done: Mapping[str, date],
        today: date,
        weekend: Collection[int] = frozenset(),
    ) -> None:
        """Raise ``NotYet`` ``procedure.not_yet`` with everything that blocks, and until when.

        ``expected`` then holds ``steps`` (ids) and ``not_before`` (ISO date or None).
        """
        reasons = self.missing(step_id, done, today, weekend)
        if not reasons:
            return
        step, first = self.step(step_id), self.earliest(step_id, done)
        raise NotYet(
            "procedure.not_yet",
            sentence(N_("“{station}” is not possible yet."), station=step.label),
            remedy=paragraph(*reasons),
            expected={
                "steps": list(self.blockers(step_id, done)),
                "not_before": first.isoformat() if first and today < first else None,
            },
            found=step_id,
            law=step.law,
        )

    def due(
        self,
        step_id: str,
        done: Mapping[str, date],
        weekend: Collection[int] = frozenset(),
        holidays: Collection[date] = frozenset(),
    ) -> date | None:
        """The last day of the step's clock; None without a clock or before it has started."""
        clock = self.step(step_id).clock
        if clock is None or clock.counted_from is None or clock.counted_from not in done:
            return None
        return add_days(done[clock.counted_from], clock.days, clock.kind, weekend, holidays)

    def done(self, records: Sequence[Record]) -> dict[str, date]:
        """The steps that are complete, each with the day it became so.

        ``records`` are in the order in which they were made. A step for two persons is complete
        with the second of them; a refusal undoes what was recorded before it.
        """
        return corridor_line.done(self, records)

    def line(
        self,
        records: Sequence[Record],
        today: date,
        weekend: Collection[int] | Mapping[str, Collection[int]] = frozenset(),
        holidays: Collection[date] = frozenset(),
    ) -> list[Station]:
        """The corridor line: every station in order, with its state on ``today``.

        ``weekend`` is one for all, or by side: each office counts its own working days.
        """
        return corridor_line.line(self, records, today, weekend, holidays)

    def diagram(self, translate: Callable[[str], str] = str) -> str:
        """The table as a Mermaid flowchart, one lane per side; optional steps are rounded."""
        lines = ["flowchart LR"]
        for side in dict.fromkeys(step.side for step in self.steps):
            lines.append(f"    subgraph {side}")
            lines += [
                f"        {_box(step, translate)}" for step in self.steps if step.side == side
            ]
            lines.append("    end")
        for step in self.steps:
            for named in step.before:
                wait = (
                    step.not_before if step.not_before and step.not_before.after == named else None
                )
                arrow = "-.->" if self._by_id[named].optional else "-->"
                lines.append(f"    {named} {arrow}{f'|+{wait.days}|' if wait else ''} {step.id}")
        return "\n".join(lines) + "\n"


def _box(step: Step, translate: Callable[[str], str]) -> str:
    text = step.label.say(translate).replace('"', "#quot;")
    return f'{step.id}(["{text}"])' if step.optional else f'{step.id}["{text}"]'


def _in_order(name: str, steps: Sequence[Step]) -> Iterator[Step]:
    """Each step after all it waits for, otherwise as given. Raises ``ValueError`` on a circle."""
    waiting, placed = list(steps), set[str]()
    while waiting:
        ready = next((step for step in waiting if placed.issuperset(step.before)), None)
        if ready is None:
            raise ValueError(f"{name}: a circle among {', '.join(step.id for step in waiting)}")
        waiting.remove(ready)
        placed.add(ready.id)
        yield ready
