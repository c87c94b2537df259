"""Wage protection in figures, for everybody: held back where few people are concerned."""

from __future__ import annotations

from corridor.governance.inspection.models import NationMonth
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor


def nations(by: Actor) -> list[str]:
    """Countries with figures, by their code."""
    rows = rules.rows(NationMonth, by).order_by()
    return sorted(set(rows.values_list("country", flat=True).distinct()))


def national(country: str, by: Actor) -> list[NationMonth]:
    """A country's months, newest first."""
    return list(rules.rows(NationMonth, by).filter(country=country).order_by("-month")[:24])
