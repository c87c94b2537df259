"""A publisher's file: given, looked at with all its faults or its table, then on the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from corridor.core.problems import Problem
from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Filter, RowError, UploadResult
from corridor.doors.web.handle import handle
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.approving import SHOWN, cells
from corridor.doors.web.observatory.labels import Labels
from corridor.doors.web.observatory.shared import HOME, address, own_page, posted
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.words import Text, reader, say
from corridor.governance.observatory import actions, public_files
from corridor.governance.observatory.definitions import MOST_CELLS
from corridor.locale.catalog import problem_text
from corridor.platform.access.actor import Actor
from corridor.platform.exchange import exports
from corridor.platform.exchange.checking import SHOWN as FAULTS
from corridor.platform.exchange.models import Import

if TYPE_CHECKING:
    from corridor.engines.statistics.public import Public

HERE = f"{HOME}public/"
YEAR = "year"
KINDS: dict[str, tuple[Text, str]] = {
    "panel": (
        N_("Remittance costs by corridor and quarter (World Bank, data bank)"),
        "Sending Countries Code, Receiving Countries Code, Series Code, 2020Q3 …",
    ),
    "services": (
        N_("Remittance prices of single services (World Bank, whole data set)"),
        "period, source_code, destination_code, cc1 total cost %, cc2 total cost % …",
    ),
    "stocks": (
        N_("Migrant stocks, totals or pairs (United Nations)"),
        "Location code of destination, Location code of origin, 2020 … · alpha3, year, fb …",
    ),
    "series": (
        N_("A series that others measure, with its edition and method"),
        "series, area, time, value, low, high, edition, method, source",
    ),
    "flow": (
        N_("Counts of flows between two countries, by either of them"),
        "origin, destination, time, counted by, unit, value, source",
    ),
}
"""What each kind is, and by which titles it is told."""


@own_page
def give(request: HttpRequest) -> HttpResponse:
    """Choose the file. It is read through first; nothing of it is a table yet."""
    only(request)
    return handle(
        request,
        forms.PublicForm(*posted(request)),
        actions.stage_public,
        template="web/observatory/public.html",
        done=lambda row: f"{HERE}{row.pk}/",
        context={"kinds": KINDS.values(), "back_url": HOME},
    )


@own_page
def look(request: HttpRequest, staged: str) -> HttpResponse:
    """All faults of the file, or the table that it would become; then the table itself."""
    by = actor_of(request)
    only(request, YEAR)
    row = public_files.staged(staged, by)
    form = forms.YearForm(*posted(request)[:1], initial={YEAR: request.GET.get(YEAR, "")})
    return handle(
        request,
        form,
        actions.take_public,
        template="web/observatory/public_look.html",
        done=address,
        context=_context(request, row),
        staged=staged,
    )


def _context(request: HttpRequest, row: Import) -> dict[str, Any]:
    page = {"row": row, "back_url": HERE}
    try:
        found = whole = public_files.looked_at(row)
    except Problem as problem:
        return page | {"result": _result(row, problem)}
    known = _years(whole)
    year = choice(request, YEAR, known) or ""
    if year:
        found = replace(whole, cube=whole.cube.where({"time": year}), period=year)
    labels = Labels(found.definition)
    return page | {
        "found": found,
        "kind": KINDS[found.kind][0],
        "name": public_files.table_of(found),
        "title": labels.text("title"),
        "rule": labels.written("rule"),
        "years": _offered(known, year),
        "count": found.cube.frame.height,
        "most": MOST_CELLS,
        "fits": found.cube.frame.height <= MOST_CELLS,
        "cells": cells(found.cube, labels, N_("The cells that the table would have")),
        "more": max(found.cube.frame.height - SHOWN, 0),
    }


def _years(whole: Public) -> list[str]:
    """The years of which one may be kept alone: pairs of stocks are many."""
    return whole.cube.codes("time") if whole.kind == "stocks" else []


def _offered(known: list[str], year: str) -> list[Filter]:
    options: list[tuple[str, Text]] = [("", N_("All")), *((one, one) for one in known)]
    return [Filter(YEAR, N_("Year"), options, year)] if len(known) > 1 else []


def _result(row: Import, problem: Problem) -> UploadResult:
    faults = problem.problems
    return UploadResult(
        file=row.file_name,
        rows=row.rows,
        errors=[_error(one) for one in faults[:FAULTS]],
        total_errors=len(faults),
        report_url=f"{HERE}{row.pk}/errors/",
    )


def _error(problem: Problem) -> RowError:
    place = problem.place
    column = place.field or (str(place.column) if place.column else "")
    found = "" if problem.found is None else str(problem.found)[:60]
    return RowError(place.line or 0, column, problem_text(problem, reader().code), found)


@require_safe
@own_page
def errors(request: HttpRequest, staged: str) -> HttpResponse:
    """Every fault of the file as a table that a spreadsheet opens."""
    only(request)
    content = exports.as_csv(_heading(), _lines(staged, actor_of(request)))
    headers = {"Content-Disposition": 'attachment; filename="errors.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _heading() -> list[str]:
    return [say(N_("Line")), say(N_("Column")), say(N_("What is wrong")), say(N_("Found"))]


def _lines(staged: str, by: Actor) -> list[list[Any]]:
    row = public_files.staged(staged, by)
    try:
        public_files.looked_at(row)
    except Problem as problem:
        found = [_error(one) for one in problem.problems]
        return [[one.row, one.column, str(one.message), one.found] for one in found]
    return []
