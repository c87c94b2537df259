"""The gate's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.gate import views

app_name = "gate"

urlpatterns = [
    path("", views.gate, name="gate"),
    path("use/", views.use, name="use"),
    path("offline/", views.offline, name="offline"),
]
