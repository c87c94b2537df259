"""Desk pages for two tables side by side: two countries' counts, a survey and a register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.core.problems import Problem
from corridor.core.text import N_, sentence
from corridor.doors.web.capacity import actor_of
from corridor.doors.web.components.models import Column, Filter, Queue, Row, Status
from corridor.doors.web.handle import handle
from corridor.doors.web.observatory import forms
from corridor.doors.web.observatory.labels import Labels, number
from corridor.doors.web.observatory.mirrored import Shown, shown
from corridor.doors.web.observatory.shared import HOME, address, own_page, posted
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.words import Text, reader, say
from corridor.engines.statistics.mirror import Reconciled, unit_word
from corridor.governance.observatory import actions, beside
from corridor.governance.observatory.beside import Held
from corridor.governance.observatory.models import Table
from corridor.locale.catalog import problem_text

MIRROR: dict[str, Text] = {
    "origin": N_("Counted by the country of origin"),
    "destination": N_("Counted by the country of work"),
}
RECONCILED: dict[str, Text] = {
    "survey": N_("Estimated from a survey"),
    "register": N_("Counted in a register"),
}
AGREE: dict[bool | None, tuple[str, Text]] = {
    True: ("ok", N_("Yes")),
    False: ("breach", N_("No")),
    None: ("unknown", N_("Cannot be told")),
}
MEASURE = "_measure"
SHOWN = 300


@dataclass(frozen=True)
class Chosen:
    """Two tables, each with one measure, as far as the address names them."""

    sides: tuple[Held | None, ...]
    measures: tuple[str, ...]
    filters: list[Filter]

    @property
    def complete(self) -> bool:
        """Whether both tables and both measures are known."""
        return all(self.sides) and all(self.measures)


def _chosen(
    request: HttpRequest, words: dict[str, Text], known: Sequence[Held], *, public: bool
) -> Chosen:
    only(request, *words, *(f"{name}{MEASURE}" for name in words))
    offered = [(one.id, _told_apart(one)) for one in known]
    ids, by = [one for one, _ in offered], actor_of(request)
    sides, measures, filters = [], [], []
    for name, label in words.items():
        found = choice(request, name, ids)
        held = beside.held(found, by, public=public) if found else None
        filters.append(Filter(name, label, [("", "–"), *offered], found))
        measure = ""
        if held is not None:
            codes = held.cube.codes("measure")
            measure = choice(request, f"{name}{MEASURE}", codes)
            measure = measure or (codes[0] if len(codes) == 1 else "")
            if len(codes) > 1:
                filters.append(_figures(f"{name}{MEASURE}", held, codes, measure))
        sides.append(held)
        measures.append(measure)
    return Chosen(tuple(sides), tuple(measures), filters)


def _figures(name: str, held: Held, codes: list[str], chosen: str) -> Filter:
    labels = Labels(held.definition)
    options: list[tuple[str, Text]] = [("", "–")]
    options += [(one, f"{labels.code('measure', one)} ({one})") for one in codes]
    return Filter(name, N_("Which of its figures"), options, chosen)


def _told_apart(one: Held) -> str:
    """A table so that it is not taken for another of the same title."""
    row, title = one.row, Labels(one.definition).text("title")
    if isinstance(row, Table):
        words = N_("{title} · in work since {day} · {n} cells")
        return say(sentence(words, title=title, day=row.created_at.date(), n=row.cells))
    return say(sentence(N_("{title} · published, version {n}"), title=title, n=row.number))


@own_page
def mirror(request: HttpRequest) -> HttpResponse:
    """Two countries' counts of one flow: looked at, then kept as a table in work."""
    by = actor_of(request)
    found = _chosen(request, MIRROR, beside.choices(by, public=True), public=True)
    given = {
        **{name: one.id for name, one in zip(MIRROR, found.sides, strict=True) if one},
        **{f"{name}{MEASURE}": one for name, one in zip(MIRROR, found.measures, strict=True)},
    }
    page: dict[str, Any] = {"filters": found.filters, "back_url": HOME}
    if not found.complete:
        return render(request, "web/observatory/mirror.html", page)
    return handle(
        request,
        forms.MirrorForm(*posted(request)),
        actions.mirror,
        template="web/observatory/mirror.html",
        done=address,
        context=page | _preview(found),
        **given,
    )


def _preview(found: Chosen) -> dict[str, Any]:
    """What the two counts say without any cause; what forbids it, where something does."""
    from corridor.engines.statistics.mirror_cubes import Beside

    one, other = found.sides
    if one is None or other is None:
        return {}
    labels = Labels(one.definition)
    try:
        rows, _ = beside.mirrored(one, other, (found.measures[0], found.measures[1]))
    except Problem as problem:
        return {"wrong": [problem_text(each, reader().code) for each in problem.problems]}
    view: Shown = shown([Beside(key, _named(each, labels), {}) for key, each in rows], labels)
    return {"view": view, "complete": True}


def _named(one: Any, labels: Labels) -> Any:
    """The counts again with their countries in words: a sentence may name them."""
    from corridor.engines.statistics.mirror import mirror as set_beside

    sides = [
        replace(side, country=labels.code("origin", side.country))
        for side in (one.origin, one.destination)
    ]
    return set_beside(*sides)


@require_safe
@own_page
def reconcile(request: HttpRequest) -> HttpResponse:
    """A survey's estimates and a register's counts of one quantity. Nothing of it is kept."""
    by = actor_of(request)
    found = _chosen(request, RECONCILED, beside.choices(by), public=False)
    page: dict[str, Any] = {"filters": found.filters, "back_url": HOME}
    one, other = found.sides
    if found.complete and one is not None and other is not None:
        page |= _reconciled(one, other, (found.measures[0], found.measures[1]))
    return render(request, "web/observatory/reconcile.html", page)


def _reconciled(survey: Held, register: Held, measures: tuple[str, str]) -> dict[str, Any]:
    rows = list(beside.reconciled(survey, register, measures))
    labels = Labels(survey.definition)
    units = [
        unit_word(one.unit(each)) for one, each in zip((survey, register), measures, strict=True)
    ]
    sides = zip(RECONCILED.values(), (survey, register), units, strict=True)
    return {
        "queue": _queue(rows[:SHOWN], labels),
        "more": max(len(rows) - SHOWN, 0),
        "sides": [
            (words, Labels(one.definition).text("title"), unit,
             Labels(one.definition).written("absent"))
            for words, one, unit in sides
        ],
    }  # fmt: skip


def _queue(rows: Sequence[tuple[dict[str, str], Reconciled]], labels: Labels) -> Queue:
    names = list(rows[0][0]) if rows else []
    figures = (
        ("survey", N_("Survey")),
        ("interval", N_("95 % interval")),
        ("register", N_("Register count")),
        ("difference", N_("Difference")),
        ("errors", N_("In standard errors")),
    )
    return Queue(
        caption=N_("Survey and register side by side"),
        columns=[
            *(Column(one, labels.column(one), sortable=False) for one in names),
            *(Column(one, words, sortable=False, number=True) for one, words in figures),
            Column("agree", N_("Do they agree"), sortable=False),
            Column("says", N_("What it says"), sortable=False),
        ],
        rows=[Row((*(labels.code(*one) for one in codes.items()), *_cells(found)))
              for codes, found in rows],
    )  # fmt: skip


def _cells(found: Reconciled) -> tuple[Any, ...]:
    interval = None
    if found.low is not None and found.high is not None:
        interval = f"{number(found.low)} – {number(found.high)}"
    return (
        _figure(found.survey),
        interval,
        _figure(found.register),
        _figure(found.difference, signed=True),
        _figure(found.errors, signed=True),
        Status(*AGREE[found.agree]),
        found.says,
    )


def _figure(value: float | None, *, signed: bool = False) -> str | None:
    if value is None:
        return None
    return f"+{number(value)}" if signed and value > 0 else number(value)
