"""Licences of agencies: the register, one agency's decisions, and deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.text import N_
from corridor.cycle.corridors.parties import organisation
from corridor.cycle.licensing import actions, queries
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Column, EmptyState, Queue, Row, Status
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer.forms import LicenceForm
from corridor.doors.web.officer.work import local_today
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.words import say
from corridor.platform.access.actor import Role

_STATES = {
    "active": "ok",
    "suspended": "breach",
    "revoked": "breach",
    "expired": "late",
    "none": "unknown",
}
DECISIONS: dict[str, str] = {
    "issued": N_("Issued"),
    "renewed": N_("Renewed"),
    "suspended": N_("Suspended"),
    "reinstated": N_("Suspension ended"),
    "revoked": N_("Revoked"),
}


@for_roles(Role.ORIGIN_OFFICER)
def register(request: HttpRequest) -> HttpResponse:
    """The agencies of this country with their licence today."""
    only(request, "q")
    by, text = actor_of(request), request.GET.get("q", "")[:100]
    found = [row for row in queries.register(by, text) if row.agency.country == by.country]
    view = Queue(
        caption=N_("Agencies and their licence today"),
        columns=(
            Column("name", N_("Agency"), sortable=False),
            Column("state", N_("Licence"), sortable=False),
            Column("number", N_("Number"), sortable=False),
            Column("until", N_("Last day"), sortable=False),
        ),
        rows=[
            Row(
                [
                    row.agency.name,
                    Status(_STATES[row.licence.state], row.licence.label),
                    row.licence.number,
                    row.licence.until or N_("No end named"),
                ],
                f"/office/licences/{row.agency.pk}/",
            )
            for row in found
        ],
        search=text,
        total=len(found),
        empty=EmptyState(
            N_("No agency is found."), N_("Agencies appear here once they are registered.")
        ),
    )
    return render(request, "web/officer/licences.html", {"queue": view, "tab": "licences"})


@for_roles(Role.ORIGIN_OFFICER)
def licence(request: HttpRequest, agency_id: str) -> HttpResponse:
    """One agency: its licence today, every decision, and the next one."""
    by = actor_of(request)
    agency = organisation(agency_id, by, kinds=("agency",), field="agency")
    today = local_today(by)
    now = queries.licence(agency_id, today)
    first = {"number": now.number, "valid_from": today}
    form = LicenceForm(request.POST or None, initial=first)

    def done(row: Any) -> str:
        messages.success(request, say(N_("Decided. Everybody can read it in the register.")))
        return f"/office/licences/{row.agency_id}/"

    context = {
        "agency": agency,
        "licence": now,
        "light": _STATES[now.state],
        "decisions": [(DECISIONS[one.decision], one) for one in queries.decisions(agency_id, by)],
        "mine": agency.country == by.country,
        "back_url": "/office/licences/",
        "tab": "licences",
    }
    return handle(
        request,
        form,
        actions.decide,
        template="web/officer/licence.html",
        done=done,
        context=context,
        agency=agency_id,
    )
