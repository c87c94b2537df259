"""A mirror table as its readers see it: both counts of a flow in one row, and the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.words import Text
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.mirror import Mirror, Side, kind_word, unit_word
from corridor.engines.statistics.mirror_cubes import Beside, besides, is_mirror

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Part:
    """A stated part of a difference: its kind, how much, and what it is."""

    kind: Text
    amount: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """One flow in one period. Figures are None where there is none."""

    origin: str
    destination: str
    time: str
    here: str | None
    here_unit: Text
    there: str | None
    there_unit: Text
    difference: str | None
    parts: tuple[Part, ...]
    unexplained: str | None
    why: Text


@dataclass(frozen=True, slots=True)
class Shown:
    """The first rows, and how many there are beyond them."""

    rows: tuple[Row, ...]
    more: int


def mirrored(cube: Cube, labels: Labels, codes: Mapping[str, str] = {}) -> Shown | None:
    """The rows of a mirror table, of the chosen countries and period; None for another table."""
    if not is_mirror(cube):
        return None
    found = besides(cube, lambda code: labels.code("origin", code))
    places = ("origin", "destination", "time")
    wanted = [
        one
        for one in found
        if all(
            codes.get(name, "") in {"", code} for name, code in zip(places, one.key, strict=True)
        )
    ]
    return shown(wanted, labels)


def shown(found: Iterable[Beside], labels: Labels) -> Shown:
    """Flows side by side, in words."""
    rows = [_row(one, labels) for one in found]
    return Shown(tuple(rows[:LONGEST]), max(len(rows) - LONGEST, 0))


def _row(one: Beside, labels: Labels) -> Row:
    origin, destination, time = one.key
    made: Mirror = one.mirror
    return Row(
        origin=labels.code("origin", origin),
        destination=labels.code("destination", destination),
        time=labels.code("time", time),
        here=_figure(made.origin.value),
        here_unit=_unit(made.origin),
        there=_figure(made.destination.value),
        there_unit=_unit(made.destination),
        difference=_signed(made.difference),
        parts=tuple(
            Part(kind_word(kind), _signed(amount) or "", one.says.get(kind, ""))
            for kind, amount in made.parts.items()
        ),
        unexplained=_signed(made.unexplained),
        why=made.why or "",
    )


def _unit(side: Side) -> Text:
    return unit_word(side.unit) if side.value is not None and side.unit not in {"", "?"} else ""


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else number(float(value))


def _signed(value: Fraction | None) -> str | None:
    """With its sign, which is what a difference is about."""
    if value is None:
        return None
    return f"+{number(float(value))}" if value > 0 else number(float(value))
