"""Pre-issued passes: ask for a batch, confirm it, print it, see what became of each slip."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from corridor.core.text import N_
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.queries.batches import Listed
from corridor.cycle.departure.registers.words import BATCH_WORDS, OUTCOME_WORDS, REGISTER_WORDS
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Column, EmptyState, Queue, Row, Status
from corridor.doors.web.handle import for_roles, handle
from corridor.doors.web.officer import batch_papers
from corridor.doors.web.officer.batch_forms import PrepareForm
from corridor.doors.web.officer.forms import NothingToSay
from corridor.doors.web.officer.views import lazily
from corridor.doors.web.officer.work import local_today
from corridor.doors.web.words import say
from corridor.platform.access.actor import Actor, Role

_HOME = "/office/batches/"
_LIGHTS = {"prepared": "waiting", "issued": "ok", "declined": "unknown"}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
DEEDS: dict[str, tuple[Any, str]] = {
    "confirm": (actions.confirm_batch, N_("Confirmed. The passes are signed: print them.")),
    "decline": (actions.decline_batch, N_("Declined. No pass was made.")),
}
"""What an officer can do with a batch that waits: the act, and what is said afterwards."""


@for_roles(Role.ORIGIN_OFFICER)
def home(request: HttpRequest) -> HttpResponse:
    """The batches of this office, and the form to ask for one."""
    by = actor_of(request)
    day = local_today(by)
    first = {"valid_from": day, "valid_to": day + timedelta(days=6)}
    form = PrepareForm(
        request.POST or None, corridors=queries.corridors_from(by.country), initial=first
    )

    def done(row: Any) -> str:
        messages.success(request, say(N_("Prepared. Another officer of this office confirms it.")))
        return f"{_HOME}{row.pk}/"

    context = {
        "queue": lazily(lambda: _queue(queries.batches(by))),
        "limits": queries.limits(day),
        "tab": "batches",
    }
    return handle(
        request,
        form,
        actions.prepare_batch,
        template="web/officer/batches.html",
        done=done,
        context=context,
    )


def _queue(found: list[Listed]) -> Queue:
    return Queue(
        caption=N_("Batches of this office, newest first"),
        columns=(
            Column("batch", N_("Batch"), sortable=False),
            Column("state", N_("State"), sortable=False),
            Column("corridor", N_("Corridor"), sortable=False),
            Column("from", N_("First day"), sortable=False),
            Column("to", N_("Last day"), sortable=False),
            Column("size", N_("Passes"), sortable=False, number=True),
            Column("open", N_("Not accounted for"), sortable=False, number=True),
        ),
        rows=[_row(one) for one in found],
        total=len(found),
        empty=EmptyState(
            N_("No batch yet."),
            N_("Prepare one before the server is down: then it is too late."),
        ),
    )


def _row(one: Listed) -> Row:
    batch = one.batch
    cells = [
        batch.code,
        Status(_LIGHTS[batch.state], BATCH_WORDS[batch.state]),
        batch.corridor,
        batch.valid_from,
        batch.valid_to,
        batch.size,
        one.counts.open,
    ]
    return Row(cells, f"{_HOME}{batch.pk}/")


def _view(batch_id: str, by: Actor) -> dict[str, Any]:
    """What the page of a batch shows."""
    page = queries.batch_page(batch_id, by)
    registers = [
        (one, REGISTER_WORDS[one.state], page.names.get(one.handed_in_by, ""))
        for one in page.registers
        if one.state != "withdrawn"
    ]
    return {
        "page": page,
        "batch": page.batch,
        "state": BATCH_WORDS[page.batch.state],
        "light": _LIGHTS[page.batch.state],
        "prepared_by": page.names.get(page.batch.prepared_by, ""),
        "decided_by": page.names.get(page.batch.decided_by, ""),
        "mine": page.batch.prepared_by == by.person,
        "counts": batch_papers.count_rows(page),
        "slips": [(one, OUTCOME_WORDS[one.outcome]) for one in page.slips if one.closing],
        "unsaid": [one for one in page.slips if not one.closing],
        "registers": registers,
    }


@for_roles(Role.ORIGIN_OFFICER)
@require_safe
def batch(request: HttpRequest, batch_id: str) -> HttpResponse:
    """One batch: the second officer's decision, then what became of each slip."""
    view = _view(batch_id, actor_of(request))
    context = {"view": view, "form": NothingToSay(), "back_url": _HOME, "tab": "batches"}
    return render(request, "web/officer/batch.html", context)


@for_roles(Role.ORIGIN_OFFICER)
@require_POST
def act(request: HttpRequest, batch_id: str, key: str) -> HttpResponse:
    """Confirm or decline; refused, it comes back on the batch's own page."""
    if key not in DEEDS:
        raise Http404
    run, told = DEEDS[key]
    by = actor_of(request)

    def done(row: Any) -> str:
        messages.success(request, say(told))
        return f"{_HOME}{row.pk}/"

    context = {"view": lazily(lambda: _view(batch_id, by)), "back_url": _HOME, "tab": "batches"}
    return handle(
        request,
        NothingToSay(request.POST),
        run,
        template="web/officer/batch.html",
        done=done,
        context=context,
        batch=batch_id,
    )


@for_roles(Role.ORIGIN_OFFICER)
@require_POST
def slips(request: HttpRequest, batch_id: str) -> HttpResponse:
    """The slips to print. Every printing is noted; a copy is the same pass once more."""
    row = actions.print_batch(by=actor_of(request), batch=batch_id)
    content = batch_papers.slips_file(row, request.build_absolute_uri("/verify/"))
    return _file(content, f"passes-{row.code}", "pdf")


@for_roles(Role.ORIGIN_OFFICER)
@require_safe
def register_form(request: HttpRequest, batch_id: str, kind: str) -> HttpResponse:
    """The register of a batch to fill in, as CSV or XLSX."""
    page = queries.batch_page(batch_id, actor_of(request))
    return _file(batch_papers.register_form(page, kind), f"register-{page.batch.code}", kind)


@for_roles(Role.ORIGIN_OFFICER)
@require_safe
def report(request: HttpRequest, batch_id: str) -> HttpResponse:
    """What became of each slip, as a table to keep."""
    page = queries.batch_page(batch_id, actor_of(request))
    return _file(batch_papers.report_file(page), f"report-{page.batch.code}", "csv")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
