"""The ranked list and the calendar, as the components show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import ngettext

from corridor.core.money import Money
from corridor.core.text import N_, sentence
from corridor.doors.web.components.cells import Stack
from corridor.doors.web.components.chart import Chart, Point
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Figure,
    Filter,
    Link,
    Queue,
    Row,
)
from corridor.doors.web.inspector.presenters import VISITS
from corridor.doors.web.shared.figures import counted
from corridor.doors.web.shared.months import month_words
from corridor.doors.web.shared.vocabulary import REGIMES
from corridor.doors.web.words import Text
from corridor.governance.inspection.models import Nation, Standing
from corridor.governance.inspection.queries import Calendar, Due, Ranked
from corridor.locale.formats import short_day

SHOWN: Mapping[str, str] = {
    "repeated": N_("Owed for more than one month"),
    "silent": N_("A month without a wage file"),
    "ghosts": N_("Paid people without a registered contract"),
    "unknown": N_("Months of which nobody can tell"),
}
"""What the ranking can be narrowed to."""

STAGES = tuple(str(n) for n in range(1, 6))
"""How far up the ladder an establishment must be."""


def _stages() -> list[tuple[str, Text]]:
    return [
        (n, ngettext("{n} step or more", "{n} steps or more", int(n)).format(n=n)) for n in STAGES
    ]


_COLUMNS = (
    Column("name", N_("Establishment"), sortable=False),
    Column("owed", N_("Still owed"), number=True),
    Column("workers", N_("Workers concerned"), number=True),
    Column("months", N_("Months owed"), number=True),
    Column("repeat", N_("Bad months in a year"), number=True),
    Column("stage", N_("Steps of the ladder"), number=True),
    Column("silent", N_("Months without a file"), sortable=False, number=True),
    Column("ghosts", N_("Paid without a contract"), sortable=False, number=True),
    Column("visit", N_("Kind of visit"), sortable=False),
)
HELD = "–"
"""Stands where a figure would point at a person."""


def visit_of(one: Standing) -> str:
    """``routine`` where fewer than three workers are concerned, else ``wages``."""
    return "routine" if one.few or not one.workers else "wages"


def queue(
    found: Ranked, asked: Mapping[str, str], sectors: Sequence[str], nation: Nation | None
) -> Queue:
    """The list as a queue, its filters as the address says."""
    kept = {name: value for name, value in asked.items() if value}
    narrowed = kept.keys() - {"sort"}
    return Queue(
        caption=N_("Establishments by money owed"),
        columns=_COLUMNS,
        rows=[_row(one) for one in found.rows],
        filters=_filters(asked, sectors),
        query=kept,
        sort=f"-{asked['sort']}",
        search=asked["q"],
        total=nation.establishments + nation.routine if nation and not narrowed else None,
        empty=EmptyState(
            N_("No establishment fits.") if narrowed else N_("No wages are owed on record."),
            N_("An establishment appears here when its wage file pays less than contract and law"
               " ask for, when no file comes in time, or when it pays people without a registered"
               " contract."),
        ),
    )  # fmt: skip


def _filters(asked: Mapping[str, str], sectors: Sequence[str]) -> list[Filter]:
    filters = [
        Filter("show", N_("Only"), list(SHOWN.items()), asked["show"]),
        Filter("regime", N_("Under the law of"), list(REGIMES.items()), asked["regime"]),
        Filter("stage", N_("Ladder"), _stages(), asked["stage"]),
        Filter(
            "visit",
            N_("Kind of visit"),
            [(name, status.text) for name, status in VISITS.items()],
            asked["visit"],
        ),
    ]
    if sectors:
        choices: list[tuple[str, Text]] = [(one, one.replace("_", " ")) for one in sectors]
        filters.insert(1, Filter("sector", N_("Sector"), choices, asked["sector"]))
    return filters


def _row(one: Standing) -> Row:
    return Row(
        (
            Stack(one.name, _where(one)),
            *_figures(one),
            one.silent,
            one.ghosts,
            VISITS[visit_of(one)],
        ),
        url=f"/inspection/{one.employer_id}/",
        state="late" if one.stage and not one.few else "",
    )


def _where(one: Standing) -> Text:
    known = [one.number, one.place]
    return " · ".join(filter(None, known))


def _figures(one: Standing) -> tuple[Any, ...]:
    """Money, workers, months, bad months, steps; held back where they point at somebody."""
    if one.few:
        return (HELD,) * 5
    return (amount(one), one.workers, one.months, one.repeats, one.stage)


def amount(one: Standing) -> Any:
    """Money owed; debts in other currencies stand under it."""
    main = Money(one.owed_minor, one.currency)
    if not one.others:
        return main
    also = ", ".join(
        f"{Money(minor, code).text()} {code}" for code, minor in sorted(one.others.items())
    )
    return Stack(f"{main.text()} {main.currency}", sentence(N_("and {amounts}"), amounts=also))


def headline(nation: Nation | None) -> list[Figure]:
    """What is owed in all, as it was counted last."""
    if nation is None:
        return []
    words = sentence(
        N_("still owed by {establishments} to {workers}, as contract and wage file tell"),
        establishments=counted(nation.establishments, "establishments"),
        workers=counted(nation.workers, "workers"),
    )
    return [Figure(Money(nation.owed_minor, nation.currency), words)]


def most_owed(found: Ranked) -> Chart | None:
    """The first establishments of the page as bars."""
    owing = [one for one in found.rows if one.owed_minor > 0][:6]
    if len(owing) < 2:
        return None
    return Chart(
        N_("Most money owed on this page"),
        [Point(one.name, one.owed_minor, Money(one.owed_minor, one.currency)) for one in owing],
        label_name=N_("Establishment"),
        value_name=N_("Still owed"),
        source=N_("Registered contracts against the newest wage file of each month"),
    )


def next_page(found: Ranked, asked: Mapping[str, str], after: str) -> list[Link]:
    """Where the list goes on, and back to its beginning."""
    kept = {name: value for name, value in asked.items() if value}
    links = []
    if after:
        links.append(Link(N_("Back to the first page"), f"?{urlencode(kept)}", plain=True))
    if found.after:
        links.append(Link(N_("Next page"), f"?{urlencode(kept | {'after': found.after})}"))
    return links


WHEN: Mapping[str, Text] = {
    "late": N_("Should have been done"),
    "today": N_("Today"),
    "tomorrow": N_("Tomorrow"),
    "week": N_("In the next seven days"),
}
"""The parts of the calendar, the most urgent first."""


def due(found: Calendar, code: str) -> list[tuple[Text, Queue]]:
    """The calendar's parts that hold anything, each as a table."""
    parts = []
    for when, title in WHEN.items():
        rows = found.of(when)  # type: ignore[arg-type]
        if rows:
            shown = [_due_row(one, found.today, code) for one in rows]
            parts.append((title, Queue(title, _DUE, shown)))
    return parts


_DUE = (
    Column("what", N_("What falls due"), sortable=False),
    Column("name", N_("Establishment"), sortable=False),
    Column("day", N_("Day"), sortable=False),
    Column("owed", N_("Still owed"), sortable=False, number=True),
)


def _due_row(one: Due, today: date, code: str) -> Row:
    what: Any = N_("The deadline of an order to pay")
    url = f"/inspection/orders/{one.order}/"
    if not one.order:
        what = Stack(one.step, sentence(N_("Wages of {month}"), month=month_words(one.month)))
        url = f"/inspection/{one.employer}/step/?month={one.month}"
    return Row(
        (what, one.name, _day(one.on, today, code), HELD if one.routine else one.amount),
        url=url,
        state="late" if one.when == "late" else "",
    )


def _day(on: date, today: date, code: str) -> Any:
    days = (today - on).days
    if days <= 0:
        return on
    late = counted(days, "days")
    return Stack(short_day(on, code), sentence(N_("{days} ago"), days=late))


def counts(found: Calendar) -> list[tuple[Text, int, str]]:
    """How much is due in each part: words, number, sign."""
    signs = {"late": "late", "today": "soon"}
    return [(title, len(found.of(when)), signs.get(when, "")) for when, title in WHEN.items()]  # type: ignore[arg-type]
