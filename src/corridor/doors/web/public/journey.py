"""The demo's journey: walk it role by role, let days pass, begin again."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from corridor.doors.demo.personas import OFFICES, PERSONAS, Persona
from corridor.doors.demo.reset import reset
from corridor.doors.demo.standing import Standing, standing
from corridor.doors.demo.story import CHAPTERS, Chapter
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.line import CorridorLine
from corridor.doors.web.shared.vocabulary import ROLES
from corridor.doors.web.words import Text
from corridor.platform.access.actor import Role
from corridor.platform.clock import actions as clock


@dataclass(frozen=True, slots=True)
class Scene:
    """One card: a persona, the office, and what to do as that person."""

    number: int
    persona: Persona
    role: Text
    office: str
    todo: Text


@dataclass(frozen=True, slots=True)
class Act:
    """A chapter with its scenes, and where its worker stands today."""

    chapter: Chapter
    scenes: list[Scene]
    worker: str
    line: CorridorLine | None


def journey(request: HttpRequest) -> HttpResponse:
    """Every chapter with its people as cards; only in the demo."""
    if not settings.CORRIDOR_DEMO:
        raise Http404
    people = {persona.key: persona for persona in PERSONAS}
    offices = {office.key: office.name for office in OFFICES}
    workers = [_worker(chapter, people) for chapter in CHAPTERS]
    stand = standing(worker.key for worker in workers if worker)
    acts = [
        Act(
            chapter,
            [
                Scene(number, people[key], ROLES[people[key].role.value],
                      offices.get(people[key].office, ""), todo)
                for number, (key, todo) in enumerate(chapter.scenes, 1)
            ],
            worker.given if worker else "",
            _line(stand.get(worker.key)) if worker else None,
        )
        for chapter, worker in zip(CHAPTERS, workers, strict=True)
    ]  # fmt: skip
    return render(request, "web/public/journey.html", {"acts": acts})


def _line(found: Standing | None) -> CorridorLine | None:
    return CorridorLine(found.stations, found.origin, found.destination) if found else None


def _worker(chapter: Chapter, people: dict[str, Persona]) -> Persona | None:
    return next((people[key] for key, _ in chapter.scenes if people[key].role is Role.WORKER), None)


@require_POST
def start_again(request: HttpRequest) -> HttpResponse:
    """The demo from the beginning; whoever was signed in is signed out. Only in the demo."""
    if not settings.CORRIDOR_DEMO:
        raise Http404
    logout(request)
    reset()
    return redirect("/journey/")


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Next day or next month, in the demo."""
    months = 1 if request.POST.get("step") == "month" else 0
    clock.move(by=actor_of(request), days=0 if months else 1, months=months)
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe else "/journey/")
