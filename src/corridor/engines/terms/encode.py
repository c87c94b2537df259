"""Pairs of contracts as rows of integers and short texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from corridor.engines.days import day_number
from corridor.engines.terms import wording
from corridor.engines.terms.clauses import CLAUSES, PAYERS, Kind
from corridor.engines.terms.compare import remaining_months
from corridor.engines.terms.contract import Contract
from corridor.engines.terms.result import BETTER, CHANGED, SAME, UNKNOWN, WORSE
from corridor.engines.terms.rules import cash

CODES: dict[str, int] = {SAME: 0, BETTER: 1, UNKNOWN: 2, CHANGED: 3, WORSE: 4}
"""Verdicts as small integers, rising with seriousness; ``SILENT`` decides nothing."""
SILENT = -1
IN_KIND_CODE = -1
KEYS = ("corridor", "route", "regime", "sector", "job")
_TEXTS = frozenset(
    {Kind.IDENTITY, Kind.ISCO, Kind.CURRENCY, Kind.BURDEN, Kind.PASSPORT, Kind.FORUM}
    | {Kind.LANGUAGE, Kind.SIGNED}
)


def schema() -> dict[str, Any]:
    """Column names and Polars types of the input of ``compare_frame``."""
    columns: dict[str, Any] = dict.fromkeys(KEYS, pl.String)
    columns |= {"on_day": pl.Int64, "months": pl.Int64, "presented_regime": pl.String}
    for side in ("offered", "presented"):
        columns[f"{side}_pay_period"] = pl.String
        columns[f"{side}_after_arrival"] = pl.Boolean
        for clause in CLAUSES:
            text = clause.kind in _TEXTS
            columns[f"{side}_{clause.name}"] = pl.String if text else pl.Int64
    return columns


def pairs_frame(pairs: Iterable[tuple[Contract, Contract, date]]) -> pl.DataFrame:
    """The input of ``compare_frame`` from contracts that were read: (offered, presented, on)."""
    rows = [_pair_row(offered, presented, on) for offered, presented, on in pairs]
    return pl.DataFrame(rows, schema=schema(), orient="row")


def _pair_row(offered: Contract, presented: Contract, on: date) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(offered, name) for name in KEYS}
    row |= {"on_day": day_number(on), "months": remaining_months(offered, on)}
    row["presented_regime"] = presented.regime
    for side, contract in (("offered", offered), ("presented", presented)):
        row[f"{side}_pay_period"] = contract.pay_period
        row[f"{side}_after_arrival"] = wording.arrived(contract.get("signed_place_date"), offered)
        for clause in CLAUSES:
            row[f"{side}_{clause.name}"] = _encoded(clause.kind, contract.get(clause.name))
    return row


def _encoded(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.WAGE:
            return value.minor
        case Kind.ALLOWANCE:
            amount = cash(value)
            return amount if isinstance(amount, int) else IN_KIND_CODE
        case Kind.PAYER:
            return PAYERS[value]
        case Kind.IDENTITY | Kind.FORUM:
            return value.casefold()
        case Kind.LANGUAGE:
            return " ".join(value)
        case Kind.SIGNED:
            return f"{value[0]}|{value[1] or ''}"
        case Kind.BURDEN:
            return json.dumps([[n, None if a is None else a.minor] for n, a in value])
    return value
