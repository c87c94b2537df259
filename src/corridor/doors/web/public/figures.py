"""Wage protection in figures: a country's months, for everybody, with how they are counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.cycle.corridors.parties import policy
from corridor.doors.web.components.chart import Chart, Point
from corridor.doors.web.components.models import Figure, Link
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.shared.figures import country_name
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.words import Text
from corridor.governance.inspection import queries as inspection
from corridor.governance.inspection.models import NationMonth
from corridor.platform.access.actor import STRANGER
from corridor.platform.clock.queries import today
from corridor.platform.exchange.exports import as_csv

LEAST = "OC.inspection.public_least"


@dataclass(frozen=True, slots=True)
class Line:
    """One month: its words, the share paid in full and in time in tenths of a percent."""

    row: NationMonth
    name: str
    share: int | None
    owed: Money | None

    @property
    def percent(self) -> str | None:
        """The share in words of figures, ``96.4 %``; None where it is held back."""
        return None if self.share is None else f"{self.share // 10}.{self.share % 10} %"


def wages(request: HttpRequest) -> HttpResponse:
    """Every country with figures; one country's months."""
    only(request, "country")
    known = inspection.nations(STRANGER)
    country = choice(request, "country", known) or (known[0] if known else "")
    lines = [_line(row) for row in inspection.national(country, STRANGER)]
    context = {
        "countries": [(code, country_name(code)) for code in known],
        "country": country,
        "name": country_name(country) if country else "",
        "lines": lines,
        "figures": _headline(lines),
        "chart": _chart(lines),
        "least": policy(LEAST, today()),
        "law": [law_ref(LEAST)],
    }
    return render(request, "web/public/wage_figures.html", context)


def wages_csv(request: HttpRequest, country: str) -> HttpResponse:
    """A country's months as a table; what is held back is an empty cell."""
    only(request)
    heading = [
        _("Month"),
        _("Establishments checked"),
        _("Establishments without a wage file"),
        _("Contracts checked"),
        _("Paid in full and in time"),
        _("Late or not in full"),
        _("Unknown"),
        _("Workers to whom wages are owed"),
        _("Still owed"),
        _("Currency"),
    ]
    rows = [_cells(row) for row in inspection.national(country, STRANGER)]
    headers = {"Content-Disposition": 'attachment; filename="wage-figures.csv"'}
    content = as_csv(heading, rows)
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _cells(row: NationMonth) -> tuple[object, ...]:
    owed = "" if row.owed_minor is None else Money(row.owed_minor, row.currency).text()
    counts = (row.establishments, row.without_file, row.contracts, row.in_time, row.late)
    told = ("" if one is None else one for one in (*counts, row.unknown, row.workers_owed))
    return (row.month, *told, owed, row.currency)


def _line(row: NationMonth) -> Line:
    share = None
    if row.in_time is not None and row.contracts:
        share = (1000 * row.in_time + row.contracts // 2) // row.contracts
    owed = None if row.owed_minor is None else Money(row.owed_minor, row.currency)
    return Line(row, month_words(row.month), share, owed)


def _headline(lines: list[Line]) -> list[Figure]:
    """The newest month's share and debt, where they may be told."""
    if not lines:
        return []
    newest = lines[0]
    found = []
    if newest.percent is not None:
        words = sentence(
            N_("of {contracts} wages of {month} were paid in full and in time"),
            contracts=newest.row.contracts,
            month=newest.name,
        )
        found.append(Figure(newest.percent, words, source=SOURCE, download=_download(newest.row)))
    if newest.owed is not None:
        words = sentence(N_("still owed for {month}"), month=newest.name)
        found.append(Figure(newest.owed, words, source=SOURCE))
    return found


SOURCE = N_("Registered contracts against the newest wage file of each month")


def _download(row: NationMonth) -> Link:
    return Link(N_("Download as a table (CSV)"), f"/figures/wages/{row.country}.csv")


def _chart(lines: list[Line]) -> Chart | None:
    shown = lines[:12][::-1]
    if sum(one.share is not None for one in shown) < 2:
        return None
    name: Text = N_("Month")
    return Chart(
        N_("Share paid in full and in time"),
        [Point(one.name, one.share, one.percent) for one in shown],
        kind="line",
        label_name=name,
        value_name=N_("Share"),
        source=SOURCE,
    )
