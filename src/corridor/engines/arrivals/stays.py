"""What became of one cleared worker, and the counts of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal[
    "on_the_way",
    "not_seen",
    "withdrawn",
    "paid",
    "changed",
    "left",
    "unknown",
    "waiting",
    "never_paid",
]
ABROAD: tuple[Outcome, ...] = ("paid", "changed", "left", "unknown", "waiting", "never_paid")
"""The outcomes of somebody whose arrival is on record."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One cleared contract; days are integers on one calendar, None is not on record.

    ``paid`` is the day on which a first wage came on record, ``left`` the day she left this
    employer; ``changed``: for another one. ``filed``: the law makes this employer file wages.
    """

    cleared: int
    arrived: int | None = None
    paid: int | None = None
    left: int | None = None
    changed: bool = False
    filed: bool = True


def outcome(stay: Stay, on: int, within: int) -> Outcome:
    """What became of her by the day ``on``; a wage may take ``within`` days to be seen.

    Whoever changed employer is never “never paid”, and where no wages are filed nobody can
    say that none came.
    """
    if stay.arrived is None:
        if stay.left is not None:
            return "withdrawn"
        return "on_the_way" if on - stay.cleared < within else "not_seen"
    if stay.paid is not None:
        return "paid"
    if stay.left is not None:
        return "changed" if stay.changed else "left"
    if not stay.filed:
        return "unknown"
    return "waiting" if on - stay.arrived < within else "never_paid"


@dataclass(slots=True)
class Tally:
    """Counts of many stays.

    ``watched`` are those who could be watched for the whole time, ``in_time`` those of them with
    a wage by then; ``due`` those who should have arrived by now, ``came`` those who did in time.
    ``times``: days from arrival to (first wages, lost from sight), where wages are filed.
    """

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    watched: int = 0
    in_time: int = 0
    due: int = 0
    came: int = 0
    times: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def cleared(self) -> int:
        """Everybody."""
        return sum(self.outcomes.values())

    @property
    def arrived(self) -> int:
        """Those whose arrival is on record."""
        return sum(self.of(one) for one in ABROAD)

    def of(self, one: Outcome) -> int:
        """How many had this outcome."""
        return self.outcomes.get(one, 0)

    def take(self, stays: Iterable[Stay], on: int, within: int) -> Tally:
        """Count more stays, as they stand on the day ``on``."""
        for stay in stays:
            became = outcome(stay, on, within)
            self.outcomes[became] = self.of(became) + 1
            self._arrival(stay, on, within)
            if stay.arrived is not None and stay.filed:
                self._wage(stay, stay.arrived, on, within)
        return self

    def join(self, other: Tally) -> Tally:
        """Count what another tally has counted."""
        for one, number in other.outcomes.items():
            self.outcomes[one] = self.of(one) + number
        for day, (paid, lost) in other.times.items():
            self._at(day, paid, lost)
        self.watched += other.watched
        self.in_time += other.in_time
        self.due += other.due
        self.came += other.came
        return self

    def _arrival(self, stay: Stay, on: int, within: int) -> None:
        gone = stay.arrived is None and stay.left is not None
        if on - stay.cleared < within or gone:
            return  # too early to say, or she never was to come
        self.due += 1
        self.came += stay.arrived is not None and stay.arrived - stay.cleared <= within

    def _wage(self, stay: Stay, arrived: int, on: int, within: int) -> None:
        last = on if stay.left is None else min(stay.left, on)
        seen = max((last if stay.paid is None else stay.paid) - arrived, 0)
        self._at(seen, *((0, 1) if stay.paid is None else (1, 0)))
        # Who came lately is left out whatever she got: only the quick would count as paid.
        if on - arrived >= within and (stay.paid is not None or seen >= within):
            self.watched += 1
            self.in_time += stay.paid is not None and seen <= within

    def _at(self, day: int, paid: int, lost: int) -> None:
        before = self.times.get(day, (0, 0))
        self.times[day] = (before[0] + paid, before[1] + lost)
