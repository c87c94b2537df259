"""Granting and ending: roles, accounts, keys to the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.doors.web.admin.forms import AccountForm, RoleForm, SureForm, TokenForm
from corridor.doors.web.admin.views import sent
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.platform.access.actor import Actor, Role
from corridor.platform.people import actions
from corridor.platform.people import queries as directory
from corridor.platform.people.models import Membership

SHOWN_ONCE = "admin.token"
OFFICES = 500
"""Organisations offered for choice at once; the search narrows them."""


def _person_page(person: str) -> str:
    return reverse("admin-desk:person", args=[person])


@for_roles(Role.ADMIN)
def grant(request: HttpRequest, person: str) -> HttpResponse:
    """Let a person act for an organisation. Roles that must not meet are refused in words."""
    by = actor_of(request)
    found = directory.standing(person, by)
    text = request.GET.get("office", "")
    form = RoleForm(sent(request), offices=directory.organisations(by, text=text, limit=OFFICES))
    return handle(
        request,
        form,
        actions.grant_role,
        template="web/admin/grant.html",
        done=lambda made: _person_page(made.person_id),
        context={"found": found, "search": text, "back_url": _person_page(person)},
        person=person,
    )


@for_roles(Role.ADMIN)
def end(request: HttpRequest, membership: str) -> HttpResponse:
    """End a role today. What was done in it stays on record."""
    held = _membership(membership, actor_of(request))
    return handle(
        request,
        SureForm(sent(request)),
        actions.end_role,
        template="web/admin/end_role.html",
        done=lambda ended: _person_page(ended.person_id),
        context={"held": held, "back_url": _person_page(held.person_id)},
        membership=membership,
    )


@for_roles(Role.ADMIN)
def open_account(request: HttpRequest, person: str) -> HttpResponse:
    """Give a person a way to sign in."""
    found = directory.standing(person, actor_of(request))
    return handle(
        request,
        AccountForm(sent(request)),
        actions.open_account,
        template="web/admin/account.html",
        done=lambda made: _person_page(made.person_id),
        context={"found": found, "back_url": _person_page(person)},
        person=person,
    )


@for_roles(Role.ADMIN)
def issue_token(request: HttpRequest, membership: str) -> HttpResponse:
    """Issue a key to the API. It waits in the sealed session until it was shown, once."""
    held = _membership(membership, actor_of(request))

    def shown(token: str) -> str:
        request.session[SHOWN_ONCE] = token
        return reverse("admin-desk:token-shown", args=[held.person_id])

    return handle(
        request,
        TokenForm(sent(request)),
        actions.issue_token,
        template="web/admin/issue_token.html",
        done=shown,
        context={"held": held, "back_url": _person_page(held.person_id)},
        membership=membership,
    )


@never_cache
@require_safe
@for_roles(Role.ADMIN)
def token_shown(request: HttpRequest, person: str) -> HttpResponse:
    """The new key, this one time. Loading the page again shows the person instead."""
    token = request.session.pop(SHOWN_ONCE, None)
    if token is None:
        return redirect(_person_page(person))
    return render(request, "web/admin/token.html", {"token": token, "next": _person_page(person)})


@for_roles(Role.ADMIN)
def end_token(request: HttpRequest, token: str) -> HttpResponse:
    """End a key today."""
    return handle(
        request,
        SureForm(sent(request)),
        actions.end_token,
        template="web/admin/end_token.html",
        done=lambda ended: _person_page(ended.membership.person_id),
        context={"back_url": reverse("admin-desk:people")},
        token=token,
    )


def _membership(membership: str, by: Actor) -> Membership:
    held = directory.memberships_by_id([membership], by).get(membership)
    if held is None:
        raise NotFound(
            "people.membership.not_found",
            sentence(N_("There is no such role on record.")),
            remedy=sentence(N_("Look the person up by name.")),
        )
    return held
