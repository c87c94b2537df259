"""Lawful interest on wages that are paid late, where a law grants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.engines import exact
from corridor.engines.days import EPOCH
from corridor.engines.terms.legal import LawBook, ask

_YEAR = 365
TAIL = "wages.interest"


@dataclass(frozen=True, slots=True)
class Interest:
    """``amount`` None: no law on record grants any, or it cannot be computed; ``why`` says so.

    ``since`` is the first day that bears interest, in days since 1970-01-01.
    """

    amount: Money | None
    rate: str | None
    since: int | None
    why: Sentence | None
    law: tuple[str, ...]


def interest(
    book: LawBook,
    place: str,
    key: Mapping[str, str],
    due_day: int,
    ended_day: int | None,
    balances: Sequence[tuple[int, int]] | None,
    currency: str,
) -> Interest:
    """Simple interest by the days of a year of 365, rounded half up once at the end.

    ``<place>.wages.interest`` is a ratio a year, or a record of ``rate`` and ``after_days``: then
    it runs so many days after work has ended (``ended_day``, the first day without work), as
    that law says. ``balances``: (day, minor units owed from that day on), in order, the last day
    being that of the count; None: what is owed is not known.
    """
    value_id = f"{place}.{TAIL}"
    answer = ask(book, value_id, EPOCH + timedelta(days=due_day), key)
    if answer is None or answer.state != "known":
        words = N_("No law on record grants interest on late wages in {place}.")
        return Interest(None, None, None, sentence(words, place=place), ())
    rate, after = _rate(answer.value)
    since = due_day if after is None else None if ended_day is None else ended_day + after
    if rate is None or since is None:
        words = N_("The law grants interest only once the work has ended.")
        return Interest(None, _text(rate), None, sentence(words), (value_id,))
    if balances is None:
        words = N_("Interest cannot be counted while it is not known what is owed.")
        return Interest(None, _text(rate), since, sentence(words), (value_id,))
    amount = exact.div_half_up(_weighted(balances, since) * rate.num, rate.den * _YEAR)
    return Interest(Money(amount, currency), _text(rate), since, None, (value_id,))


def _rate(value: Any) -> tuple[Any, int | None]:
    row = getattr(value, "row", None)
    if row is None:
        return (value if hasattr(value, "den") else None), None
    return row.get("rate"), row.get("after_days")


def _text(rate: Any) -> str | None:
    return None if rate is None else str(rate.text())


def _weighted(balances: Sequence[tuple[int, int]], since: int) -> int:
    """The sum of what was owed x days, from ``since`` on."""
    total = 0
    for (begin, owed), (end, _) in pairwise(balances):
        total += owed * max(0, end - max(begin, since))
    return total
