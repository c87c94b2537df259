"""The worker's own word on a month, beside contract and file and never inside them.

Employer pages read ``check``; this module takes that result and adds columns, so nothing that
an employer sees can depend on an answer, by content, count or timing. Silence is unknown.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from corridor.engines.wages.checks.columns import completed
from corridor.engines.wages.checks.in_kind import ITEMS, beyond_due, compensated

ANSWERS = ("full", "less", "nothing")
"""``less``: she got ``amount_minor``; null when she does not say how much."""
_ON = ("worker_id", "employer_id")


def three_way(checked: Any, answers: Any) -> Any:
    """``checked`` with the worker's answer, per worker and employer; private to her and her case.

    ``answers``: native frame with ``worker_id``, ``employer_id``, ``answer`` (see ``ANSWERS``,
    null for none), ``amount_minor``, ``food_given``, ``housing_given`` (Boolean, null: not asked
    or not said), one row per worker and employer: the latest, as answers can be revised.
    ``checked`` may have ``food_paid_minor`` and ``housing_paid_minor``, allowances paid. Adds
    ``received_minor``, ``agrees`` (0 agrees with the file, 2 contradicts it, 1 unknown),
    ``in_kind_word`` (the verdict on food and housing that she says she did not get, 0 where she
    says nothing of the kind), ``in_kind_owed_minor`` (the law's amount for them, less what the file
    pays for them beyond the wage) and ``owed_by_answer_minor``. Native frame of the same backend.
    """
    rows = nw.from_native(checked).join(nw.from_native(answers), on=list(_ON), how="left")
    rows = completed(rows, dict.fromkeys((f"{item}_paid_minor" for item in ITEMS), pl.Int64))
    rows = rows.with_columns(_received().alias("received_minor"))
    rows = rows.with_columns(*_in_kind())
    return nw.to_native(rows.with_columns(_agrees(), _owed()))


def stayed(
    said: str, amount: int | None, handed_back: int | None, full: int | None
) -> tuple[str, int | None]:
    """Her answer without what she had to hand back: that did not stay with her.

    ``full`` is what she had to get, None when that is not known. Answers one of ``ANSWERS`` and
    the amount that goes with ``less``.
    """
    if not handed_back:
        return said, amount
    if said == "full":
        said, amount = "less", full
    return said, None if amount is None else max(amount - handed_back, 0)


def _nothing() -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64)


def _received() -> nw.Expr:
    answer = nw.col("answer")
    full = nw.col("due_minor") - nw.col("lawful_minor")
    return (
        nw.when(answer == "full")
        .then(full)
        .otherwise(
            nw.when(answer == "less")
            .then(nw.col("amount_minor"))
            .otherwise(nw.when(answer == "nothing").then(nw.lit(0)).otherwise(_nothing()))
        )
        .cast(nw.Int64)
    )


def _in_kind() -> list[nw.Expr]:
    """What is left owed for food and housing she says she did not get; unsaid counts as given.

    Nothing is made up for by money that, as she says, did not reach her.
    """
    missing = {}
    for item in ITEMS:
        refused = (~nw.col(f"{item}_given")).fill_null(value=False)
        # 0: the contract does not promise it in kind; null: the law names no amount for it
        unpromised = (nw.col(f"{item}_if_not_given_minor") == 0).fill_null(value=False)
        missing[item] = refused & ~unpromised
    less = nw.col("answer").is_in(["less", "nothing"]).fill_null(value=False)
    came = nw.col("received_minor")
    known = less & ~came.is_null()
    left = compensated(
        missing, beyond_due(nw.when(known).then(came).otherwise(nw.col("paid_minor")))
    )
    return [
        left.verdict.cast(nw.Int8).alias("in_kind_word"),
        left.owed.cast(nw.Int64).alias("in_kind_owed_minor"),
    ]


def _agrees() -> nw.Expr:
    paid, received = nw.col("paid_minor").fill_null(0), nw.col("received_minor")
    missing = nw.col("missing") == -1
    by_file = nw.when(nw.col("paid_minor").is_null() & missing).then(_nothing()).otherwise(paid)
    full = (nw.col("answer") == "full") & (by_file >= received)
    same = full | (by_file == received)
    verdict = nw.when(same).then(nw.lit(0)).otherwise(nw.lit(2))
    unknown = received.is_null() | by_file.is_null()
    return nw.when(unknown).then(nw.lit(1)).otherwise(verdict).cast(nw.Int8).alias("agrees")


def _owed() -> nw.Expr:
    rest = nw.col("due_minor") - nw.col("lawful_minor") - nw.col("received_minor")
    owed = nw.when(rest > 0).then(rest).otherwise(nw.lit(0)) + nw.col("in_kind_owed_minor")
    unknown = nw.col("received_minor").is_null() | nw.col("due_minor").is_null()
    return (
        nw.when(unknown)
        .then(_nothing())
        .otherwise(owed)
        .cast(nw.Int64)
        .alias("owed_by_answer_minor")
    )
