"""The inspector's pages: the ranking, one establishment, and both as tables to take along."""

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
from corridor.doors.web.inspector import presenters, tables
from corridor.doors.web.shared.addresses import choice, month_asked, only, page_number
from corridor.engines import law
from corridor.platform.access.actor import Actor, Role
from corridor.platform.clock.queries import today

PAGE = 50
CONTRACTS = 25
LONGEST = 50_000
"""Rows of a table to take along."""


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters in the address, each checked."""
    only(request, "q", "month", "visit", "show", "page")
    return {
        "q": request.GET.get("q", ""),
        "month": month_asked(request),
        "visit": choice(request, "visit", list(presenters.VISITS)),
        "show": choice(request, "show", list(presenters.SHOWN)),
    }


def _found(asked: dict[str, str], by: Actor, first: int, limit: int) -> Any:
    return employment.establishments(
        by,
        text=asked["q"],
        month=asked["month"],
        visit=asked["visit"],
        repeated=asked["show"] == "repeated",
        silent=asked["show"] == "silent",
        strangers=asked["show"] == "strangers",
        first=first,
        limit=limit,
    )


@require_safe
@for_roles(Role.INSPECTOR)
def ranking(request: HttpRequest) -> HttpResponse:
    """Establishments with wages owed, the most money first."""
    asked, number, by = _asked(request), page_number(request), actor_of(request)
    found = _found(asked, by, (number - 1) * PAGE, PAGE)
    here = _today(by)
    context = {
        "queue": presenters.queue(found, asked, here, number, PAGE),
        "figures": presenters.headline(found),
        "chart": presenters.most_owed(found),
        "heat": presenters.heat(by.country or "", here),
        "download": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "web/inspector/ranking.html", context)


@require_safe
@for_roles(Role.INSPECTOR)
def ranking_csv(request: HttpRequest) -> HttpResponse:
    """The ranking with the same filters, as a table."""
    found = _found(_asked(request), actor_of(request), 0, LONGEST)
    return tables.ranking(found)


@require_safe
@for_roles(Role.INSPECTOR)
def establishment(request: HttpRequest, employer: str) -> HttpResponse:
    """One establishment: contract against wage file by month, findings, contested claims."""
    only(request, "month", "page")
    month, number, by = month_asked(request), page_number(request), actor_of(request)
    page = employment.establishment(
        employer, by, month=month, first=(number - 1) * CONTRACTS, limit=CONTRACTS
    )
    here = _today(by)
    context = {
        "page": page,
        "visit": presenters.VISITS[page.visit],
        "months": presenters.months(page),
        "rows": presenters.contracts(page),
        "chart": presenters.owed_by_month(page),
        "claims": presenters.claims(page),
        "month": month,
        "pages": Pages(
            number, -(-page.total // CONTRACTS), urlencode({"month": month}) if month else ""
        ),
        "many": page.total > CONTRACTS,
        "heat": presenters.heat(by.country or "", here),
        "back_url": "/inspection/",
    }
    return render(request, "web/inspector/establishment.html", context)


@require_safe
@for_roles(Role.INSPECTOR)
def findings_csv(request: HttpRequest, employer: str) -> HttpResponse:
    """Every contract's month that is not in order, as a table; no names."""
    only(request, "month")
    month = month_asked(request)
    page = employment.establishment(employer, actor_of(request), month=month, limit=LONGEST)
    return tables.findings(page)


def _today(by: Actor) -> Any:
    return today(law.book().jurisdiction(by.country or "").time_zone)
