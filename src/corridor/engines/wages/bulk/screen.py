"""Which payments of a nation need no arithmetic, found in one pass over all months.

Contracts and lines meet on one number of 64 bits made from worker, employer and currency. A line
that met a foreign contract by accident is noticed where that contract has a line of its own, since
it then has two. What is left is less than one chance in a million for a nation of 30 million
lines. Lines that meet no contract, that share a month with another line, or whose worker has two
contracts with one employer are left to ``check``, which goes by the texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk.index import NOBODY, Index
from corridor.engines.wages.bulk.laws import Laws
from corridor.engines.wages.bulk.lines import refuse_nobody
from corridor.engines.wages.bulk.prepared import key, mark

PAID = (
    *("paid_minor", "basic_paid_minor", "deductions_minor", "lawful_minor", "forbidden_minor"),
    *("hours", "paid_day"),
)
MOST = 2**42
"""A line with a greater amount goes to ``check``, which bounds or refuses it."""

_PART = 1_000_000
_BATCH = 125_000
"""Lines whose numbers stay in the cache together."""
_NEVER = 2**40


@dataclass
class Screened:
    """What the pass leaves to be computed.

    The place of a contract's month is month x number of contracts + contract. ``seen``: by place,
    0 where there is no line, else one more than the number of one of them (an array). ``left``:
    lines that are not clean, with their place. ``again``: numbers and places of further lines at
    a place. ``astray``: numbers of lines that meet no contract, ``marks`` of their workers.
    ``twins``: contracts that no line meets. ``nobody``: lines without a worker or an employer.
    """

    seen: Any
    left: list[pl.DataFrame] = field(default_factory=list)
    again: list[tuple[Any, Any]] = field(default_factory=list)
    astray: list[Any] = field(default_factory=list)
    marks: list[Any] = field(default_factory=list)
    twins: Any = None
    nobody: int = 0
    lines: int = 0


def screen(
    contracts: pl.DataFrame, lines: pl.LazyFrame, months: Sequence[Period], laws: Laws
) -> Screened:
    """Let every line of the months pass by its contract; see ``Screened`` for what remains.

    ``contracts``: the numbers of ``prepared.Contracts`` with what ``needs`` says, ``__need``.
    Raises ``BadInput`` "wages.identifier" for a line of nobody or from nobody.
    """
    places = contracts.height * len(months)
    seen = np.zeros(places, dtype=np.uint32 if places < 2**32 else np.uint64)
    found = Screened(seen)
    pass_ = _Pass(contracts, months, laws, found)
    for part in parts(_numbered(lines, months)):
        for batch in part.iter_slices(_BATCH):
            pass_.take(batch)
    refuse_nobody(found.nobody, "payment")
    return found


def parts(lines: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The lines in their order, some at a time: a stream would hold hundreds of megabytes."""
    begun = 0
    while True:
        part = lines.slice(begun, _PART).collect(engine="streaming")
        if part.is_empty():
            return
        begun += part.height
        yield part.rechunk()


def rows_of(table: pl.LazyFrame, numbers: Any) -> pl.DataFrame:
    """A few whole rows of a table by their numbers (an array), in their order.

    Only some rows at a time are in memory.
    """
    wanted = np.unique(numbers)
    found = [table.limit(0).collect()]
    while len(wanted):
        begun = int(wanted[0])
        mine = int(np.searchsorted(wanted, begun + _PART))
        part = table.slice(begun, int(wanted[mine - 1]) - begun + 1).collect(engine="streaming")
        found.append(part[pl.Series(wanted[:mine] - begun)])
        wanted = wanted[mine:]
    return pl.concat(found)


def _numbered(lines: pl.LazyFrame, months: Sequence[Period]) -> pl.LazyFrame:
    """Lines as numbers: whose, for which of the months asked, whether simple, and the sums."""
    month: Any = pl.lit(-1, dtype=pl.Int8)
    for at, one in enumerate(months):
        name = f"{one.start:%Y-%m}"
        month = pl.when(pl.col("month") == name).then(pl.lit(at, dtype=pl.Int8)).otherwise(month)
    return lines.select(
        key().fill_null(NOBODY).alias("__key"),
        mark(),
        month.alias("__month"),
        _simple().alias("__simple"),
        *PAID,
    )


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


class _Pass:
    """The contracts and months that batches of lines pass by, and what is noted of them."""

    def __init__(
        self, contracts: pl.DataFrame, months: Sequence[Period], laws: Laws, found: Screened
    ) -> None:
        self.index = Index(contracts["__key"].to_numpy())
        self.found = found
        found.twins = self.index.twins
        grace = laws.bounds["__grace"]
        self.need, self.last = _needs(contracts, grace)
        self.basic = contracts["basic_minor"].fill_null(0).to_numpy()
        before = [number * contracts.height for number in range(len(months))]
        self.before = np.array(before, dtype=np.int64)
        self.due = np.array([day_number(m.end or m.start) for m in months], dtype=np.int64)

    def take(self, batch: pl.DataFrame) -> None:
        """Note the places of one batch; keep its lines that are not clean or meet no contract."""
        found, begun = self.found, self.found.lines
        found.lines += batch.height
        keys, months = batch["__key"].to_numpy(), batch["__month"].to_numpy()
        rows = self.index.find(keys)
        met = (rows != self.index.none) & (months >= 0)
        if not met.all():
            lost = np.flatnonzero((rows == self.index.none) & (months >= 0))
            found.nobody += int((keys[lost] == np.uint64(NOBODY)).sum())
            found.astray.append(lost + begun)
            found.marks.append(batch["__mark"].to_numpy()[lost])
            batch = batch.filter(pl.Series(met))
            rows, months = rows[met], months[met]
        places = self.before[months] + rows
        self._note(places, np.flatnonzero(met) + begun)
        doubtful = np.flatnonzero(~self._clean(batch, rows, months))
        left = batch.select(PAID)[pl.Series(doubtful)]
        found.left.append(left.with_columns(pl.Series("__place", places[doubtful])))

    def _note(self, places: Any, numbers: Any) -> None:
        """That there is a line at each place, and which of them are not the only one."""
        seen = self.found.seen
        before = seen[places] != 0
        if before.any():
            self.found.again.append((numbers[before], places[before]))
            places, numbers = places[~before], numbers[~before]
        marks = (numbers + 1).astype(seen.dtype)
        seen[places] = marks
        twice = seen[places] != marks  # two lines of this batch: the last stays
        if twice.any():
            self.found.again.append((numbers[twice], places[twice]))

    def _clean(self, batch: pl.DataFrame, rows: Any, months: Any) -> Any:
        """Lines that every check of the core finds in order, whatever part of a month they pay.

        Where a need is not known no line reaches it; an unsaid basic wage is enough, an unsaid
        day of payment is not.
        """
        clean = batch["__simple"].to_numpy() & (
            batch["paid_minor"].fill_null(-1).to_numpy() >= self.need[rows]
        )
        after = batch["paid_day"].fill_null(_NEVER).to_numpy() - self.due[months]
        clean &= after <= (self.last if np.isscalar(self.last) else self.last[rows])
        told = batch["basic_paid_minor"]
        if told.null_count() < len(told):
            clean &= told.fill_null(_NEVER).to_numpy() >= self.basic[rows]
        return clean


def _needs(contracts: pl.DataFrame, grace: pl.Series) -> tuple[Any, Any]:
    """What a line must pay to be clean and how many days after the month at most, by contract;
    the days are one number where all have the same."""
    need = contracts["__need"].fill_null(MOST).to_numpy()
    days = grace.fill_null(-1).to_numpy()
    if len(set(days)) < 2:
        return need, int(days[0]) if len(days) else 0
    return need, days[contracts["__law"].to_numpy()]


def employers_of(contracts: pl.DataFrame) -> tuple[Any, Any]:
    """A small number for the employer of each contract, and a contract of each."""
    hashes = contracts["__employer"]
    codes = Index(hashes.unique().to_numpy()).find(hashes.to_numpy())
    one = np.zeros(int(codes.max()) + 1 if len(codes) else 0, dtype=np.uint32)
    one[codes] = np.arange(len(codes), dtype=np.uint32)
    return codes, one
