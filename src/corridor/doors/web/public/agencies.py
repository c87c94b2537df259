"""Licence look-up: agencies with every decision on their licence and its reason. No stars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.codes.countries import COUNTRIES
from corridor.core.text import N_
from corridor.cycle.licensing import queries as licensing
from corridor.doors.web.components.models import Status
from corridor.doors.web.public.jobs import licence_status
from corridor.doors.web.shared.addresses import only
from corridor.platform.access.actor import STRANGER

LIMIT = 50

DECISIONS: dict[str, tuple[str, str]] = {
    "issued": ("ok", N_("Licence issued")),
    "renewed": ("ok", N_("Licence renewed")),
    "suspended": ("breach", N_("Licence suspended")),
    "reinstated": ("ok", N_("Suspension lifted")),
    "revoked": ("breach", N_("Licence revoked")),
}


def register(request: HttpRequest) -> HttpResponse:
    """The register, searched by name or licence number."""
    only(request, "q")
    text = request.GET.get("q", "")
    found = licensing.register(STRANGER, text, limit=LIMIT + 1)
    rows = [(row, licence_status(row.licence), _country(row.agency.country)) for row in found]
    context = {"rows": rows[:LIMIT], "more": len(found) > LIMIT, "search": text, "limit": LIMIT}
    return render(request, "web/public/agencies.html", context)


def agency(request: HttpRequest, agency_id: str) -> HttpResponse:
    """One agency: its licence today and every decision, newest first."""
    only(request)
    row = licensing.registered(agency_id, STRANGER)
    decisions = [
        (one, Status(*DECISIONS[one.decision]))
        for one in licensing.decisions(row.agency.id, STRANGER)
    ]
    context = {
        "row": row,
        "licence": licence_status(row.licence),
        "country": _country(row.agency.country),
        "decisions": decisions,
    }
    return render(request, "web/public/agency.html", context)


def _country(code: str) -> str:
    return COUNTRIES[code].name if code in COUNTRIES else code
