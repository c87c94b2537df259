"""The public pages of statistics: the catalogue, an indicator, its files, the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.core.canonical import canonical
from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.doors.web.components.models import Figure, Link
from corridor.doors.web.observatory import page
from corridor.doors.web.observatory.labels import LANGUAGES, Labels, Written, number
from corridor.doors.web.observatory.mirrored import mirrored
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.words import Text
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.formats import FORMATS, written
from corridor.governance.observatory import queries
from corridor.governance.observatory.definitions import TEXTS
from corridor.governance.observatory.models import Publication, Release
from corridor.platform.access.actor import STRANGER

FILES: dict[str, Text] = {
    "csv": N_("CSV"),
    "xlsx": N_("Excel (XLSX)"),
    "parquet": N_("Parquet"),
    "sdmx-csv": N_("SDMX-CSV 2.0"),
    "sdmx-ml": N_("SDMX-ML 3.0"),
    "sdmx-structure": N_("SDMX structure"),
}
KINDS: dict[str, Text] = {
    Release.Kind.FIRST: N_("First release"),
    Release.Kind.REVISION: N_("Revision"),
    Release.Kind.RETRACTION: N_("Taken back"),
}
STATES: dict[str, tuple[str, Text]] = {
    "waiting": ("unknown", N_("Announced")),
    "published": ("ok", N_("Published")),
    "withdrawn": ("breach", N_("Withdrawn")),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator in the catalogue."""

    slug: str
    title: str
    definition: Written
    office: str
    published: datetime
    retracted: bool
    number: int
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place on the calendar."""

    at: datetime
    title: str
    office: str
    kind: Text
    state: str
    sign: str
    words: Text
    reason: str
    slug: str


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Headline figures, and everything that is published."""
    only(request)
    items = [_item(one) for one in queries.catalogue()]
    context = {
        "items": items,
        "figures": [one.figure for one in items if one.figure is not None][:4],
        "waiting": [one for one in _places() if one.state == "waiting"],
    }
    return render(request, "web/observatory/catalogue.html", context)


def _item(entry: queries.Entry) -> Item:
    newest = entry.newest
    labels = Labels(newest.definition)
    return Item(
        slug=newest.indicator,
        title=labels.text("title"),
        definition=labels.written("definition"),
        office=entry.office,
        published=newest.published_at,
        retracted=entry.retracted,
        number=newest.number,
        figure=None if entry.retracted else headline(newest, labels),
    )


def headline(row: Publication, labels: Labels) -> Figure | None:
    """The newest figure of the whole, with its interval; None where it is withheld or unsure."""
    cube = queries.cube_of(row)
    cell = _whole(cube, row)
    if cell is None or cell["value"] is None or cell["quality"] == "unreliable":
        return None
    interval: Text = ""
    if cell["low"] is not None and cell["high"] is not None:
        interval = sentence(
            N_("with 95 % confidence between {low} and {high}"),
            low=number(cell["low"]),
            high=number(cell["high"]),
        )
    return Figure(
        value=number(cell["value"]),
        counts=labels.text("title"),
        period=labels.code("time", cell["time"]),
        interval=interval,
        source=row.release.office.name,
        download=Link(N_("Table and files"), f"/statistics/{row.indicator}/"),
    )


def _whole(cube: Cube, row: Publication) -> dict[str, Any] | None:
    """The newest cell of all totals, of the measure that the definition calls its headline."""
    measure = headline_measure(row.definition) or min(
        row.definition.get("measures", {}), default=""
    )
    found = [
        cell
        for cell in cube.cells()
        if all(cell[one] == TOTAL for one in cube.dimensions) and measure in {"", cell["measure"]}
    ]
    return max(found, key=lambda cell: cell["time"], default=None)


def headline_measure(definition: Mapping[str, Any]) -> str:
    """The measure that a definition calls its headline; empty where it calls none so."""
    wanted = definition.get("headline", {})
    return str(wanted.get("measure", "")) if isinstance(wanted, Mapping) else ""


@require_safe
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: figure, chart, map, table, definition, files, history."""
    versions = queries.versions(indicator)
    known = [str(one.number) for one in versions]
    number_asked = choice(request, page.VERSION, known)
    row = next((one for one in versions if str(one.number) == number_asked), versions[0])
    shown = row if row.kind != Release.Kind.RETRACTION else _before(versions, row)
    labels = Labels(shown.definition, choice(request, page.LABELS, list(LANGUAGES)))
    cube = queries.cube_of(shown)
    found = page.asked(request, cube, headline_measure(shown.definition))
    source = sentence(N_("{office}, version {n}"), office=row.release.office.name, n=shown.number)
    context = {
        "row": row,
        "shown": shown,
        "labels": labels,
        **{name: labels.written(name) for name in TEXTS if name != "title"},
        "title": labels.text("title"),
        "heading": labels.written("title"),
        "unit": labels.unit,
        "newest": versions[0],
        "versions": [(one, KINDS[one.kind]) for one in versions],
        "figure": None if row is not shown else headline(row, labels),
        "filters": page.filters(found, labels),
        "query": {page.VERSION: number_asked, page.LABELS: request.GET.get(page.LABELS, "")},
        "by": labels.column(found.by),
        "chosen": [
            (labels.column(name), labels.code(name, code))
            for name, code in found.codes.items()
            if name != "measure" or len(found.offered["measure"]) > 1
        ],
        "lines": (lines := page.lines(cube, found, labels)),
        "intervals": any(one.interval for one in lines),
        "counted": any(one.n is not None for one in lines),
        "chart": page.chart(cube, found, labels, source),
        "steps": page.steps(cube, found, labels),
        "mirrored": (beside := mirrored(cube, labels, request.GET.dict())),
        "world": None if beside else page.world(cube, found, labels),
        "files": [(words, _file(shown, kind)) for kind, words in FILES.items()],
        "languages": _languages(request, labels),
        "waiting": [one for one in _places() if one.slug == indicator and one.state == "waiting"],
        "source": source,
    }
    return render(request, "web/observatory/indicator.html", context)


def _before(versions: list[Publication], row: Publication) -> Publication:
    """The version that was taken back: still to be read, marked as what it is."""
    return next(one for one in versions if one.number < row.number and one.digest)


def _file(row: Publication, kind: str) -> str:
    return f"/statistics/{row.indicator}/{row.number}/{kind}/"


def _languages(request: HttpRequest, labels: Labels) -> list[tuple[str, str, bool]]:
    """Address, name and whether it is the present one, for each language of the labels."""
    kept = {name: value for name, value in request.GET.items() if name not in {"labels", "lang"}}
    return [
        (f"?{urlencode(kept | {'labels': code})}", name, code == labels.language)
        for code, name in LANGUAGES.items()
    ]


@require_safe
def download(request: HttpRequest, indicator: str, number: int, kind: str) -> HttpResponse:
    """One version as a file: every cell, the same bytes for everybody for ever."""
    only(request)
    row = _held(indicator, number)
    if kind not in FORMATS:
        raise NotFound(
            "observatory.no_format",
            sentence(N_("There is no such kind of file here.")),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(FORMATS)),
        )
    form = FORMATS[kind]
    content = _written(row.pk, indicator, number, kind)
    name = f"{indicator}-{number}{form.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=form.media, headers=headers)


@lru_cache(maxsize=32)
def _written(publication: str, indicator: str, number: int, kind: str) -> bytes:
    """The file of a version: what was published never changes, so that it may be kept."""
    row = queries.entry(indicator, number)
    return written(queries.cube_of(row), indicator, kind, f"{number}.0", row.definition)


@require_safe
def manifest(request: HttpRequest, indicator: str, number: int) -> HttpResponse:
    """From what and by which rules a version was made, with the digests that prove it."""
    only(request)
    row = queries.entry(indicator, number)
    return HttpResponse(canonical(row.manifest), content_type="application/json")


def _held(indicator: str, number: int) -> Publication:
    row = queries.entry(indicator, number)
    if not row.digest:
        raise NotFound(
            "observatory.taken_back",
            sentence(N_("This version takes a table back; it has no figures of its own.")),
            remedy=sentence(N_("Earlier versions stand in the revision history.")),
        )
    return row


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes when, and what came of what was announced."""
    only(request)
    return render(request, "web/observatory/calendar.html", {"places": _places()})


def _places() -> list[Place]:
    return [_place(one) for one in queries.announced(STRANGER)]


def _place(one: queries.Announced) -> Place:
    sign, words = STATES[one.state]
    return Place(
        at=one.release.at,
        title=Labels({"title": one.release.title}).text("title"),
        office=one.office,
        kind=KINDS[one.release.kind],
        state=one.state,
        sign=sign,
        words=words,
        reason=one.reason,
        slug=one.release.indicator,
    )
