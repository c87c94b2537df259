"""Addresses of the statistician's desk."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.observatory import approving, beside, desk, making, public_files, steps

app_name = "statistics-desk"

urlpatterns = [
    path("", desk.home, name="home"),
    path("source/", making.source, name="source"),
    path("table/", making.table, name="table"),
    path("estimate/", making.estimate, name="estimate"),
    path("register/", making.register, name="register"),
    path("public/", public_files.give, name="public"),
    path("public/<str:staged>/", public_files.look, name="public-look"),
    path("public/<str:staged>/errors/", public_files.errors, name="public-errors"),
    path("mirror/", beside.mirror, name="mirror"),
    path("reconcile/", beside.reconcile, name="reconcile"),
    path("<str:table>/", steps.work, name="work"),
    path("<str:table>/protect/", steps.protect, name="protect"),
    path("protected/<str:protection>/review/", steps.review, name="review"),
    path("protected/<str:protection>/announce/", steps.announce, name="announce"),
    path("releases/<str:release>/approve/", approving.approve, name="approve"),
    path("releases/<str:release>/withdraw/", steps.withdraw, name="withdraw"),
    path("published/<slug:indicator>/retract/", steps.retract, name="retract"),
]
