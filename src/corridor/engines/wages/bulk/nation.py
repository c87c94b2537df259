"""A nation's months on Polars: everything in one pass, then arithmetic only where it is needed.

1. ``laws``: the law for each kind of contract. 2. ``screen``: lines that leave no doubt pass by.
3. Lines that stand alone and months without a line are computed by the expressions of ``check``.
4. Workers with anything else (``tangled``) go through ``check`` itself, from their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from corridor.engines.wages.bulk import overlaps, summary
from corridor.engines.wages.bulk.laws import Laws, laws_of
from corridor.engines.wages.bulk.model import Month, Nation, doubtful
from corridor.engines.wages.bulk.plain import ANSWER, check_alone
from corridor.engines.wages.bulk.prepared import DAYS, TERMS, needs, prepare
from corridor.engines.wages.bulk.screen import PAID, Screened, screen
from corridor.engines.wages.bulk.tables import as_table
from corridor.engines.wages.bulk.tangled import running, tangled
from corridor.engines.wages.bulk.texts import Texts
from corridor.engines.wages.check import check, ghosts
from corridor.engines.wages.columns import CONTRACT_COLUMNS
from corridor.engines.wages.refusals import guard_payments

_IDS = ("worker_id", "employer_id")
_NUMBERED = ("__c", *(name for name in ANSWER if name not in _IDS))
_TEXTS = ("destination", "currency", "pay_period")


def months(nation: Nation) -> Iterator[Month]:
    """The answer of each month, in the order asked. ``nation`` holds Polars lazy frames, or tables.

    Raises ``BadInput`` "exact.too_large" as ``check`` does.
    """
    pass_ = _Pass(nation)
    for number in range(len(nation.months)):
        yield pass_.month(number)


class _Pass:
    """What one pass over the tables found, and the answer of each month from it."""

    def __init__(self, nation: Nation) -> None:
        self.nation = nation
        contracts = nation.prepared or prepare(nation.contracts)
        self.contracts = contracts
        self.laws: Laws = laws_of(contracts.words, nation.months, nation.book)
        terms, lines = as_table(nation.contracts), as_table(nation.lines)
        found = screen(
            contracts.numbers.with_columns(needs(contracts, self.laws)),
            lines,
            nation.months,
            self.laws,
        )
        self.tangled = tangled(contracts, terms, lines, nation.months, found)
        self.heard = [self._paid(found, number) for number in range(len(nation.months))]
        self.left, self.stride = found.left, found.stride
        named = [part["__place"].to_numpy() % self.stride for part in self.left]
        named += [*self.tangled.absent, *self.tangled.contracts]
        self.texts = Texts(contracts, terms, named)

    def _rows(self, number: int) -> pl.DataFrame:
        """The contracts of a month that stand alone, with their line or without, in their order."""
        others = np.zeros(self.stride, dtype=np.bool_)
        others[self.tangled.contracts[number]] = True
        paid = self._paid_alone(number, others)
        absent = self.tangled.absent[number]
        absent = pl.Series("__c", absent[~others[absent]]).to_frame()
        rows = pl.concat([paid, absent], how="diagonal", rechunk=True)
        return rows[pl.Series(_order(rows["__c"].to_numpy(), self.stride))]

    def _paid_alone(self, number: int, others: Any) -> pl.DataFrame:
        """The lines left of a month with their contract ``__c``, without those of ``others``."""
        first = self.stride * number
        mine = [pl.DataFrame(schema=dict.fromkeys((*PAID, "__place"), pl.Int64))]
        for part in self.left:
            places = part["__place"].to_numpy() - first
            if not len(places) or places.max() < 0 or places.min() >= self.stride:
                continue
            alone = (places >= 0) & (places < self.stride)
            alone[alone] = ~others[places[alone]]
            mine.append(part if alone.all() else part.filter(pl.Series(alone)))
        rows = pl.concat(mine)
        contract = (pl.col("__place") - first).cast(pl.UInt32).alias("__c")
        return rows.select(*PAID, contract, pl.lit(value=True).alias("__has_row"))

    def _paid(self, found: Screened, number: int) -> Any:
        """Which employers have a line of a contract in a month (an array)."""
        count = self.contracts.employers.height
        if self.nation.complete:
            return np.ones(count, dtype=np.bool_)
        codes = self.contracts.numbers["__employer"].to_numpy()
        return np.bincount(codes[found.paid(number)], minlength=count) > 0

    def month(self, number: int) -> Month:
        """Findings of those who stand alone and of those who do not, and the employers."""
        month, faults = self.nation.months[number], self.tangled.faults[number]
        lines = self.tangled.lines.filter(pl.col("month") == f"{month.start:%Y-%m}").drop("month")
        self._hear(number, lines)
        lines, repeated = once(lines)
        alone, codes = self._alone(number)
        rest, strangers = self._rest(number, lines)
        found = pl.concat([alone, rest])
        codes = np.concatenate([codes, self.texts.employers(rest["employer_id"])])
        employed = self.contracts.numbers["__employer"].to_numpy()
        counted = np.bincount(
            employed[running(self.contracts.numbers, month)],
            minlength=self.contracts.employers.height,
        )
        employers = summary.by_employer(
            found, codes, counted, self.contracts.employers, (strangers, repeated)
        )
        return Month(month, found, strangers, repeated, employers, faults)

    def _hear(self, number: int, lines: pl.DataFrame) -> None:
        """Whoever paid a stranger is heard of as well."""
        if not self.nation.complete:
            known = self.contracts.employers["employer_id"]
            self.heard[number] |= known.is_in(lines["employer_id"].implode()).to_numpy()

    def _alone(self, number: int) -> tuple[pl.DataFrame, Any]:
        """The findings of those who stand alone, and the employer of each (an array)."""
        rows = self._rows(number)
        guard_payments(nw.from_native(rows))
        found = self._judged(rows, number)
        employer = self.contracts.numbers["__employer"].gather(found["__c"])
        names = self.contracts.employers["employer_id"].gather(employer)
        texts = self.texts.workers(found["__c"]), names.alias("employer_id")
        return found.with_columns(*texts).select(ANSWER), employer.to_numpy()

    def _judged(self, rows: pl.DataFrame, number: int) -> pl.DataFrame:
        """What ``check`` answers for rows that stand alone, as far as it is a finding.

        Terms and law are set beside some rows at a time, so that all between stays in the cache.
        """
        wide = partial(self._wide, number)
        lazy = rows.lazy().map_batches(wide, streamable=True, schema=wide(rows.head(0)).schema)
        month, width = self.nation.months[number], self.laws.tables[number][1]
        answer = check_alone(nw.from_native(lazy), month, width, self.nation.on, _NUMBERED)
        found: pl.DataFrame = (
            answer.filter(doubtful(_NUMBERED)).to_native().collect(engine="streaming")
        )
        return found

    def _wide(self, number: int, part: pl.DataFrame) -> pl.DataFrame:
        """Rows with the terms of their contracts and the law of the month."""
        numbers, mine = self.contracts.numbers, part["__c"]
        law = numbers["__law"].gather(mine)
        terms = [numbers[name].gather(mine).cast(pl.Int64) for name in (*DAYS, *TERMS)]
        table = self.laws.tables[number][0][law]
        rows = part.hstack(terms).hstack(table).hstack(self.laws.words.select(_TEXTS)[law])
        there = pl.col("__has_row").fill_null(value=False)
        seen = pl.Series(self.heard[number]).gather(numbers["__employer"].gather(mine))
        return rows.with_columns(
            there.alias("__has_row"),
            pl.when(there).then(pl.col("currency")).alias("__currency"),
            (there | seen).alias("__file_seen"),
        )

    def _rest(self, number: int, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        nation, month = self.nation, self.nation.months[number]
        terms, faults = self._terms(number), self.tangled.faults[number]
        known = self.contracts.employers.filter(pl.Series(self.heard[number]))
        answer = check(
            nw.to_native(overlaps.without(nw.from_native(terms), faults)),
            nw.to_native(overlaps.without(nw.from_native(lines), faults)),
            month,
            nation.book,
            nation.on,
            complete=nation.complete,
            heard=known.head(0) if nation.complete else known,
            apart=True,
        )
        found = nw.from_native(answer).filter(doubtful(ANSWER)).select(*ANSWER).to_native()
        return found, ghosts(terms, lines, month)

    def _terms(self, number: int) -> pl.DataFrame:
        """The contracts of the tangled of a month as ``check`` takes them."""
        mine = pl.Series("__c", self.tangled.contracts[number], dtype=pl.UInt32)
        rows = self.contracts.numbers[mine]
        names = self.contracts.employers["employer_id"].gather(rows["__employer"])
        texts = self.texts.workers(mine), names.alias("employer_id")
        wide = rows.hstack(self.contracts.words[rows["__law"]]).with_columns(*texts)
        nameless = pl.lit(None, dtype=pl.String).alias("contract_id")
        return wide.with_columns(nameless).select(
            pl.col(n).cast(kind) for n, kind in CONTRACT_COLUMNS.items()
        )


def _order(contracts: Any, count: int) -> Any:
    """Where each contract's row stands, in the order of the contracts; none has two (an array)."""
    there, place = np.zeros(count, dtype=np.bool_), np.empty(count, dtype=np.uint32)
    there[contracts] = True
    place[contracts] = np.arange(len(contracts), dtype=np.uint32)
    return place[there]


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
