"""The pages for what went wrong before or outside a view: 400, 403, 404, 429 and 500."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from corridor.core.text import N_


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happened and what to do now."""

    status: int
    title: str
    what: str
    todo: str


_TROUBLES = {
    400: Trouble(
        400,
        N_("This address cannot be read"),
        N_("Something in the address or in the form is not as it should be."),
        N_("Go back to the beginning and choose from there."),
    ),
    403: Trouble(
        403,
        N_("This is not open to you"),
        N_("The page belongs to somebody else, or it waited too long before it was sent."),
        N_("Go back, load the page again and send it once more. Nothing was changed."),
    ),
    404: Trouble(
        404,
        N_("There is no such page"),
        N_("The address may be mistyped, or the record is not public."),
        N_("Check the address, or start from the beginning."),
    ),
    500: Trouble(
        500,
        N_("Something broke on our side"),
        N_("What you sent was not taken over; nothing was half done."),
        N_("Try again in a few minutes. If it stays, tell the office that gave you the address."),
    ),
}


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The page of one status in the reader's language."""
    return render(request, "web/error.html", {"trouble": _TROUBLES[status]}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return page(request, 403)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its key: the page waited too long, or came from elsewhere."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, with nothing that could break again: no database, no session."""
    text = render_to_string("web/error.html", {"trouble": _TROUBLES[500], "plain": True})
    return HttpResponse(text, status=500)
