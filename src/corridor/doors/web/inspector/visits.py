"""Where inspectors go, on which day, and what they found there. The inspectorate's alone."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.cells import Stack
from corridor.doors.web.components.models import Column, EmptyState, Filter, Queue, Row
from corridor.doors.web.handle import for_roles
from corridor.doors.web.inspector import forms
from corridor.doors.web.inspector.presenters import VISITS
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.shared.ask import ask as short_form
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.governance.inspection import actions
from corridor.governance.inspection import queries as inspection
from corridor.platform.access.actor import Role
from corridor.platform.clock.queries import today

ask = partial(short_form, template="web/inspector/form.html")
own_page = for_roles(Role.INSPECTOR)
WHO = {"mine": N_("Only those I make")}
_COLUMNS = (
    Column("day", N_("Day"), sortable=False),
    Column("name", N_("Establishment"), sortable=False),
    Column("visit", N_("Kind of visit"), sortable=False),
    Column("look", N_("What to look at"), sortable=False),
    Column("officer", N_("Who goes"), sortable=False),
)


def _list() -> str:
    return reverse("inspector:visits")


@require_safe
@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """Visits that wait to be made, the earliest first."""
    only(request, "who")
    who, by = choice(request, "who", list(WHO)), actor_of(request)
    on = today(law.book().jurisdiction(by.country or "").time_zone)
    rows = [_row(one, late=one.visit.on < on) for one in inspection.visits(by, mine=bool(who))]
    queue = Queue(
        caption=N_("Visits that are planned"),
        columns=_COLUMNS,
        rows=rows,
        filters=[Filter("who", N_("Who goes"), list(WHO.items()), who)],
        query={"who": who} if who else {},
        empty=EmptyState(
            N_("No visit is planned."),
            N_("Open an establishment and choose “Plan a visit”. Employers never read this list."),
        ),
    )
    return render(request, "web/inspector/visits.html", {"queue": queue})


def _row(one: inspection.PlannedVisit, *, late: bool) -> Row:
    site = one.visit.employer
    place = one.standing.place if one.standing else ""
    return Row(
        (
            one.visit.on,
            Stack(site.name, " · ".join(filter(None, (site.registration_number, place)))),
            VISITS["routine" if one.routine else "wages"],
            one.visit.look_at,
            _who(one),
        ),
        url=reverse("inspector:visit", args=[one.visit.pk]),
        state="late" if late else "",
    )


def _who(one: inspection.PlannedVisit) -> Text:
    return N_("You") if one.mine else N_("A colleague")


@own_page
def plan(request: HttpRequest, employer: str) -> HttpResponse:
    """Plan a visit to one establishment."""
    only(request)
    found = inspection.site(employer, actor_of(request))
    return ask(
        request,
        forms.VisitForm(request.POST if request.method == "POST" else None),
        actions.plan_visit,
        title=sentence(N_("Plan a visit to {name}"), name=found.site.name),
        lead=N_("The employer is not told, neither now nor later."),
        notices=(ROUTINE,) if found.routine else (),
        button=N_("Plan the visit"),
        back=reverse("inspector:establishment", args=[employer]),
        done=lambda _row: _list(),
        said=N_("The visit is on the list."),
        employer=employer,
    )


NOBODY = N_("There is no other inspector in your inspectorate yet. The administrator adds one.")
ROUTINE = N_(
    "Fewer than three workers are concerned, so this visit is listed as routine: look at"
    " everybody’s wages, and at other things as well."
)


@own_page
def visit(request: HttpRequest, visit: str) -> HttpResponse:
    """Say what was found, or drop it; a colleague's visit can be taken over first."""
    only(request)
    found = inspection.visit_of(visit, actor_of(request))
    row = found.visit
    if row.state != row.State.PLANNED:
        return render(request, "web/inspector/visit_ended.html", {"visit": row})
    posted = request.POST if request.method == "POST" else None
    taking = not found.mine
    return ask(
        request,
        forms.CloseForm(posted) if taking else forms.VisitEndForm(posted),
        actions.take_visit if taking else actions.end_visit,
        title=sentence(N_("Visit to {name} on {day}"), name=row.employer.name, day=row.on),
        lead=row.look_at,
        notices=(ROUTINE,) if found.routine else (),
        button=N_("Go there myself") if taking else N_("Put it on record"),
        back=_list(),
        done=lambda _row: _list(),
        said=N_("The visit is yours now.") if taking else N_("The visit has ended."),
        visit=visit,
        template="web/inspector/form.html" if taking else "web/inspector/visit.html",
    )


@own_page
def hand(request: HttpRequest, visit: str) -> HttpResponse:
    """Hand a visit of one's own to a colleague of the same inspectorate."""
    only(request)
    by = actor_of(request)
    found = inspection.visit_of(visit, by)
    row, officers = found.visit, inspection.officers(by)
    back = reverse("inspector:visit", args=[visit])
    if row.state != row.State.PLANNED or not found.mine:
        return redirect(back)
    named = sorted(officers.items(), key=lambda pair: (pair[1], pair[0]))
    return ask(
        request,
        forms.HandVisitForm(named, request.POST if request.method == "POST" else None),
        actions.hand_visit,
        title=sentence(
            N_("Hand on the visit to {name} on {day}"), name=row.employer.name, day=row.on
        ),
        lead=N_("Your colleague is told. The employer is not.") if named else NOBODY,
        button=N_("Hand it on"),
        back=back,
        done=lambda _row: _list(),
        said=N_("The visit is your colleague’s now."),
        visit=visit,
    )
