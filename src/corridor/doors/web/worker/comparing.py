"""A comparison of two contracts as the comparison component shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.core.money import Money
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.corridors.terms import clause_label
from corridor.doors.web.components.models import ClauseRow, ComparisonView, Link
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text
from corridor.doors.web.worker.clauses import law_ref
from corridor.engines.terms import ClauseResult, Comparison

_NAMES: tuple[Text, Text] = (N_("Your contract"), N_("The other paper"))
_SHOWN = {"worse", "changed", "better"}
_FRAME = {"currency", "pay_period"}  # taken over from her contract: she was not asked


def comparison_view(
    comparison: Comparison,
    *,
    asked: Mapping[str, Any] | None = None,
    names: tuple[Text, Text] = _NAMES,
    action: Link | None = None,
) -> ComparisonView:
    """What changes, most serious first. ``asked``: also the clauses the other paper names."""
    rows = [
        _row(row, comparison.currency or "")
        for row in comparison.clauses
        if row.verdict in _SHOWN or (asked and row.clause in asked and row.clause not in _FRAME)
    ]
    gains = [row.per_month for row in comparison.gains if row.per_month is not None]
    total = sum(one.minor for one in gains)
    return ComparisonView(
        verdict=comparison.verdict,
        rows=rows,
        per_month=_positive(comparison.per_month),
        over_term=_positive(comparison.over_term),
        gains=Money(total, gains[0].currency) if total else None,
        months=comparison.months,
        offered_name=names[0],
        presented_name=names[1],
        action=action,
    )


def loss(comparison: Comparison) -> Sentence | None:
    """What she loses, in one sentence with the amounts in words; None when it is no money."""
    month, term = _positive(comparison.per_month), _positive(comparison.over_term)
    if not comparison.substitution or month is None:
        return None
    if term is None:
        return sentence(N_("With this paper you lose {month} every month."), month=month)
    text = N_("With this paper you lose {month} every month, and {term} over the whole contract.")
    return sentence(text, month=month, term=term)


def _positive(amount: Money | None) -> Money | None:
    return amount if amount is not None and amount.minor else None


def _row(row: ClauseResult, currency: str) -> ClauseRow:
    return ClauseRow(
        clause=clause_label(row.clause),
        verdict=row.verdict,
        offered=clause_words(row.clause, row.offered, currency),
        presented=clause_words(row.clause, row.presented, currency),
        per_month=row.per_month,
        over_term=row.over_term,
        law=tuple(law_ref(one) for one in row.law),
    )
