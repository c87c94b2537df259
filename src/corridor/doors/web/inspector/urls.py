"""The inspector's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.inspector import views

app_name = "inspector"

urlpatterns = [
    path("", views.ranking, name="ranking"),
    path("establishments.csv", views.ranking_csv, name="ranking-csv"),
    path("<str:employer>/", views.establishment, name="establishment"),
    path("<str:employer>/findings.csv", views.findings_csv, name="findings-csv"),
]
