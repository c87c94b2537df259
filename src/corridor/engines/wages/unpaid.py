"""Several months of one contract in which nobody was paid, checked in one frame.

The same answers as ``check`` month by month, at about the cost of one: what a frame costs is the
building of its expressions, not its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import narwhals as nw

from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.terms.resolve import distinct, join
from corridor.engines.wages.check import by_employer, in_force, promised_in, span, with_payments
from corridor.engines.wages.columns import payments_frame
from corridor.engines.wages.floors import KEYS, law_table
from corridor.engines.wages.judging import judged
from corridor.engines.wages.refusals import guard_contracts

_WORKER = "worker_id"


def check_unpaid(
    months: Sequence[tuple[Period, Any]], book: LawBook, on: date, *, complete: bool
) -> list[Any]:
    """The native answer of ``check`` for each month, in their order.

    ``months`` are periods with the native contracts frame of each: one contract, on Polars.
    ``complete`` as in ``check``. Raises ``BadInput`` "exact.too_large".
    """
    alike: dict[tuple[int, int], list[Any]] = {}
    for at, (month, contracts) in enumerate(months):
        active = in_force(nw.from_native(contracts), month)
        table, width = law_table(book, distinct(active, list(KEYS)), month)
        rows = join(active, table, list(KEYS)).with_columns(*span(month))
        # until the end the month stands where the worker would: nothing of two months is added up
        rows = rows.with_columns(nw.lit(str(at)).alias(_WORKER))
        alike.setdefault((month.days or 0, width), []).append(rows)
    if not alike:
        return []
    rows = nw.concat([_promised(found, *key) for key, found in alike.items()], how="diagonal")
    nobody = nw.from_native(payments_frame([]))
    rows = judged(by_employer(with_payments(rows, nobody, nobody, complete=complete)), on)
    return [_of(rows, at, contracts) for at, (_, contracts) in enumerate(months)]


def _promised(alike: Sequence[Any], length: int, width: int) -> Any:
    """Months of one length and as many stretches of law; nobody reports hours of them."""
    rows = nw.concat(list(alike), how="vertical")
    guard_contracts(rows)
    unheard = nw.lit(None, dtype=nw.Int64).alias("hours")
    return promised_in(rows.with_columns(unheard), length, width).drop("hours")


def _of(rows: Any, at: int, contracts: Any) -> Any:
    """One month's row with its worker again, without the helpers."""
    kept = [name for name in rows.columns if not name.startswith("__")]
    mine = rows.filter(nw.col(_WORKER) == str(at)).select(*kept)
    worker = contracts[_WORKER][0] if len(contracts) else None
    return nw.to_native(mine.with_columns(nw.lit(worker).cast(nw.String).alias(_WORKER)))
