"""The office's addresses."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.officer import (
    arrival_views,
    batches,
    licence_views,
    order_views,
    paper_views,
    registers,
    views,
)

app_name = "officer"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("find/", views.find, name="find"),
    path("cases/<str:contract_id>/", views.case, name="case"),
    path("cases/<str:contract_id>/terms/", views.terms, name="terms"),
    path("cases/<str:contract_id>/history/", views.history, name="history"),
    path("cases/<str:contract_id>/compare/", paper_views.compare, name="compare"),
    path(
        "cases/<str:contract_id>/receipts/<str:registration_id>.pdf",
        paper_views.receipt,
        name="receipt",
    ),
    path("cases/<str:contract_id>/contract.tlog-proof", paper_views.contract_proof, name="proof"),
    path("cases/<str:contract_id>/act/<slug:key>/", views.act, name="act"),
    path("papers/<str:paper_id>/", paper_views.paper, name="paper"),
    path("appeals/<str:appeal_id>/", paper_views.appeal, name="appeal"),
    path("orders/<str:order_id>/", order_views.order, name="order"),
    path("orders/<str:order_id>/act/<slug:key>/", order_views.act, name="order-act"),
    path(
        "orders/<str:order_id>/candidates/<str:candidate_id>/<slug:key>/",
        order_views.candidate,
        name="candidate",
    ),
    path("licences/", licence_views.register, name="licences"),
    path("licences/<str:agency_id>/", licence_views.licence, name="licence"),
    path("batches/", batches.home, name="batches"),
    path("batches/<str:batch_id>/", batches.batch, name="batch"),
    path("batches/<str:batch_id>/act/<slug:key>/", batches.act, name="batch-act"),
    path("batches/<str:batch_id>/slips.pdf", batches.slips, name="slips"),
    path("batches/<str:batch_id>/register.csv", batches.register_form, {"kind": "csv"}),
    path("batches/<str:batch_id>/register.xlsx", batches.register_form, {"kind": "xlsx"}),
    path("batches/<str:batch_id>/report.csv", batches.report, name="report"),
    path("batches/<str:batch_id>/hand-in/", registers.hand_in, name="hand-in"),
    path("registers/<str:register_id>/", registers.register, name="register"),
    path("registers/<str:register_id>/withdraw/", registers.withdraw, name="withdraw"),
    path("arrivals/", arrival_views.arrivals, name="arrivals"),
    path(
        "arrivals/employers/<str:corridor>/<str:employer>/",
        arrival_views.employer,
        name="arrivals-employer",
    ),
    path("arrivals/<str:contract_id>/", arrival_views.wages, name="wages"),
]
