"""Corridors on a map: arcs between countries, on a grid of latitudes and longitudes.

No coastline is drawn: a country is a point at about its middle, so that no border is shown that
somebody disputes. The part of the world with corridors is drawn; east is right in every language.
An arc is as wide as its figure is large: twice the figure, twice the pixels, and never below one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.observatory.map_names import Spot, placed
from corridor.doors.web.observatory.places import PLACES

PAIRS = (("origin", "destination"), ("receiver", "sender"))
WIDTH = 420
MOST = 60
WIDEST, NARROWEST = 10.0, 1.0
_MARGIN, _NARROWEST, _LOWEST = 12.0, 60.0, 36.0  # degrees
_ROOM = 60  # units beside the outermost points, for their names
_KEYS = (1.0, 0.5, 0.1)
"""About which parts of the largest figure the legend shows."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One corridor: its curve, how wide it is, what is written when a pointer rests on it."""

    path: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: how wide a corridor with this figure is drawn."""

    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One corridor in the map's table."""

    origin: str
    destination: str
    value: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class CorridorMap:
    """The drawing, its legend and the table behind it."""

    title: str
    arcs: tuple[Arc, ...]
    spots: tuple[Spot, ...]
    flows: tuple[Flow, ...]
    left_out: int
    meridians: tuple[int, ...]
    parallels: tuple[int, ...]
    keys: tuple[Key, ...]
    height: int
    width: int = WIDTH

    @property
    def numbered(self) -> tuple[Spot, ...]:
        """The places that carry a number, whose names stand beside the map."""
        return tuple(one for one in self.spots if one.number)


@dataclass(frozen=True, slots=True)
class _Window:
    """The part of the world that is drawn, in degrees; ``scale`` units a degree."""

    north: float
    west: float
    south: float
    east: float

    @property
    def scale(self) -> float:
        return (WIDTH - 2 * _ROOM) / (self.east - self.west)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale)

    def point(self, north: float, east: float) -> tuple[int, int]:
        """Where a place lies in the drawing."""
        x = _ROOM + (east - self.west) * self.scale
        return round(x), round((self.north - north) * self.scale)


def _window(places: Sequence[tuple[int, int]]) -> _Window:
    """All places with a margin, and never less than a region."""
    norths, easts = [one[0] for one in places], [one[1] for one in places]
    wide = max(max(easts) - min(easts), _NARROWEST) / 2
    high = max((max(norths) - min(norths)) / 2 + _MARGIN, _LOWEST / 2)
    middle = (max(easts) + min(easts)) / 2
    level = (max(norths) + min(norths)) / 2
    return _Window(level + high + _MARGIN / 2, middle - wide, level - high, middle + wide)


def corridor_map(flows: Sequence[tuple[str, str, float]], labels: Labels) -> CorridorMap | None:
    """The largest sixty corridors of (origin, destination, value); None without any."""
    largest = sorted(flows, key=lambda one: (-one[2], one[:2]))[:MOST]
    drawn = [one for one in largest if one[0] in PLACES and one[1] in PLACES]
    if not drawn:
        return None
    window = _window([PLACES[code] for flow in drawn for code in flow[:2]])
    most = drawn[0][2]
    return CorridorMap(
        title=labels.text("title"),
        arcs=tuple(_arc(one, most, labels, window) for one in drawn),
        spots=_spots(drawn, labels, window),
        flows=tuple(_flow(one, labels) for one in largest),
        left_out=len(flows) - len(largest),
        meridians=_lines((window.point(0, east)[0] for east in range(-180, 181, 20)), WIDTH),
        parallels=_lines(
            (window.point(north, 0)[1] for north in range(-80, 81, 20)), window.height
        ),
        keys=tuple(_key(most * part, most) for part in _KEYS),
        height=window.height,
    )


def wide(value: float, most: float) -> str:
    """How many pixels wide a corridor is: 10 for the largest, by its part of that, at least 1."""
    return f"{max(WIDEST * value / most, NARROWEST):.1f}"


def _key(value: float, most: float) -> Key:
    """A line of the legend; a part of the largest is rounded to two digits that count."""
    shown = value if value == most else float(f"{value:.2g}")
    return Key(wide(shown, most), number(shown))


def _lines(found: Iterable[int], most: int) -> tuple[int, ...]:
    return tuple(one for one in found if 0 < one < most)


def _arc(flow: tuple[str, str, float], most: float, labels: Labels, window: _Window) -> Arc:
    (x1, y1), (x2, y2) = (window.point(*PLACES[code]) for code in flow[:2])
    lift = max(abs(x2 - x1) * 0.28, 14)
    middle = f"{(x1 + x2) // 2} {round(min(y1, y2) - lift)}"
    names = " → ".join(labels.code("origin", code) for code in flow[:2])
    return Arc(
        path=f"M{x1} {y1}Q{middle} {x2} {y2}",
        width=wide(flow[2], most),
        words=f"{names}: {number(flow[2])}",
    )


def _spots(
    flows: Sequence[tuple[str, str, float]], labels: Labels, window: _Window
) -> tuple[Spot, ...]:
    """Every country once, the ones with the largest corridors named first."""
    codes = dict.fromkeys(code for flow in flows for code in flow[:2])
    points = [(*window.point(*PLACES[code]), labels.code("origin", code)) for code in codes]
    return placed(points, WIDTH, window.height)


def _flow(one: tuple[str, str, float], labels: Labels) -> Flow:
    names = [labels.code("origin", code) for code in one[:2]]
    drawn = one[0] in PLACES and one[1] in PLACES
    return Flow(names[0], names[1], number(one[2]), drawn)
