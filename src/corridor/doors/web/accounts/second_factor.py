"""Whoever acts for an office sets up a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from corridor.platform.access.actor import Role

_FREE = ("/account/", "/sign-in/", "/sign-out/", "/static/", "/health/")
_SEEN = "second_factor"


class SecondFactor:
    """Sends members of offices to the set-up page until they have a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.CORRIDOR_SECOND_FACTOR and self._lacks_one(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        account: Any = request.user
        own: Any = getattr(request, "own_actor", getattr(request, "actor", None))
        if not account.is_authenticated or own is None:
            return False
        if own.role in {Role.WORKER, Role.STRANGER}:
            return False
        if request.path.startswith(_FREE):
            request.session.pop(_SEEN, None)  # it may be switched off on these very pages
            return False
        if request.session.get(_SEEN):
            return False
        if not is_mfa_enabled(account):
            return True
        request.session[_SEEN] = True
        return False
