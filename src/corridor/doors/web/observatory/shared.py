"""What the pages of the statistician's desk share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_
from corridor.doors.web.handle import for_roles
from corridor.doors.web.shared.ask import ask
from corridor.doors.web.words import Text
from corridor.governance.observatory.models import Table
from corridor.platform.access.actor import Role

own_page = for_roles(Role.STATISTICIAN)
HOME = "/statistics-desk/"

STATES: dict[str, tuple[str, Text]] = {
    "drafted": ("unknown", N_("To be protected")),
    "unsafe": ("breach", N_("An attack can work out a withheld figure")),
    "protected": ("unknown", N_("To be reviewed")),
    "refused": ("breach", N_("Refused by a review")),
    "reviewed": ("ok", N_("To be announced")),
    "announced": ("unknown", N_("Waits for a second person")),
    "approved": ("ok", N_("Goes out at its minute")),
    "published": ("ok", N_("Published")),
    "withdrawn": ("breach", N_("Withdrawn")),
}


def posted(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is made of: data and files of a POST, nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def page(request: HttpRequest, form: Any, act: Callable[..., Any], **given: Any) -> HttpResponse:
    """A page of the desk with one form for one act."""
    return ask(request, form, act, template="web/observatory/form.html", **given)


def address(row: Table) -> str:
    """Where a table in work is looked at."""
    return f"{HOME}{row.pk}/"
