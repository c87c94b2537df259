"""Her months: what she should have, what the file says, what she says, what is still owed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from corridor.core.periods import RoughDate
from corridor.core.text import N_, sentence
from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.queries import absence as absence_of
from corridor.cycle.employment.queries import consent_of, timeline
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.worker import printing
from corridor.doors.web.worker.forms import (
    Confirm,
    FeeDetails,
    GotWage,
    HowMuch,
    PaidFees,
    Statement,
)
from corridor.doors.web.worker.months import month_cards
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.views.shared import (
    QUIET,
    ask,
    bare,
    countries,
    home_of,
    own,
    own_page,
    posted,
    show,
)
from corridor.engines import law

_ON_PAPER = 60  # months: five years, longer than a contract lasts


@own_page
def months(request: HttpRequest, contract: str) -> HttpResponse:
    """Month by month, the newest first."""
    found = timeline(contract, actor_of(request))
    return show(
        request,
        "wages",
        found=found,
        months=month_cards(found),
        number=contract,
        back_url=home_of(contract),
        quick_exit_url=QUIET,
    )


@own_page
def month(request: HttpRequest, contract: str, month: str) -> HttpResponse:
    """One month's two questions; the answer can be given again at any time."""
    bare(request, contract)
    said = request.GET.get("said", "")
    context: dict[str, Any] = {
        "title": sentence(N_("Your wage for {month}"), month=RoughDate(month)),
        "note": _("Your employer never sees your answer."),
        "back_url": at("wages", contract),
        "quick_exit_url": QUIET,
        "button": _("Next"),
    }
    if said not in {"full", "less", "nothing"}:
        first = GotWage(posted(request))
        if request.method == "POST" and first.is_valid():
            return redirect(f"{request.path}?said={first.cleaned_data['said']}")
        return show(request, "form", form=first, **context)
    context |= {"button": _("Keep my answer"), "back_url": request.path}
    return ask(
        request,
        HowMuch(said, posted(request)),
        employment.answer_wages,
        done=lambda _answer: at("wages", contract),
        page=context,
        contract=contract,
        month=month,
    )


@own_page
def fees(request: HttpRequest, contract: str) -> HttpResponse:
    """Asked in private after arrival. Nothing waits for the answer."""
    row = bare(request, contract)
    context: dict[str, Any] = {
        "title": _("What you paid for the job"),
        "lead": _("Nobody may take a job from you because of your answer."),
        "note": _(
            "You can change your answer at any time. An earlier one is not held against you."
        ),
        "back_url": home_of(contract),
        "quick_exit_url": QUIET,
        "button": _("Next"),
    }
    if request.GET.get("paid") == "yes":
        currency = [law.book().jurisdiction(one).currency for one in countries(row)]
        return ask(
            request,
            FeeDetails([*dict.fromkeys(currency), "USD"], posted(request)),
            employment.answer_fees,
            done=lambda _answer: home_of(contract),
            page=context | {"button": _("Keep my answer"), "back_url": request.path},
            contract=contract,
        )
    form = PaidFees(posted(request))
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["paid"]
        if answer == "later":
            return redirect(home_of(contract))
        if answer == "yes":
            return redirect(f"{request.path}?paid=yes")

    def paid_nothing(*, by: Any, paid: str) -> Any:
        return employment.answer_fees(by=by, contract=contract, paid=False)

    return ask(request, form, paid_nothing, done=lambda _answer: home_of(contract), page=context)


@own_page
def statement(request: HttpRequest, contract: str) -> HttpResponse:
    """All months on paper, for herself or for somebody who helps her."""
    page = own(request, contract)
    found = timeline(contract, actor_of(request), last=_ON_PAPER)
    return printing.answer(printing.statement(page, found), "wages.pdf")


@own_page
def consent(request: HttpRequest, contract: str) -> HttpResponse:
    """Whether officers of her own country may see her wages."""
    if consent_of(contract, actor_of(request)) is not None:
        return redirect(at("end-consent", contract))
    return ask(
        request,
        Confirm(posted(request)),
        employment.consent,
        done=lambda _given: at("wages", contract),
        page={
            "title": _("Let officers of your country see your wages?"),
            "lead": _("They can then help you with your own case. You can stop this at any time."),
            "note": _("Without it they see only totals of many workers."),
            "button": _("Yes, they may see them"),
            "back_url": at("wages", contract),
        },
        contract=contract,
    )


@own_page
def end_consent(request: HttpRequest, contract: str) -> HttpResponse:
    """Take the consent back."""
    given = consent_of(contract, actor_of(request))
    if given is None:
        return redirect(at("wages", contract))
    return ask(
        request,
        Confirm(posted(request)),
        employment.withdraw_consent,
        done=lambda _row: at("wages", contract),
        page={
            "title": _("Stop officers from seeing your wages?"),
            "lead": _("From now on they see only totals of many workers."),
            "button": _("Yes, stop it"),
            "back_url": at("wages", contract),
        },
        consent=str(given.pk),
    )


@own_page
def absence(request: HttpRequest, report: str) -> HttpResponse:
    """What her employer claims, and her answer."""
    found = absence_of(report, actor_of(request))
    contract = found.contract
    return ask(
        request,
        Statement(posted(request)),
        employment.contest_absence,
        template="absence",
        done=lambda _row: home_of(contract),
        page={
            "found": found,
            "claim": sentence(
                N_("{employer} says that you did not come to work since {day}."),
                employer=contract.employer.name,
                day=found.since,
            ),
            "back_url": home_of(contract),
            "quick_exit_url": QUIET,
        },
        report=report,
    )
