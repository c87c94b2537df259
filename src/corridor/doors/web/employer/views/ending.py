"""The end: of a contract, a claim of absence, and what was paid at the end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_, sentence
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.models import FinalSettlement
from corridor.cycle.employment.queries import claims, ending
from corridor.cycle.employment.queries.contract_page import party_page
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.employer import forms
from corridor.doors.web.employer.presenters import amount_of
from corridor.doors.web.employer.views.shared import ask, at, own_page, posted
from corridor.doors.web.handle import handle
from corridor.doors.web.shared import ending as shown


@own_page
def end(request: HttpRequest, contract: str) -> HttpResponse:
    """Record that a contract has ended."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.EndForm(*posted(request), initial={"on": row.local_today()}),
        contracts.end,
        title=sentence(N_("The end of the contract of {name}"), name=row.worker.name),
        button=N_("Record the end"),
        danger=True,
        notices=(
            N_("What is owed stays owed. The worker is told."),
            N_("An absence is no reason for an end: report it as what it is, a claim."),
        ),
        back=at("contract", contract),
        done=lambda ended: at("contract", ended.pk),
        contract=contract,
    )


@own_page
def absence(request: HttpRequest, contract: str) -> HttpResponse:
    """A claim of absence: the worker is told and can contest it; nobody's status changes."""
    by = actor_of(request)
    row = party_page(contract, by).contract
    form = forms.AbsenceForm(*posted(request))
    reports = claims.absence_reports(contract, by)
    return ask(
        request,
        form,
        employment.report_absence,
        title=sentence(N_("Report that {name} is absent"), name=row.worker.name),
        lead=N_("This is your claim. It changes nothing about the contract or the worker."),
        button=N_("Report the absence"),
        notices=(
            N_("The worker is told at once and can contest it, alone or with a union."),
            N_("A report that is not true can be held against you."),
            *(
                sentence(
                    N_("You reported on {day} an absence since {since}. {answer}"),
                    day=one.reported_on,
                    since=one.since,
                    answer=sentence(N_("The worker contests it."))
                    if one.contested_on
                    else sentence(N_("The worker has not answered.")),
                )
                for one in reports
            ),
        ),
        back=at("contract", contract),
        done=lambda report: at("absence", report.contract_id),
        said=N_("Your report is on record as a claim."),
        contract=contract,
    )


@own_page
def settle(request: HttpRequest, contract: str) -> HttpResponse:
    """What is due at the end, what the employer says was paid, and how the two stand."""
    by = actor_of(request)
    row = party_page(contract, by).contract
    found = ending(contract, by)
    verdict, told = shown.standing(found)
    begun = {"leaving_on": found.ending.leaving_on, "reason": row.end_reason}
    return handle(
        request,
        forms.SettleForm(*posted(request), initial=begun),
        employment.settle,
        template="web/employer/settlement.html",
        done=lambda settled: at("settle", settled.contract_id),
        context={
            "title": sentence(N_("Final settlement with {name}"), name=row.worker.name),
            "found": found,
            "parts": shown.parts(found),
            "reckoning": shown.reckoning(
                found.ending.benefit, found.ending.due, found.ending.why or ""
            ),
            "verdict": verdict,
            "standing": told,
            "earlier": [_stated(one) for one in found.settlements],
            "row": row,
            "back_url": at("contract", contract),
        },
        contract=contract,
    )


def _stated(one: FinalSettlement) -> dict[str, Any]:
    """One version of the employer's statement."""
    return {
        "version": one.version,
        "leaving_on": one.leaving_on,
        "due": amount_of(one.due_minor, one.currency),
        "paid": amount_of(one.paid_minor, one.currency),
    }
