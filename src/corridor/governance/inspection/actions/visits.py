"""Visits: an inspector says where to go, on which day, and what was found there.

A visit is no step against anybody, and no employer reads of it: neither before nor after.
"""

from __future__ import annotations

from datetime import date

from corridor.core.problems import BadInput, Conflict, NotFound, NotYet
from corridor.core.text import N_, sentence
from corridor.governance.inspection import messages
from corridor.governance.inspection.actions.shared import establishment, here, note, own_words
from corridor.governance.inspection.models import Visit
from corridor.governance.inspection.queries.visits import officers
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.messages.actions import send

State = Visit.State


@act("inspection.plan_visit", roles=(Role.INSPECTOR,))
def plan_visit(*, by: Actor, employer: str, on: date, look_at: str) -> Visit:
    """Plan a visit on a day, by oneself. Raises ``Conflict`` when one is planned for that day."""
    site = establishment(employer, by)
    today = here(site)
    if on < today:
        raise BadInput(
            "inspection.visit_day",
            sentence(N_("The day of a visit cannot lie in the past.")),
            remedy=sentence(N_("Choose today or a later day.")),
            expected=f">= {today.isoformat()}",
            found=on.isoformat(),
        ).at(field="on")
    if Visit.objects.filter(employer=site, on=on, state=State.PLANNED).exists():
        raise Conflict(
            "inspection.visit_planned",
            sentence(N_("A visit to this establishment is planned for {day} already."), day=on),
            remedy=sentence(N_("Choose another day, or take over the visit that is planned.")),
        ).at(field="on")
    row = Visit.objects.create(
        employer=site, on=on, officer=by.person or "", look_at=own_words(look_at, "look_at")
    )
    note("inspection.plan_visit", row, site, by, {"on": on.isoformat()})
    return row


@act("inspection.take_visit", roles=(Role.INSPECTOR,))
def take_visit(*, by: Actor, visit: str) -> Visit:
    """Go there instead of the colleague who planned it."""
    row = _planned(visit, by)
    row.officer = by.person or ""
    row.save(update_fields=["officer"])
    note("inspection.take_visit", row, row.employer, by, {"on": row.on.isoformat()})
    return row


@act("inspection.hand_visit", roles=(Role.INSPECTOR,))
def hand_visit(*, by: Actor, visit: str, to: str) -> Visit:
    """Hand a visit that one makes oneself to a colleague (a person's id) of one's own inspectorate.

    The colleague is told. Raises ``Conflict`` for a visit that somebody else makes, ``NotFound``
    for whoever is no inspector there today.
    """
    row = _planned(visit, by)
    if row.officer != by.person:
        raise Conflict(
            "inspection.visit_not_yours",
            sentence(N_("Somebody else makes this visit.")),
            remedy=sentence(N_("Take it over first, if you mean to hand it on.")),
        )
    if to not in officers(by):
        raise NotFound(
            "inspection.no_colleague",
            sentence(N_("There is no such inspector in your inspectorate.")),
            remedy=sentence(N_("Choose one of those listed.")),
        ).at(field="to")
    row.officer = to
    row.save(update_fields=["officer"])
    note("inspection.hand_visit", row, row.employer, by, {"on": row.on.isoformat(), "to": to})
    send(person=to, template=messages.VISIT, by=by)
    return row


@act("inspection.end_visit", roles=(Role.INSPECTOR,))
def end_visit(*, by: Actor, visit: str, state: str, found: str) -> Visit:
    """Say that it was made and what was found, or that it is dropped and why.

    Raises ``NotYet`` for one that is said to be made before its day.
    """
    row = _planned(visit, by)
    if state not in (State.DONE, State.DROPPED):
        raise BadInput(
            "inspection.visit_state",
            sentence(N_("“{found}” is no end of a visit."), found=state),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds="done, dropped"),
            found=state,
        ).at(field="state")
    today = here(row.employer)
    if state == State.DONE and today < row.on:
        raise NotYet(
            "inspection.visit_early",
            sentence(N_("This visit is planned for {day}; it cannot be made before."), day=row.on),
            remedy=sentence(N_("Drop it and plan another, if you go earlier.")),
        ).at(field="state")
    row.state, row.found, row.ended_on = state, own_words(found, "found", 1000), today
    row.save(update_fields=["state", "found", "ended_on"])
    note("inspection.end_visit", row, row.employer, by, {"state": state})
    return row


def _planned(visit: str, by: Actor) -> Visit:
    row = rules.get(Visit, visit, by, lock=True)
    if row.state != State.PLANNED:
        raise Conflict(
            "inspection.visit_ended",
            sentence(N_("This visit has ended.")),
            remedy=sentence(N_("Plan another, if somebody should go again.")),
        )
    return row
