"""After arrival: who was paid, by employer; wages in groups; one person only if she allows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.cycle.employment import queries
from corridor.cycle.employment.queries import after_arrival
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles
from corridor.doors.web.officer import arrivals as shown
from corridor.doors.web.officer.presenters import corridor_name
from corridor.doors.web.officer.work import local_today
from corridor.platform.access.actor import Role


@for_roles(Role.ORIGIN_OFFICER)
def arrivals(request: HttpRequest) -> HttpResponse:
    """What became of cleared workers, the employers worth a question, totals of wages."""
    by = actor_of(request)
    corridors = after_arrival.corridors(by)
    wanted = shown.asked(request.GET, corridors)
    whole = next((one for one in corridors if one.row.corridor == wanted.corridor), None)
    ranked = after_arrival.employers(
        by,
        wanted.corridor,
        only=wanted.only,
        name=wanted.name,
        first=wanted.first,
        limit=shown.AT_ONCE,
    )
    context = {
        "whole": whole,
        "name": corridor_name(wanted.corridor) if whole else "",
        "outcomes": shown.outcomes(whole) if whole else [],
        "shares": shown.shares(whole) if whole else [],
        "half": shown.half(whole) if whole else None,
        "curve": shown.drawing(whole) if whole else None,
        "queue": shown.queue(ranked, wanted, corridors),
        "steps": shown.steps(ranked, wanted),
        "totals": whole.totals if whole else [],
        "least": policy("OC.suppression.least", local_today(by)),
        "consented": queries.consented(by),
        "tab": "arrivals",
    }
    return render(request, "web/officer/arrivals.html", context)


@for_roles(Role.ORIGIN_OFFICER)
def employer(request: HttpRequest, corridor: str, employer: str) -> HttpResponse:
    """One employer: what became of the workers cleared for it, and whom to ask about."""
    by = actor_of(request)
    found = after_arrival.employer(by, corridor, employer)
    context = {
        "found": found,
        "employer": found.row.employer,
        "name": corridor_name(corridor),
        "outcomes": shown.outcomes(found),
        "shares": shown.shares(found),
        "half": shown.half(found),
        "flags": shown.flag_sentences(found),
        "curve": shown.drawing(found),
        "unpaid": after_arrival.cases(by, found, "never_paid") if found.row.never_paid else [],
        "unseen": after_arrival.cases(by, found, "not_seen") if found.row.not_seen else [],
        "back_url": f"{reverse('officer:arrivals')}?corridor={corridor}",
        "tab": "arrivals",
    }
    return render(request, "web/officer/arrivals_employer.html", context)


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
