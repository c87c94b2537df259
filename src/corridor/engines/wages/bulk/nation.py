"""A nation's months on Polars: everything in one pass, then arithmetic only where it is needed.

1. ``laws``: the law for each kind of contract. 2. ``screen``: lines that leave no doubt pass by.
3. Lines that stand alone and months without a line are computed by the expressions of ``check``.
4. Workers with anything else (two lines in a month, a line that meets no contract, two contracts
with one employer) go through ``check`` itself, from their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.periods import Period
from corridor.engines.days import day_number
from corridor.engines.wages.bulk import overlaps
from corridor.engines.wages.bulk.laws import Laws, laws_of
from corridor.engines.wages.bulk.model import Month, Nation, by_employer, doubtful
from corridor.engines.wages.bulk.plain import ANSWER, check_alone
from corridor.engines.wages.bulk.screen import TERMS, Screened, mark, prepared, screen
from corridor.engines.wages.check import check, ghosts
from corridor.engines.wages.columns import CONTRACT_COLUMNS
from corridor.engines.wages.refusals import guard_contracts, guard_payments

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
        contracts = nation.contracts
        guard_contracts(nw.from_native(contracts))
        self.laws: Laws = laws_of(contracts, nation.months, nation.book)
        numbers = prepared(contracts, self.laws)
        found = screen(numbers, nation.lines, nation.months, self.laws)
        self.numbers = numbers.drop("__key", "__need")
        self.employers = _employers(contracts, nation.months)
        self.heard = None if nation.complete else _heard(nation.lines)
        self._sort_out(found)

    def _sort_out(self, found: Screened) -> None:
        """Who goes through ``check``, and which rows of the tables are needed for the others."""
        absent = [self._absent(found.seen, n) for n in range(self.size)]
        tangled = self._untangle(self._tangled(found, [places for _, places in absent]))
        marks = self.numbers["__mark"]
        mine = self.numbers["__c"].filter(marks.is_in(tangled.implode()))
        self.missing = [_without(rows, mine) for rows, _ in absent]
        left = pl.concat(found.left)
        found.left.clear()
        self.left = [self._of_month(left, len(marks), n, mine) for n in range(self.size)]
        self.ids = self._ids(pl.concat([*(rows["__c"] for rows in self.left), *self.missing]))

    def _untangle(self, tangled: pl.Series) -> pl.Series:
        """The whole rows of those who go through ``check``, and who has two contracts on one day.

        Answers the marks of all of them.
        """
        marks = self.numbers["__mark"]
        several = marks.filter(marks.is_duplicated())
        chosen = pl.concat([tangled, several]).unique().implode()
        whole = self.nation.contracts.filter(mark().is_in(chosen)).select(*CONTRACT_COLUMNS)
        rows = whole.collect(engine="streaming")
        every = nw.from_native(rows)
        self.faults = [overlaps.found(every, month) for month in self.nation.months]
        faulty = overlaps.workers(self.faults).to_frame().select(mark())["__mark"]
        tangled = pl.concat([tangled, faulty]).unique()
        self.tangled = rows.filter(mark().is_in(tangled.implode()))
        theirs = self.nation.lines.filter(mark().is_in(tangled.implode()))
        self.lines = theirs.collect(engine="streaming")
        return tangled

    def _of_month(
        self, left: pl.DataFrame, height: int, number: int, but: pl.Series
    ) -> pl.DataFrame:
        """The lines left of a month, with their contract's number, without some contracts."""
        first = height * number
        rows = left.filter(pl.col("__place").is_between(first, first + height, closed="left"))
        rows = rows.with_columns((pl.col("__place") - first).cast(pl.UInt32).alias("__c"))
        return rows.drop("__place").filter(~pl.col("__c").is_in(but.implode()))

    def _absent(self, seen: pl.Series, number: int) -> tuple[pl.Series, pl.Series]:
        """Contracts in force without a line in a month; and those with one, not in force."""
        month = self.nation.months[number]
        first, after = day_number(month.start), day_number(month.end or month.start)
        height = self.numbers.height
        paid = seen.slice(number * height, height).cast(pl.Boolean)
        begun = (pl.col("start_day") < after).fill_null(value=True)
        running = begun & (pl.col("end_day") > first).fill_null(value=True)
        rows = self.numbers.select("__c", running.alias("__in")).with_columns(paid.alias("__paid"))
        absent = rows.filter(pl.col("__in") & ~pl.col("__paid"))["__c"]
        return absent, rows.filter(~pl.col("__in") & pl.col("__paid"))["__c"]

    def _tangled(self, found: Screened, astray: list[pl.Series]) -> pl.Series:
        """Marks of the workers whose lines or contracts do not stand alone."""
        places, size = pl.concat(found.twice), self.numbers.height
        by_month = [
            (places.filter(places.is_between(n * size, (n + 1) * size, closed="left")) - n * size)
            for n in range(self.size)
        ]
        rows = pl.concat([*(each.cast(pl.UInt32) for each in by_month), *astray]).unique()
        marks = [self.numbers["__mark"].gather(rows), *found.unmatched]
        return pl.concat(marks).unique()

    def _ids(self, places: pl.Series) -> pl.DataFrame:
        """Worker and employer of contracts, by their place in the table."""
        wanted = places.unique().to_frame("__c").lazy()
        table = self.nation.contracts.with_row_index("__c").select("__c", *_IDS)
        found: pl.DataFrame = table.join(wanted, on="__c", how="semi").collect(engine="streaming")
        return found

    def month(self, number: int) -> Month:
        """Findings of those who stand alone and of those who do not, and the employers."""
        month = self.nation.months[number]
        alone = self._alone(number, month)
        lines = self.lines.filter(pl.col("month") == f"{month.start:%Y-%m}").drop("month")
        lines, repeated = once(lines)
        rest, strangers = self._rest(month, lines, self.faults[number])
        found = pl.concat([*alone, rest])
        contracts = self.employers.select(
            "employer_id", pl.col(f"{number}").alias("contracts")
        ).filter(pl.col("contracts") > 0)
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
        if self.heard is not None:
            rows = rows.join(self.ids, on="__c", how="left", maintain_order="left")
        there = pl.col("__has_row").fill_null(value=False)
        rows = rows.with_columns(
            there.alias("__has_row"),
            pl.when(there).then(pl.col("currency")).alias("__currency"),
            (there | self._is_heard(month)).alias("__file_seen"),
            pl.col("start_day", "end_day").cast(pl.Int64),
        )
        answer = check_alone(nw.from_native(rows), month, width, self.nation.on, _NUMBERED)
        found: pl.DataFrame = answer.filter(doubtful(_NUMBERED)).to_native()
        return found.join(self.ids, on="__c", how="left", maintain_order="left").select(ANSWER)

    def _is_heard(self, month: Period) -> pl.Expr:
        if self.heard is None:
            return pl.lit(value=True)
        mine = self.heard.filter(pl.col("month") == f"{month.start:%Y-%m}")["employer_id"]
        return pl.col("employer_id").is_in(mine.implode())

    def _rest(
        self, month: Period, lines: pl.DataFrame, faults: pl.DataFrame
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        heard = lines
        if self.heard is not None:
            heard = self.heard.filter(pl.col("month") == f"{month.start:%Y-%m}")
        nation = self.nation
        answer = check(
            nw.to_native(overlaps.without(nw.from_native(self.tangled), faults)),
            nw.to_native(overlaps.without(nw.from_native(lines), faults)),
            month,
            nation.book,
            nation.on,
            complete=nation.complete,
            heard=heard.select("employer_id"),
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


def _employers(contracts: pl.LazyFrame, asked: Any) -> pl.DataFrame:
    """Per employer, how many contracts are in force in each month; columns ``0``, ``1`` and on."""
    found = []
    for number, month in enumerate(asked):
        first, after = day_number(month.start), day_number(month.end or month.start)
        begun = (pl.col("start_day") < after).fill_null(value=True)
        running = (pl.col("end_day") > first).fill_null(value=True)
        found.append((begun & running).sum().cast(pl.Int64).alias(f"{number}"))
    return contracts.group_by("employer_id").agg(found).collect(engine="streaming")


def _heard(lines: pl.LazyFrame) -> pl.DataFrame:
    """The employers of whom any payment was read, month by month."""
    return lines.select("employer_id", "month").unique().collect(engine="streaming")
