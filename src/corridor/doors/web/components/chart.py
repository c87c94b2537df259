"""Bars and lines drawn on the server, each with the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.doors.web.components.models import Link
from corridor.doors.web.words import Text, reader, say, spoken

_WIDTH, _ROW, _BAR, _HIGH = 420, 56, 14, 220
_LETTER, _APART, _SHORTEST = 8, 10, 10  # a wide letter, the gap to the value, the fewest letters


@dataclass(frozen=True, slots=True)
class Point:
    """One bar or one place on a line: an integer drives the drawing, ``shown`` is written.

    ``low`` and ``high`` are the interval's ends in the same unit; ``value`` None is unknown.
    """

    label: Text
    value: int | None
    shown: Any = None
    low: int | None = None
    high: int | None = None

    @property
    def words(self) -> str:
        """The value as it is written."""
        return spoken(self.value if self.shown is None else self.shown)


def _beside(label: str, words: str) -> str:
    """As much of a long name as there is room for beside its value; the table has all of it."""
    most = max((_WIDTH - _APART) // _LETTER - len(words), _SHORTEST)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's place in the drawing, in SVG units: its words above it, the bar below them."""

    label: str
    words: str
    known: bool
    text_y: int
    y: int
    x: int
    width: int
    low_x: int | None
    high_x: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar (``kind`` "bar") or line (``kind`` "line") chart with its table and its source."""

    title: Text
    points: Sequence[Point]
    kind: str = "bar"
    label_name: Text = ""
    value_name: Text = ""
    source: Text = ""
    download: Link | None = None

    @property
    def width(self) -> int:
        """The drawing's width in SVG units."""
        return _WIDTH

    @property
    def height(self) -> int:
        """The drawing's height in SVG units."""
        return _ROW * len(self.points) + 8 if self.kind == "bar" else _HIGH

    @property
    def rtl(self) -> bool:
        """Whether the drawing is mirrored."""
        return reader().rtl

    def _top(self) -> int:
        return max((p.high or p.value or 0 for p in self.points), default=0) or 1

    @property
    def bars(self) -> list[Bar]:
        """Every bar, mirrored for right-to-left readers."""
        return [self._bar(i, point) for i, point in enumerate(self.points)]

    def _bar(self, i: int, point: Point) -> Bar:
        long = _WIDTH * max(point.value or 0, 0) // self._top()
        low, high = (
            None if end is None else self._at(_WIDTH * end // self._top())
            for end in (point.low, point.high)
        )
        return Bar(
            label=_beside(say(point.label), point.words),
            words=point.words,
            known=point.value is not None,
            text_y=i * _ROW + 20,
            y=i * _ROW + 30,
            x=_WIDTH - long if self.rtl else 0,
            width=long,
            low_x=low,
            high_x=high,
        )

    def _at(self, x: int) -> int:
        return _WIDTH - x if self.rtl else x

    @property
    def start(self) -> int:
        """Where the reading starts, in SVG units."""
        return self._at(0)

    @property
    def end(self) -> int:
        """Where the reading ends, in SVG units."""
        return self._at(_WIDTH)

    def _place(self, i: int, value: int) -> tuple[int, int]:
        step = (_WIDTH - 80) // max(len(self.points) - 1, 1)
        return self._at(40 + i * step), 175 - 135 * value // self._top()

    @property
    def dots(self) -> list[tuple[int, int, str, str]]:
        """(x, y, label, words) of every known point; of many points only some are written."""
        every = -(-len(self.points) // 6)
        dots = []
        for i, point in enumerate(self.points):
            if point.value is not None:
                written = i % every == 0
                words = (say(point.label), point.words) if written else ("", "")
                dots.append((*self._place(i, point.value), *words))
        return dots

    @property
    def paths(self) -> list[str]:
        """SVG paths of a line chart; an unknown point breaks the line instead of bridging it."""
        paths: list[list[str]] = [[]]
        for i, point in enumerate(self.points):
            if point.value is None:
                paths.append([])
            else:
                paths[-1].append("{} {}".format(*self._place(i, point.value)))
        return ["M" + "L".join(path) for path in paths if len(path) > 1]
