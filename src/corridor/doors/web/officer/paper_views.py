"""A second paper beside the contract, receipts as PDF, appeals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import actions, queries
from corridor.cycle.departure import actions as departure
from corridor.cycle.departure.queries import appeal_page
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer import presenters
from corridor.doors.web.officer.forms import AppealForm, NothingToSay, PaperForm
from corridor.doors.web.officer.receipts import receipt_file
from corridor.doors.web.officer.views import back, lazily
from corridor.doors.web.officer.work import OFFICERS
from corridor.doors.web.shared import proofs
from corridor.doors.web.shared.comparison import comparison_view
from corridor.doors.web.words import say
from corridor.platform.access.actor import Actor, Role


def _paper_form(request: HttpRequest, contract_id: str, by: Actor) -> PaperForm:
    """The contract's own clauses to change, or an empty form for a paper unlike it."""
    page = queries.contract_page(contract_id, by)
    contract = page.contract
    empty = request.GET.get("empty") == "1"
    return PaperForm(
        request.POST or None,
        corridor=contract.corridor,
        route=contract.route,
        regime=contract.regime,
        terms={} if empty else page.case.version.terms,
        kept={} if empty else _unasked(page.case.version.terms),
        without=() if page.case.version.terms.get("employer_id") else ("employer_id",),
        whole=False,
        sector=contract.sector,
        job=contract.job,
    )


def _unasked(terms: dict[str, Any]) -> dict[str, Any]:
    """Clauses that the form does not ask and that a second paper leaves as they are."""
    return {name: terms[name] for name in ("language", "signed_place_date") if name in terms}


@for_roles(*OFFICERS)
def compare(request: HttpRequest, contract_id: str) -> HttpResponse:
    """Enter a second paper; the comparison is kept as evidence in the worker's case."""
    by = actor_of(request)
    form = _paper_form(request, contract_id, by)
    return handle(
        request,
        form,
        actions.present,
        template="web/officer/compare.html",
        done=lambda paper: f"/office/papers/{paper.pk}/",
        context={"contract_id": contract_id, "back_url": f"/office/cases/{contract_id}/"},
        contract=contract_id,
    )


@for_roles(*OFFICERS)
def paper(request: HttpRequest, paper_id: str) -> HttpResponse:
    """The comparison in money, the law beside each red row, and the next step."""
    by = actor_of(request)
    view = queries.presented(paper_id, by)
    case = f"/office/cases/{view.paper.contract_id}/"
    whole = comparison_view(view.comparison)
    different = [row for row in whole.rows if row.verdict != "same"]
    context = {
        "view": view,
        "comparison": replace(whole, rows=different) if different else whole,
        "same": [row for row in whole.rows if row.verdict == "same"] if different else [],
        "worse": view.comparison.verdict in {"worse", "changed"},
        "form": NothingToSay(),
        "case_url": case,
        "back_url": case,
        "destination": by.role is Role.DESTINATION_OFFICER,
    }
    return render(request, "web/officer/paper.html", context)


@for_roles(*OFFICERS)
def receipt(request: HttpRequest, contract_id: str, registration_id: str) -> HttpResponse:
    """A registration's receipt as a paper to print."""
    page = queries.contract_page(contract_id, actor_of(request))
    found = next((one for one in page.registrations if one.pk == registration_id), None)
    if found is None:
        raise NotFound(
            "office.receipt",
            sentence(N_("There is no such receipt in this case.")),
            remedy=sentence(N_("Open the case and choose the receipt there.")),
        )
    content = receipt_file(page, found, request.build_absolute_uri("/verify/"))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{found.short_code}.pdf"'
    return response


@for_roles(*OFFICERS)
def contract_proof(request: HttpRequest, contract_id: str) -> HttpResponse:
    """The registered contract with its place in the log, for another office or a court."""
    page = queries.contract_page(contract_id, actor_of(request))
    return proofs.download(proofs.contract_proof(page), f"contract-{page.contract.code}")


@for_roles(Role.ORIGIN_OFFICER)
def appeal(request: HttpRequest, appeal_id: str) -> HttpResponse:
    """An appeal, for an officer who took no part in what it is against."""
    by = actor_of(request)
    form = AppealForm(request.POST or None)

    def done(row: Any) -> str:
        messages.success(request, say(N_("Decided. The worker was told, with your reason.")))
        return f"/office/cases/{row.clearance.contract_id}/"

    def page() -> dict[str, Any]:
        found = appeal_page(appeal_id, by)
        stations = found.contract.procedure
        line = queries.Case(found.contract, found.steps, by).line
        return {
            "appeal": found,
            "line": presenters.corridor_line(line, found.contract.corridor),
            "step": stations.step("cleared"),
        }

    return handle(
        request,
        form,
        departure.decide_appeal,
        template="web/officer/appeal.html",
        done=done,
        context={"page": lazily(page), "back_url": back(request)},
        appeal=appeal_id,
    )


__all__ = ["appeal", "compare", "contract_proof", "paper", "receipt"]
