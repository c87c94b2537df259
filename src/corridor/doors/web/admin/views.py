"""The administrator's lists: people, organisations, changes; and the demo's clock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.doors.web.admin import presenters
from corridor.doors.web.admin.forms import OrganisationForm, PersonForm, SureForm
from corridor.doors.web.admin.words import KINDS
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.shared.addresses import choice, only
from corridor.platform.access.actor import Role
from corridor.platform.clock import actions as clocks
from corridor.platform.clock.queries import today
from corridor.platform.journal import queries as journal
from corridor.platform.people import actions
from corridor.platform.people import queries as directory

PAGE = 50


def sent(request: HttpRequest) -> Any:
    """What the form is bound to."""
    return request.POST if request.method == "POST" else None


@require_safe
@for_roles(Role.ADMIN)
def people(request: HttpRequest) -> HttpResponse:
    """Look a person up by name. Nobody leafs through everybody."""
    only(request, "q")
    text = request.GET.get("q", "")
    found = directory.people_named(actor_of(request), text, limit=PAGE)
    context = {"queue": presenters.people(found, text), "search": text}
    return render(request, "web/admin/people.html", context)


@require_safe
@for_roles(Role.ADMIN)
def person(request: HttpRequest, person: str) -> HttpResponse:
    """One person: roles, account, keys. Nothing of any case."""
    only(request)
    found = directory.standing(person, actor_of(request))
    context = {
        "found": found,
        "roles": presenters.roles(found, today()),
        "keys": presenters.keys(found, today()),
        "sure": SureForm(),
        "back_url": reverse("admin-desk:people"),
    }
    return render(request, "web/admin/person.html", context)


@for_roles(Role.ADMIN)
def new_person(request: HttpRequest) -> HttpResponse:
    """Register a person who will act for an office."""
    return handle(
        request,
        PersonForm(sent(request)),
        actions.register_person,
        template="web/admin/new_person.html",
        done=lambda made: reverse("admin-desk:person", args=[made.pk]),
        context={"back_url": reverse("admin-desk:people")},
    )


@require_safe
@for_roles(Role.ADMIN)
def organisations(request: HttpRequest) -> HttpResponse:
    """Registered organisations, by name, number and kind."""
    only(request, "q", "kind")
    text, kind = request.GET.get("q", ""), choice(request, "kind", list(KINDS))
    found = directory.organisations(actor_of(request), text=text, kind=kind, limit=PAGE + 1)
    context = {
        "queue": presenters.organisations(found[:PAGE], text, kind),
        "more": len(found) > PAGE,
        "limit": PAGE,
    }
    return render(request, "web/admin/organisations.html", context)


@for_roles(Role.ADMIN)
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    return handle(
        request,
        OrganisationForm(sent(request)),
        actions.register_organisation,
        template="web/admin/new_organisation.html",
        done=lambda made: reverse("admin-desk:organisations") + f"?kind={made.kind}",
        context={"back_url": reverse("admin-desk:organisations")},
    )


@require_safe
@for_roles(Role.ADMIN)
def changes(request: HttpRequest) -> HttpResponse:
    """Who let whom act for whom, and since when: the journal's rows on roles."""
    only(request, "after")
    by = actor_of(request)
    found = journal.latest(by, after=request.GET.get("after", ""), limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "rows": presenters.changes(shown, by),
        "after": shown[-1].pk if len(found) > PAGE else "",
    }
    return render(request, "web/admin/changes.html", context)


class ClockForm(SureForm):
    """How far the demo's clock goes."""

    step = forms.ChoiceField(choices=[("day", "day"), ("month", "month")])


def _move(*, by: Any, step: str) -> Any:
    return clocks.move(by=by, days=int(step == "day"), months=int(step == "month"))


@for_roles(Role.ADMIN)
def clock(request: HttpRequest) -> HttpResponse:
    """The demo's clock. Outside the demo time is not ours to move, and this page is not there."""
    if not settings.CORRIDOR_DEMO:
        raise Http404
    return handle(
        request,
        ClockForm(sent(request)),
        _move,
        template="web/admin/clock.html",
        done=lambda _: reverse("admin-desk:clock"),
        context={"today": today(), "back_url": reverse("admin-desk:people")},
    )
