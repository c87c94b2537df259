"""The statistician's desk: tables in work, sources, what stands on the calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.core.text import N_
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Column, EmptyState, Link, Queue, Row, Status
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.labels import Labels
from corridor.doors.web.observatory.shared import HOME, STATES, address, own_page
from corridor.doors.web.shared.addresses import only
from corridor.governance.observatory import queries
from corridor.governance.observatory.queries import Work
from corridor.platform.access.actor import Actor


@require_safe
@own_page
def home(request: HttpRequest) -> HttpResponse:
    """Tables in work, the sources, and what stands on the calendar."""
    only(request)
    by = actor_of(request)
    context = {
        "tables": _tables(queries.work(by)),
        "sources": _sources(by),
        "waiting": [
            (one, Labels({"title": one.release.title}).text("title"))
            for one in queries.announced(by)
            if one.state == "waiting"
        ],
        "mine": by.organisation,
        "published": [
            (one.newest, Labels(one.newest.definition).text("title"))
            for one in queries.catalogue(by)
            if not one.retracted
        ],
    }
    return render(request, "web/observatory/home.html", context)


def _tables(found: list[Work]) -> Queue:
    return Queue(
        caption=N_("Tables in work"),
        columns=[
            Column("title", N_("Table"), sortable=False),
            Column("state", N_("Next"), sortable=False),
            Column("cells", N_("Cells"), sortable=False, number=True),
            Column("withheld", N_("Held back"), sortable=False, number=True),
            Column("since", N_("Since"), sortable=False),
        ],
        rows=[_table(one) for one in found],
        empty=EmptyState(
            N_("No table is in work."),
            N_("Put a source on record first, then hand in the table that was made of it."),
            Link(N_("Add a source"), f"{HOME}source/"),
        ),
    )


def _table(one: Work) -> Row:
    held = one.protection.withheld if one.protection else None
    title = Labels(one.table.definition).text("title")
    cells = (
        title,
        Status(*STATES[one.state]),
        one.table.cells,
        held,
        one.table.created_at.date(),
    )
    return Row(cells, url=address(one.table))


def _sources(by: Actor) -> Queue:
    return Queue(
        caption=N_("Sources"),
        columns=[
            Column("title", N_("Source"), sortable=False),
            Column("kind", N_("What it is"), sortable=False),
            Column("period", N_("Period"), sortable=False),
            Column("rows", N_("Rows"), sortable=False, number=True),
            Column("digest", N_("SHA-256"), sortable=False),
        ],
        rows=[
            Row((one.title, forms.SOURCES[one.kind], one.period, one.rows, one.digest[:12]))
            for one in queries.sources(by)
        ],
    )
