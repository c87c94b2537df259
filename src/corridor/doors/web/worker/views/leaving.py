"""Before she leaves: visa, clearance, refusal and appeal, the pass, and arrival."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from corridor.core.text import N_
from corridor.cycle.contracts.queries import ContractPage
from corridor.cycle.departure import actions as departure
from corridor.cycle.departure import queries
from corridor.cycle.departure.models import Pass
from corridor.cycle.employment import actions as employment
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import CaseClock, Task, Token
from corridor.doors.web.shared import proofs
from corridor.doors.web.shared.figures import occupation
from corridor.doors.web.worker import printing
from corridor.doors.web.worker.forms import AppealForm, Confirm, VisaForm
from corridor.doors.web.worker.now import TICKED, at
from corridor.doors.web.worker.views.shared import (
    ask,
    bare,
    home_of,
    own,
    own_page,
    posted,
    show,
)

_STATES = {"done": "done", "now": "now", "skipped": "done", "unknown": "unknown"}

PLAIN: dict[str, str] = {
    "requested": N_("You have asked to be cleared. A first officer looks at your papers."),
    "checked": N_("A first officer has looked. A second officer decides."),
    "cleared": N_("You are cleared to leave."),
    "refused": N_("You were not cleared to leave. The reasons stand below."),
    "appealed": N_("You have appealed. An officer who had no part in it decides."),
    "revoked": N_("Your clearance was taken back. The reasons stand below."),
}
"""Each state of a clearance in a plain sentence."""


@own_page
def before(request: HttpRequest, contract: str) -> HttpResponse:
    """What must happen before she leaves, by whom, and what each thing waits for."""
    row = bare(request, contract)
    by = actor_of(request)
    found = queries.of_contract(contract, by)
    items = [
        Task(
            item.label,
            "now" if item.mine else _STATES.get(item.state, "waiting"),
            url=_page_of(item.step, contract) if item.mine else "",
            hint=item.waits_for[0] if item.waits_for else item.office,
        )
        for item in queries.checklist(row, by)
    ]
    return show(
        request,
        "before",
        number=contract,
        items=items,
        clearance=found,
        says=PLAIN[found.state] if found else "",
        back_url=home_of(contract),
    )


def _page_of(step: str, contract: str) -> str:
    pages = {"visa_recorded": "visa", "clearance_requested": "request"}
    if step in TICKED:
        return at("step", contract, step)
    return at(pages[step], contract) if step in pages else ""


@own_page
def visa(request: HttpRequest, contract: str) -> HttpResponse:
    """What her visa says, matched with the contract."""
    bare(request, contract)
    return ask(
        request,
        VisaForm(posted(request)),
        departure.record_visa,
        done=lambda _visa: at("before", contract),
        page={
            "title": _("What does your visa say?"),
            "lead": _("It is compared with your contract: the same employer, the same work."),
            "button": _("Compare with my contract"),
            "back_url": at("before", contract),
        },
        contract=contract,
    )


@own_page
def request_clearance(request: HttpRequest, contract: str) -> HttpResponse:
    """Ask to be cleared."""
    bare(request, contract)
    return ask(
        request,
        Confirm(posted(request)),
        departure.request,
        done=lambda _row: at("before", contract),
        page={
            "title": _("Ask to be cleared to leave?"),
            "lead": _("Two officers of your country look at your papers and give you a pass."),
            "button": _("Yes, I ask for it"),
            "back_url": at("before", contract),
        },
        contract=contract,
    )


@own_page
def clearance(request: HttpRequest, clearance: str) -> HttpResponse:
    """Where it stands; after a refusal the reasons, the clock and the appeal."""
    by = actor_of(request)
    found = queries.clearance_page(clearance, by)
    contract = str(found.clearance.contract_id)
    appealable = found.clearance.state in {"refused", "revoked"} and not any(
        one.state == "dismissed" for one in found.appeals
    )
    today = found.clearance.contract.local_today("origin")
    until = found.appeal_until
    decide = next((one.decide_by for one in found.appeals if one.state == "open"), None)
    return ask(
        request,
        AppealForm(posted(request)),
        departure.appeal,
        template="clearance",
        done=lambda row: at("clearance", clearance),
        page={
            "found": found,
            "says": PLAIN[found.clearance.state],
            "due": found.decide_by if found.decide_by and found.decide_by >= today else None,
            "appealable": appealable and (until is None or today <= until),
            "clock": CaseClock(_("You can appeal until this day"), until, today)
            if until and appealable
            else None,
            "decides": CaseClock(_("The appeal is decided by this day"), decide, today)
            if decide
            else None,
            "back_url": home_of(contract),
        },
        clearance=clearance,
    )


def _token(request: HttpRequest, page: ContractPage) -> Token | None:
    by = actor_of(request)
    contract = str(page.contract.pk)
    travel = queries.travel_pass(contract, by)
    if travel is None:
        return None
    terms = page.case.version.terms
    rows = [
        (N_("Employer"), page.contract.employer.name),
        (N_("Occupation"), occupation(str(terms.get("occupation_isco", "")))),
        (N_("Valid from"), travel.valid_from),
        (N_("Valid until"), travel.valid_to),
    ]
    state, says = _worth(travel, page, queries.used_on(travel, by))
    title = N_("Departure pass")
    return Token(title, travel.short_code, travel.text, rows, "/verify/", state, says)


def _worth(travel: Pass, page: ContractPage, used: date | None) -> tuple[str, str]:
    """What the pass is worth today, as a state and its word; a spent pass opens no gate."""
    today = page.contract.local_today("origin")
    if used is not None:
        return "unknown", N_("Already used")
    if travel.valid_to < today:
        return "late", N_("Expired")
    if travel.valid_from > today:
        return "soon", N_("Not valid yet")
    return "ok", N_("Cleared to leave")


@own_page
def travel_pass(request: HttpRequest, contract: str) -> HttpResponse:
    """The pass, its code as large as the page allows."""
    token = _token(request, own(request, contract))
    if token is None:
        return redirect(at("before", contract))
    back = home_of(contract)
    return show(request, "pass", token=token, good=_good(token), number=contract, back_url=back)


def _good(token: Token) -> bool:
    """Whether the pass opens a gate, today or from its first day."""
    return token.state in {"ok", "soon"}


@own_page
def pass_file(request: HttpRequest, contract: str) -> HttpResponse:
    """The pass on paper, while it is good: a spent one must not look like a pass in a hand."""
    page = own(request, contract)
    token = _token(request, page)
    if token is None:
        return redirect(at("before", contract))
    if not _good(token):
        return redirect(at("pass", contract))
    return printing.answer(printing.travel_pass(page, token), "pass.pdf")


@own_page
def pass_proof(request: HttpRequest, contract: str) -> HttpResponse:
    """The pass with its place in the log, as a file that anybody can check."""
    by, token = actor_of(request), _token(request, own(request, contract))
    travel = queries.travel_pass(contract, by)
    if token is None or travel is None:
        return redirect(at("before", contract))
    if not _good(token):  # without a network a spent pass would look like a good one
        return redirect(at("pass", contract))
    return proofs.download(proofs.pass_proof(travel, by), f"pass-{travel.short_code}")


@own_page
def arrived(request: HttpRequest, contract: str) -> HttpResponse:
    """She is there: the contract is in force."""
    bare(request, contract)
    return ask(
        request,
        Confirm(posted(request)),
        employment.arrive,
        done=lambda _row: home_of(contract),
        page={
            "title": _("Have you arrived?"),
            "lead": _("From today your contract is in force and your wage is counted."),
            "button": _("Yes, I have arrived"),
            "back_url": home_of(contract),
        },
        contract=contract,
    )
