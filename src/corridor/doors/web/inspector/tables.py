"""What an inspector takes along: tables safe to open in any spreadsheet, without names."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from corridor.core.money import Money
from corridor.cycle.employment.queries.inspector import OwedMonth
from corridor.doors.web.inspector.presenters import VISITS
from corridor.doors.web.inspector.ranked import visit_of
from corridor.doors.web.shared.months import CHECKS
from corridor.doors.web.words import say
from corridor.governance.inspection.models import Standing
from corridor.platform.exchange.exports import as_csv


def ranking(rows: Iterable[Standing]) -> HttpResponse:
    """One line an establishment; where few workers are concerned the figures are left out."""
    heading = [
        _("Establishment"),
        _("Number in the state’s register"),
        _("Still owed"),
        _("Currency"),
        _("Workers concerned"),
        _("Months owed"),
        _("Bad months in a year"),
        _("Steps of the ladder"),
        _("Latest month"),
        _("Months without a file"),
        _("Paid without a contract"),
        _("Kind of visit"),
    ]
    return _file(as_csv(heading, (_line(row) for row in rows)), "establishments.csv")


def _line(row: Standing) -> tuple[object, ...]:
    figures: tuple[object, ...] = (
        Money(row.owed_minor, row.currency).text(),
        row.currency,
        row.workers,
        row.months,
        row.repeats,
        row.stage,
    )
    return (
        row.name,
        row.number,
        *(("", "", "", "", "", "") if row.few else figures),
        row.last_month,
        row.silent,
        row.ghosts,
        say(VISITS[visit_of(row)].words),
    )


def findings(rows: Iterable[OwedMonth]) -> HttpResponse:
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
    lines = [
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
        for row in rows
    ]
    return _file(as_csv(heading, lines), "findings.csv")


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else Money(minor, currency).text()


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
