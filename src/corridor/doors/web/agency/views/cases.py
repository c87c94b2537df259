"""Cases: one contract's way out of the country, its papers, and why it was refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.line import Station
from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.contracts.queries import party_cases, party_line
from corridor.cycle.departure import actions as departure
from corridor.cycle.employment.queries.agency import Waiting
from corridor.cycle.employment.queries.contract_page import PartyPage, party_page
from corridor.doors.web.agency import forms
from corridor.doors.web.agency.presenters import case_queue, station_name
from corridor.doors.web.agency.views.shared import ask, at, own_page, posted, show
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Task
from corridor.doors.web.shared.contract import clauses_of, facts_of
from corridor.doors.web.shared.party import line_of, state_of

_PAGES = {
    "visa_recorded": "visa",
    "medical_fit": "fitness",
    "clearance_requested": "clearance",
}
_BEFORE = frozenset({"offer_signed", "worker_selected", "order_advertised"})
_STATES = {
    "broken": "waiting",
    "done": "done",
    "skipped": "done",
    "now": "waiting",
    "unknown": "unknown",
}


@own_page
def listed(request: HttpRequest) -> HttpResponse:
    """Every case, newest first, the ended ones included."""
    rows = [Waiting(case, (), (), None) for case in party_cases(actor_of(request))]
    return show(request, "cases", queue=case_queue(rows), back_url=at("home"))


@own_page
def one(request: HttpRequest, contract: str) -> HttpResponse:
    """One case: where it stands, what it needs before departure, why it was refused."""
    page = party_page(contract, actor_of(request))
    refusal = page.refusal
    return show(
        request,
        "case",
        page=page,
        contract=page.contract,
        status=state_of(page.case),
        line=line_of(page.case),
        clauses=clauses_of(page.case.version.terms),
        facts=facts_of(page),
        checklist=checklist(page),
        reasons=refusal.reasons if refusal is not None and refusal.state == "refused" else [],
        clearance=refusal,
        visa=page.visa_matches,
        correct_visa="visa_recorded" in page.case.done and "departed" not in page.case.done,
        ask_again=refusal is not None and refusal.state == "refused",
        back_url=at("home"),
    )


def checklist(page: PartyPage) -> list[Task]:
    """The stations from signature to departure: who, with which papers, until when."""
    own = {step.id: blocked for step, blocked in page.steps()}
    return [
        _task(station, page, own)
        for station in party_line(page.case)
        if station.id not in _BEFORE
        and not station.id.startswith(("order_", "agency_"))
        and station.id not in {"first_wage", "home"}
    ]


def _task(station: Station, page: PartyPage, own: dict[str, Any]) -> Task:
    step = page.case.procedure.step(station.id)
    mine = station.id in own and not own[station.id]
    state = "now" if mine else _STATES.get(station.state, "blocked")
    url = ""
    if mine:
        name = _PAGES.get(station.id, "step")
        url = at(name, page.contract.pk, *((station.id,) if name == "step" else ()))
    hint: Any = Sentence(station.office) if station.office else ""
    if step.documents:
        hint = sentence(
            N_("{office}. Papers: {papers}"),
            office=Sentence(station.office),
            papers=[Sentence(name) for name in step.documents],
        )
    return Task(title=station.label, state=state, url=url, hint=hint)


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
        forms.VisaForm(posted(request), initial=begin),
        departure.record_visa,
        title=sentence(N_("The visa of {name}"), name=row.worker.name),
        lead=N_("Copy what stands on the visa, also where it differs from the contract."),
        button=N_("Record the visa"),
        back=at("case", contract),
        done=lambda found: at("case", found.contract_id),
        said=N_("The visa is on record."),
        contract=contract,
    )


@own_page
def fitness(request: HttpRequest, contract: str) -> HttpResponse:
    """Fit or not fit."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.FitnessForm(posted(request)),
        departure.record_fitness,
        title=sentence(N_("The medical examination of {name}"), name=row.worker.name),
        button=N_("Record it"),
        notices=(N_("Only fit or not fit is kept. The employer pays the examination."),),
        back=at("case", contract),
        done=lambda found: at("case", found.contract_id),
        said=N_("It is on record."),
        contract=contract,
    )


@own_page
def clearance(request: HttpRequest, contract: str) -> HttpResponse:
    """Asking the home country for leave to depart."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.NothingForm(posted(request)),
        departure.request,
        title=sentence(N_("Ask for the clearance of {name}"), name=row.worker.name),
        lead=N_("Two officers look at contract, visa and papers. A refusal names its reasons."),
        button=N_("Ask for clearance"),
        back=at("case", contract),
        done=lambda found: at("case", found.contract_id),
        said=N_("The clearance is asked for."),
        contract=contract,
    )


@own_page
def step(request: HttpRequest, contract: str, step: str) -> HttpResponse:
    """A step that is only ticked, such as the insurance."""
    row = party_page(contract, actor_of(request)).contract
    return ask(
        request,
        forms.NothingForm(posted(request)),
        departure.record_step,
        title=station_name(step),
        lead=row.worker.name,
        button=N_("Record that this is done"),
        back=at("case", contract),
        done=lambda found: at("case", found.pk),
        contract=contract,
        step=step,
    )
