"""The reader's language: chosen once, kept in a cookie; else the browser's; else English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

_KNOWN = {code for code, _ in settings.LANGUAGES}


class ReaderLanguage:
    """Activates the language for the request and says it in the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        chosen = asked if asked in _KNOWN else translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", chosen)
        if asked in _KNOWN:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, asked, max_age=31_536_000, samesite="Lax"
            )
        return response
