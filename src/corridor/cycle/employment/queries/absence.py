"""An employer's claim of absence, as those who may see it read it."""

from __future__ import annotations

from corridor.cycle.employment.models import AbsenceReport
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def absence(report: str, by: Actor) -> AbsenceReport:
    """One report with its contract. Raises ``NotFound``."""
    rules.get(AbsenceReport, report, by)
    found = rules.rows(AbsenceReport, by).select_related("contract__employer")
    return found.get(pk=report)
