"""A worker applies for a public job: one question, one act, and what happens now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from corridor.cycle.recruitment import actions as recruitment
from corridor.cycle.recruitment import queries
from corridor.cycle.recruitment.models import Candidate
from corridor.cycle.vacancies import queries as vacancies
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import ActForm, for_roles, handle
from corridor.doors.web.public.jobs import card
from corridor.doors.web.shared.addresses import only
from corridor.platform.access.actor import Actor, Role


@for_roles(Role.WORKER)
def apply(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask once more, with the wage and the agency before her eyes; then apply."""
    only(request)
    job = vacancies.job(order_id)
    page: dict[str, Any] = {
        "card": card(job),
        "applied": _candidacy(actor_of(request), order_id),
        "back_url": reverse("public:job", args=[order_id]),
    }
    return handle(
        request,
        ActForm(request.POST or None),
        recruitment.apply,
        template="web/public/apply.html",
        done=lambda candidate: reverse("public:apply", args=[candidate.order_id]),
        context=page,
        order=order_id,
    )


def _candidacy(by: Actor, order_id: str) -> Candidate | None:
    """Her own candidacy for this job, unless she withdrew it."""
    found = queries.candidates(by, order=order_id, limit=1)
    return next((one for one in found if one.state != Candidate.State.WITHDRAWN), None)
