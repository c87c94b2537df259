"""The further checks of a wage month, each a small function on rows of worker and employer.

``columns`` says which facts they may read, ``rows`` joins them, ``judge`` adds the verdicts;
docs/algorithms/wages.md says what they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw

from corridor.core.periods import Period
from corridor.engines.terms.legal import LawBook
from corridor.engines.wagechecks import APART, EVERY, FURTHER, PUBLISHED, label
from corridor.engines.wages.checks import deductions, hours, payee, terms
from corridor.engines.wages.checks.columns import (
    CONTRACT_EXTRAS,
    PAYMENT_EXTRAS,
    contracts_frame,
    payments_frame,
)
from corridor.engines.wages.checks.judged import Judged, expressions
from corridor.engines.wages.checks.rows import wide
from corridor.engines.wages.checks.said import further
from corridor.engines.wages.checks.unpaid import breaches

__all__ = [
    "APART",
    "CONTRACT_EXTRAS",
    "EVERY",
    "FURTHER",
    "PAYMENT_EXTRAS",
    "PUBLISHED",
    "breaches",
    "contracts_frame",
    "further",
    "judge",
    "judge_rows",
    "label",
    "payments_frame",
    "verdicts",
    "wide",
]

_ALL: dict[str, Callable[[], Judged]] = {
    "deduction_reason": deductions.reason,
    "deduction_cap": deductions.cap,
    "below_referral": terms.below_referral,
    "overtime": hours.overtime,
    "hours_over": hours.over,
    "hours_guarantee": hours.guarantee,
    "in_kind": terms.in_kind,
    "payee": payee.payee,
    "kickback": payee.kickback,
    "sameness": payee.sameness,
    "substitution": terms.substitution,
    "fee": deductions.fee,
}


def judge(checked: Any, contracts: Any, payments: Any, month: Period, book: LawBook) -> Any:
    """``checked`` with a verdict and the arithmetic of every further check (native frame).

    ``contracts`` and ``payments`` are the native frames that ``check`` had, with as many of the
    optional columns as are known. Each name of ``FURTHER`` becomes a column (``OK``,
    ``UNKNOWN``, ``BREACH``, ``NOT_APPLICABLE``), beside ``<name>_expected``, ``<name>_actual``
    and ``<name>_owed_minor`` (Int64, null where there is nothing to say). Raises ``BadInput``
    "exact.too_large".
    """
    kept = nw.from_native(checked).collect_schema().names()
    rows = judge_rows(wide(checked, contracts, payments, month, book))
    return nw.to_native(rows.select(*kept, *_columns()))


def judge_rows(rows: Any) -> Any:
    """Wide rows (a Narwhals frame with the columns of ``wide``) with every column of ``judge``."""
    return rows.with_columns(
        *[expr for name in FURTHER for expr in expressions(name, _ALL[name]())]
    )


def verdicts() -> list[nw.Expr]:
    """The verdicts alone, as expressions on wide rows; for a nation's run."""
    return [_ALL[name]().verdict.cast(nw.Int8).alias(name) for name in FURTHER]


def _columns() -> list[str]:
    parts = ("", "_expected", "_actual", "_owed_minor")
    return [f"{name}{part}" for name in FURTHER for part in parts]
