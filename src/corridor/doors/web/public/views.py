"""The front page, help, what software cannot promise, accessibility, and the schemas."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from corridor.core.line import Record, Station
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.vacancies.queries import open_jobs
from corridor.doors.web.shared.addresses import only
from corridor.engines import law
from corridor.platform.clock.queries import today

_SCHEMA = ".schema.json"

# The stations a reader must see to understand the whole way; the corridor page shows all.
_SHOWN = (
    "order_attested",
    "offer_signed",
    "offer_explained",
    "accepted",
    "registered_destination",
    "registered_origin",
    "cleared",
    "arrived",
    "first_wage",
    "home",
)
# The example on the front page: days before today on which each step was taken.
_EXAMPLE = {
    "order_filed": 70,
    "order_attested": 64,
    "agency_appointed": 64,
    "order_advertised": 62,
    "worker_selected": 50,
    "offer_signed": 46,
    "offer_explained": 44,
    "questions_answered": 44,
    "copy_kept": 44,
    "accepted": 40,
    "registered_destination": 34,
    "registered_origin": 31,
    "visa_recorded": 20,
    "medical_fit": 20,
    "orientation_done": 16,
    "insured": 15,
    "clearance_requested": 12,
    "clearance_checked": 9,
    "cleared": 8,
    "departed": 4,
    "arrived": 3,
}


def example(corridor: str = "NPL-QAT", route: str = "agency") -> list[Station]:
    """A contract on its way under the corridor's own procedure, as its line stands today."""
    procedure = law.book().procedure(corridor, route, "general", today())
    taken = [
        Record(step.id, today() - timedelta(days=_EXAMPLE[step.id]), by=person)
        for step in procedure.steps
        if step.id in _EXAMPLE
        for person in ("first", "second")[: step.persons]
    ]
    return [one for one in procedure.line(taken, today()) if one.id in _SHOWN]


def front(request: HttpRequest) -> HttpResponse:
    """What this is, on one screen."""
    book = law.book()
    corridor = book.corridor("NPL-QAT")
    context = {
        "stations": example(),
        "origin": book.jurisdiction(corridor.origin).name,
        "destination": book.jurisdiction(corridor.destination).name,
        "corridors": book.corridors(),
        "jobs": open_jobs(),
        "values": len(book.ids()),
        "doubts": sum(parameter.open_conflicts for parameter in book.parameters()),
    }
    return render(request, "web/public/front.html", context)


def help_page(request: HttpRequest) -> HttpResponse:
    """What to do in trouble, without signing in."""
    return render(request, "web/public/help.html")


def about(request: HttpRequest) -> HttpResponse:
    """What this is for, and what no software can promise."""
    return render(request, "web/public/about.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use these pages, and whom to tell when they cannot."""
    return render(request, "web/public/accessibility.html")


def schemas(request: HttpRequest) -> HttpResponse:
    """The published JSON Schemas."""
    only(request)
    return render(request, "web/public/schemas.html", {"schemas": _schemas()})


def schema(request: HttpRequest, name: str) -> HttpResponse:
    """One JSON Schema."""
    if name not in _schemas():
        raise NotFound(
            "schema.name",
            sentence(N_("There is no schema called “{name}”."), name=name),
            remedy=sentence(N_("Use one of: {names}."), names=", ".join(_schemas())),
        )
    text = files("corridor.schemas").joinpath(name + _SCHEMA).read_text("utf-8")
    return JsonResponse(json.loads(text), content_type="application/schema+json")


def _schemas() -> list[str]:
    return sorted(
        entry.name.removesuffix(_SCHEMA)
        for entry in files("corridor.schemas").iterdir()
        if entry.name.endswith(_SCHEMA)
    )
