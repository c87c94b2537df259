"""The front page, the journey of the demo, help, and checking a paper."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from corridor.core.line import Station
from corridor.doors.demo.personas import OFFICES, PERSONAS
from corridor.doors.demo.story import CHAPTERS
from corridor.doors.web.capacity import actor_of
from corridor.engines import law
from corridor.platform.clock import actions as clock
from corridor.platform.clock.queries import today


def _example() -> list[Station]:
    """The stations of the agency route from Nepal to Qatar, none taken yet."""
    return law.book().procedure("NPL-QAT", "agency", "general", today()).line([], today())


def front(request: HttpRequest) -> HttpResponse:
    """What this is, on one screen."""
    context = {"stations": _example(), "corridors": law.book().corridors()}
    return render(request, "web/public/front.html", context)


def journey(request: HttpRequest) -> HttpResponse:
    """Walk the journey role by role; only in the demo."""
    if not settings.CORRIDOR_DEMO:
        raise Http404
    people = {persona.key: persona for persona in PERSONAS}
    offices = {office.key: office for office in OFFICES}
    chapters = [
        (
            chapter,
            [(people[key], offices.get(people[key].office), do) for key, do in chapter.scenes],
        )
        for chapter in CHAPTERS
    ]
    return render(request, "web/public/journey.html", {"chapters": chapters})


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Next day or next month, in the demo."""
    months = 1 if request.POST.get("step") == "month" else 0
    clock.move(by=actor_of(request), days=0 if months else 1, months=months)
    back = request.POST.get("back", "")
    return redirect(back if back.startswith("/") and not back.startswith("//") else "/journey/")


def help_page(request: HttpRequest) -> HttpResponse:
    """What to do in trouble, without signing in."""
    return render(request, "web/public/help.html")
