"""Corridors on a world map: arcs between countries, on a grid of latitudes and longitudes.

No coastline is drawn: a country is a point at about its middle, so that no border is shown that
somebody disputes. East is right in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.observatory.places import PLACES

PAIRS = (("origin", "destination"), ("receiver", "sender"))
WIDTH, HIGH = 1000, 460
MOST = 60
_NORTH, _SOUTH = 72, -56


@dataclass(frozen=True, slots=True)
class Arc:
    """One corridor: its curve, how wide it is, what is written when a pointer rests on it."""

    path: str
    width: str
    words: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A country: where it lies and what it is called; ``named`` where there is room for that."""

    x: int
    y: int
    name: str
    named: bool
    start: bool


@dataclass(frozen=True, slots=True)
class Flow:
    """One corridor in the map's table."""

    origin: str
    destination: str
    value: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class CorridorMap:
    """The drawing and the table behind it."""

    title: str
    arcs: tuple[Arc, ...]
    spots: tuple[Spot, ...]
    flows: tuple[Flow, ...]
    left_out: int
    meridians: tuple[int, ...]
    parallels: tuple[int, ...]
    width: int = WIDTH
    height: int = HIGH


def corridor_map(flows: Sequence[tuple[str, str, float]], labels: Labels) -> CorridorMap | None:
    """The largest sixty corridors of (origin, destination, value); None without any."""
    largest = sorted(flows, key=lambda one: (-one[2], one[:2]))[:MOST]
    drawn = [one for one in largest if one[0] in PLACES and one[1] in PLACES]
    if not drawn:
        return None
    return CorridorMap(
        title=labels.text("title"),
        arcs=tuple(_arc(one, drawn[0][2], labels) for one in reversed(drawn)),
        spots=tuple(_spots(drawn, labels)),
        flows=tuple(_flow(one, labels) for one in largest),
        left_out=len(flows) - len(largest),
        meridians=tuple(_point(0, east)[0] for east in range(-150, 180, 30)),
        parallels=tuple(_point(north, 0)[1] for north in (60, 40, 20, 0, -20, -40)),
    )


def _point(north: float, east: float) -> tuple[int, int]:
    x = round((east + 170) % 360 / 360 * WIDTH)
    return x, round((_NORTH - north) / (_NORTH - _SOUTH) * HIGH)


def _arc(flow: tuple[str, str, float], most: float, labels: Labels) -> Arc:
    (x1, y1), (x2, y2) = (_point(*PLACES[code]) for code in flow[:2])
    lift = max(abs(x2 - x1) * 0.28, 14)
    middle = f"{(x1 + x2) // 2} {round(min(y1, y2) - lift)}"
    names = " → ".join(labels.code("origin", code) for code in flow[:2])
    return Arc(
        path=f"M{x1} {y1}Q{middle} {x2} {y2}",
        width=f"{1 + 8 * (flow[2] / most) ** 0.5:.1f}",
        words=f"{names}: {number(flow[2])}",
    )


def _spots(flows: Sequence[tuple[str, str, float]], labels: Labels) -> list[Spot]:
    """Every country once; a name that would collide with one before it stays off."""
    codes = dict.fromkeys(code for flow in flows for code in flow[:2])
    taken: list[tuple[int, int]] = []
    made = []
    for code in codes:
        x, y = _point(*PLACES[code])
        free = all(abs(x - at) > 90 or abs(y - high) > 16 for at, high in taken)
        if free:
            taken.append((x, y))
        made.append(Spot(x, y, labels.code("origin", code), free, x < WIDTH - 140))
    return made


def _flow(one: tuple[str, str, float], labels: Labels) -> Flow:
    names = [labels.code("origin", code) for code in one[:2]]
    drawn = one[0] in PLACES and one[1] in PLACES
    return Flow(names[0], names[1], number(one[2]), drawn)
