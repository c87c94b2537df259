"""The addresses of the web faces."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from corridor.doors.web import desk

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("corridor.doors.web.accounts.urls")),
    path("", include("corridor.doors.web.public.urls")),
    path("my/", include("corridor.doors.web.worker.urls")),
    path("desk-help/", include("corridor.doors.web.helpdesk.urls")),
    path("employer/", include("corridor.doors.web.employer.urls")),
    path("agency/", include("corridor.doors.web.agency.urls")),
    path("office/", include("corridor.doors.web.officer.urls")),
    path("gate/", include("corridor.doors.web.gate.urls")),
    path("desk/", desk.desk, name="desk"),
    path("capacity/", desk.capacity, name="capacity"),
    path("inspection/", include("corridor.doors.web.inspector.urls")),
    path("statistics/", include("corridor.doors.web.observatory.urls")),
    path("statistics-desk/", include("corridor.doors.web.observatory.desk_urls")),
    path("union/", include("corridor.doors.web.union.urls")),
    path("admin-desk/", include("corridor.doors.web.admin.urls")),
]

if settings.CORRIDOR_DEMO or settings.TESTING:
    urlpatterns.append(path("gallery/", include("corridor.doors.web.gallery.urls")))
