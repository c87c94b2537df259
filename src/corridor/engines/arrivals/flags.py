"""When an employer's figures are worth a question. A flag asks; it proves and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corridor.engines.arrivals.bound import PARTS, Interval, interval

Name = Literal["never_paid", "not_seen", "demand"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the flags look at. ``headcount`` and ``quota`` are None where nobody said them.

    ``demand`` is how many workers the orders of the last year ask for.
    """

    watched: int
    in_time: int
    due: int
    came: int
    demand: int = 0
    headcount: int | None = None
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """``sure``: the figures say it; else something is missing to say it, and it is a doubt."""

    name: Name
    sure: bool
    share: Interval | None = None


def flags(found: Figures, *, least: int, share: int) -> list[Flag]:
    """The flags of an employer, the gravest first.

    A share flags only with ``least`` workers or more, and only when even the upper end of its
    exact interval stays below ``share`` per cent. Orders flag when they ask for more workers than
    the employer has and more than it was allowed; without both numbers that is a doubt.
    """
    shares: tuple[tuple[Name, Interval | None], ...] = (
        ("never_paid", _below(found.in_time, found.watched, least, share)),
        ("not_seen", _below(found.came, found.due, least, share)),
    )
    raised = [Flag(name, sure=True, share=known) for name, known in shares if known is not None]
    asked = _demand(found)
    return [*raised, asked] if asked else raised


def _below(hits: int, of: int, least: int, share: int) -> Interval | None:
    if of < least:
        return None
    known = interval(hits, of)
    return known if known.high * 100 < share * PARTS else None


def _demand(found: Figures) -> Flag | None:
    limits = [one for one in (found.headcount, found.quota) if one is not None]
    if not limits or found.demand <= max(limits):
        return None
    return Flag("demand", sure=len(limits) == 2)
