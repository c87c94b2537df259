"""Addresses of the employer's pages, below ``/employer/``."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.employer.views import (
    contracts,
    ending,
    home,
    inspections,
    offers,
    orders,
    records,
    start,
    wages,
)

app_name = "employer"
_WAY = "<str:corridor>/<str:route>/<str:regime>/<str:isco>"

urlpatterns = [
    path("", home.home, name="home"),
    path("messages/", home.letters, name="letters"),
    path("orders/", orders.listed, name="orders"),
    path("orders/new/", start.order, name="order-start"),
    path(f"orders/new/{_WAY}/", orders.new, name="order-new"),
    path("orders/<str:order>/", orders.one, name="order"),
    path("orders/<str:order>/correct/", orders.correct, name="order-correct"),
    path("orders/<str:order>/agency/", orders.agency, name="order-agency"),
    path("orders/<str:order>/withdraw/", orders.withdraw, name="order-withdraw"),
    path("orders/<str:order>/paper/", orders.add_paper, name="order-paper"),
    path("orders/<str:order>/papers/<str:file>", orders.paper, name="order-file"),
    path("powers/<str:power>/end/", orders.end_power, name="power-end"),
    path("candidates/<str:candidate>/select/", orders.select, name="select"),
    path("candidates/<str:candidate>/pass-over/", orders.pass_over, name="pass-over"),
    path("candidates/<str:candidate>/offer/", offers.to_candidate, name="offer-candidate"),
    path("orders/<str:order>/offer/", offers.under_order, name="offer-order"),
    path("offers/new/", start.offer, name="offer-start"),
    path(f"offers/new/{_WAY}/", offers.direct, name="offer-direct"),
    path("contracts/", contracts.listed, name="contracts"),
    path("contracts/<str:contract>/", contracts.one, name="contract"),
    path("contracts/<str:contract>/again/<str:route>/", offers.again, name="offer-again"),
    path("contracts/<str:contract>/change/", contracts.amend, name="amend"),
    path("contracts/<str:contract>/visa/", contracts.visa, name="visa"),
    path("contracts/<str:contract>/number/", contracts.number, name="number"),
    path("contracts/<str:contract>/arrived/", contracts.arrived, name="arrived"),
    path("contracts/<str:contract>/step/<str:step>/", contracts.step, name="step"),
    path("contracts/<str:contract>/end/", ending.end, name="end"),
    path("contracts/<str:contract>/absence/", ending.absence, name="absence"),
    path("contracts/<str:contract>/settlement/", ending.settle, name="settle"),
    path("wages/", wages.months, name="wages"),
    path("wages/give/", wages.give, name="wages-give"),
    path("wages/look/<str:staged>/", wages.look, name="wages-look"),
    path("wages/look/<str:staged>/report.csv", wages.report, name="wages-report"),
    path("wages/<str:month>/", records.month, name="month"),
    path("wages/<str:month>/statement.csv", records.statement, name="statement"),
    path("wages/<str:month>/<int:version>/", records.version, name="version"),
    path("wages/<str:month>/<int:version>/lines.csv", records.submitted, name="submitted"),
    path("wages/<str:month>/<int:version>/receipt.pdf", records.receipt, name="wage-receipt"),
    path("inspection/", inspections.listed, name="inspections"),
    path("inspection/<str:inspection_order>/", inspections.one, name="inspection"),
    path("inspection/<str:inspection_order>/evidence/", inspections.evidence, name="evidence"),
    path("inspection/<str:inspection_order>/appeal/", inspections.appeal, name="appeal"),
]
