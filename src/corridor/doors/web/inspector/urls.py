"""The inspector's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.inspector import acts, told, views, visits

app_name = "inspector"

urlpatterns = [
    path("", views.ranking, name="ranking"),
    path("establishments.csv", views.ranking_csv, name="ranking-csv"),
    path("calendar/", views.calendar, name="calendar"),
    path("told/", told.places, name="told-places"),
    path("visits/", visits.listed, name="visits"),
    path("visits/<str:visit>/", visits.visit, name="visit"),
    path("visits/<str:visit>/hand/", visits.hand, name="visit-hand"),
    path("orders/<str:order>/", acts.order, name="order"),
    path("orders/<str:order>/close/", acts.close, name="close"),
    path("orders/<str:order>/judgment/", acts.judge, name="judge"),
    path("orders/<str:order>/withdraw/", acts.withdraw, name="withdraw"),
    path("orders/<str:order>/appeal/", acts.uphold, name="uphold"),
    path("evidence/<str:evidence>/paper", acts.paper, name="paper"),
    path("<str:employer>/", views.establishment, name="establishment"),
    path("<str:employer>/step/", acts.step, name="step"),
    path("<str:employer>/ladder/", acts.exclude, name="exclude"),
    path("<str:employer>/order/", acts.order_new, name="order-new"),
    path("<str:employer>/told/", told.told, name="told"),
    path("<str:employer>/visit/", visits.plan, name="visit-plan"),
    path("<str:employer>/findings.csv", views.findings_csv, name="findings-csv"),
]
