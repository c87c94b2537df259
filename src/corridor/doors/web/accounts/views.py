"""Sign-in, sign-out, and the demo's side door."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, RequestLoginCodeView, password_change
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corridor.doors.web.accounts.forms import PhoneForm
from corridor.doors.web.desk import HOMES
from corridor.platform.access.actor import Role
from corridor.platform.people import actions as people
from corridor.platform.people import queries


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """One page, two ways: a phone number, or name and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "phone_form": PhoneForm(prefix=None)}


class SignInByPhone(RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Asks for the phone number and sends a code."""


def password(request: HttpRequest) -> HttpResponse:
    """Change the password. Who signs in by phone has none and goes back to the own first page."""
    account: Any = request.user
    if account.is_authenticated and not account.has_usable_password():
        return redirect("desk")
    changed: HttpResponse = password_change(request)
    return changed


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask on GET, leave on POST; the browser forgets what it kept of this site."""
    if request.method == "GET":
        return render(request, "account/logout.html")
    account: Any = request.user
    if account.is_authenticated:
        people.note_sign_in(account, "sign_in.out")
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the demo as one of its people. Outside the demo this address does not exist."""
    if not settings.CORRIDOR_DEMO:
        raise Http404
    account = queries.account_named(f"demo-{request.POST.get('persona', '')}")
    if account is None:
        raise Http404
    logout(request)
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_where(request, account))


def _where(request: HttpRequest, account: Any) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return str(asked)
    return home_of(account)


def home_of(account: Any) -> str:
    """The first page after sign-in: a worker's own, or the desk of the role."""
    from corridor.platform.clock.queries import today

    held = queries.capacities(account.person_id, today()) if account.person_id else []
    return HOMES[Role(held[0].role)] if held else HOMES[Role.WORKER]
