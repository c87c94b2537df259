"""A line over time with targets, drawn on the server; the table behind it is the page's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.doors.web.observatory.labels import number
from corridor.doors.web.words import reader

WIDTH, HIGH, LEFT, TOP, BOTTOM = 420, 240, 48, 16, 40
LABELS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A level with its words: a target or a line of the scale."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A period written below the line."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Paths between known points (an unknown one breaks the line), levels and periods."""

    title: str
    paths: tuple[str, ...]
    dots: tuple[tuple[int, int], ...]
    scale: tuple[Mark, ...]
    targets: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HIGH

    @property
    def edge(self) -> int:
        """Where the words of the scale stand: the side where reading starts."""
        return WIDTH - 4 if reader().rtl else 4


def time_steps(
    title: str, values: Sequence[tuple[str, float | None]], targets: Sequence[float]
) -> Steps | None:
    """The drawing of (period, value) in their order; None for fewer than three known values."""
    known = [value for _, value in values if value is not None]
    if len(known) < 3 or min(known) < 0:
        return None
    top = max(*known, *targets) * 1.08 or 1.0
    span = WIDTH - 2 * LEFT
    xs = [_mirrored(LEFT + round(span * i / (len(values) - 1))) for i in range(len(values))]
    points = [
        None if value is None else (x, _y(value, top))
        for x, (_, value) in zip(xs, values, strict=True)
    ]
    every = -(-len(values) // LABELS)
    return Steps(
        title=title,
        paths=tuple(_paths(points)),
        dots=tuple(one for one in points if one is not None),
        scale=tuple(Mark(_y(level, top), number(level)) for level in _levels(top)),
        targets=tuple(Mark(_y(one, top), number(one)) for one in targets),
        ticks=tuple(
            Tick(x, words)
            for i, (x, (words, _)) in enumerate(zip(xs, values, strict=True))
            if i % every == 0
        ),
    )


def _mirrored(x: int) -> int:
    return WIDTH - x if reader().rtl else x


def _y(value: float, top: float) -> int:
    return HIGH - BOTTOM - round((HIGH - BOTTOM - TOP) * value / top)


def _levels(top: float) -> list[float]:
    """Three or four round levels from nothing to the top."""
    size = 10.0 ** (len(str(int(top))) - 1)
    step = next(one * size for one in (0.2, 0.25, 0.5, 1, 2, 2.5, 5) if top / (one * size) <= 4.5)
    return [step * i for i in range(int(top / step) + 1)]


def _paths(points: Sequence[tuple[int, int] | None]) -> list[str]:
    parts: list[list[str]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(f"{point[0]} {point[1]}")
    return ["M" + "L".join(one) for one in parts if len(one) > 1]
