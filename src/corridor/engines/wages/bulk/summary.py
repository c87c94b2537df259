"""One row for each employer, added up by the small numbers that employers have in a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from corridor.engines.verdicts import BREACH, UNKNOWN
from corridor.engines.wages.bulk.model import completed, verdict_columns


def by_employer(
    findings: pl.DataFrame,
    codes: Any,
    contracts: Any,
    employers: pl.DataFrame,
    others: tuple[pl.DataFrame, pl.DataFrame],
) -> pl.DataFrame:
    """``model.by_employer`` where employers are numbered.

    ``codes``: the employer of each finding, ``contracts``: in force by employer (arrays);
    ``employers``: their names. ``others``: strangers and repeated lines.
    """
    count, names = employers.height, verdict_columns(findings.columns)
    rows = {name: findings[name].fill_null(0).to_numpy() for name in names}

    def counted(which: Any) -> Any:
        return np.bincount(codes[which], minlength=count)

    affected = np.zeros(len(codes), dtype=np.bool_)
    for column in rows.values():
        affected |= column == BREACH
    table = {
        "contracts": contracts,
        "affected": counted(affected),
        **{n: _sums(findings[n], codes, count) for n in ("still_owed_minor", "unproven_minor")},
        **{name: counted(column == BREACH) for name, column in rows.items()},
        **{f"{name}_unknown": counted(column == UNKNOWN) for name, column in rows.items()},
    }
    every = employers.hstack(pl.DataFrame(table).cast(pl.Int64))
    every = every.with_columns(_currency(findings["currency"], codes, count))
    met = (contracts > 0) | (counted(slice(None)) > 0)
    return completed(every.filter(pl.Series(met)), *others)


def _sums(amounts: pl.Series, codes: Any, count: int) -> Any:
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, codes, amounts.fill_null(0).to_numpy())
    return found


def _currency(currencies: pl.Series, codes: Any, count: int) -> pl.Series:
    """The one currency of an employer's findings; null where there are several, or none."""
    kinds = currencies.unique()
    met, last = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.uint32)
    for at, kind in enumerate(kinds):
        mine = np.bincount(codes[currencies.eq_missing(kind).to_numpy()], minlength=count) > 0
        met += mine
        last[mine] = at
    named = pl.Series("currency", kinds).gather(pl.Series(last)) if len(kinds) else None
    one = pl.Series(met == 1)
    nothing = pl.Series("currency", [None], dtype=pl.String)
    return (
        nothing.new_from_index(0, count)
        if named is None
        else named.zip_with(one, nothing.new_from_index(0, count))
    )
