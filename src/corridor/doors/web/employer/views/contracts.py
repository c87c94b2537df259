"""Contracts: list, one contract, a proposed change, the visa, the number, arrival."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_, sentence
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.actions.shared import terms_of as contract_terms
from corridor.cycle.contracts.queries import party_cases, party_state
from corridor.cycle.corridors import terms as law_terms
from corridor.cycle.departure import actions as departure
from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.queries.contract_page import PartyPage, party_page
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Link
from corridor.doors.web.employer import forms
from corridor.doors.web.employer.presenters import case_queue, station_name
from corridor.doors.web.employer.views.shared import BASE, ask, at, own_page, posted, show
from corridor.doors.web.shared.comparison import comparison_view
from corridor.doors.web.shared.confirm import confirmed
from corridor.doors.web.shared.contract import amendment_rows, clauses_of, facts_of
from corridor.doors.web.shared.party import line_of, state_of
from corridor.engines import law

_PAGES = {"visa_recorded": "visa", "arrived": "arrived"}
_SHOWN = 100
_AGAIN = {
    "renewal": N_("Offer to renew the contract"),
    "rehire": N_("Offer to come back"),
}


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """Every contract of the employer, newest first."""
    cases = party_cases(actor_of(request), limit=_SHOWN)
    return show(request, "contracts", queue=case_queue(cases), back_url=at("home"))


@own_page
def one(request: HttpRequest, contract: str) -> HttpResponse:
    """One contract: where it stands, what was agreed, who signed, what can be done."""
    page = party_page(contract, actor_of(request))
    state = party_state(page.case)
    return show(
        request,
        "contract",
        page=page,
        contract=page.contract,
        status=state_of(page.case),
        line=line_of(page.case),
        clauses=clauses_of(page.case.version.terms),
        facts=facts_of(page),
        amendments=amendment_rows(page),
        todo=_todo(page),
        again=_again(page, state),
        correct_visa=_can_correct_visa(page),
        offered=state == "offered",
        binding=state in {"accepted", "in_force"},
        running=state == "in_force",
        over=state in {"in_force", "ended"},
        back_url=at("contracts"),
    )


def _todo(page: PartyPage) -> list[dict[str, Any]]:
    return [
        {
            "title": station_name(step.id),
            "blocked": blocked,
            "url": at(_PAGES[step.id], page.contract.pk)
            if step.id in _PAGES
            else at("step", page.contract.pk, step.id),
            "due": page.case.due(step.id),
        }
        for step, blocked in page.steps()
        if step.id not in {"offer_signed", "worker_selected"} and not step.id.startswith("order_")
    ]


def _can_correct_visa(page: PartyPage) -> bool:
    """A visa can be recorded again until she has left."""
    mine = page.case.procedure.has("visa_recorded")
    done = page.case.done
    return mine and "visa_recorded" in done and not {"departed", "arrived"} & set(done)


def _again(page: PartyPage, state: str) -> list[Link]:
    """Hiring again after the end, renewing while it runs."""
    routes = {"in_force": ("renewal",), "ended": ("rehire",)}.get(state, ())
    known = law.book().corridor(page.contract.corridor).routes
    return [
        Link(_AGAIN[route], at("offer-again", page.contract.pk, route), plain=True)
        for route in routes
        if route in known
    ]


@own_page
def amend(request: HttpRequest, contract: str) -> HttpResponse:
    """A change proposed to the worker, compared with what holds before it is sent."""
    page = party_page(contract, actor_of(request))
    row, holds = page.contract, page.case.version.terms
    data, files = posted(request)
    form = forms.TermsAgainForm(
        data,
        files,
        corridor=row.corridor,
        route=row.route,
        regime=row.regime,
        terms=holds,
        sector=row.sector,
        job=row.job,
    )
    form.kept = {name: value for name, value in holds.items() if f"terms.{name}" not in form.fields}

    def review() -> dict[str, Any]:
        read = contract_terms(row, form.terms())
        law_terms.refuse_below_floor(read, form.on)
        found = law_terms.compare(page.case.terms, read, form.on)
        return {
            "comparison": comparison_view(
                found, offered_name=N_("Agreed now"), presented_name=N_("You propose")
            ),
            "check_title": N_("What this change means for the worker"),
            "check_button": N_("Send the proposal"),
            "notices": (
                N_("The contract stands as it is until the worker signs, after days to think."),
                N_("The worker may refuse. Nothing may happen to the worker because of that."),
            ),
        }

    context = {
        "base_template": BASE,
        "title": sentence(N_("Propose a change to the contract of {name}"), name=row.worker.name),
        "button": N_("Compare with the contract"),
        "back_url": at("contract", contract),
    }
    return confirmed(
        request,
        form,
        contracts.propose_amendment,
        template="web/employer/terms_form.html",
        done=lambda amendment: at("contract", amendment.contract_id),
        page=context,
        review=review,
        contract=contract,
    )


@own_page
def visa(request: HttpRequest, contract: str) -> HttpResponse:
    """What stands on the visa; it is matched with the contract at once."""
    page = party_page(contract, actor_of(request))
    row = page.contract
    begin = {
        "employer_name": row.employer.name,
        "employer_number": row.employer.registration_number,
        "occupation_isco": page.case.version.terms.get("occupation_isco", ""),
    }
    return ask(
        request,
        forms.VisaForm(*posted(request), initial=begin),
        departure.record_visa,
        title=sentence(N_("The visa of {name}"), name=row.worker.name),
        lead=N_("Copy what stands on the visa, also where it differs from the contract."),
        button=N_("Record the visa"),
        notices=(
            N_("A visa for another employer or other work is found at once and must be mended."),
        ),
        back=at("contract", contract),
        done=lambda found: at("contract", found.contract_id),
        said=N_("The visa is on record."),
        contract=contract,
    )


@own_page
def number(request: HttpRequest, contract: str) -> HttpResponse:
    """The number under which the worker stands in wage files."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.NumberForm(*posted(request)),
        employment.record_number,
        title=sentence(N_("The number of {name} in wage files"), name=row.worker.name),
        lead=N_(
            "With it a line of the wage file finds its contract. The number itself is not kept."
        ),
        button=N_("Record the number"),
        back=at("contract", contract),
        done=lambda found: at("contract", found.contract_id),
        said=N_("The number is on record."),
        contract=contract,
    )


@own_page
def arrived(request: HttpRequest, contract: str) -> HttpResponse:
    """The worker is there: wages are due from now on."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.NothingForm(*posted(request)),
        employment.arrive,
        title=sentence(N_("Has {name} arrived?"), name=row.worker.name),
        lead=N_(
            "Say so on the day of arrival. The contract is in force and wages are due from then."
        ),
        button=N_("Yes, arrived today"),
        back=at("contract", contract),
        done=lambda found: at("contract", found.pk),
        contract=contract,
    )


@own_page
def step(request: HttpRequest, contract: str, step: str) -> HttpResponse:
    """A step that is only ticked, such as the recognition of a qualification."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.NothingForm(*posted(request)),
        departure.record_step,
        title=station_name(step),
        lead=row.worker.name,
        button=N_("Record that this is done"),
        back=at("contract", contract),
        done=lambda found: at("contract", found.pk),
        contract=contract,
        step=step,
    )
