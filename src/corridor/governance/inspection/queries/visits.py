"""Visits that are planned, each with its kind as the establishment stands today."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from corridor.engines import law
from corridor.governance.inspection.models import Standing, Visit
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today
from corridor.platform.people.models import Membership
from corridor.platform.people.queries import colleagues


@dataclass(frozen=True)
class PlannedVisit:
    """A visit and the standing of its establishment; None where nothing is counted of it."""

    visit: Visit
    standing: Standing | None
    mine: bool

    @property
    def routine(self) -> bool:
        """Whether a visit because of wages would point at somebody, or at nothing."""
        return self.standing is None or self.standing.few or not self.standing.workers


def visits(by: Actor, *, mine: bool = False, limit: int = 200) -> list[PlannedVisit]:
    """Visits that wait to be made, the earliest first; two look-ups. ``mine``: by oneself."""
    rows = rules.rows(Visit, by).filter(state=Visit.State.PLANNED).select_related("employer")
    if mine:
        rows = rows.filter(officer=by.person or "-")
    found = list(rows.order_by("on", "id")[:limit])
    sites = [one.employer_id for one in found]
    standings = {
        one.employer_id: one for one in rules.rows(Standing, by).filter(employer__in=sites)
    }
    return [_planned(one, standings.get(one.employer_id), by) for one in found]


def visit_of(visit: str, by: Actor) -> PlannedVisit:
    """One visit. Raises ``NotFound`` outside the country."""
    row = rules.get(Visit, visit, by)
    standing = rules.rows(Standing, by).filter(employer=row.employer_id).first()
    return _planned(row, standing, by)


def officers(by: Actor) -> dict[str, str]:
    """Names, by their ids, of the other inspectors of ``by``'s own inspectorate today."""
    zone = law.book().jurisdiction(by.country or "").time_zone
    on = today(zone)
    held = Membership.objects.filter(
        organisation=by.organisation, role=Role.INSPECTOR.value, starts__lte=on
    ).filter(Q(ends=None) | Q(ends__gt=on))
    ids = held.exclude(person=by.person or "").values_list("person_id", flat=True)
    return colleagues(ids, by)


def _planned(row: Visit, standing: Standing | None, by: Actor) -> PlannedVisit:
    return PlannedVisit(row, standing, mine=row.officer == by.person)
