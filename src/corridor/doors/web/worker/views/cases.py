"""Who helps her, change of employer, and a contract she brings from abroad."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence
from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.queries import ContractPage, contract_list, live_mandates
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.worker.forms import ChooseUnion, Confirm, Leaving
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.paper_forms import Brought, Photograph
from corridor.doors.web.worker.views.shared import (
    QUIET,
    ask,
    bare,
    countries,
    home_of,
    own,
    own_page,
    posted,
)
from corridor.engines import law
from corridor.platform.people.queries import unions

_BOUND = ("accepted", "in_force", "brought")


@own_page
def union(request: HttpRequest, contract: str) -> HttpResponse:
    """Unions that may act for her: give a mandate, or end one."""
    row = bare(request, contract)
    live = live_mandates(row, actor_of(request))
    known = {str(one.union_id) for one in live}
    offered = [
        (str(one.pk), one.name) for one in unions(countries(row)) if str(one.pk) not in known
    ]
    return ask(
        request,
        ChooseUnion(offered, posted(request)),
        contracts.give_mandate,
        template="union",
        done=lambda _mandate: at("union", contract),
        page={
            "live": live,
            "offered": offered,
            "back_url": home_of(contract),
            "quick_exit_url": QUIET,
        },
        contract=contract,
    )


@own_page
def end_mandate(request: HttpRequest, mandate: str) -> HttpResponse:
    """The union sees nothing of the case from now on."""
    return ask(
        request,
        Confirm(posted(request)),
        contracts.withdraw_mandate,
        done=lambda row: at("union", str(row.contract_id)),
        page={
            "title": _("Stop the union from acting for you?"),
            "lead": _("It will see nothing of your case any more."),
            "button": _("Yes, stop it"),
            "back_url": at("home"),
        },
        mandate=mandate,
    )


@own_page
def change(request: HttpRequest, contract: str) -> HttpResponse:
    """Give notice: she leaves one employer for another. Nobody is asked for consent."""
    page = own(request, contract)
    asked = page.changes[0] if page.changes else None
    others = contract_list(actor_of(request), states=_BOUND)
    choices = [
        (str(case.contract.pk), case.contract.employer.name)
        for case in others
        if case.contract.employer_id != page.contract.employer_id
    ]
    return ask(
        request,
        Leaving(choices, posted(request)),
        contracts.request_change,
        template="change",
        done=lambda _change: at("change", contract),
        page={
            "page": page,
            "asked": asked if asked and asked.state != "withdrawn" else None,
            "may_begin": asked is not None and _may_begin(page, asked.notice_until),
            "back_url": home_of(contract),
        },
        contract=contract,
    )


def _may_begin(page: ContractPage, notice_until: date | None) -> bool:
    """Whether she records the release herself, and may today: no office there takes part."""
    procedure = page.case.procedure
    hers = procedure.has("released") and procedure.silent(procedure.step("released"))
    return hers and (notice_until is None or page.contract.local_today() >= notice_until)


@own_page
def stay(request: HttpRequest, change: str) -> HttpResponse:
    """She stays after all."""
    return ask(
        request,
        Confirm(posted(request)),
        contracts.withdraw_change,
        done=lambda row: at("change", str(row.new_contract_id)),
        page={
            "title": _("Do you want to stay with your employer?"),
            "lead": _("Your notice is then as if you had never given it."),
            "button": _("Yes, I stay"),
            "back_url": at("home"),
        },
        change=change,
    )


@own_page
def released(request: HttpRequest, change: str) -> HttpResponse:
    """Where no office takes part, she records herself that the notice has run."""
    return ask(
        request,
        Confirm(posted(request)),
        contracts.release,
        done=lambda row: home_of(str(row.new_contract_id)),
        page={
            "title": _("Has your notice run?"),
            "lead": _("Then your old contract ends and the new one begins. Nobody must agree."),
            "button": _("Yes, begin the new contract"),
            "back_url": at("home"),
        },
        change=change,
    )


@own_page
def bring(request: HttpRequest) -> HttpResponse:
    """Already abroad, without a registered contract: whatever she has is enough to begin."""
    country = actor_of(request).country
    corridors = [one for one in law.book().corridors() if one.origin == country]
    if not corridors:
        raise Unavailable(
            "worker.no_corridor",
            sentence(N_("This system knows no way to work abroad from your country yet.")),
            remedy=sentence(N_("Call your embassy or a union in the country where you are.")),
        )
    return ask(
        request,
        Brought(corridors, posted(request)),
        contracts.bring,
        done=lambda row: at("photograph", str(row.pk)),
        page={
            "title": _("Bring your contract"),
            "lead": _("You work abroad and have no registered contract? Write down what you know."),
            "note": _("Your employer is not told. A paper, a message or a promise is enough."),
            "button": _("Put it on record"),
            "back_url": at("home"),
            "quick_exit_url": QUIET,
        },
    )


@own_page
def photograph(request: HttpRequest, contract: str) -> HttpResponse:
    """A picture of the paper, if there is one."""
    bare(request, contract)
    return ask(
        request,
        Photograph(posted(request), request.FILES or None),
        contracts.attach,
        done=lambda _file: home_of(contract),
        page={
            "title": _("Add a photograph of your paper"),
            "lead": _("If you have none, go back: your contract is on record all the same."),
            "button": _("Send the photograph"),
            "back_url": home_of(contract),
            "upload": True,
        },
        contract=contract,
    )
