"""What workers let the inspectorate know beside contract and file: where, and of one place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.core.text import N_
from corridor.cycle.employment import queries as employment
from corridor.cycle.employment.queries.inspector import FEW
from corridor.cycle.employment.queries.told_places import Place
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.cells import Stack
from corridor.doors.web.components.models import Column, EmptyState, Queue, Row
from corridor.doors.web.handle import for_roles
from corridor.doors.web.inspector import presenters
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.months import month_words
from corridor.governance.inspection import queries as inspection
from corridor.platform.access.actor import Role

own_page = for_roles(Role.INSPECTOR)
FEWER = N_("Fewer than three workers")
_COLUMNS = (
    Column("name", N_("Establishment"), sortable=False),
    Column("workers", N_("Who said so"), sortable=False),
    Column("month", N_("Newest month"), sortable=False),
)


@require_safe
@own_page
def places(request: HttpRequest) -> HttpResponse:
    """Establishments of which workers said something that no wage file shows."""
    only(request)
    queue = Queue(
        caption=N_("Where workers let you know something"),
        columns=_COLUMNS,
        rows=[_row(one) for one in employment.told_places(actor_of(request))],
        filters=[],
        query={},
        empty=EmptyState(
            N_("Nobody has let you know anything."),
            N_("That is no proof that all is well: silence is unknown."),
        ),
    )
    return render(request, "web/inspector/told_places.html", {"queue": queue})


def _row(one: Place) -> Row:
    few = one.contracts < FEW
    return Row(
        (
            Stack(one.employer.name, one.employer.registration_number),
            FEWER if few else counted(one.contracts, "workers"),
            month_words(one.newest),
        ),
        url=reverse("inspector:told", args=[one.employer.pk]),
        state="same" if few else "",
    )


@require_safe
@own_page
def told(request: HttpRequest, employer: str) -> HttpResponse:
    """What was told of one establishment; by contract, no names."""
    only(request)
    by = actor_of(request)
    context = {
        "site": inspection.establishment_of(employer, by),
        "told": presenters.told(employment.told(employer, by)),
        "back_url": reverse("inspector:establishment", args=[employer]),
    }
    return render(request, "web/inspector/told.html", context)
