"""Contract against wage by month as a drawing: what was due, what was paid, when it was hot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import reader
from corridor.engines import law
from corridor.governance.inspection.models import StandingMonth

_WIDTH, _HIGH, _TOP, _BASE = 560, 220, 24, 176
_MOST = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One month: two bars from the base line, in SVG units; ``hot`` is the band behind them."""

    name: str
    short: str
    x: int
    width: int
    due_y: int
    due_high: int
    paid_y: int
    paid_high: int
    hot: bool
    left: int
    wide: int
    owed: Money

    @property
    def middle(self) -> int:
        """Where the month's name stands."""
        return self.left + self.wide // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing of at most twelve months, the oldest first."""

    pairs: Sequence[Pair]
    width: int = _WIDTH
    high: int = _HIGH
    base: int = _BASE
    top: int = _TOP

    @property
    def hot(self) -> bool:
        """Whether any month has a midday ban."""
        return any(one.hot for one in self.pairs)

    @property
    def band(self) -> int:
        """Height of the drawing above the base line."""
        return self.base - self.top


def picture(months: Sequence[StandingMonth], country: str) -> Picture | None:
    """The last months in one currency; None when there is nothing to compare."""
    shown = sorted(months, key=lambda one: one.month)[-_MOST:]
    if not shown or len({one.currency for one in shown}) > 1:
        return None
    most = max(max(one.due_minor, one.paid_minor) for one in shown) or 1
    step = _WIDTH // len(shown)
    return Picture([_pair(at, one, step, most, country) for at, one in enumerate(shown)])


def _pair(at: int, one: StandingMonth, step: int, most: int, country: str) -> Pair:
    span = _BASE - _TOP
    due, paid = span * one.due_minor // most, span * one.paid_minor // most
    left = _WIDTH - (at + 1) * step if reader().rtl else at * step
    width = min(max(step // 3, 6), 40)
    return Pair(
        name=month_words(one.month),
        short=format_date(month(one.month).start, "LLL", locale=reader().code),
        x=left + (step - 2 * width) // 2,
        width=width,
        due_y=_BASE - due,
        due_high=due,
        paid_y=_BASE - paid,
        paid_high=paid,
        hot=hot(country, one.month),
        left=left,
        wide=step,
        owed=Money(one.open_minor, one.currency),
    )


def hot(country: str, text: str) -> bool:
    """Whether a midday ban holds on any day of a month, as far as the law is known."""
    value_id = f"{country}.heat.ban"
    if value_id not in law.book().ids():
        return False
    first = month(text).start
    answer: Any = law.book().value(value_id, date(first.year, first.month, 15))
    if not answer.known:
        return False
    number = f"{first.month:02d}"
    return any(row["first_day"][:2] <= number <= row["last_day"][:2] for row in answer.value.rows)
