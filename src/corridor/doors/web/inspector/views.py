"""The inspector's pages: the ranking, what falls due, one establishment, and tables."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.cycle.employment import queries as employment
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Pages
from corridor.doors.web.handle import for_roles
from corridor.doors.web.inspector import orders, presenters, ranked, tables
from corridor.doors.web.inspector.picture import picture
from corridor.doors.web.shared.addresses import choice, month_asked, only, page_number
from corridor.doors.web.shared.vocabulary import REGIMES
from corridor.doors.web.words import reader
from corridor.engines import law
from corridor.governance.inspection import queries as inspection
from corridor.governance.inspection.queries.ranking import SORTS
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today

PAGE = 50
CONTRACTS = 25
LONGEST = 20_000
"""Rows of a table to take along."""


def _asked(request: HttpRequest, sectors: list[str]) -> dict[str, str]:
    """Sort and filters in the address, each checked."""
    only(request, "q", "visit", "show", "sector", "regime", "stage", "sort", "after")
    return {
        "q": request.GET.get("q", ""),
        "visit": choice(request, "visit", list(presenters.VISITS)),
        "show": choice(request, "show", list(ranked.SHOWN)),
        "sector": choice(request, "sector", sectors),
        "regime": choice(request, "regime", list(REGIMES)),
        "stage": choice(request, "stage", list(ranked.STAGES)),
        "sort": choice(request, "sort", list(SORTS)) or "owed",
    }


def _found(asked: dict[str, str], by: Actor, after: str, limit: int) -> inspection.Ranked:
    given = {name: value for name, value in asked.items() if name != "q"}
    return inspection.ranked(
        by, inspection.Asked(text=asked["q"], **given), after=after, limit=limit
    )


@require_safe
@for_roles(Role.INSPECTOR)
def ranking(request: HttpRequest) -> HttpResponse:
    """Establishments with wages owed, the most money first."""
    by = actor_of(request)
    nation = inspection.nation(by)
    sectors = nation.sectors if nation else []
    asked, after = _asked(request, sectors), request.GET.get("after", "")
    found = _found(asked, by, after, PAGE)
    context = {
        "queue": ranked.queue(found, asked, sectors, nation),
        "links": ranked.next_page(found, asked, after),
        "figures": ranked.headline(nation),
        "nation": nation,
        "chart": ranked.most_owed(found) if not after else None,
        "heat": presenters.heat(by.country or "", _today(by)),
        "download": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "web/inspector/ranking.html", context)


@require_safe
@for_roles(Role.INSPECTOR)
def ranking_csv(request: HttpRequest) -> HttpResponse:
    """The ranking with the same filters, as a table."""
    by = actor_of(request)
    nation = inspection.nation(by)
    asked = _asked(request, nation.sectors if nation else [])
    return tables.ranking(_found(asked, by, "", LONGEST).rows)


@require_safe
@for_roles(Role.INSPECTOR)
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls due today, tomorrow, in a week; and what should have been done."""
    only(request)
    by = actor_of(request)
    found = inspection.calendar(by, _today(by))
    context = {
        "found": found,
        "parts": ranked.due(found, reader().code),
        "counts": ranked.counts(found),
    }
    return render(request, "web/inspector/calendar.html", context)


@require_safe
@for_roles(Role.INSPECTOR)
def establishment(request: HttpRequest, employer: str) -> HttpResponse:
    """One establishment: contract against wage file by month, ladder, orders, claims."""
    only(request, "month", "page")
    month, number, by = month_asked(request), page_number(request), actor_of(request)
    found = inspection.site(employer, by)
    first = (number - 1) * CONTRACTS
    rows = employment.owed_months(employer, by, month=month, first=first, limit=CONTRACTS)
    pages = -(-found.notable(month) // CONTRACTS)
    country = by.country or ""
    context = {
        "site": found,
        "visit": presenters.VISITS["routine" if found.routine else "wages"],
        "months": presenters.months(found.months, country),
        "picture": picture(found.months, country),
        "rows": presenters.contracts(rows),
        "stairs": orders.ladder(found.climbs),
        "steps": orders.steps_of(found.steps),
        "orders": orders.lines(found.orders),
        "claims": presenters.claims(employment.absence_claims(employer, by)),
        "month": month,
        "pages": Pages(number, pages, urlencode({"month": month}) if month else ""),
        "many": pages > 1,
        "heat": presenters.heat(country, found.today),
        "back_url": "/inspection/",
    }
    return render(request, "web/inspector/establishment.html", context)


@require_safe
@for_roles(Role.INSPECTOR)
def findings_csv(request: HttpRequest, employer: str) -> HttpResponse:
    """Every contract's month that is not in order, as a table; no names."""
    only(request, "month")
    month, by = month_asked(request), actor_of(request)
    inspection.site(employer, by)
    return tables.findings(employment.owed_months(employer, by, month=month, limit=LONGEST))


def _today(by: Actor) -> Any:
    return today(law.book().jurisdiction(by.country or "").time_zone)
