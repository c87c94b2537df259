"""The first page, letters, language, and what is kept about her."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from corridor.core.periods import day
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.queries import contract_list
from corridor.cycle.employment.queries import attention
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.shared.figures import country_name, occupation
from corridor.doors.web.shared.terms import wage
from corridor.doors.web.worker import now as what_now
from corridor.doors.web.worker.forms import ChooseLanguage
from corridor.doors.web.worker.menu import menu
from corridor.doors.web.worker.views.shared import ask, own_page, posted, show
from corridor.governance.inspection import queries as inspection
from corridor.locale.languages import CHOICES
from corridor.platform.access import exports
from corridor.platform.messages.queries import inbox
from corridor.platform.people import actions as people
from corridor.platform.people.queries import own_details

PERIODS: dict[str, str] = {
    "month": N_("a month"),
    "week": N_("a week"),
    "hour": N_("an hour"),
}
"""What the basic wage is counted by."""


@own_page
def home(request: HttpRequest) -> HttpResponse:
    """The one thing to do now, of whichever contract asks most."""
    return _home(request, "")


@own_page
def contract(request: HttpRequest, contract: str) -> HttpResponse:
    """The same page for one contract."""
    return _home(request, contract)


def _home(request: HttpRequest, wanted: str) -> HttpResponse:
    by = actor_of(request)
    cases = contract_list(by)
    months = {month for case in cases for month in what_now.wage_months(case)[:1]}
    seen = attention(by, tuple(sorted(what_now.month_text(month) for month in months)))
    ranked = sorted(
        ((case, what_now.now(case, seen[str(case.contract.pk)])) for case in cases),
        key=lambda pair: pair[1].rank,
    )
    if wanted:
        ranked.sort(key=lambda pair: str(pair[0].contract.pk) != wanted)
        if not ranked or str(ranked[0][0].contract.pk) != wanted:
            raise _not_hers()
    if not ranked:
        return show(request, "empty")
    case, first = ranked[0]
    tasks = [] if first.rank > 7 else what_now.tasks(case)
    return show(
        request,
        "home",
        case=case,
        now=first,
        tasks=tasks,
        open_tasks=any(task.state in {"now", "blocked"} for task in tasks),
        others=ranked[1:],
        menu=menu(case, seen[str(case.contract.pk)]),
        waits=case.counsellor_waits,
        checks=inspection.checks_waiting(by),
        wage=wage(case.version.terms),
        per=PERIODS.get(case.terms.pay_period, ""),
        job=occupation(str(case.version.terms.get("occupation_isco", ""))),
    )


def _not_hers() -> NotFound:
    return NotFound(
        "contracts.contract.not_found",
        sentence(N_("There is no such record here.")),
        remedy=sentence(N_("Check the number, or ask the office that gave it to you.")),
    )


@own_page
def letters(request: HttpRequest) -> HttpResponse:
    """Every message she was sent."""
    return show(request, "letters", letters=inbox(actor_of(request)), back_url=what_now.at("home"))


@own_page
def language(request: HttpRequest) -> HttpResponse:
    """The language of pages, messages and papers."""
    form = ChooseLanguage(
        CHOICES, posted(request), initial={"language": actor_of(request).language}
    )
    return ask(
        request,
        form,
        people.choose_language,
        done=lambda _none: f"{what_now.at('home')}?lang={form.cleaned_data['language']}",
        page={
            "title": _("Your language"),
            "button": _("Use this language"),
            "back_url": what_now.at("home"),
        },
    )


@own_page
def data(request: HttpRequest) -> HttpResponse:
    """What is kept about her, in words, and the file with all of it."""
    by = actor_of(request)
    details: dict[str, Any] = dict(own_details(by))
    if details.get("birth_date"):
        details["birth_date"] = day(details["birth_date"])
    if details.get("nationality"):
        details["nationality"] = country_name(details["nationality"])
    return show(request, "data", details=details, back_url=what_now.at("home"))


@own_page
def data_file(request: HttpRequest) -> HttpResponse:
    """Everything of hers as JSON, to keep or to give to somebody she trusts."""
    response = JsonResponse(
        {"person": own_details(actor_of(request)), "records": exports.own(actor_of(request))},
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
