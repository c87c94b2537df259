"""A nation's months on Polars: everything in one pass, then arithmetic only where it is needed.

1. ``laws``: the law for each kind of contract. 2. ``screen``: lines that leave no doubt pass by.
3. Lines that stand alone and months without a line are computed by the expressions of ``check``.
4. Workers with anything else (two lines in a month, a line that meets no contract, two contracts
with one employer) go through ``check`` itself, from their texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk import overlaps
from corridor.engines.wages.bulk.laws import Laws, laws_of
from corridor.engines.wages.bulk.model import Month, Nation, by_employer, doubtful
from corridor.engines.wages.bulk.plain import ANSWER, check_alone
from corridor.engines.wages.bulk.prepared import TERMS, mark, needs, prepare
from corridor.engines.wages.bulk.screen import PAID, Screened, employers_of, rows_of, screen
from corridor.engines.wages.check import check, ghosts
from corridor.engines.wages.columns import CONTRACT_COLUMNS
from corridor.engines.wages.refusals import guard_payments

CHUNK = 250_000
"""Rows that are computed at a time, so that the columns between stay in the cache."""

_IDS = ("worker_id", "employer_id")
_NUMBERED = ("__c", *(name for name in ANSWER if name not in _IDS))


def months(nation: Nation) -> Iterator[Month]:
    """The answer of each month, in the order asked. ``nation`` holds Polars lazy frames.

    Raises ``BadInput`` "exact.too_large" as ``check`` does.
    """
    pass_ = _Pass(nation)
    for number in range(len(nation.months)):
        yield pass_.month(number)


class _Pass:
    """What one pass over the tables found, and the answer of each month from it."""

    def __init__(self, nation: Nation) -> None:
        self.nation = nation
        self.size = len(nation.months)
        contracts = nation.prepared or prepare(nation.contracts)
        self.laws: Laws = laws_of(contracts.words, nation.months, nation.book)
        numbers = contracts.numbers.with_columns(needs(contracts, self.laws))
        found = screen(numbers, nation.lines, nation.months, self.laws)
        codes, first = employers_of(numbers)
        self.numbers = numbers.drop("__key", "__need", "__employer")
        self._count(found.seen, codes, first)
        self._sort_out(found)

    def _count(self, seen: Any, codes: Any, first: Any) -> None:
        """Contracts in force by employer and month, and who of the employers was heard of."""
        ids = self._texts(pl.Series("__c", first, dtype=pl.UInt32), ("employer_id",)).sort("__c")
        order = np.argsort(np.argsort(first)).astype(np.int64)
        name = ids["employer_id"].gather(pl.Series("n", order, dtype=pl.Int64))
        height = self.numbers.height
        self.employers, self.heard = [], []
        for number in range(self.size):
            running = self.numbers.select(self._in_force(number)).to_series().to_numpy()
            paid = seen[number * height : (number + 1) * height] != 0
            counted = np.bincount(codes[running], minlength=len(first))
            heard = np.bincount(codes[paid], minlength=len(first)) > 0
            table = pl.DataFrame({"employer_id": name, "contracts": counted})
            self.employers.append(table.filter(pl.col("contracts") > 0))
            self.heard.append(name.filter(pl.Series(heard)))

    @staticmethod
    def _nothing() -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys((*PAID, "__place"), pl.Int64))

    def _in_force(self, number: int) -> pl.Expr:
        month = self.nation.months[number]
        first, after = day_number(month.start), day_number(month.end or month.start)
        begun = (pl.col("start_day") < after).fill_null(value=True)
        return begun & (pl.col("end_day") > first).fill_null(value=True)

    def _sort_out(self, found: Screened) -> None:
        """Who goes through ``check``, and which rows of the tables are needed for the others."""
        absent = [self._absent(found.seen, n) for n in range(self.size)]
        tangled = self._untangle(self._tangled(found, [places for _, places in absent]))
        marks = self.numbers["__mark"]
        mine = self.numbers["__c"].filter(marks.is_in(tangled.implode()))
        self._fetch(found, mine)
        self.missing = [_without(rows, mine) for rows, _ in absent]
        left = pl.concat([self._nothing(), *found.left])
        found.left.clear()
        self.left = [self._of_month(left, len(marks), n, mine) for n in range(self.size)]
        alone = pl.concat([*(rows["__c"] for rows in self.left), *self.missing])
        self.ids = self._texts(alone, _IDS)

    def _fetch(self, found: Screened, mine: pl.Series) -> None:
        """The whole lines of these contracts, and those that meet none."""
        places = [
            mine.to_numpy().astype(np.int64) + n * len(self.numbers) for n in range(self.size)
        ]
        firsts = found.seen[np.concatenate(places)].astype(np.int64)
        every = np.zeros(len(found.seen) if found.again else 0, dtype=np.bool_)
        wanted = [firsts[firsts > 0] - 1, *found.astray]
        if found.again:
            every[np.concatenate(places)] = True
            wanted += [lines[every[at]] for lines, at in found.again]
        self.lines = rows_of(self.nation.lines, np.concatenate(wanted))

    def _untangle(self, tangled: pl.Series) -> pl.Series:
        """The whole rows of those who go through ``check``, and who has two contracts on one day.

        Answers the marks of all of them.
        """
        marks = self.numbers["__mark"]
        several = marks.filter(marks.is_duplicated())
        chosen = pl.concat([tangled, several]).unique().implode()
        wanted = self.numbers.filter(pl.col("__mark").is_in(chosen))["__c"]
        contracts = self.nation.contracts.select(*CONTRACT_COLUMNS)
        rows = rows_of(contracts, wanted.to_numpy().astype(np.int64))
        every = nw.from_native(rows)
        self.faults = [overlaps.found(every, month) for month in self.nation.months]
        faulty = overlaps.workers(self.faults).to_frame().select(mark())["__mark"]
        tangled = pl.concat([tangled, faulty]).unique()
        self.tangled = rows.filter(mark().is_in(tangled.implode()))
        return tangled

    def _of_month(
        self, left: pl.DataFrame, height: int, number: int, but: pl.Series
    ) -> pl.DataFrame:
        """The lines left of a month, with their contract's number, without some contracts."""
        first = height * number
        rows = left.filter(pl.col("__place").is_between(first, first + height, closed="left"))
        rows = rows.with_columns((pl.col("__place") - first).cast(pl.UInt32).alias("__c"))
        return rows.drop("__place").filter(~pl.col("__c").is_in(but.implode()))

    def _absent(self, seen: Any, number: int) -> tuple[pl.Series, pl.Series]:
        """Contracts in force without a line in a month; and those with one, not in force."""
        height = self.numbers.height
        paid = pl.Series("__paid", seen[number * height : (number + 1) * height] != 0)
        rows = self.numbers.select("__c", self._in_force(number).alias("__in"), paid)
        absent = rows.filter(pl.col("__in") & ~pl.col("__paid"))["__c"]
        return absent, rows.filter(~pl.col("__in") & pl.col("__paid"))["__c"]

    def _tangled(self, found: Screened, astray: list[pl.Series]) -> pl.Series:
        """Marks of the workers whose lines or contracts do not stand alone."""
        height = max(1, self.numbers.height)
        again = [(at % height).astype(np.uint32) for _, at in found.again]
        rows = [pl.Series("c", one, dtype=pl.UInt32) for one in (*again, found.twins)]
        every = pl.concat([*rows, *(one.alias("c") for one in astray)]).unique()
        lost = [pl.Series("__mark", one, dtype=pl.UInt64) for one in found.marks]
        marks: pl.Series = pl.concat([self.numbers["__mark"].gather(every), *lost]).unique()
        return marks

    def _texts(self, rows: pl.Series, names: Sequence[str]) -> pl.DataFrame:
        """Columns of some contracts by their place in the table, ``__c``."""
        counted = self.nation.contracts.select(names).with_row_index("__c")
        wanted = rows.alias("__c").to_frame().unique().lazy()
        found: pl.DataFrame = counted.join(wanted, on="__c", how="semi").collect(engine="streaming")
        return found

    def month(self, number: int) -> Month:
        """Findings of those who stand alone and of those who do not, and the employers."""
        month = self.nation.months[number]
        alone = self._alone(number, month)
        lines = self.lines.filter(pl.col("month") == f"{month.start:%Y-%m}").drop("month")
        lines, repeated = once(lines)
        rest, strangers = self._rest(number, lines)
        found = pl.concat([*alone, rest])
        contracts = self.employers[number]
        employers = by_employer(found, strangers, repeated, contracts)
        return Month(month, found, strangers, repeated, employers, self.faults[number])

    def _alone(self, number: int, month: Period) -> list[pl.DataFrame]:
        lines = self.left[number]
        guard_payments(nw.from_native(lines))
        paid = lines.with_columns(pl.lit(value=True).alias("__has_row"))
        absent = self.missing[number].to_frame("__c")
        rows = pl.concat([paid, absent], how="diagonal").sort("__c")
        return [self._judged(rows.slice(s, CHUNK), number) for s in range(0, rows.height, CHUNK)]

    def _judged(self, part: pl.DataFrame, number: int) -> pl.DataFrame:
        table, width = self.laws.tables[number]
        month = self.nation.months[number]
        terms = self.numbers[part["__c"]].drop("__c", "__mark")
        law = terms["__law"]
        wide = [part, terms.cast(dict.fromkeys(TERMS, pl.Int64)), table[law], self.laws.words[law]]
        rows = pl.concat(wide, how="horizontal")
        if not self.nation.complete:
            rows = rows.join(self.ids, on="__c", how="left", maintain_order="left")
        there = pl.col("__has_row").fill_null(value=False)
        rows = rows.with_columns(
            there.alias("__has_row"),
            pl.when(there).then(pl.col("currency")).alias("__currency"),
            (there | self._is_heard(number)).alias("__file_seen"),
            pl.col("start_day", "end_day").cast(pl.Int64),
        )
        answer = check_alone(nw.from_native(rows.lazy()), month, width, self.nation.on, _NUMBERED)
        found: pl.DataFrame = answer.filter(doubtful(_NUMBERED)).to_native().collect()
        return found.join(self.ids, on="__c", how="left", maintain_order="left").select(ANSWER)

    def _is_heard(self, number: int) -> pl.Expr:
        if self.nation.complete:
            return pl.lit(value=True)
        return pl.col("employer_id").is_in(self._heard(number).implode())

    def _heard(self, number: int) -> pl.Series:
        """The employers of whom any payment of the month was read."""
        month = self.nation.months[number]
        others = self.lines.filter(pl.col("month") == f"{month.start:%Y-%m}")["employer_id"]
        found: pl.Series = pl.concat([self.heard[number], others]).unique()
        return found

    def _rest(self, number: int, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        nation, month, faults = self.nation, self.nation.months[number], self.faults[number]
        answer = check(
            nw.to_native(overlaps.without(nw.from_native(self.tangled), faults)),
            nw.to_native(overlaps.without(nw.from_native(lines), faults)),
            month,
            nation.book,
            nation.on,
            complete=nation.complete,
            heard=self._heard(number).to_frame("employer_id"),
            apart=True,
        )
        found = nw.from_native(answer).filter(doubtful(ANSWER)).select(*ANSWER).to_native()
        return found, ghosts(self.tangled, lines, month)


def once(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines without those alike in every column to an earlier one; and those, counted nowhere."""
    again = lines.with_row_index("__line").with_columns(
        pl.col("__line").rank("ordinal").over(lines.columns).alias("__copy")
    )
    helpers = ("__line", "__copy")
    return (
        again.filter(pl.col("__copy") == 1).drop(helpers),
        again.filter(pl.col("__copy") > 1).drop(helpers),
    )


def _without(rows: pl.Series, others: pl.Series) -> pl.Series:
    return rows.filter(~rows.is_in(others.implode())) if others.len() else rows
