"""Steps she takes herself by saying that they are done; only the fact and its day are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.departure import actions as departure
from corridor.cycle.employment import actions as employment
from corridor.doors.web.worker.forms import Confirm, WorkNumberForm
from corridor.doors.web.worker.now import at
from corridor.doors.web.worker.views.shared import ask, bare, home_of, own, own_page, posted

PAGES: dict[str, tuple[str, str, str]] = {
    "insured": (
        N_("Are you insured?"),
        N_("Say so when you have the policy and the receipts. Only the day is kept."),
        N_("Yes, I am insured"),
    ),
    "recognition_started": (
        N_("Have you asked for recognition of your training?"),
        N_("Say so when your papers have gone to the authority. Only the day is kept."),
        N_("Yes, I have asked"),
    ),
    "recognition_completed": (
        N_("Was your training recognised?"),
        N_("Say so when the authority has written to you. Only the day is kept."),
        N_("Yes, it was recognised"),
    ),
    "departed": (
        N_("Have you left your country?"),
        N_("Say so when nobody at the border has recorded it. Only the day is kept."),
        N_("Yes, I have left"),
    ),
}
"""Steps that are only ticked: the question, what to know first, and the button."""


@own_page
def tick(request: HttpRequest, contract: str, step: str) -> HttpResponse:
    """One step that she says is done, where the procedure gives it to her."""
    if step not in PAGES:
        raise _no_step()
    title, lead, button = PAGES[step]
    words = {"title": title, "lead": lead, "button": button}
    return _take(request, contract, step, partial(departure.record_step, step=step), words)


@own_page
def first_wage(request: HttpRequest, contract: str) -> HttpResponse:
    """The first wage has come. This one step her employer sees; her answers he never does."""
    words = {
        "title": _("Has your first wage come?"),
        "lead": _("Your employer can see this step: it only says that a wage came, and when."),
        "note": _("Was it too little? Answer under “My wages”. Your employer never sees that."),
        "button": _("Yes, my first wage has come"),
    }
    return _take(request, contract, "first_wage", employment.show_first_wage, words)


def _take(
    request: HttpRequest,
    contract: str,
    step: str,
    act: Callable[..., Any],
    words: dict[str, Any],
) -> HttpResponse:
    case = own(request, contract).case
    if not case.procedure.has(step) or "worker" not in case.procedure.step(step).by:
        raise _no_step()
    done = case.done.get(step)
    return ask(
        request,
        Confirm(posted(request)),
        act,
        template="step",
        done=lambda _taken: home_of(contract),
        page=words
        | {
            "taken": done,
            "waits": [] if done else case.blocks(step),
            "papers": case.procedure.step(step).documents,
            "back_url": home_of(contract),
        },
        contract=contract,
    )


def _no_step() -> NotFound:
    return NotFound(
        "worker.no_step",
        sentence(N_("This is no step of your own on the way of this contract.")),
        remedy=sentence(N_("Go back to your page: it lists your steps.")),
    )


@own_page
def number(request: HttpRequest, contract: str) -> HttpResponse:
    """The number under which she stands in wage files, so that her line finds her."""
    bare(request, contract)
    return ask(
        request,
        WorkNumberForm(posted(request)),
        employment.record_number,
        done=lambda _row: at("wages", contract),
        page={
            "title": _("What is your number in wage files?"),
            "lead": _("With it the wage that your employer reports is found as yours."),
            "note": _("The number itself is not kept, only a sign by which it is known again."),
            "button": _("Keep this number"),
            "back_url": home_of(contract),
        },
        contract=contract,
    )
