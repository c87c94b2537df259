"""Every address of this node."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from corridor.doors.web.health import health

from corridor.doors.api.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("health/", health),
    path("", include("corridor.doors.web.urls")),
]
