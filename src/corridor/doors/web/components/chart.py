"""Bars and lines drawn on the server, each with the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.doors.web.components.line import text_width
from corridor.doors.web.components.models import Link
from corridor.doors.web.words import Text, reader, say, spoken

_WIDTH, _ROW, _BAR = 640, 40, 20


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


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's place in the drawing, in SVG units from the reading start."""

    label: str
    words: str
    known: bool
    y: int
    text_y: int
    x: int
    width: int
    words_x: int
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
        return _ROW * len(self.points) + 8 if self.kind == "bar" else 240

    @property
    def rtl(self) -> bool:
        """Whether the drawing is mirrored."""
        return reader().rtl

    def _top(self) -> int:
        return max((p.high or p.value or 0 for p in self.points), default=0) or 1

    @property
    def bars(self) -> list[Bar]:
        """Every bar, mirrored for right-to-left readers."""
        labels = [say(p.label) for p in self.points]
        start = min(max((text_width(label, 15) for label in labels), default=0) + 20, 240)
        words = max((text_width(p.words, 16) for p in self.points), default=0) + 16
        room = _WIDTH - start - words
        bars = []
        for i, (label, p) in enumerate(zip(labels, self.points, strict=True)):
            long = room * max(p.value or 0, 0) // self._top()
            reach = max(long, room * (p.high or 0) // self._top())
            low, high = (
                None if end is None else self._at(start + room * end // self._top())
                for end in (p.low, p.high)
            )
            left = start if not self.rtl else _WIDTH - start - long
            y = i * _ROW + 4
            bars.append(
                Bar(
                    label,
                    p.words,
                    p.value is not None,
                    y + (_ROW - _BAR) // 2,
                    y + _ROW // 2 + 5,
                    left,
                    long,
                    self._at(start + reach + 8),
                    low,
                    high,
                )
            )
        return bars

    def _at(self, x: int) -> int:
        return _WIDTH - x if self.rtl else x

    @property
    def start(self) -> int:
        """Where the reading starts, in SVG units."""
        return self._at(0)

    @property
    def dots(self) -> list[tuple[int, int, str, str]]:
        """(x, y, label, words) of every known point of a line chart."""
        step = (_WIDTH - 120) // max(len(self.points) - 1, 1)
        return [
            (self._at(60 + i * step), 190 - 150 * p.value // self._top(), say(p.label), p.words)
            for i, p in enumerate(self.points)
            if p.value is not None
        ]

    @property
    def paths(self) -> list[str]:
        """SVG paths of a line chart; an unknown point breaks the line instead of bridging it."""
        step = (_WIDTH - 120) // max(len(self.points) - 1, 1)
        paths: list[list[str]] = [[]]
        for i, p in enumerate(self.points):
            if p.value is None:
                paths.append([])
                continue
            y = 190 - 150 * p.value // self._top()
            paths[-1].append(f"{self._at(60 + i * step)} {y}")
        return ["M" + "L".join(path) for path in paths if len(path) > 1]
