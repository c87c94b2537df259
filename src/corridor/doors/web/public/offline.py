"""What can be taken along: the verifier as one file, and the list of passes taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from corridor.doors.verifier import pins
from corridor.doors.verifier.build import FILE
from corridor.doors.web.limits import limit

_SOON = "public, max-age=300"


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier with today's keys and list, to keep on a disk."""
    limit(request, "verifier", times=60)
    answer = HttpResponse(pins.verifier(), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{FILE}"'
    answer["Cache-Control"] = _SOON
    return answer


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    """The signed list of passes taken back: short codes and days, nobody's name."""
    limit(request, "revoked", times=120)
    text = pins.revocation_list()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = _SOON
    return answer
