"""The employer's desk: what is due, and where every contract stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from corridor.cycle.employment import queries as employment
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.employer.presenters import case_queue, tasks
from corridor.doors.web.employer.views.shared import own_page, show
from corridor.governance.inspection import queries as inspection
from corridor.platform.messages.queries import inbox


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """What is due, first of all."""
    by = actor_of(request)
    desk = employment.employer_desk(by)
    own = [one for one in desk.due if not one.waiting]
    return show(
        request,
        "home",
        tasks=tasks(own),
        waiting=tasks([one for one in desk.due if one.waiting]),
        queue=case_queue(desk.cases),
        orders=desk.orders,
        to_pay=[one for one in inspection.employer_orders(by) if one.state in {"open", "late"}],
    )


@own_page
def letters(request: HttpRequest) -> HttpResponse:
    """Every message that whoever is signed in was sent, newest first."""
    return show(request, "letters", letters=inbox(actor_of(request)))
