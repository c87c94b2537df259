"""Every address of this node."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from corridor.doors.api.api import api
from corridor.doors.web.health import health, metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("health/", health),
    path("metrics", metrics),
    path("", include("corridor.doors.web.urls")),
]

handler400 = "corridor.doors.web.errors.bad_request"
handler403 = "corridor.doors.web.errors.forbidden"
handler404 = "corridor.doors.web.errors.not_found"
handler500 = "corridor.doors.web.errors.broken"
