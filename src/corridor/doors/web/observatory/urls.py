"""Addresses of the public statistics."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.observatory import portal

app_name = "statistics"

urlpatterns = [
    path("", portal.catalogue, name="catalogue"),
    path("calendar/", portal.calendar, name="calendar"),
    path("<slug:indicator>/", portal.indicator, name="indicator"),
    path("<slug:indicator>/<int:number>/manifest.json", portal.manifest, name="manifest"),
    path("<slug:indicator>/<int:number>/<slug:kind>/", portal.download, name="file"),
]
