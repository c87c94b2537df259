"""Another paper put before her, and changes her employer proposes: compared, in money."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.queries import amendment as amendment_view
from corridor.cycle.contracts.queries import presented
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Link
from corridor.doors.web.shared import proofs
from corridor.doors.web.worker.comparing import comparison_view, loss
from corridor.doors.web.worker.forms import DecideChange
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.paper_forms import OtherPaper
from corridor.doors.web.worker.views.shared import (
    QUIET,
    ask,
    home_of,
    own,
    own_page,
    posted,
    show,
)


@own_page
def other_paper(request: HttpRequest, contract: str) -> HttpResponse:
    """What the other paper says, in the few clauses that matter most."""
    page = own(request, contract)
    return ask(
        request,
        OtherPaper(page.case.version.terms, posted(request)),
        contracts.present,
        done=lambda paper: at("compared", str(paper.pk)),
        page={
            "title": _("You were given another paper"),
            "lead": _("Copy what the paper says. You see at once, in money, what it changes."),
            "note": _("You need not sign it. Your employer does not see this page."),
            "button": _("Compare"),
            "back_url": home_of(contract),
            "quick_exit_url": QUIET,
        },
        contract=contract,
    )


@own_page
def contract_proof(request: HttpRequest, contract: str) -> HttpResponse:
    """Her registered contract with its place in the log, as a file that anybody can check."""
    page = own(request, contract)
    return proofs.download(proofs.contract_proof(page), f"contract-{page.contract.code}")


@own_page
def compared(request: HttpRequest, paper: str) -> HttpResponse:
    """The comparison, and the next step."""
    found = presented(paper, actor_of(request))
    number = str(found.paper.contract_id)
    worse = found.comparison.substitution
    action = Link(_("Let a union help me"), at("union", number)) if worse else None
    return show(
        request,
        "compared",
        found=found,
        loss=loss(found.comparison) or found.loss,
        view=comparison_view(found.comparison, asked=found.paper.terms, action=action),
        number=number,
        sent=worse,
        back_url=home_of(number),
        quick_exit_url=QUIET,
    )


@own_page
def amendment(request: HttpRequest, amendment: str) -> HttpResponse:
    """A proposed change: what it does in money; no on any day, yes after the days to think."""
    found = amendment_view(amendment, actor_of(request))
    number = str(found.amendment.contract_id)
    form = DecideChange(posted(request))
    early = found.today < found.sign_from
    if early:
        form.fields["decision"].choices = form.fields["decision"].choices[:1]  # type: ignore[attr-defined]

    def decide(*, by: Any, decision: str) -> Any:
        return contracts.decide_amendment(by=by, amendment=amendment, accept=decision == "yes")

    return ask(
        request,
        form,
        decide,
        template="amendment",
        done=lambda _row: home_of(number),
        page={
            "found": found,
            "early": early,
            "view": comparison_view(found.comparison, names=(_("Your contract"), _("The change"))),
            "back_url": home_of(number),
        },
    )
