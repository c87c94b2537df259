"""Wages: what is due by contract, a file looked at before it counts, and its versions."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from corridor.core.periods import add_months
from corridor.core.periods import month as parse_month
from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.cycle.contracts.queries import party_cases
from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.actions.staging import KIND, payslips_of
from corridor.cycle.employment.queries import desk, employer
from corridor.cycle.employment.queries.difference import preview_difference
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import RowError, UploadResult
from corridor.doors.web.employer import forms
from corridor.doors.web.employer.differences import SHOWN, changed, foreign
from corridor.doors.web.employer.presenters import month_name, month_queue
from corridor.doors.web.employer.views.shared import at, csv_file, own_page, posted, show
from corridor.doors.web.handle import handle
from corridor.doors.web.words import reader, say
from corridor.locale.catalog import problem_text
from corridor.platform.exchange import exports
from corridor.platform.exchange import queries as exchange
from corridor.platform.exchange.checking import SHOWN as FAULTS
from corridor.platform.exchange.models import Import

_WITHOUT_MONTH = ("pain001", "sau")
_ASKED = ("paid_on", "format", "month", "number", "payslips")
"""What was said beside a file, kept in the address of the page that looks at it."""
_FINE = {"paid", "not_covered"}
_LIVE = ("accepted", "in_force", "ended")


@own_page
def months(request: HttpRequest) -> HttpResponse:
    """Files on record, and the months that wait for one."""
    by = actor_of(request)
    files = employer.files(by)
    cases = party_cases(by, states=_LIVE)
    asked = desk.wage_months(cases, by)
    there = {one.upload.month for one in files if one.upload.version}
    return show(
        request,
        "wages",
        duty=bool(asked) or bool(files),
        household=desk.employer_is_household(by),
        waiting=[
            (month_name(one), at("month", one), desk.last_day(one, cases))
            for one in asked
            if one not in there
        ],
        files=[
            (month_name(one.upload.month), at("month", one.upload.month), one)
            for one in files
            if one.upload.version
        ],
        latest=_latest_months(cases),
        back_url=at("home"),
    )


def _latest_months(cases: list[Any]) -> list[tuple[str, str]]:
    """The last three months, for those who give no file and want to see what is due."""
    if not cases:
        return []
    first = cases[0].contract.local_today().replace(day=1)
    named = [f"{add_months(first, -back):%Y-%m}" for back in range(3)]
    return [(month_name(one), at("month", one)) for one in named]


@own_page
def give(request: HttpRequest) -> HttpResponse:
    """A wage file: read through first, on record only when the employer says so."""
    form = forms.WagesForm(*posted(request))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        answer = show(request, "wages_give", form=form, back_url=at("wages"))
        answer.status_code = status
        return answer
    file, paid_on = form.cleaned_data["file"], form.cleaned_data["paid_on"]
    content = file.read()
    asked = {
        "paid_on": paid_on.isoformat() if paid_on else "",
        "month": form.cleaned_data["month"].strip(),
        "number": form.cleaned_data["number"].strip(),
    }
    slips = form.cleaned_data["payslips"]

    def stage(*, by: Any, **_given: Any) -> Import:
        asked["format"] = form.cleaned_data["format"] or _kind(content, file.name)
        _needs_month(asked["format"], asked["month"])
        if slips:
            table = b64encode(slips.read()).decode()
            asked["payslips"] = employment.stage_payslips(by=by, file=table, name=slips.name).pk
        return employment.stage_wages(
            by=by,
            file=b64encode(content).decode(),
            format=asked["format"],
            name=file.name,
            month=asked["month"],
            paid_on=paid_on,
            payslips=asked.get("payslips", ""),
            number=asked["number"],
        )

    return handle(
        request,
        form,
        stage,
        template="web/employer/wages_give.html",
        done=lambda row: f"{at('wages-look', row.pk)}?{urlencode(asked)}",
        context={"back_url": at("wages")},
    )


def _needs_month(kind: str, month: str) -> None:
    """Ask for the month where the kind of file has no place for it. Raises ``BadInput``."""
    if kind in _WITHOUT_MONTH and not month:
        raise BadInput(
            "employment.no_month",
            sentence(N_("This kind of file names no salary month.")),
            remedy=sentence(N_("Choose the month for which it pays.")),
        ).at(field="month")
    if month:
        try:
            parse_month(month)
        except Problem as problem:
            raise problem.at(field="month") from None


def _kind(content: bytes, name: str) -> str:
    """The kind of file its first line or name speaks for; a page asks the employer where none does.

    Empty for a file with another fault at its beginning: reading it says which.
    """
    from corridor.engines import wagefiles  # a table library comes with it: not at start

    try:
        return wagefiles.detect(content, name)
    except Problem as problem:
        if problem.code != "wagefile.format":
            return ""
    first = content.split(b"\n", 1)[0].strip()[:40].decode("utf-8", "replace")
    raise BadInput(
        "employment.kind_of_file",
        sentence(N_("No wage file known here begins with “{found}”."), found=first),
        remedy=sentence(
            N_("If it is one, choose which kind of file it is; else choose the file again.")
        ),
        found=first,
    ).at(field="format")


@own_page
def look(request: HttpRequest, staged: str) -> HttpResponse:
    """What the file would put on record: faults row by row, or findings worker by worker."""
    by = actor_of(request)
    row = exchange.one(staged, by)
    asked = {name: request.GET.get(name, "") for name in _ASKED}
    form = forms.SubmitForm(*posted(request), initial=asked)
    if request.method == "POST":
        return handle(
            request,
            form,
            employment.submit_staged,
            template="web/employer/wages_look.html",
            done=lambda upload: at("month", upload.month),
            context={"row": row, "back_url": at("wages-give")},
            staged=staged,
        )
    problems, preview = _read(row, by, asked)
    wrong = [one for one in preview.rows if one.month.state not in _FINE] if preview else []
    result = UploadResult(
        file=row.file_name,
        rows=row.rows,
        errors=[_error(one) for one in problems[:FAULTS]],
        total_errors=len(problems),
        report_url=f"{at('wages-report', staged)}?{urlencode(asked)}" if problems else "",
    )
    return show(
        request,
        "wages_look",
        row=row,
        form=form,
        result=result,
        preview=preview,
        month=month_name(preview.draft.month_text) if preview else "",
        queue=month_queue(
            wrong[:SHOWN],
            N_("Workers whose month is not in order"),
        )
        if preview
        else None,
        fine=preview.states["paid"] if preview else 0,
        more=_more(preview) if preview else 0,
        changed=changed(preview_difference(preview, by)) if preview else None,
        foreign=foreign(preview) if preview else (),
        strangers=[one.explain.get("line") for one in preview.strangers[:50]] if preview else [],
        stranger_count=len(preview.draft.strangers) if preview else 0,
        open=row.state == Import.State.VALIDATED and row.table == KIND,
        back_url=at("wages-give"),
    )


def _more(preview: employer.Preview) -> int:
    """Workers whose month is not in order beyond those shown."""
    wrong = sum(n for state, n in preview.states.items() if state not in _FINE)
    return max(wrong - SHOWN, 0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(
    row: Import, by: Any, asked: Mapping[str, str]
) -> tuple[list[Problem], employer.Preview | None]:
    try:
        found = employer.preview_wages(
            by,
            data=exchange.content_of(row),
            format=asked.get("format", ""),
            month=asked.get("month", ""),
            paid_on=_day(asked.get("paid_on", "")),
            payslips=payslips_of(asked.get("payslips", ""), by),
            number=asked.get("number", ""),
        )
    except Problem as problem:
        return list(problem.problems), None
    return [], found


def _error(problem: Problem) -> RowError:
    place = problem.place
    column = place.field or (str(place.column) if place.column else "")
    found = "" if problem.found is None else str(problem.found)[:60]
    return RowError(place.line or 0, column, problem_text(problem, reader().code), found)


@own_page
def report(request: HttpRequest, staged: str) -> HttpResponse:
    """Every fault of a file as a table that a spreadsheet opens."""
    by = actor_of(request)
    row = exchange.one(staged, by)
    problems, _preview = _read(row, by, request.GET)
    heading = [say(N_("Line")), say(N_("Field")), say(N_("What is wrong")), say(N_("Found"))]
    lines = ([one.row, one.column, str(one.message), one.found] for one in map(_error, problems))
    return csv_file(exports.as_csv(heading, lines), "errors.csv")
