"""Addresses of the worker's own pages, below ``/my/``."""

from __future__ import annotations

from django.urls import path

from corridor.doors.web.worker.views import (
    cases,
    checks,
    ending,
    home,
    leaving,
    offer,
    papers,
    steps,
    wages,
)

app_name = "worker"

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", home.language, name="language"),
    path("letters/", home.letters, name="letters"),
    path("data/", home.data, name="data"),
    path("data.json", home.data_file, name="data-file"),
    path("bring/", cases.bring, name="bring"),
    path("paper/<str:paper>/", papers.compared, name="compared"),
    path("change/<str:amendment>/", papers.amendment, name="amendment"),
    path("clearance/<str:clearance>/", leaving.clearance, name="clearance"),
    path("check/<str:check>/", checks.check, name="check"),
    path("absence/<str:report>/", wages.absence, name="absence"),
    path("union/<str:mandate>/end/", cases.end_mandate, name="end-mandate"),
    path("leaving/<str:change>/stay/", cases.stay, name="stay"),
    path("leaving/<str:change>/done/", cases.released, name="released"),
    path("c/<str:contract>/", home.contract, name="contract"),
    path("c/<str:contract>/offer/", offer.read, name="offer"),
    path("c/<str:contract>/languages/", offer.languages, name="languages"),
    path("c/<str:contract>/contract.pdf", offer.pdf, name="contract-pdf"),
    path("c/<str:contract>/question/<int:number>/", offer.question, name="question"),
    path("c/<str:contract>/questions/", offer.answers, name="answers"),
    path("c/<str:contract>/counsellor/", offer.counsellor, name="counsellor"),
    path("c/<str:contract>/copy/", offer.copy, name="copy"),
    path("c/<str:contract>/think/", offer.think, name="think"),
    path("c/<str:contract>/signed/", offer.signed, name="signed"),
    path("c/<str:contract>/paper/", papers.other_paper, name="paper"),
    path("c/<str:contract>/before/", leaving.before, name="before"),
    path("c/<str:contract>/visa/", leaving.visa, name="visa"),
    path("c/<str:contract>/request/", leaving.request_clearance, name="request"),
    path("c/<str:contract>/pass/", leaving.travel_pass, name="pass"),
    path("c/<str:contract>/pass.pdf", leaving.pass_file, name="pass-pdf"),
    path("c/<str:contract>/pass.tlog-proof", leaving.pass_proof, name="pass-proof"),
    path("c/<str:contract>/contract.tlog-proof", papers.contract_proof, name="contract-proof"),
    path("c/<str:contract>/step/<str:step>/", steps.tick, name="step"),
    path("c/<str:contract>/first-wage/", steps.first_wage, name="first-wage"),
    path("c/<str:contract>/number/", steps.number, name="number"),
    path("c/<str:contract>/arrived/", leaving.arrived, name="arrived"),
    path("c/<str:contract>/fees/", wages.fees, name="fees"),
    path("c/<str:contract>/wages/", wages.months, name="wages"),
    path("c/<str:contract>/wages/<str:month>/", wages.month, name="month"),
    path("c/<str:contract>/statement.pdf", wages.statement, name="statement"),
    path("c/<str:contract>/ending/", ending.end_of_service, name="ending"),
    path("c/<str:contract>/consent/", wages.consent, name="consent"),
    path("c/<str:contract>/consent/end/", wages.end_consent, name="end-consent"),
    path("c/<str:contract>/union/", cases.union, name="union"),
    path("c/<str:contract>/change/", cases.change, name="change"),
    path("c/<str:contract>/photograph/", cases.photograph, name="photograph"),
]
