"""After arrival: what is paid abroad, in groups large enough; one person only if she allows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.cycle.employment import queries
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles
from corridor.doors.web.officer.presenters import corridor_name
from corridor.doors.web.officer.work import local_today
from corridor.platform.access.actor import Role


@for_roles(Role.ORIGIN_OFFICER)
def arrivals(request: HttpRequest) -> HttpResponse:
    """Totals by corridor and month; small groups are held back."""
    by = actor_of(request)
    context = {
        "totals": [(corridor_name(one.corridor), one) for one in queries.aggregates(by)],
        "least": policy("OC.suppression.least", local_today(by)),
        "consented": queries.consented(by),
        "tab": "arrivals",
    }
    return render(request, "web/officer/arrivals.html", context)


@for_roles(Role.ORIGIN_OFFICER)
def wages(request: HttpRequest, contract_id: str) -> HttpResponse:
    """One worker's months, only while she lets these officers see them; never her answers."""
    by = actor_of(request)
    allowed = next((one for one in queries.consented(by) if one.pk == contract_id), None)
    if allowed is None:
        raise NotFound(
            "office.no_consent",
            sentence(N_("The worker has not let this office see her wages.")),
            remedy=sentence(N_("She can allow it, and take it back, on her own page.")),
        )
    found = queries.timeline(contract_id, by)
    context = {
        "contract": allowed,
        "months": [one.wage for one in found.months],
        "back_url": "/office/arrivals/",
    }
    return render(request, "web/officer/wages.html", context)
