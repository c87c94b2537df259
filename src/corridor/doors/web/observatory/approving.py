"""The page of the second person: everything that goes out, before it is let go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Column, Queue, Row, Status
from corridor.doors.web.handle import handle
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.cells import telling
from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.observatory.portal import KINDS
from corridor.doors.web.observatory.shared import HOME, own_page
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.words import Text
from corridor.engines.statistics.cube import FREE, Cube
from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.queries import Dossier

SHOWN = 50
CELLS, WHOLE = "cells", "whole"
SHUT: dict[str, Text] = {
    "approved": N_("This release is approved already: it goes out by itself at its minute."),
    "published": N_("This release has gone out."),
    "withdrawn": N_("This release was withdrawn."),
}
OWN = N_("You prepared this release: another person of your office approves it.")


@own_page
def approve(request: HttpRequest, release: str) -> HttpResponse:
    """Read what goes out, and let it go; ``?cells=whole`` is the very file that goes out."""
    only(request, CELLS)
    by = actor_of(request)
    found = queries.dossier(release, by)
    if choice(request, CELLS, [WHOLE]) and found.cube is not None:
        return _whole(found.cube, found.release.indicator)
    back = f"{HOME}{found.protection.table_id}/" if found.protection else HOME
    form = forms.NothingForm(*((request.POST,) if request.method == "POST" else ()))
    return handle(
        request,
        form,
        actions.approve,
        template="web/observatory/approve.html",
        done=lambda made: back,
        context={**_page(found), "shut": _shut(found, by.person), "back_url": back},
        release=release,
    )


def _shut(found: Dossier, person: str | None) -> Text:
    """Why there is no button; empty where this reader may approve."""
    if found.state != "announced":
        return SHUT[found.state]
    return OWN if person in found.preparers else ""


def _page(found: Dossier) -> dict[str, Any]:
    held = found.protection
    definition = held.table.definition if held else {"title": found.release.title}
    labels = Labels(definition)
    return {
        "found": found,
        "labels": labels,
        "title": labels.text("title"),
        "kind": KINDS[found.release.kind],
        "protection": held,
        "people": _people(found),
        "reviews": [(one, found.names.get(one.officer, "")) for one in found.reviews],
        "cells": cells(found.cube, labels, N_("As everybody will read it")) if found.cube else None,
        "more": max(found.cube.frame.height - SHOWN, 0) if found.cube else 0,
    }


def _people(found: Dossier) -> list[tuple[Text, str]]:
    """What was done, and by whom."""
    held = found.protection
    done: list[tuple[Text, str]] = [(N_("Announced by"), found.release.officer)]
    if held:
        done = [
            (N_("Table handed in by"), held.table.officer),
            (N_("Protected by"), held.officer),
            *done,
        ]
    return [(words, found.names.get(person, "")) for words, person in done]


def cells(cube: Cube, labels: Labels, caption: Text) -> Queue:
    """The first cells of a table."""
    keys = telling(cube)
    names = [Column(one, labels.column(one), sortable=False) for one in keys]
    return Queue(
        caption=caption,
        columns=[*names, Column("value", N_("Figure"), sortable=False, number=True)],
        rows=[
            Row((*(labels.code(name, one[name]) for name in keys), _figure(one)))
            for one in cube.frame.head(SHOWN).iter_rows(named=True)
        ],
    )


def _figure(cell: dict[str, Any]) -> Any:
    if cell["conf"] != FREE:
        return Status("unknown", N_("Held back"))
    return "–" if cell["value"] is None else number(cell["value"])


def _whole(cube: Cube, indicator: str) -> HttpResponse:
    """The very bytes whose SHA-256 the page shows."""
    headers = {"Content-Disposition": f'attachment; filename="{indicator}.csv"'}
    return HttpResponse(cube.canonical(), content_type="text/csv; charset=utf-8", headers=headers)
