"""The addresses of the web faces."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("corridor.doors.web.accounts.urls")),
    path("", include("corridor.doors.web.public.urls")),
]

if settings.CORRIDOR_DEMO or settings.TESTING:
    urlpatterns.append(path("gallery/", include("corridor.doors.web.gallery.urls")))
