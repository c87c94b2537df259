"""What an inspector takes along: tables safe to open in any spreadsheet, without names."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from corridor.core.money import Money
from corridor.cycle.employment.queries.inspector import EstablishmentPage, Ranking
from corridor.doors.web.inspector.presenters import VISITS
from corridor.doors.web.shared.months import CHECKS
from corridor.doors.web.words import say
from corridor.platform.exchange.exports import as_csv


def ranking(found: Ranking) -> HttpResponse:
    """One line an establishment; amounts as decimal numbers with their currency beside them."""
    heading = [
        _("Establishment"),
        _("Still owed"),
        _("Currency"),
        _("Workers concerned"),
        _("Months"),
        _("Latest month"),
        _("Months without a file"),
        _("Paid without a contract on record"),
        _("Kind of visit"),
    ]
    rows = [
        (
            row.name,
            row.owed.text(),
            row.owed.currency,
            row.workers,
            row.months,
            row.last_month,
            row.without_file,
            row.strangers,
            say(VISITS[row.visit].words),
        )
        for row in found.rows
    ]
    return _file(as_csv(heading, rows), "establishments.csv")


def findings(page: EstablishmentPage) -> HttpResponse:
    """One line a contract and month that is not in order."""
    heading = [
        _("Contract number"),
        _("Month"),
        _("Due"),
        _("Paid, says the file"),
        _("Still owed"),
        _("Currency"),
        _("What is not in order"),
        _("Law"),
    ]
    rows = [
        (
            row.contract,
            row.month,
            _amount(row.figures.get("due_minor"), row.owed.currency),
            _amount(row.figures.get("paid_minor"), row.owed.currency),
            row.owed.text(),
            row.owed.currency,
            " ".join(say(CHECKS.get(one["check"], one["check"])) for one in row.findings),
            " ".join(dict.fromkeys(id_ for one in row.findings for id_ in one.get("law", ()))),
        )
        for row in page.rows
    ]
    return _file(as_csv(heading, rows), "findings.csv")


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else Money(minor, currency).text()


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
