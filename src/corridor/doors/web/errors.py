"""The pages for what went wrong before or outside a view: 400, 403, 404, 429, 500 and 503.

Machines that ask the API get the same as problem details.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from corridor.core.canonical import canonical
from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.platform.operations import standstill


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
_OWN_SHARE = Trouble(
    429,
    N_("Please wait a moment"),
    N_("Many people ask at the same time, and your office or device has had its turn."),
    N_("Wait some seconds and try again. Nothing of what you sent was taken over."),
)
_FULL_HOUSE = Trouble(
    503,
    N_("Please wait a moment"),
    N_("More people ask at the moment than this system can answer."),
    N_("Wait some seconds and try again. Nothing of what you sent was taken over."),
)
_NO_ANSWER = Trouble(
    503,
    N_("The records cannot be reached at the moment"),
    N_("What you sent was not taken over; nothing was half done."),
    N_("Try again in a few minutes. If it stays, tell the office that gave you the address."),
)
_DISK_FULL = Trouble(
    503,
    N_("Nothing new can be stored at the moment"),
    N_("This system’s disk is full. What you sent was not taken over; nothing was half done."),
    N_("What is on record can be read. Try again in some minutes."),
)
_API = "/api/"
_AGAIN = 10  # seconds

# SQLITE_BUSY and SQLITE_LOCKED; lost or refused connections, deadlocks, a server that restarts.
_SQLITE_LATER = {5, 6}
_POSTGRES_LATER = ("08", "40", "53", "57")


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
    """500, with nothing that could break again: no database, no session.

    503 where the disk is full or the database does not answer: that passes by itself.
    """
    error = sys.exc_info()[1]
    if standstill.noticed(error) or _is_refusal(error):
        return _answer(request, _DISK_FULL, standstill.RETRY_AFTER)
    if _passes(error):
        return _answer(request, _NO_ANSWER, _AGAIN)
    return _answer(request, _TROUBLES[500], 0)


def busy(request: HttpRequest, status: int, retry_after: int) -> HttpResponse:
    """429 or 503 at once, in the reader's language, from memory."""
    return _answer(request, _OWN_SHARE if status == 429 else _FULL_HOUSE, retry_after)


def _is_refusal(error: BaseException | None) -> bool:
    return isinstance(error, Problem) and error.code == standstill.refusal().code


def _passes(error: BaseException | None) -> bool:
    """Whether a database error comes from the moment and not from us."""
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _SQLITE_LATER
    state = getattr(cause, "sqlstate", "")
    return state is None or (state != "" and state.startswith(_POSTGRES_LATER))


def _answer(request: HttpRequest, trouble: Trouble, retry_after: int) -> HttpResponse:
    language = translation.get_language_from_request(request)
    if request.path_info.startswith(_API):
        body, kind = _details(trouble, language), "application/problem+json"
    else:
        body, kind = _plain_page(trouble, language), "text/html; charset=utf-8"
    response = HttpResponse(body, status=trouble.status, content_type=kind)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response._has_been_logged = True  # type: ignore[attr-defined]  # no fault; its own line says it
        response.headers["Retry-After"] = str(retry_after)
    return response


@cache
def _plain_page(trouble: Trouble, language: str) -> bytes:
    with translation.override(language):
        text = render_to_string("web/error.html", {"trouble": trouble, "plain": True})
    return text.encode()


@cache
def _details(trouble: Trouble, language: str) -> bytes:
    with translation.override(language):
        title, what, todo = (gettext(one) for one in (trouble.title, trouble.what, trouble.todo))
    code = f"http.{trouble.status}"
    body = {"type": f"/problems/{code}", "code": code, "title": title, "status": trouble.status}
    return canonical(body | {"detail": f"{what} {todo}", "remedy": todo})
