"""The worker's own word on a month, beside contract and file and never inside them.

Employer pages read ``check``; this module takes that result and adds columns, so nothing that
an employer sees can depend on an answer, by content, count or timing. Silence is unknown.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

ANSWERS = ("full", "less", "nothing")
"""``less``: she got ``amount_minor``; null when she does not say how much."""
_ON = ("worker_id", "employer_id")


def three_way(checked: Any, answers: Any) -> Any:
    """``checked`` with the worker's answer, per worker and employer; private to her and her case.

    ``answers``: native frame with ``worker_id``, ``employer_id``, ``answer`` (see ``ANSWERS``,
    null for none), ``amount_minor``, ``food_given``, ``housing_given`` (Boolean, null: not asked
    or not said), one row per worker and employer: the latest, as answers can be revised. Adds
    ``received_minor``, ``agrees`` (0 agrees with the file, 2 contradicts it, 1 unknown),
    ``in_kind_owed_minor`` (law's amount for food or housing that was not given) and
    ``owed_by_answer_minor``. Native frame of the same backend.
    """
    rows = nw.from_native(checked).join(nw.from_native(answers), on=list(_ON), how="left")
    rows = rows.with_columns(_received().alias("received_minor"), _in_kind())
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


def _in_kind() -> nw.Expr:
    """What the law asks for food and housing she says she did not get; unsaid counts as given."""
    parts = []
    for name in ("food", "housing"):
        refused = (~nw.col(f"{name}_given")).fill_null(value=False)
        amount = nw.col(f"{name}_if_not_given_minor")
        parts.append(nw.when(refused).then(amount).otherwise(nw.lit(0)))
    return (parts[0] + parts[1]).cast(nw.Int64).alias("in_kind_owed_minor")


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
