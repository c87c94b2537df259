"""Names on a map so that none lies on another: at their point, on a leader line, or as a number.

A name takes the first free of some places around its point. Where none is free the point carries
a number, and the name stands in the key beside the map.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

_LETTER, _LINE = 7.4, 15  # units: how wide a letter of 13 units is at most, how high a line
_POINT = 6
_NEAR = ((0, 19), (0, -9))
_FAR = tuple(
    (x, y) for y, x in product((34, -26, 50, -42, 66, -58), (0, -34, 34, -64, 64, -96, 96))
)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A country: where it lies, what it is called, and where that is written.

    ``line`` is the path from the point to a name that stands away from it; ``number`` is given
    to a place whose name stands beside the map, and 0 otherwise.
    """

    x: int
    y: int
    name: str
    at_x: int
    at_y: int
    line: str = ""
    number: int = 0

    @property
    def box(self) -> Box:
        """The room of what is written: left, top, right, bottom."""
        return _box(self.at_x, self.at_y, str(self.number) if self.number else self.name)


def placed(points: Sequence[tuple[int, int, str]], width: int, height: int) -> tuple[Spot, ...]:
    """Each (x, y, name) with its name where nothing else is written; the first ones nearest."""
    dots = [(x - _POINT, y - _POINT, x + _POINT, y + _POINT) for x, y, _ in points]
    taken: list[Box] = list(dots)
    found: list[Spot] = []
    numbers = 0
    for x, y, name in points:
        spot = next(
            (one for one in _tried(x, y, name) if _free(one.box, taken, width, height)), None
        )
        if spot is None:
            numbers += 1
            spot = _numbered(x, y, name, numbers, taken, width, height)
        taken.append(spot.box)
        found.append(spot)
    return tuple(found)


def _tried(x: int, y: int, name: str) -> Iterator[Spot]:
    """Below and above the point, beside it, then farther away on a leader line."""
    half = round(len(name) * _LETTER / 2) + _POINT + 4
    for dx, dy in (*_NEAR, (half, 4), (-half, 4)):
        yield Spot(x, y, name, x + dx, y + dy)
    for dx, dy in _FAR:
        end = y + dy + (3 if dy < 0 else -12)
        yield Spot(x, y, name, x + dx, y + dy, f"M{x} {y}L{x + dx} {end}")


def _numbered(
    x: int, y: int, name: str, number: int, taken: Sequence[Box], width: int, height: int
) -> Spot:
    places = [Spot(x, y, name, x + dx, y + dy, "", number) for dx, dy in _NEAR]
    places += [Spot(x, y, name, x + dx, y + 4, "", number) for dx in (14, -14)]
    return next((one for one in places if _free(one.box, taken, width, height)), places[0])


def _box(x: int, y: int, words: str) -> Box:
    half = len(words) * _LETTER / 2
    return x - half, y - 11, x + half, y + 4


def _free(box: Box, taken: Sequence[Box], width: int, height: int) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
    return inside and not any(_over(box, one) for one in taken)


def _over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
