"""Is this node well? For machines that watch it: no names, no numbers of records."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from corridor.platform.operations import queries

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 when not; the body says what.

    A node that only reads (its disk is full) is alive: 200, with ``read_only``.
    """
    now = queries.vitals()
    body: dict[str, Any] = dict(now.databases)
    if now.jobs is not None:
        body["jobs"] = {"lag_seconds": now.jobs.lag_seconds, "failed": now.jobs.failed}
        body["guards_missing"] = now.guards_missing
        body["late"] = queries.late(now)
    body["read_only"] = now.read_only_since is not None
    fine = body["default"] and body["keys"] and not now.guards_missing
    return JsonResponse({"ok": fine, **body}, status=200 if fine else 503)


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text, for a machine beside the server or one that knows the token."""
    if not _may_watch(request):
        raise Http404
    return HttpResponse(queries.metrics(), content_type=_TYPE)


def _may_watch(request: HttpRequest) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token = settings.CORRIDOR_METRICS_TOKEN
    if token and kind.lower() == "bearer":
        return hmac.compare_digest(given.strip().encode(), token.encode())
    # What a proxy passes on comes from this machine too, but it was asked by somebody else.
    through_proxy = any(name in request.META for name in _FORWARDED)
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not through_proxy
