"""The job board: attested and advertised jobs with the real wage and what may be charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.codes.isco import ISCO
from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.terms import CLAUSE_LABELS
from corridor.cycle.licensing.queries import Licence
from corridor.cycle.vacancies import queries as vacancies
from corridor.cycle.vacancies.queries import Job
from corridor.doors.web.components.models import Status
from corridor.doors.web.public.corridor_views import Cost, cost
from corridor.doors.web.shared import terms
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.shared.floor import law_checks
from corridor.doors.web.shared.vocabulary import ROUTES, WAGE_FOR
from corridor.doors.web.words import Text, say
from corridor.engines import law
from corridor.platform.access.actor import STRANGER

PAGE = 20

LICENCES: dict[str, tuple[str, str]] = {
    "active": ("ok", N_("Licensed")),
    "none": ("unknown", N_("No licence on record")),
    "suspended": ("breach", N_("Licence suspended")),
    "revoked": ("breach", N_("Licence revoked")),
    "expired": ("late", N_("Licence expired")),
}
"""The sign and the word of each standing of a licence."""
_BRIEF = ("hours_week", "rest_days_week", "allowance_food", "allowance_housing")
_WHOLE = (
    *_BRIEF,
    "overtime_rate",
    "annual_leave_days",
    "contract_months",
    "probation_months",
    "notice_days_worker",
    "ticket_out",
    "ticket_return",
    "medical_insurance",
    "deductions",
    "penalty_clause",
    "passport_clause",
    "dispute_forum",
)


@dataclass(frozen=True, slots=True)
class Card:
    """One job as a card: wage, terms in words, the agency's licence, what may be asked for."""

    job: Job
    wage: Money | None
    wage_says: Text
    occupation: str
    corridor: Text
    route: Text
    facts: list[tuple[Text, Any]]
    licence: Status | None
    asked: list[Cost]
    free: list[Cost]


def card(job: Job, clauses: tuple[str, ...] = _BRIEF) -> Card:
    """A public job in words."""
    order, wage = job.order, terms.wage(job.order.terms)
    costs = [cost(charge) for charge in job.charges]
    facts: list[tuple[Text, Any]] = [
        (CLAUSE_LABELS[name], terms.clause_words(name, order.terms.get(name), job.currency))
        for name in clauses
    ]
    return Card(
        job=job,
        wage=wage,
        wage_says=sentence(WAGE_FOR.get(job.pay_period, "{amount}"), amount=wage) if wage else "",
        occupation=occupation(order.occupation_isco),
        corridor=law.book().corridor(order.corridor).title,
        route=ROUTES.get(order.route, order.route),
        facts=facts,
        licence=licence_status(job.licence),
        asked=[one for one in costs if one.worker],
        free=[one for one in costs if not one.worker],
    )


def licence_status(licence: Licence | None) -> Status | None:
    """The licence as a light: its sign and its word; None without an agency."""
    if licence is None:
        return None
    return Status(*LICENCES[licence.state])


def board(request: HttpRequest) -> HttpResponse:
    """Every public job, newest first; filters stand in the address."""
    only(request, "corridor", "occupation", "q", "after")
    corridors = {one.id: one.title for one in law.book().corridors()}
    corridor = choice(request, "corridor", list(corridors))
    trades = vacancies.open_occupations()
    trade = request.GET.get("occupation", "")
    if trade not in ISCO:
        trade = choice(request, "occupation", trades)
    text, after = request.GET.get("q", ""), request.GET.get("after", "")
    found = vacancies.job_board(
        corridor=corridor, occupation=trade, text=text, after=after, limit=PAGE + 1
    )
    kept = request.GET.copy()
    kept["after"] = found[PAGE - 1].order.pk if len(found) > PAGE else ""
    context = {
        "cards": [card(job) for job in found[:PAGE]],
        "more": kept.urlencode() if kept["after"] else "",
        "corridors": corridors.items(),
        "corridor": corridor,
        "occupations": sorted(((code, occupation(code)) for code in trades), key=lambda o: o[1]),
        "occupation": trade,
        "search": text,
        "filtered": bool(corridor or trade or text),
    }
    return render(request, "web/public/jobs.html", context)


def detail(request: HttpRequest, order_id: str) -> HttpResponse:
    """One job: its terms, the law beside them, its line, and how to apply."""
    only(request)
    job = vacancies.job(order_id)
    page = vacancies.order_page(order_id, STRANGER)
    corridor = law.book().corridor(job.order.corridor)
    context = {
        "card": card(job, _WHOLE),
        "checks": law_checks(page.findings, job.currency),
        "stations": page.line,
        "origin": law.book().jurisdiction(corridor.origin).name,
        "destination": law.book().jurisdiction(corridor.destination).name,
        "title": say(job.order.title),
        "open": job.order.state == job.order.State.OPEN,
    }
    return render(request, "web/public/job.html", context)
