"""The server is back: hand in the register of a batch, look at every line, put it on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.queries.registers import RegisterPage
from corridor.cycle.departure.registers.known import Judged
from corridor.cycle.departure.registers.words import OUTCOME_WORDS, REGISTER_WORDS
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import RowError, UploadResult
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer.batch_forms import HandInForm
from corridor.doors.web.officer.forms import NothingToSay
from corridor.doors.web.officer.views import lazily
from corridor.doors.web.words import reader, say
from corridor.locale.catalog import problem_text
from corridor.platform.access.actor import Actor, Role

_BATCH = "/office/batches/"
_REGISTER = "/office/registers/"


@dataclass(frozen=True)
class Line:
    """One line as it is shown: what it says, whether it fits, and what to do."""

    judged: Judged
    named: str
    word: str
    state: str
    verdict: str
    contract: Contract | None
    first: str
    second: str
    problems: list[str]


@for_roles(Role.ORIGIN_OFFICER)
def hand_in(request: HttpRequest, batch_id: str) -> HttpResponse:
    """Give the filled register; nothing counts before another officer has put it on record."""
    by = actor_of(request)
    page = queries.batch_page(batch_id, by)
    return handle(
        request,
        HandInForm(request.POST or None, request.FILES or None),
        actions.hand_in_register,
        template="web/officer/hand_in.html",
        done=lambda row: f"{_REGISTER}{row.pk}/",
        context={"batch": page.batch, "back_url": f"{_BATCH}{batch_id}/", "tab": "batches"},
        batch=batch_id,
    )


@for_roles(Role.ORIGIN_OFFICER)
def register(request: HttpRequest, register_id: str) -> HttpResponse:
    """Every line with what is wrong with it; another officer puts on record what fits."""
    by = actor_of(request)

    def done(row: Any) -> str:
        messages.success(request, say(N_("On record. The workers were told.")))
        return f"{_BATCH}{row.batch_id}/"

    return handle(
        request,
        NothingToSay(request.POST if request.method == "POST" else None),
        actions.commit_register,
        template="web/officer/register.html",
        done=done,
        context={"view": _page(register_id, by), "tab": "batches"},
        filled=register_id,
    )


def _page(register_id: str, by: Actor) -> Any:
    """The register's page; looked up at once where it is only read, so that absent is absent."""
    found = queries.register_page(register_id, by)
    return lazily(lambda: _view(found, by))


def _view(page: RegisterPage, by: Actor) -> dict[str, Any]:
    row = page.register
    lines = [_line(one, page) for one in page.lines]
    return {
        "page": page,
        "register": row,
        "batch": row.batch,
        "batch_url": f"{_BATCH}{row.batch_id}/",
        "state": REGISTER_WORDS[row.state],
        "handed_in_by": page.names.get(row.handed_in_by, ""),
        "mine": row.handed_in_by == by.person,
        "result": _result(page),
        "lines": sorted(lines, key=lambda one: one.state != "breach"),
        "wrong": sum(one.state == "breach" for one in lines),
        "lacking": [one for one in lines if one.judged.lacks],
    }


def _line(one: Judged, page: RegisterPage) -> Line:
    verdict = ("ok", N_("Fits")) if one.fits else ("breach", N_("Does not fit"))
    if one.already:
        verdict = ("done", N_("Already on record"))
    return Line(
        judged=one,
        named=page.register.batch.named(one.serial) if one.serial else "–",
        word=OUTCOME_WORDS[one.outcome],
        state=verdict[0],
        verdict=verdict[1],
        contract=page.contracts.get(one.case.id) if one.case is not None else None,
        first=page.names.get(one.first, ""),
        second=page.names.get(one.second, ""),
        problems=[problem_text(problem, reader().code) for problem in one.problems],
    )


def _result(page: RegisterPage) -> UploadResult | None:
    """The cells that cannot be read, row by row; None when all of them can."""
    if not page.faults:
        return None
    errors = [_error(problem) for problem in page.faults]
    return UploadResult(page.file_name, page.rows, errors, len(errors))


def _error(problem: Problem) -> RowError:
    place = problem.place
    column = place.field or (str(place.column) if place.column else "")
    found = "" if problem.found is None else str(problem.found)[:60]
    return RowError(place.line or 0, column, problem_text(problem, reader().code), found)


@for_roles(Role.ORIGIN_OFFICER)
@require_POST
def withdraw(request: HttpRequest, register_id: str) -> HttpResponse:
    """Forget a register that is not on record."""
    by = actor_of(request)

    def done(row: Any) -> str:
        messages.success(request, say(N_("Withdrawn. Nothing of it is kept.")))
        return f"{_BATCH}{row.batch_id}/"

    return handle(
        request,
        NothingToSay(request.POST),
        actions.withdraw_register,
        template="web/officer/register.html",
        done=done,
        context={"view": lazily(lambda: _view(queries.register_page(register_id, by), by))},
        filled=register_id,
    )
