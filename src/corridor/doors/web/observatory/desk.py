"""The statistician's desk: sources, tables in work, protection, review, and the two persons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Link,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.handle import for_roles
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.shared.addresses import only
from corridor.doors.web.shared.ask import ask
from corridor.doors.web.words import Text, reader, say
from corridor.engines.statistics.cube import Cube
from corridor.governance.observatory import actions, estimating, queries
from corridor.governance.observatory.models import Source, Table
from corridor.governance.observatory.queries.work import Work
from corridor.platform.access.actor import Actor, Role

own_page = for_roles(Role.STATISTICIAN)
HOME = "/statistics-desk/"
SHOWN = 300

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


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _page(request: HttpRequest, form: Any, act: Callable[..., Any], **given: Any) -> HttpResponse:
    return ask(request, form, act, template="web/observatory/form.html", **given)


def _at(row: Table) -> str:
    return f"{HOME}{row.pk}/"


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
    return Row(cells, url=_at(one.table))


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


@own_page
def source(request: HttpRequest) -> HttpResponse:
    """Put a source on record."""
    only(request)
    return _page(
        request,
        forms.SourceForm(*_posted(request)),
        actions.add_source,
        title=N_("Add a source"),
        lead=N_("Microdata never stay here: only the file’s digest, so that it can be told again."),
        button=N_("Put it on record"),
        back=HOME,
        done=lambda row: HOME,
        said=N_("The source is on record."),
    )


@own_page
def table(request: HttpRequest) -> HttpResponse:
    """Hand in a table."""
    only(request)
    known = queries.sources(actor_of(request))
    return _page(
        request,
        forms.TableForm([(one.id, _told_apart(one)) for one in known], *_posted(request)),
        actions.draft,
        title=N_("Hand in a table"),
        lead=N_("Its cells are sealed for your office until they are protected and released."),
        button=N_("Check and keep it"),
        back=HOME,
        done=_at,
    )


def _told_apart(one: Source) -> str:
    """A source so that it is not taken for another one with the same title."""
    made = sentence(
        N_("{title} · {period} · on record since {day} · {rows} rows · SHA-256 {digest}…"),
        title=one.title,
        period=one.period,
        day=one.created_at.date(),
        rows=one.rows,
        digest=one.digest[:8],
    )
    return say(made)


@own_page
def estimate(request: HttpRequest) -> HttpResponse:
    """An indicator from microdata that do not stay."""
    only(request)
    language = reader().code
    listed = [
        (one.id, one.title.say(language), one.counting.say(language), ", ".join(one.breakdowns))
        for one in estimating.offered()
    ]
    form = forms.EstimateForm(
        [(name, f"{title} ({name})") for name, title, *_ in listed], *_posted(request)
    )
    form.listed = listed
    return _page(
        request,
        form,
        actions.estimate,
        title=N_("Estimate an indicator"),
        lead=N_("Your questionnaire is mapped, checked and estimated with its errors."),
        button=N_("Estimate it"),
        back=HOME,
        done=_at,
    )


@own_page
def register(request: HttpRequest) -> HttpResponse:
    """Count a register of this node."""
    only(request)
    return _page(
        request,
        forms.RegisterForm(*_posted(request)),
        actions.count_register,
        title=N_("Count a register"),
        lead=N_("You get counts, never a record. They are protected like any other table."),
        button=N_("Count it"),
        back=HOME,
        done=_at,
    )


@require_safe
@own_page
def work(request: HttpRequest, table: str) -> HttpResponse:
    """One table: its cells before and after protection, and the next step."""
    only(request)
    by = actor_of(request)
    found, raw = queries.table_of(table, by)
    guarded = queries.protection_of(found.protection.id, by)[1] if found.protection else None
    labels = Labels(found.table.definition)
    protection = found.protection
    context = {
        "work": found,
        "state": Status(*STATES[found.state]),
        "title": labels.text("title"),
        "cells": _cells(raw, guarded, labels),
        "more": max(raw.frame.height - SHOWN, 0),
        "protection": protection,
        "reviews": protection.reviews.order_by("-pk") if protection else (),
        "release": found.release,
        "own": _own(found, by),
        "back_url": HOME,
    }
    return render(request, "web/observatory/work.html", context)


def _own(found: Work, by: Actor) -> bool:
    """Whether the reader prepared this release, and so cannot approve it."""
    if found.release is None or found.protection is None:
        return False
    return by.person in {found.release.officer, found.protection.officer}


def _cells(raw: Cube, guarded: Cube | None, labels: Labels) -> Queue:
    """Side by side: what is true, and what everybody would read."""
    after = {_key(guarded, one): one for one in guarded.cells()} if guarded else {}
    keys = telling(raw)
    names = [labels.column(one) for one in keys]
    return Queue(
        caption=N_("Cells before and after protection"),
        columns=[
            *(Column(one, name, sortable=False) for one, name in zip(keys, names, strict=True)),
            Column("value", N_("Figure"), sortable=False, number=True),
            Column("n", N_("Records"), sortable=False, number=True),
            Column("after", N_("Everybody reads"), sortable=False),
        ],
        rows=[
            Row(
                (
                    *(labels.code(name, one[name]) for name in keys),
                    "–" if one["value"] is None else number(one["value"]),
                    one["n"],
                    _after(after.get(_key(raw, one))) if guarded else None,
                )
            )
            for one in list(raw.cells())[:SHOWN]
        ],
    )


def telling(cube: Cube) -> list[str]:
    """The columns that tell cells apart: the figure's own name only where there are several."""
    return [one for one in cube.keys if one != "measure" or len(cube.codes(one)) > 1]


def _key(cube: Cube, cell: dict[str, Any]) -> tuple[str, ...]:
    return tuple(cell[name] for name in cube.keys)


def _after(cell: dict[str, Any] | None) -> Any:
    if cell is None:
        return None
    if cell["conf"] == "F":
        return "–" if cell["value"] is None else number(cell["value"])
    return Status("unknown", N_("Held back"))


@own_page
def protect(request: HttpRequest, table: str) -> HttpResponse:
    """Protect a table and attack it."""
    found, _ = queries.table_of(table, actor_of(request))
    return _page(
        request,
        forms.ProtectForm(*_posted(request)),
        actions.protect,
        title=N_("Protect this table"),
        lead=N_(
            "Cells about few people are withheld, and as many others as it takes to hide them. Then"
            " the table is attacked with everything that was ever published."
        ),
        button=N_("Protect it"),
        back=_at(found.table),
        done=lambda row: _at(found.table),
        table=table,
    )


@own_page
def review(request: HttpRequest, protection: str) -> HttpResponse:
    """Say whether what is withheld will do."""
    row, _ = queries.protection_of(protection, actor_of(request))
    return _page(
        request,
        forms.ReviewForm(*_posted(request)),
        actions.review,
        title=N_("Review what is held back"),
        button=N_("Record the review"),
        back=_at(row.table),
        done=lambda made: _at(row.table),
        protection=protection,
    )


@own_page
def announce(request: HttpRequest, protection: str) -> HttpResponse:
    """Put the table on the calendar."""
    row, _ = queries.protection_of(protection, actor_of(request))
    return _page(
        request,
        forms.MinuteForm(*_posted(request)),
        actions.announce,
        title=N_("Announce the release"),
        lead=N_("From now on everybody reads on the calendar that it comes, and when."),
        button=N_("Announce it"),
        back=_at(row.table),
        done=lambda made: _at(row.table),
        protection=protection,
    )


@own_page
def withdraw(request: HttpRequest, release: str) -> HttpResponse:
    """Take it off the calendar."""
    back = _back(release, actor_of(request))
    return _page(
        request,
        forms.ReasonForm(*_posted(request)),
        actions.withdraw,
        title=N_("Withdraw this release"),
        button=N_("Withdraw it"),
        danger=True,
        back=back,
        done=lambda made: back,
        release=release,
    )


@own_page
def retract(request: HttpRequest, indicator: str) -> HttpResponse:
    """Take a published table back."""
    queries.entry(indicator, by=actor_of(request))
    return _page(
        request,
        forms.MinuteForm(*_posted(request)),
        actions.retract,
        title=N_("Take a published table back"),
        lead=N_("What was published stays, marked as taken back. A second person approves this."),
        button=N_("Announce that it is taken back"),
        danger=True,
        back=HOME,
        done=lambda made: HOME,
        indicator=indicator,
    )


def _back(release: str, by: Actor) -> str:
    row = queries.release_of(release, by)
    own = row.protection is not None and row.office_id == by.organisation
    return _at(row.protection.table) if own and row.protection else HOME
