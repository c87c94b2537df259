"""The desk: each role's own first page, and changing from one capacity to another."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import ASSISTED_KEY, SESSION_KEY, own_actor_of
from corridor.doors.web.handle import for_roles
from corridor.doors.web.shared.vocabulary import ROLES
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Role
from corridor.platform.clock.queries import today
from corridor.platform.people.queries import capacities

HOMES: dict[Role, str] = {
    Role.WORKER: "/my/",
    Role.EMPLOYER: "/employer/",
    Role.AGENCY: "/agency/",
    Role.LABOUR_ATTACHE: "/office/",
    Role.ORIGIN_OFFICER: "/office/",
    Role.DESTINATION_OFFICER: "/office/",
    Role.BORDER_OFFICER: "/gate/",
    Role.COUNSELLOR: "/desk-help/",
    Role.INSPECTOR: "/inspection/",
    Role.UNION: "/union/",
    Role.STATISTICIAN: "/statistics-desk/",
    Role.ADMIN: "/admin-desk/",
}
"""Where each role starts its day."""

ITSELF = "worker"
_SIGNED_IN = tuple(HOMES)


@for_roles(*_SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """To the reader's own first page. Whoever sits beside a worker goes to that help desk."""
    return redirect(HOMES[own_actor_of(request).role])


@dataclass(frozen=True, slots=True)
class Choice:
    """One capacity to choose: its id, the role in words, the organisation, chosen now."""

    id: str
    role: Text
    office: str
    now: bool


@for_roles(*_SIGNED_IN)
@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest) -> HttpResponse:
    """For whom the reader acts from now on; every person may also act for themselves."""
    by = own_actor_of(request)
    held = capacities(by.person or "", today())
    if request.method == "POST":
        chosen = request.POST.get("capacity", "")
        if chosen not in {ITSELF, *(one.id for one in held)}:
            raise BadInput(
                "web.capacity",
                sentence(N_("You do not hold this role today.")),
                remedy=sentence(N_("Choose one of the roles on the page.")),
            )
        request.session[SESSION_KEY] = chosen
        request.session.pop(ASSISTED_KEY, None)
        return redirect("/desk/")
    choices = [
        Choice(
            one.id,
            ROLES[one.role],
            one.organisation.name,
            now=(one.role, one.organisation_id) == (by.role.value, by.organisation),
        )
        for one in held
    ]
    choices.append(Choice(ITSELF, N_("Yourself"), "", now=by.role is Role.WORKER))
    return render(request, "web/capacity.html", {"choices": choices})
