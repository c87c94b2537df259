"""Public addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.public import law_views, views

app_name = "public"

urlpatterns = [
    path("", views.front, name="front"),
    path("journey/", views.journey, name="journey"),
    path("demo/clock/", views.move_clock, name="clock"),
    path("help/", views.help_page, name="help"),
    path("law/", law_views.law_list, name="law"),
    path("law/<str:value_id>/", law_views.law_value, name="law-value"),
]
