"""Which payments of a nation need no arithmetic, found in one pass over all months.

Contracts and lines meet on one number of 64 bits made from worker, employer and currency. A line
that met a foreign contract by accident is noticed where that contract has a line of its own, since
it then has two. What is left is less than one chance in a million for a nation of 30 million
lines. Lines that meet no contract, that share a month with another line, or whose worker has two
contracts with one employer are left to ``check``, which goes by the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk.index import NOBODY, Index, at, distinct
from corridor.engines.wages.bulk.laws import Laws
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.prepared import marks
from corridor.engines.wages.bulk.tables import Table, as_table, compact

PAID = (
    *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor"),
    *("hours", "paid_day"),
)
MOST = 2**42
"""A line with a greater amount goes to ``check``, which bounds or refuses it."""

_BATCH = 125_000
"""Lines whose numbers stay in the cache together."""
_NEVER = 2**40


@dataclass
class Screened:
    """What the pass leaves to be computed.

    The place of a contract's month is month x ``stride`` + contract; each month has one place
    beyond the contracts, which means nothing. ``seen``: by place, 0 where there is no line, else
    one more than the number of one of them (an array). ``left``: lines that are not clean, with
    their place. ``again``: numbers and places of further lines at a place. ``astray``: numbers of
    lines that meet no contract, their months and the ``marks`` of their workers. ``odd``: whole
    lines of both kinds with their number (``__line``), and the first ones at those places, as far
    as one part held them. ``twins``: contracts that no line meets. ``nobody``: lines without a
    worker or an employer.
    """

    seen: Any
    stride: int
    left: list[pl.DataFrame] = field(default_factory=list)
    again: list[tuple[Any, Any]] = field(default_factory=list)
    astray: list[tuple[Any, Any, Any]] = field(default_factory=list)
    odd: list[pl.DataFrame] = field(default_factory=list)
    twins: Any = None
    nobody: int = 0
    lines: int = 0

    def paid(self, month: int) -> Any:
        """Whether each contract has a line in a month (an array)."""
        begun = month * self.stride
        return self.seen[begun : begun + self.stride - 1] != 0


def screen(
    contracts: pl.DataFrame, lines: pl.LazyFrame | Table, months: Sequence[Period], laws: Laws
) -> Screened:
    """Let every line of the months pass by its contract; see ``Screened`` for what remains.

    ``contracts``: the numbers of ``prepared.Contracts`` with what ``needs`` says, ``__need``.
    Raises ``BadInput`` "wages.identifier" for a line of nobody or from nobody.
    """
    stride = contracts.height + 1
    places = stride * len(months)
    seen = np.zeros(places, dtype=np.uint32 if places < 2**32 else np.uint64)
    found = Screened(seen, stride)
    pass_ = _Pass(contracts, months, laws, found)
    for part in as_table(lines).parts():
        pass_.take(part)
    refuse_nobody(found.nobody, "payment")
    return found


def _months(part: pl.DataFrame, months: Sequence[Period]) -> Any:
    """Which of the months asked each line pays, by number (an array); -1: none of them."""
    paid, names = part["month"], [f"{one.start:%Y-%m}" for one in months]
    told = len(paid) > paid.null_count() == 0
    if told and (paid == paid[0]).all():  # a file a month, as most are
        number = names.index(paid[0]) if paid[0] in names else -1
        return np.full(len(paid), number, dtype=np.int8)
    found: Any = pl.lit(-1, dtype=pl.Int8)
    for number, name in enumerate(names):
        one = pl.lit(number, dtype=pl.Int8)
        found = pl.when(pl.col("month") == name).then(one).otherwise(found)
    return part.select(found.alias("n"))["n"].to_numpy()


def _simple() -> pl.Expr:
    """A line without anything that no contract could put in order.

    A deduction is never clean: how much of it is lawful hangs on what is due.
    """
    paid, lawful = pl.col("paid_minor"), pl.col("lawful_minor").fill_null(0)
    taken = pl.col("deductions_minor").fill_null(0)
    return (
        (taken <= 0)
        & (lawful == 0)
        & (pl.col("forbidden_minor").fill_null(0) <= 0)
        & (paid < MOST)
        & (taken > -MOST)
        & (pl.col("hours").fill_null(0) == 0)
    ).fill_null(value=False)


def _compared() -> tuple[pl.Expr, ...]:
    """What of a line is compared: what counts as paid (-1: it is not clean), and when."""
    paid = pl.when(_simple()).then(pl.col("paid_minor")).otherwise(-1)
    return paid.alias("__paid"), pl.col("paid_day").fill_null(_NEVER)


class _Pass:
    """The contracts and months that parts of the lines pass by, and what is noted of them."""

    def __init__(
        self, contracts: pl.DataFrame, months: Sequence[Period], laws: Laws, found: Screened
    ) -> None:
        self.index = Index(contracts["__key"].to_numpy())
        self.months, self.found = months, found
        found.twins = self.index.twins
        self.need, self.last = _needs(contracts, laws.bounds["__grace"])
        self.basic = _beyond(contracts["basic_minor"].fill_null(0).to_numpy(), 0)
        self.due = np.array([day_number(m.end or m.start) for m in months], dtype=np.int64)

    def take(self, part: pl.DataFrame) -> None:
        """Note the places of a part; keep its lines that are not clean or meet no contract."""
        begun = self.found.lines
        self.found.lines += part.height
        keys, mark, _ = marks(part)
        month = _months(part, self.months)
        paid, day = (column.to_numpy() for column in part.select(_compared()))
        lines = None
        if part.height and month.min() < 0:
            lines = np.flatnonzero(month >= 0)
            part = part[pl.Series(lines)]
            keys, mark, month, paid, day = (a[lines] for a in (keys, mark, month, paid, day))
        told = part["basic_paid_minor"]
        basic = told.fill_null(_NEVER).to_numpy() if told.null_count() < len(told) else None
        rows = np.empty(len(keys), dtype=np.int64)
        clean = np.empty(len(keys), dtype=np.bool_)
        again = [np.empty(0, dtype=np.int64)]
        numbers = begun + (np.arange(len(keys)) if lines is None else lines)
        for start in range(0, len(keys), _BATCH):
            mine = slice(start, start + _BATCH)
            found = self.index.find(keys[mine])
            months = _one(month[mine])
            rows[mine] = found
            places = self._places(found, months)
            again.append(self._note(found, places, numbers[mine]) + start)
            told_ = None if basic is None else basic[mine]
            clean[mine] = self._clean(found, months, paid[mine], day[mine], told_)
        self._keep(part, rows, month, clean)
        self._odd(part, keys, rows, month, mark, numbers, np.concatenate(again))

    def _places(self, rows: Any, months: Any) -> Any:
        return rows + np.int64(self.found.stride) * months

    def _note(self, rows: Any, places: Any, numbers: Any) -> Any:
        """That there is a line at each place; which of them are not the only one (an array)."""
        seen = self.found.seen
        before = at(seen, places)
        marked = (numbers + 1).astype(seen.dtype)
        known = np.flatnonzero(before)
        marked[known] = before[known]
        seen[places] = marked
        twice = np.flatnonzero(
            at(seen, places) != marked
        )  # two lines of this batch: the last stays
        again = np.concatenate([known, twice])
        again = distinct(again[rows[again] != self.index.none])
        if len(again):
            self.found.again.append((numbers[again], places[again]))
        return again

    def _clean(self, rows: Any, months: Any, paid: Any, day: Any, basic: Any) -> Any:
        """Lines that every check of the core finds in order, whatever part of a month they pay.

        Where a need is not known no line reaches it; an unsaid basic wage is enough, an unsaid
        day of payment is not.
        """
        clean = paid >= at(self.need, rows)
        last = self.last if np.isscalar(self.last) else at(self.last, rows)
        clean &= day <= self.due[months] + last
        if basic is not None:
            clean &= basic >= at(self.basic, rows)
        return clean

    def _keep(self, part: pl.DataFrame, rows: Any, months: Any, clean: Any) -> None:
        doubtful = np.flatnonzero(~clean & (rows != self.index.none))
        places = self._places(rows[doubtful], months[doubtful].astype(np.int64))
        left = part.select(PAID)[pl.Series(doubtful)]
        self.found.left.append(left.with_columns(pl.Series("__place", places)))

    def _odd(
        self,
        part: pl.DataFrame,
        keys: Any,
        rows: Any,
        months: Any,
        mark: Any,
        numbers: Any,
        again: Any,
    ) -> None:
        """Lines that meet no contract or not alone, while their texts are at hand."""
        found = self.found
        lost = np.flatnonzero(rows == self.index.none)
        found.nobody += int((keys[lost] == np.uint64(NOBODY)).sum())
        if len(lost):
            found.astray.append((numbers[lost], months[lost], mark[lost]))
        places = self._places(rows[again], months[again].astype(np.int64))
        firsts = found.seen[places].astype(np.int64) - 1
        firsts = firsts[firsts >= numbers[0]] if len(numbers) else firsts
        rest = np.searchsorted(numbers, firsts)
        odd = distinct(np.concatenate([lost, again, rest]))
        if len(odd):
            whole = part[pl.Series(odd)].with_columns(pl.Series("__line", numbers[odd]))
            found.odd.append(compact(whole))


def _one(months: Any) -> Any:
    """Months as one number where all are the same."""
    first = months[:1].astype(np.int64)
    return int(first[0]) if len(months) and (months == months[0]).all() else months.astype(np.int64)


def _beyond(values: Any, last: int) -> Any:
    """An array with one more row, which stands for no contract."""
    found = np.empty(len(values) + 1, dtype=values.dtype)
    found[:-1], found[-1] = values, last
    return found


def _needs(contracts: pl.DataFrame, grace: pl.Series) -> tuple[Any, Any]:
    """What a line must pay to be clean and how many days after the month at most, by contract;
    the days are one number where all have the same."""
    need = _beyond(contracts["__need"].fill_null(MOST).to_numpy(), MOST)
    days = grace.fill_null(-1).to_numpy()
    if len(set(days)) < 2:
        return need, int(days[0]) if len(days) else 0
    return need, _beyond(days[contracts["__law"].to_numpy()], -1)
