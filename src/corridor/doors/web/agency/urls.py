"""Addresses of the agency's pages, below ``/agency/``."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.agency.views import cases, home, orders

app_name = "agency"

urlpatterns = [
    path("", home.home, name="home"),
    path("public/", home.public, name="public"),
    path("powers/", orders.powers, name="powers"),
    path("powers/<str:power>/end/", orders.end_power, name="power-end"),
    path("orders/", orders.listed, name="orders"),
    path("orders/<str:order>/", orders.one, name="order"),
    path("orders/<str:order>/advertise/", orders.advertise, name="advertise"),
    path("orders/<str:order>/propose/", orders.propose, name="propose"),
    path("orders/<str:order>/papers/<str:file>", orders.paper, name="order-file"),
    path("candidates/<str:candidate>/select/", orders.select, name="select"),
    path("candidates/<str:candidate>/pass-over/", orders.pass_over, name="pass-over"),
    path("cases/", cases.listed, name="cases"),
    path("cases/<str:contract>/", cases.one, name="case"),
    path("cases/<str:contract>/visa/", cases.visa, name="visa"),
    path("cases/<str:contract>/fitness/", cases.fitness, name="fitness"),
    path("cases/<str:contract>/clearance/", cases.clearance, name="clearance"),
    path("cases/<str:contract>/step/<str:step>/", cases.step, name="step"),
]
