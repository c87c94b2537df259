"""Addresses of the statistician's desk."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.observatory import approving, desk

app_name = "statistics-desk"

urlpatterns = [
    path("", desk.home, name="home"),
    path("source/", desk.source, name="source"),
    path("table/", desk.table, name="table"),
    path("estimate/", desk.estimate, name="estimate"),
    path("register/", desk.register, name="register"),
    path("<str:table>/", desk.work, name="work"),
    path("<str:table>/protect/", desk.protect, name="protect"),
    path("protected/<str:protection>/review/", desk.review, name="review"),
    path("protected/<str:protection>/announce/", desk.announce, name="announce"),
    path("releases/<str:release>/approve/", approving.approve, name="approve"),
    path("releases/<str:release>/withdraw/", desk.withdraw, name="withdraw"),
    path("published/<slug:indicator>/retract/", desk.retract, name="retract"),
]
