"""The agency's desk, and the agency as the public sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.cycle.employment.queries.agency import agency_desk
from corridor.cycle.licensing import queries as licensing
from corridor.cycle.vacancies import queries as vacancies
from corridor.doors.web.agency.presenters import (
    candidate_rows,
    case_queue,
    licence_days,
    licence_status,
    order_queue,
)
from corridor.doors.web.agency.views.shared import at, own_page, show
from corridor.doors.web.capacity import actor_of
from corridor.platform.access.actor import STRANGER


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """What blocks each case and until when."""
    desk = agency_desk(actor_of(request))
    return show(
        request,
        "home",
        licence=desk.licence,
        licence_status=licence_status(desk.licence),
        licence_days=licence_days(desk.licence),
        queue=case_queue(desk.cases),
        orders=order_queue(desk.orders),
        candidates=candidate_rows(desk.candidates),
    )


@own_page
def public(request: HttpRequest) -> HttpResponse:
    """What anybody can read about this agency, read with a stranger's eyes."""
    own = actor_of(request).organisation or ""
    row = licensing.registered(own, STRANGER)
    jobs = [one.order for one in vacancies.job_board(limit=100) if one.order.agency_id == own]
    return show(
        request,
        "public",
        agency=row.agency,
        licence=row.licence,
        licence_status=licence_status(row.licence),
        decisions=licensing.decisions(own, STRANGER),
        jobs=jobs,
        back_url=at("home"),
    )
