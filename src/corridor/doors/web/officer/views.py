"""The office's pages: the queue, a case and its acts, finding a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST

from corridor.core.codes.short import misread
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import queries as contracts
from corridor.cycle.departure import queries as departure
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer import presenters
from corridor.doors.web.officer.case import CasePage, case_page
from corridor.doors.web.officer.deeds import DEEDS
from corridor.doors.web.officer.forms import FindForm
from corridor.doors.web.officer.work import FILTERS, OFFICERS
from corridor.doors.web.words import say
from corridor.platform.access.actor import Actor

KEPT = "office_queue"


def lazily(make: Any) -> Any:
    """A page that is read only when it is shown: a POST that succeeds never shows it."""
    return SimpleLazyObject(make)


def back(request: HttpRequest) -> str:
    """The queue as the officer left it: its filters lie in a cookie of this browser."""
    kept = request.COOKIES.get(KEPT, "")
    return f"/office/?{kept}" if kept else "/office/"


@for_roles(*OFFICERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Everything this office must do."""
    query = {name: request.GET.get(name, "") for name in (*FILTERS, "sort", "page")}
    view = presenters.queue(actor_of(request), query)
    response = render(
        request, "web/officer/queue.html", {"queue": view, "find": FindForm(), "tab": "queue"}
    )
    kept = request.GET.copy()
    kept.pop("lang", None)
    response.set_cookie(
        KEPT, kept.urlencode()[:500], path="/office/", samesite="Lax", httponly=True
    )
    return response


@for_roles(*OFFICERS)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """By contract number, short code or exact passport; by POST, so that none is in an address."""
    by, form = actor_of(request), FindForm(request.POST)
    text = form.cleaned_data["what"] if form.is_valid() else ""
    found = contracts.find(text, by)
    if not found:
        passed = departure.by_text(text, by) if text else None
        if passed is not None:
            return redirect(f"/office/cases/{passed.clearance.contract_id}/")
    if len(found) == 1:
        return redirect(f"/office/cases/{found[0].pk}/")
    context = {
        "find": form,
        "found": found,
        "tried": text,
        "misread": misread(text),
        "back_url": back(request),
    }
    return render(request, "web/officer/found.html", context, status=200 if found else 404)


@for_roles(*OFFICERS)
def case(request: HttpRequest, contract_id: str) -> HttpResponse:
    """One case on one screen."""
    page = case_page(contract_id, actor_of(request))
    return render(request, "web/officer/case.html", {"page": page, "back_url": back(request)})


@for_roles(*OFFICERS)
@require_POST
def act(request: HttpRequest, contract_id: str, key: str) -> HttpResponse:
    """One act on a case; refused, it comes back on the case's own page."""
    if key not in DEEDS:
        raise Http404
    deed, by = DEEDS[key], actor_of(request)
    form = deed.form(request.POST, auto_id=f"id_{key}_%s")
    fixed = {deed.on: _subject(deed.on, contract_id, by), **deed.fixed}

    def done(_: Any) -> str:
        messages.success(request, say(deed.done))
        return f"/office/cases/{contract_id}/"

    page = lazily(lambda: case_page(contract_id, by, (key, form)))
    context = {"page": page, "back_url": back(request)}
    return handle(
        request,
        form,
        deed.act,
        template="web/officer/case.html",
        done=done,
        context=context,
        **fixed,
    )


def _subject(on: str, contract_id: str, by: Actor) -> str:
    """The id of what the act is about. Raises ``NotFound`` when there is none here."""
    if on == "contract":
        return contract_id
    found: Any = None
    if on == "clearance":
        found = departure.of_contract(contract_id, by)
    elif on == "change":
        found = next(iter(contracts.contract_page(contract_id, by).changes), None)
    if found is None:
        raise NotFound(
            "office.nothing_there",
            sentence(N_("There is no such record here.")),
            remedy=sentence(N_("Open the case again.")),
        )
    return str(found.pk)


@for_roles(*OFFICERS)
def terms(request: HttpRequest, contract_id: str) -> HttpResponse:
    """The contract clause by clause, in every language, and its changes."""
    from corridor.doors.web.officer.terms import terms_page

    page = terms_page(contract_id, actor_of(request))
    context = {"page": page, "back_url": f"/office/cases/{contract_id}/"}
    return render(request, "web/officer/terms.html", context)


@for_roles(*OFFICERS)
def history(request: HttpRequest, contract_id: str) -> HttpResponse:
    """What happened when, by which office; signatures, receipts, this office's own acts."""
    from corridor.doors.web.officer.history import history_page

    page = history_page(contract_id, actor_of(request))
    context = {"page": page, "back_url": f"/office/cases/{contract_id}/"}
    return render(request, "web/officer/history.html", context)


__all__ = ["CasePage", "act", "back", "case", "find", "history", "lazily", "queue", "terms"]
