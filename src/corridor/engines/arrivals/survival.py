"""How long until a first wage comes on record (Kaplan and Meier 1958), in exact fractions.

Who left, changed employer or arrived too short a time ago is *censored*: she counts as long as
she could be watched, and neither as paid nor as unpaid afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from corridor.engines.arrivals.bound import PARTS, interval


@dataclass(frozen=True, slots=True)
class Step:
    """The state of the curve after ``day``: who was watched, paid and lost from sight on it.

    ``without`` is the share that has no wage yet, in ten-thousandths, with its 95 % interval.
    """

    day: int
    at_risk: int
    paid: int
    censored: int
    without: int
    low: int
    high: int


def curve(
    times: Mapping[int, tuple[int, int]] | Iterable[tuple[int, int, int]],
    until: int | None = None,
) -> list[Step]:
    """The curve from days since arrival to (first wages, censored) on that day.

    A wage on the day on which somebody else is lost from sight counts first, as is usual. After
    the day ``until`` nobody is watched. Raises ``ValueError`` for a day or number below nothing.
    """
    rows = _rows(times)
    if until is not None:
        rows = _folded(rows, until)
    at_risk = sum(paid + lost for _day, paid, lost in rows)
    share, spread = Fraction(1), Fraction(0)
    steps: list[Step] = []
    for day, paid, lost in rows:
        left = at_risk - paid
        share *= Fraction(left, at_risk)
        if left:
            spread += Fraction(paid, at_risk * left)  # Greenwood's sum
        low, high = _ends(share, spread, at_risk)
        steps.append(Step(day, at_risk, paid, lost, _parts(share), low, high))
        at_risk = left - lost
    return steps


def _rows(
    times: Mapping[int, tuple[int, int]] | Iterable[tuple[int, int, int]],
) -> list[tuple[int, int, int]]:
    """Days in their order, those without anybody left out."""
    if isinstance(times, Mapping):
        given = [(day, paid, lost) for day, (paid, lost) in times.items()]
    else:
        given = list(times)
    if any(number < 0 for row in given for number in row):
        raise ValueError("days and people cannot be fewer than none")
    return sorted(row for row in given if row[1] or row[2])


def _folded(rows: list[tuple[int, int, int]], until: int) -> list[tuple[int, int, int]]:
    """Whoever was watched longer is lost from sight at the end of the day ``until``."""
    kept = [row for row in rows if row[0] <= until]
    later = sum(paid + lost for day, paid, lost in rows if day > until)
    if not later:
        return kept
    paid, lost = 0, 0
    if kept and kept[-1][0] == until:
        _day, paid, lost = kept.pop()
    return [*kept, (until, paid, lost + later)]


def _ends(share: Fraction, spread: Fraction, at_risk: int) -> tuple[int, int]:
    """The exact interval for the number of workers whose watching tells as much.

    That number (Cutler and Ederer's effective sample, with the exact bound as Dorey and Korn
    use it) is share x (1 - share) / variance, and simply the number watched without censoring.
    """
    certain = share in (0, 1)
    worth = at_risk if certain else int((1 - share) / (share * spread))
    hits = share * worth
    return interval(int(hits), worth).low, interval(-int(-hits // 1), worth).high


def _parts(share: Fraction) -> int:
    """Ten-thousandths, halves up."""
    return int((2 * share * PARTS + 1) // 2)


def share_at(steps: Sequence[Step], day: int) -> Step | None:
    """The curve on a day; None when nobody was watched that long: nobody knows."""
    if not steps or day > steps[-1].day:
        return steps[-1] if steps and steps[-1].without == 0 else None
    found = [one for one in steps if one.day <= day]
    return found[-1] if found else Step(0, steps[0].at_risk, 0, 0, PARTS, PARTS, PARTS)


def median(steps: Sequence[Step]) -> int | None:
    """The first day by which half or more had a wage; None where it never came to that."""
    return next((one.day for one in steps if 2 * one.without <= PARTS), None)
