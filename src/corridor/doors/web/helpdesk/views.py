"""The help desk's pages. While a counsellor sits beside somebody, these stay her own pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from corridor.core.problems import NotFound
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.queries import (
    answered,
    contract_page,
    counselling_of,
    counselling_queue,
    workers_of,
)
from corridor.doors.web.capacity import ASSISTED_KEY, actor_of
from corridor.doors.web.handle import ActForm, for_roles, handle
from corridor.doors.web.helpdesk.forms import Find, Register
from corridor.doors.web.helpdesk.presenters import queue_view, to_explain
from corridor.doors.web.shared.figures import country_name
from corridor.platform.access.actor import Role
from corridor.platform.people import actions as people
from corridor.platform.people.queries import find_person, person_seen

View = Callable[..., HttpResponse]


def at_desk(view: View) -> View:
    """The counsellor's own capacity, also while she sits beside somebody."""

    @wraps(view)
    def own(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.actor = request.own_actor  # type: ignore[attr-defined]
        return guarded(request, *args, **kwargs)

    guarded = for_roles(Role.COUNSELLOR)(view)
    own.roles = frozenset({Role.COUNSELLOR})  # type: ignore[attr-defined]
    return own


def at(name: str, *args: str) -> str:
    """The address of a page of this face."""
    return reverse(f"helpdesk:{name}", args=args)


@at_desk
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits for a counsellor, longest first, and the way to find one person."""
    waiting = counselling_queue(actor_of(request))
    context = {"queue": queue_view(waiting), "form": Find()}
    return render(request, "web/helpdesk/queue.html", context)


@at_desk
def find(request: HttpRequest) -> HttpResponse:
    """One person by an exact number; the number is sent in the form, never in an address."""
    form = Find(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by, data = actor_of(request), form.cleaned_data
        holder = find_person(by, passport=data["passport"])
        found = [holder] if holder is not None else workers_of(data["reference"], by)
        if len(found) == 1:
            return redirect(at("person", str(found[0].pk)))
        context = {"form": form, "several": found, "tried": [] if found else form.tried()}
        status = 200 if found else 404
        return render(request, "web/helpdesk/find.html", context, status=status)
    status = 422 if request.method == "POST" else 200
    return render(request, "web/helpdesk/find.html", {"form": form}, status=status)


@at_desk
def person(request: HttpRequest, person: str) -> HttpResponse:
    """One person, and the button to sit beside them."""
    found = person_seen(person, actor_of(request))

    def begun(helped: Any) -> str:
        request.session[ASSISTED_KEY] = str(helped.pk)
        return "/my/"

    return handle(
        request,
        ActForm(request.POST if request.method == "POST" else None),
        people.begin_assistance,
        template="web/helpdesk/person.html",
        done=begun,
        context={
            "found": found,
            "country": country_name(found.nationality),
            "back_url": at("home"),
        },
        person=person,
    )


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Stand up: from now on nothing is done in the other person's name."""
    request.session.pop(ASSISTED_KEY, None)
    return redirect(at("home"))


@at_desk
def counselling(request: HttpRequest, counselling: str) -> HttpResponse:
    """What to explain, sentence by sentence, and that it was done."""
    by = actor_of(request)
    waiting = counselling_of(counselling, by)
    page = contract_page(str(waiting.contract_id), by)
    last = page.understandings[0] if page.understandings else None
    told = answered(str(last.pk), by) if last else []
    return handle(
        request,
        ActForm(request.POST if request.method == "POST" else None),
        contracts.counsel_done,
        template="web/helpdesk/counselling.html",
        done=lambda _done: at("home"),
        context={
            "waiting": waiting,
            "page": page,
            "unclear": [one for one in to_explain(told) if not one.told_well],
            "clear": [one for one in to_explain(told) if one.told_well],
            "back_url": at("home"),
        },
        counselling=counselling,
    )


@at_desk
def register(request: HttpRequest) -> HttpResponse:
    """Somebody new: registered, and able to sign in with their own phone."""
    data = request.POST if request.method == "POST" else None
    country = actor_of(request).country
    form = Register(data, initial={"nationality": country, "language": actor_of(request).language})
    return handle(
        request,
        form,
        _register,
        template="web/helpdesk/register.html",
        done=lambda made: at("person", str(made.pk)),
        context={"back_url": at("home")},
    )


def _register(**given: Any) -> Any:
    """Register, and open the way to sign in; somebody of another nation is registered only."""
    made = people.register_person(**given)
    try:
        people.open_account(by=given["by"], person=str(made.pk))
    except NotFound:
        return made
    return made
