"""From queries to components: the queue's table and the pieces that every office page shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from corridor.core.text import N_, Sentence
from corridor.cycle.contracts.queries import Light as FoundLight
from corridor.cycle.employment.queries import fee_lights
from corridor.doors.web.components.cells import Lamps, Stack
from corridor.doors.web.components.line import CorridorLine
from corridor.doors.web.components.models import (
    CaseClock,
    Column,
    EmptyState,
    Filter,
    LawRef,
    Light,
    Link,
    Pages,
    Queue,
    Row,
    Source,
)
from corridor.doors.web.officer import work
from corridor.doors.web.officer.work import Task
from corridor.doors.web.shared.floor import law_ref
from corridor.doors.web.shared.vocabulary import TIERS
from corridor.doors.web.words import Text
from corridor.engines import law
from corridor.platform.access.actor import Actor, Role

AT_ONCE = 25

_COLUMNS = (
    Column("who", N_("Worker or job")),
    Column("line", N_("Journey"), sortable=False),
    Column("todo", N_("What to do, and why it stands here"), sortable=False),
    Column("due", N_("Due")),
    Column("lights", N_("Four lights"), sortable=False),
    Column("employer", N_("Employer and agency")),
)
_EMPTY = EmptyState(
    N_("Nothing waits for this office."),
    N_("Cases appear here the day they need you: by deadline first, then by what is on record "
       "about employer, agency and order."),
)  # fmt: skip
_NO_MATCH = EmptyState(
    N_("Nothing matches these filters."),
    N_("Take one filter away to see more."),
    Link(N_("Show everything"), "/office/", plain=True),
)
_SAVED: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.ORIGIN_OFFICER: (
        (N_("Second officer"), "kind=decide"),
        (N_("Appeals"), "kind=appeal"),
        (N_("Passes to take back"), "kind=revocation"),
        (N_("Worse papers"), "kind=alert"),
        (N_("To register"), "kind=register"),
    ),
    Role.LABOUR_ATTACHE: (
        (N_("Job orders"), "kind=attest"),
        (N_("To register"), "kind=register"),
        (N_("Worse papers"), "kind=alert"),
    ),
    Role.DESTINATION_OFFICER: (
        (N_("To register"), "kind=register"),
        (N_("Visas"), "kind=visa"),
        (N_("Worse papers"), "kind=alert"),
    ),
}


def queue(by: Actor, query: Mapping[str, str]) -> Queue:
    """The office's queue as the address asks for it."""
    kept = {name: query.get(name, "") for name in work.FILTERS}
    everything = work.tasks(by, waiting=kept["show"] == "waiting")
    if kept["show"] == "waiting":
        everything = [one for one in everything if one.kinds == ("waits",)]
    found = work.ordered(work.chosen(everything, kept), query.get("sort", ""))
    pages = _pages(len(found), query, kept)
    start = (pages.number - 1) * AT_ONCE if pages else 0
    shown = found[start : start + AT_ONCE]
    return Queue(
        caption=N_("Waiting for this office") if not kept["show"] else N_("Waiting for others"),
        columns=_COLUMNS,
        rows=_rows(shown, by),
        filters=_filters(everything, kept),
        query=kept,
        sort=query.get("sort", ""),
        saved=_saved(by),
        pages=pages,
        total=len(found),
        empty=_NO_MATCH if any(kept.values()) else _EMPTY,
    )


def _pages(count: int, query: Mapping[str, str], kept: Mapping[str, str]) -> Pages | None:
    last = -(-count // AT_ONCE)
    if last < 2:
        return None
    asked = query.get("page", "1")
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    rest = {**kept, "sort": query.get("sort", "")}
    return Pages(number, last, urlencode({name: value for name, value in rest.items() if value}))


def _saved(by: Actor) -> list[Link]:
    views = (
        (N_("Everything"), ""),
        (N_("Overdue"), "due=late"),
        (N_("Within three days"), "due=soon"),
        *_SAVED.get(by.role, ()),
        (N_("Waiting for others"), "show=waiting"),
    )
    return [Link(text, f"/office/?{query}" if query else "/office/") for text, query in views]


def _filters(found: Sequence[Task], kept: Mapping[str, str]) -> list[Filter]:
    kinds = {kind for one in found for kind in one.kinds} | {kept["kind"]} - {""}
    corridors = sorted({one.subject.corridor for one in found} | {kept["corridor"]} - {""})
    employers: dict[str, str] = {
        one.subject.employer_id: one.subject.employer.name for one in found
    }
    return [
        Filter(
            "kind",
            N_("What to do"),
            [(kind, words) for kind, words in work.KINDS.items() if kind in kinds],
            kept["kind"],
        ),
        Filter(
            "corridor", N_("Corridor"), [(one, corridor_name(one)) for one in corridors],
            kept["corridor"],
        ),
        Filter("due", N_("Due"), list(work.DUE.items()), kept["due"]),
        Filter(
            "employer",
            N_("Employer"),
            [(key, name) for name, key in sorted((name, key) for key, name in employers.items())],
            kept["employer"],
        ),
        Filter(
            "show", N_("Cases"), [("waiting", N_("Waiting for others"))], kept["show"]
        ),
    ]  # fmt: skip


def _rows(shown: Sequence[Task], by: Actor) -> list[Row]:
    cases = [one.row.case.contract for one in shown if one.row.case is not None]
    fees = fee_lights(cases, by) if cases else {}
    lights = work.lamps(shown, by, fees)
    return [_row(one, lights.get(one.row.id, [])) for one in shown]


def _row(one: Task, lights: Sequence[FoundLight]) -> Row:
    subject = one.subject
    name: Text = subject.worker.name if one.row.case is not None else subject.title
    agency: Text = subject.agency.name if subject.agency is not None else ""
    return Row(
        cells=[
            Stack(name, corridor_name(subject.corridor)),
            corridor_line(one.row.line, subject.corridor),
            Stack(one.todo, one.why),
            CaseClock(N_("Due"), one.due, one.today),
            Lamps(lamp_views(lights)) if lights else Stack(N_("Not a contract yet")),
            Stack(subject.employer.name, agency),
        ],
        url=one.url,
        state=one.state if one.state in {"late", "soon"} else "",
    )


def lamp_views(lights: Iterable[FoundLight]) -> list[Light]:
    """The rooms' lights as the component shows them."""
    return [Light(one.label, one.verdict.value, one.why) for one in lights]


def corridor_line(stations: Sequence[Any], corridor: str) -> CorridorLine:
    """The corridor line between the two countries' names."""
    place = law.book().corridor(corridor)
    book = law.book()
    return CorridorLine(
        stations,
        Sentence(book.jurisdiction(place.origin).name),
        Sentence(book.jurisdiction(place.destination).name),
    )


def corridor_name(corridor: str) -> Text:
    """A corridor's two countries in words."""
    return Sentence(law.book().corridor(corridor).title)


def law_refs(ids: Iterable[str]) -> list[LawRef]:
    """Links to law values, each once."""
    return [law_ref(one) for one in dict.fromkeys(ids)]


def sources(cites: Iterable[Any]) -> list[Source]:
    """Citations of a rule as sources."""
    return [
        Source(
            f"{one.document}, {one.article}" if one.article else one.document,
            one.url or "",
            TIERS.get(one.tier, one.tier),
            one.date or "",
        )
        for one in cites
    ]
