"""Is this node well? For machines that watch it: no names, no counts of cases."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from corridor.platform.jobs.queries import standing
from corridor.platform.journal import guard

_TOLERATED_LAG = 300  # seconds


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 when not; the body says what."""
    body: dict[str, Any] = {alias: _answers(alias) for alias in ("default", "keys")}
    if body["default"]:
        jobs = standing()
        body["jobs"] = {"lag_seconds": jobs.lag_seconds, "failed": jobs.failed}
        body["guards_missing"] = guard.missing()
        body["late"] = jobs.lag_seconds > _TOLERATED_LAG
    fine = body["default"] and body["keys"] and not body["guards_missing"]
    return JsonResponse({"ok": fine, **body}, status=200 if fine else 503)


def _answers(alias: str) -> bool:
    try:
        connections[alias].ensure_connection()
        return bool(connections[alias].is_usable())
    except DatabaseError:
        return False
