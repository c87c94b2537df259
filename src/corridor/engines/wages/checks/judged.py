"""The shape of one check on wide rows, and the words for its verdicts."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from corridor.engines.verdicts import BREACH, NOT_APPLICABLE, OK, UNKNOWN

__all__ = [
    "BREACH",
    "NOT_APPLICABLE",
    "OK",
    "UNKNOWN",
    "Judged",
    "expressions",
    "flag",
    "known",
    "nothing",
    "pick",
]


@dataclass(frozen=True, slots=True)
class Judged:
    """A check as expressions on a wide row: the verdict's code, and its arithmetic.

    ``expected`` and ``actual`` are integers in the check's own unit; ``owed`` is money that the
    core's ``still_owed_minor`` does not hold already. None: the check has no such figure.
    """

    verdict: nw.Expr
    expected: nw.Expr | None = None
    actual: nw.Expr | None = None
    owed: nw.Expr | None = None


def expressions(name: str, one: Judged) -> list[nw.Expr]:
    """The verdict of a check as column ``name``, beside the columns of its arithmetic."""
    figures = {"expected": one.expected, "actual": one.actual, "owed_minor": one.owed}
    return [
        one.verdict.cast(nw.Int8).alias(name),
        *[
            (nw.lit(None) if expr is None else expr).cast(nw.Int64).alias(f"{name}_{part}")
            for part, expr in figures.items()
        ],
    ]


def nothing() -> nw.Expr:
    """An unknown integer."""
    return nw.lit(None, dtype=nw.Int64)


def pick(condition: nw.Expr, then: int | nw.Expr, otherwise: int | nw.Expr) -> nw.Expr:
    """``then`` where the condition is true, else (also where it is null) ``otherwise``."""
    yes = nw.lit(then) if isinstance(then, int) else then
    no = nw.lit(otherwise) if isinstance(otherwise, int) else otherwise
    return nw.when(condition).then(yes).otherwise(no)


def known(name: str) -> nw.Expr:
    """Whether a column has a value."""
    return ~nw.col(name).is_null()


def flag(condition: nw.Expr) -> nw.Expr:
    """A condition without doubt: null counts as false."""
    return condition.fill_null(value=False)
