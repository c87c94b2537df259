"""Two papers side by side, from the terms engine's answer to the component that shows it."""

from __future__ import annotations

from corridor.core.text import N_
from corridor.cycle.corridors.terms import clause_label
from corridor.doors.web.components.models import ClauseRow, ComparisonView, Link
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.terms import clause_words
from corridor.doors.web.words import Text
from corridor.engines.terms import ClauseResult, Comparison

_SERIOUS = ("worse", "changed")
AGREED, SHOWN = N_("Agreed in the contract"), N_("On the other paper")


def comparison_view(
    found: Comparison,
    *,
    offered_name: Text = AGREED,
    presented_name: Text = SHOWN,
    action: Link | None = None,
) -> ComparisonView:
    """The comparison with every clause on which one side speaks, most serious first."""
    rows = [row for row in found.clauses if row.offered is not None or row.presented is not None]
    lost = found.per_month if found.per_month is not None and found.per_month.minor else None
    return ComparisonView(
        verdict=found.verdict,
        rows=[_row(row, found.currency or "") for row in rows],
        per_month=lost,
        over_term=found.over_term if lost else None,
        months=found.months,
        offered_name=offered_name,
        presented_name=presented_name,
        action=action,
    )


def _row(row: ClauseResult, currency: str) -> ClauseRow:
    money = row.verdict in ("worse", "better")
    return ClauseRow(
        clause=clause_label(row.clause),
        verdict=row.verdict,
        offered=clause_words(row.clause, row.offered, currency),
        presented=clause_words(row.clause, row.presented, currency),
        per_month=row.per_month if money else None,
        over_term=row.over_term if money else None,
        law=[law_ref(one) for one in row.law] if row.verdict in _SERIOUS else (),
    )
