"""The authority's ladder: what late wages lead to, by the regime in force on the due date.

A step is a row of ``<place>.wps.ladder``, so many days or whole months after the due date, for
every establishment or for some sizes only. Nothing here acts: an officer takes each step.
docs/algorithms/ladder.md shows worked tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corridor.core.periods import add_months
from corridor.core.problems import BadInput
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.terms.legal import LawAnswer, LawBook, ask

MOST_DAYS = 36_525
"""A century; later than that is a mistake in the question."""

_LONGEST = 400
"""Days that the last step of any ladder may lie after the due date."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: when it falls due, what happens, and whether it is reached.

    The law counts ``days`` or whole ``months`` after the due date, never both. ``reached`` None:
    the step holds for some sizes only and the size was not said.
    """

    days: int | None
    months: int | None
    on: date
    consequence: str
    size_from: int | None
    size_to: int | None
    reached: bool | None

    @property
    def label(self) -> str:
        """The step as the law counts it, for machines: ``"17"`` or ``"2 months"``."""
        if self.days is not None:
            return str(self.days)
        return "1 month" if self.months == 1 else f"{self.months} months"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an establishment stands on the ladder of one due date.

    ``state``: ``known``, ``unknown`` (the law of that day is in doubt) or ``missing`` (there is
    no ladder), with the ``reason``. ``rungs`` are the steps that hold, or may hold, for its
    size. ``late`` None: the law names no time of grace. ``stage`` is the label of the last step
    certainly reached, None before the first. ``law`` names the ids that answered.
    """

    place: str
    due: date
    days_late: int
    size: int | None
    state: str
    reason: Sentence | None
    grace_days: int | None
    late: bool | None
    rungs: tuple[Rung, ...]
    law: tuple[str, ...]

    @property
    def on(self) -> date:
        """The day the wages are so many days late."""
        return self.due + timedelta(days=self.days_late)

    @property
    def reached(self) -> tuple[Rung, ...]:
        """Steps certainly reached, the oldest first."""
        return tuple(rung for rung in self.rungs if rung.reached)

    @property
    def unknown(self) -> tuple[Rung, ...]:
        """Steps whose day has come and that depend on a size nobody has said."""
        return tuple(rung for rung in self.rungs if rung.reached is None)

    @property
    def stage(self) -> str | None:
        """The last step certainly reached, as the law counts it: ``"5"``, ``"2 months"``."""
        return self.reached[-1].label if self.reached else None

    @property
    def present(self) -> tuple[Rung, ...]:
        """Everything that falls due with the present stage."""
        return tuple(rung for rung in self.reached if rung.label == self.stage)

    @property
    def next(self) -> tuple[Rung, ...]:
        """What falls due next, on one day; empty when nothing follows."""
        coming = [rung for rung in self.rungs if rung.on > self.on]
        return tuple(rung for rung in coming if rung.on == coming[0].on)


def stage(
    book: LawBook,
    place: str,
    due: date,
    days_late: int,
    size: int | None = None,
    key: Mapping[str, str] | None = None,
) -> Standing:
    """Where wages due in ``place`` (alpha-3) on ``due`` stand after ``days_late`` days.

    ``size`` is the number of workers of the establishment, None when unknown; ``key`` may hold
    the regime. The law is that of the due date, whatever has changed since. Raises ``BadInput``
    "ladder.days" for a negative or absurd number and "ladder.size" for a size below one.
    """
    _refuse(due, days_late, size)
    grace, ids = grace_days(book, place, due, key or {})
    answer = _ladder(book, place, due, key or {})
    rows = answer.value.rows if answer is not None and answer.state == "known" else ()
    on = due + timedelta(days=days_late)
    rungs = [_rung(row, due, on, size) for row in rows if _may_hold(row, size)]
    return Standing(
        place=place,
        due=due,
        days_late=days_late,
        size=size,
        state="missing" if answer is None else answer.state,
        reason=_reason(place) if answer is None else answer.reason,
        grace_days=grace,
        late=None if grace is None else days_late > grace,
        rungs=tuple(sorted(rungs, key=lambda rung: rung.on)),
        law=(*ids, *(() if answer is None else (f"{place}.wps.ladder",))),
    )


def _ladder(book: LawBook, place: str, due: date, key: Mapping[str, str]) -> LawAnswer | None:
    """The ladder's own answer, a missing one with its reason included; None without a ladder."""
    value_id = f"{place}.wps.ladder"
    if value_id not in book.ids():
        return None
    answer: LawAnswer = book.value(value_id, due, key)
    return answer


def grace_days(
    book: LawBook, place: str, due: date, key: Mapping[str, str]
) -> tuple[int | None, tuple[str, ...]]:
    """Days after the due date that are not yet late (None: not known), and the ids asked."""
    ids: list[str] = []
    for tail in ("pay_within", "due.grace_days", "due.late_after_days"):
        answer = ask(book, f"{place}.wps.{tail}", due, key)
        if answer is None:
            continue
        ids.append(f"{place}.wps.{tail}")
        if answer.state == "known" and isinstance(answer.value, int):
            return answer.value, tuple(ids)
    return None, tuple(ids)


def _refuse(due: date, days_late: int, size: int | None) -> None:
    if not 0 <= days_late <= min(MOST_DAYS, (date.max - due).days - _LONGEST):
        raise BadInput(
            "ladder.days",
            sentence(N_("Wages cannot be {found} days late."), found=days_late),
            remedy=sentence(N_("Say how many days after the due date it is, 0 or more.")),
            expected=f"0-{MOST_DAYS}",
            found=days_late,
        )
    if size is not None and size < 1:
        raise BadInput(
            "ladder.size",
            sentence(N_("An establishment cannot have {found} workers."), found=size),
            remedy=sentence(N_("Give the number of its workers, 1 or more, or leave it out.")),
            expected="1-",
            found=size,
        )


def _may_hold(row: Mapping[str, Any], size: int | None) -> bool:
    """Whether a row holds for the size; a size nobody said may be any."""
    low, high = row.get("establishment_from"), row.get("establishment_to")
    return size is None or ((low or 0) <= size and (high is None or size <= high))


def _rung(row: Mapping[str, Any], due: date, on: date, size: int | None) -> Rung:
    days: int | None = row.get("day")
    months: int | None = None if days is not None else row.get("after_months")
    low, high = row.get("establishment_from"), row.get("establishment_to")
    falls = due + timedelta(days=days) if days is not None else add_months(due, months or 0)
    open_ = size is None and (low is not None or high is not None)
    reached = falls <= on
    return Rung(
        days=days,
        months=months,
        on=falls,
        consequence=str(row["consequence"]),
        size_from=low,
        size_to=high,
        reached=None if reached and open_ else reached,
    )


def _reason(place: str) -> Sentence:
    return sentence(N_("The law pack of {place} has no ladder for late wages."), place=place)
