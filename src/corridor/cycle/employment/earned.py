"""Wages of the month that is not over: earned by the day, by the engine that checks months.

Nothing here writes, and nothing here reads an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import months


@dataclass(frozen=True)
class Earned:
    """What the days of a month until ``until`` (included) come to.

    ``amount`` None: it cannot be reckoned, such as a wage by hours that nobody has reported.
    """

    month: str
    until: date
    amount: Money | None


def earned(
    contract: Contract, until: date, today: date, on_record: Iterable[str], currency: str
) -> Earned | None:
    """The wage of the month of ``until`` for its days; None where it is no question any more.

    That is so once the month is on record, its wage is late, or no day of it is covered.
    """
    text = f"{until:%Y-%m}"
    if text in set(on_record) or until > today:
        return None
    asked = [
        (month(text), replace(one, end=min(one.end or until, until)))
        for one in months.worked([contract], month(text))
    ]
    answers = [one for found in months.check_unpaid(asked, today, complete=False) for one in found]
    if not answers or answers[0].last_day < today:
        return None
    figures = answers[0].figures
    minor, own = figures["due_minor"], figures["currency"]
    known = minor is not None and own == currency
    return Earned(text, until, Money(minor, currency) if known else None)
