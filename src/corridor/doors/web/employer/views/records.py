"""Wage files on record: a month as its newest or any earlier version told it, and its papers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from corridor.core.money import Money
from corridor.core.periods import month as parse_month
from corridor.core.text import N_
from corridor.cycle.employment.models import WageFileUpload, WageLine
from corridor.cycle.employment.queries import employer
from corridor.cycle.employment.queries.difference import difference, lines
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Pages
from corridor.doors.web.employer import receipts
from corridor.doors.web.employer.differences import changed
from corridor.doors.web.employer.presenters import month_name, month_queue
from corridor.doors.web.employer.views.shared import at, csv_file, own_page, show
from corridor.doors.web.shared.addresses import choice, only, page_number
from corridor.doors.web.shared.months import CHECKS
from corridor.doors.web.words import say
from corridor.platform.exchange import exports

PAGE = 25
"""Workers on a page of a month."""


@own_page
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One month: due, paid and owed for each worker, and what the newest version changed."""
    return _month(request, month, None)


@own_page
def version(request: HttpRequest, month: str, version: int) -> HttpResponse:
    """The month as one of its files told it, also when another one has replaced it."""
    parse_month(month)
    employer.version(actor_of(request), month, version)
    return _month(request, month, version)


def _month(request: HttpRequest, month: str, version: int | None) -> HttpResponse:
    only(request, "page", "check")
    by, number, check = actor_of(request), page_number(request), choice(request, "check", [*CHECKS])
    parse_month(month)
    page = employer.month_page(
        by, month, version=version, check=check, first=(number - 1) * PAGE, limit=PAGE
    )
    upload = page.upload
    given = employer.versions(by, month)
    has_file = upload is not None and upload.version > 0
    return show(
        request,
        "month",
        name=month_name(month),
        month=month,
        page=page,
        has_file=has_file,
        given=given,
        replaced=bool(given) and upload is not None and upload.version < given[0].version,
        entry=receipts.entry(upload) if upload is not None and has_file else None,
        duty=has_file or any(one.month.state != "not_covered" for one in page.rows),
        late_note=upload is not None and upload.version == 0,
        queue=month_queue(
            page.rows,
            N_("Contract and file, worker by worker")
            if has_file
            else N_("What is due by contract"),
            page=page,
            check=check,
            pages=Pages(
                number, -(-page.fitting // PAGE) or 1, urlencode({"check": check}) if check else ""
            ),
        ),
        changed=changed(difference(str(upload.pk), by)) if upload and upload.version > 1 else None,
        back_url=at("wages") if version is None else at("month", month),
    )


@own_page
def statement(request: HttpRequest, month: str) -> HttpResponse:
    """The month as a table to keep: due, paid, owed."""
    page = employer.month_page(actor_of(request), month, limit=100_000)
    heading = _said(
        N_("Worker"),
        N_("Contract"),
        N_("Due by contract"),
        N_("Paid, says the file"),
        N_("Still owed"),
        N_("Currency"),
        N_("Result"),
    )
    rows = (
        [
            one.contract.worker.name,
            str(one.contract.pk),
            _text(one.month.due),
            _text(one.month.paid),
            _text(one.month.owed),
            one.month.due.currency if one.month.due else "",
            say(one.month.label),
        ]
        for one in page.rows
    )
    return csv_file(exports.as_csv(heading, rows), f"wages-{month}.csv")


@own_page
def submitted(request: HttpRequest, month: str, version: int) -> HttpResponse:
    """What was put on record, line by line; without the numbers, which are not kept in clear."""
    by = actor_of(request)
    parse_month(month)
    upload = employer.version(by, month, version)
    heading = _said(
        N_("Line"),
        N_("Worker"),
        N_("Contract"),
        N_("Basic wage"),
        N_("Allowances"),
        N_("Overtime"),
        N_("Deductions"),
        N_("Reason of the deduction"),
        N_("Paid"),
        N_("Currency"),
        N_("Day on which the bank paid"),
        N_("Unpaid days"),
    )
    rows = (_line(one, upload) for one in lines(upload, by))
    return csv_file(exports.as_csv(heading, rows), f"wages-{month}-{version}.csv")


def _line(one: WageLine, upload: WageFileUpload) -> list[Any]:
    def money(minor: int) -> str:
        return Money(minor, upload.currency).text()

    return [
        one.line,
        one.contract.worker.name if one.contract is not None else "",
        str(one.contract_id or ""),
        money(one.basic_minor),
        money(one.allowances_minor),
        money(one.overtime_minor),
        money(one.deductions_minor),
        one.deduction_reason,
        money(one.net_minor),
        upload.currency,
        one.paid_on.isoformat() if one.paid_on else "",
        one.unpaid_days,
    ]


@own_page
def receipt(request: HttpRequest, month: str, version: int) -> HttpResponse:
    """The receipt of a file as a paper: what was given, its fingerprint, what it left owed."""
    by = actor_of(request)
    parse_month(month)
    upload = employer.version(by, month, version)
    page = employer.month_page(by, month, version=version, limit=receipts.LISTED)
    content = receipts.paper(upload, page, request.build_absolute_uri("/log/"))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="wages-{month}-{version}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _said(*names: str) -> list[str]:
    return [say(name) for name in names]


def _text(amount: Money | None) -> str:
    return amount.text() if amount else ""
