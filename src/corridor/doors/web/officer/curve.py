"""The curve to a first wage as a drawing, with the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.core.text import Sentence
from corridor.doors.web.shared.figures import counted, percent
from corridor.doors.web.words import reader
from corridor.engines.arrivals import PARTS, Step, share_at

WIDTH, HEIGHT = 480, 260
_LEFT, _RIGHT, _TOP, _FLOOR = 56, 10, 14, 206
_TOLD = (15, 30, 45, 60, 90, 120, 180, 270, 365)
_LONGEST = 365


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the table: how many were watched until then, and the share with its interval."""

    day: str
    at_risk: int | None
    without: str
    interval: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still without a first wage, by days since arrival. ``mark``: the usual limit."""

    title: Sentence
    steps: Sequence[Step]
    mark: int

    @property
    def days(self) -> int:
        """The last day drawn."""
        last = self.steps[-1].day if self.steps else 0
        return min(max(last, self.mark + 15), _LONGEST)

    def _x(self, day: int) -> int:
        wide = WIDTH - _LEFT - _RIGHT
        x = _LEFT + wide * min(day, self.days) // self.days
        return WIDTH - x if reader().rtl else x

    def _y(self, share: int) -> int:
        return _FLOOR - (_FLOOR - _TOP) * share // PARTS

    @property
    def shown(self) -> list[Step]:
        """The steps that fit the drawing."""
        return [one for one in self.steps if one.day <= self.days]

    @property
    def path(self) -> str:
        """The stairs of the curve."""
        return f"M{self._x(0)} {self._y(PARTS)}" + "".join(
            f"H{self._x(one.day)}V{self._y(one.without)}" for one in self.shown
        )

    @property
    def band(self) -> str:
        """The 95 per cent interval: forth along its upper ends and back along its lower ones."""
        forth = f"M{self._x(0)} {self._y(PARTS)}" + "".join(
            f"H{self._x(one.day)}V{self._y(one.high)}" for one in self.shown
        )
        lows = [PARTS, *(one.low for one in self.shown)]
        corners = zip(reversed(self.shown), reversed(lows[:-1]), reversed(lows[1:]), strict=True)
        back = "".join(
            f"L{self._x(one.day)} {self._y(here)}L{self._x(one.day)} {self._y(before)}"
            for one, before, here in corners
        )
        return f"{forth}{back}Z"

    @property
    def limit(self) -> int:
        """Where the usual limit stands."""
        return self._x(self.mark)

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Heights of the horizontal lines and what they mean."""
        return [(self._y(share), percent(share)) for share in (0, 2500, 5000, 7500, PARTS)]

    @property
    def ticks(self) -> list[tuple[int, str]]:
        """Places along the floor and their days; some are left out where the curve is long."""
        step = 30 if self.days <= 150 else 60
        return [(self._x(day), str(day)) for day in range(0, self.days + 1, step)]

    @property
    def start(self) -> int:
        """Where a reader's line begins."""
        return WIDTH - _LEFT if reader().rtl else _LEFT

    @property
    def end(self) -> int:
        """Where it ends."""
        return _RIGHT if reader().rtl else WIDTH - _RIGHT

    @property
    def label(self) -> int:
        """Where the shares are written."""
        return WIDTH - _LEFT + 6 if reader().rtl else _LEFT - 6

    @property
    def table(self) -> list[Told]:
        """The curve on some days; unknown where nobody was watched that long."""
        last = self.steps[-1].day if self.steps else 0
        wanted = [day for day in _TOLD if day <= max(last, self.mark)]
        return [self._told(day) for day in wanted]

    def _told(self, day: int) -> Told:
        one = share_at(self.steps, day)
        if one is None:
            return Told(counted(day, "days"), None, "", "")
        watched = sum(step.paid + step.censored for step in self.steps if step.day >= day)
        return Told(
            counted(day, "days"),
            watched,
            percent(one.without),
            f"{percent(one.low)} – {percent(one.high)}",
        )
