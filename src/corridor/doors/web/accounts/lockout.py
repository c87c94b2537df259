"""What happens after too many tries."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence


class TooManyTries(NotPermitted):
    """Sign-in is closed for a while, for this name from this address."""

    status = 429


def tried_name(request: HttpRequest | None, credentials: Any = None) -> str:
    """The name whose tries are counted, the same before and after the password is checked."""
    given = credentials or {}
    typed = request.POST.get("login") if request is not None else ""
    named = typed or given.get("username") or given.get("login") or given.get("email") or ""
    return str(named).strip().casefold()[:254]


def locked_out(
    request: HttpRequest, response: Any = None, credentials: Any = None, *args: Any
) -> HttpResponse:
    """The page of somebody who has tried too often."""
    problem = TooManyTries(
        "sign_in.locked",
        sentence(N_("Too many tries to sign in.")),
        remedy=sentence(N_("Wait a quarter of an hour, or ask your administrator.")),
    )
    return render(request, "web/problem.html", {"problem": problem}, status=problem.status)
