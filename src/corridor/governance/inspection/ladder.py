"""The ladder of one establishment: which steps its months have reached, which nobody has taken.

The engine knows the law of the due date; here the steps that officers took are laid beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corridor.engines import law
from corridor.governance.inspection.models import LadderStep

if TYPE_CHECKING:
    from corridor.engines.wages import ladder as engine

_LEFT_OUT = {LadderStep.Kind.EXCLUDED: True, LadderStep.Kind.RESUMED: False}


@dataclass(frozen=True)
class Climb:
    """One wage month on the ladder. ``excluded``: an officer left it out, as the law allows.

    ``open`` are the steps no officer has taken yet, those reached and those to come.
    """

    month: str
    due: date
    standing: engine.Standing
    taken: tuple[LadderStep, ...]
    excluded: bool

    @property
    def open(self) -> tuple[engine.Rung, ...]:
        """Steps of the law that nobody has taken, the earliest first."""
        if self.excluded:
            return ()
        done = {(one.label, one.consequence) for one in self.taken}
        return tuple(
            rung for rung in self.standing.rungs if (rung.label, rung.consequence) not in done
        )

    @property
    def stage(self) -> int:
        """How many steps are certainly reached; 0 while the month is left out."""
        return 0 if self.excluded else len(self.standing.reached)

    @property
    def rises_on(self) -> date | None:
        """The day on which the next step is reached; None when none is left."""
        coming = () if self.excluded else self.standing.next
        return coming[0].on if coming else None


def climbs(
    country: str,
    late_on: Mapping[str, date],
    steps: Sequence[LadderStep],
    on: date,
    *,
    size: int | None,
    regime: str = "",
) -> list[Climb]:
    """Every month with wages owed, the oldest due date first."""
    from corridor.engines.wages import ladder as engine  # brings a table library: not at start

    key = {"regime": regime} if regime and regime != "general" else {}
    found = []
    for month, due in sorted(late_on.items(), key=lambda pair: pair[1]):
        days = max((on - due).days, 0)
        mine = tuple(step for step in steps if step.month == month)
        standing = engine.stage(law.book(), country, due, days, size or None, key)
        found.append(Climb(month, due, standing, mine, is_excluded(mine)))
    return found


def is_excluded(steps: Sequence[LadderStep]) -> bool:
    """Whether the newest word about a month leaves it out of the ladder."""
    said = [_LEFT_OUT[one.kind] for one in steps if one.kind in _LEFT_OUT]  # type: ignore[index]
    return bool(said and said[-1])
