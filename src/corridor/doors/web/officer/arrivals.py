"""What became of cleared workers, as the office's pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from corridor.core.text import N_, Sentence, sentence
from corridor.cycle.employment.queries.after_arrival import Arrivals, Ranked
from corridor.doors.web.components.models import (
    Column,
    EmptyState,
    Filter,
    Link,
    Queue,
    Row,
    Status,
)
from corridor.doors.web.officer.curve import Curve
from corridor.doors.web.officer.presenters import corridor_name
from corridor.doors.web.shared.figures import counted, percent
from corridor.engines.arrivals import Interval

AT_ONCE = 25

FLAGS: Mapping[str, str] = {
    "never_paid": N_("Too few first wages"),
    "not_seen": N_("Too few arrivals"),
    "demand": N_("Orders larger than the employer"),
}
"""What a flag is called. It asks a question; it proves nothing."""

ONLY: Mapping[str, str] = {
    "flagged": N_("Worth a question"),
    "never_paid": N_("Workers without a first wage"),
    "not_seen": N_("Cleared and not seen to arrive"),
}
"""What the list of employers can be narrowed to."""

OUTCOMES: tuple[tuple[str, str], ...] = (
    ("paid", N_("First wage seen")),
    ("never_paid", N_("No first wage on record, and it is time")),
    ("waiting", N_("Arrived lately: too early to say")),
    ("changed", N_("Changed employer before a first wage was seen")),
    ("left", N_("Contract over before a first wage was seen")),
    ("unknown", N_("Not known: no wage file is asked for there")),
    ("on_the_way", N_("Cleared lately: on the way")),
    ("not_seen", N_("Cleared, and no arrival on record")),
    ("withdrawn", N_("Contract over before the journey")),
)
"""What became of cleared workers; everybody is in one of these lines."""

_COLUMNS = (
    Column("name", N_("Employer"), sortable=False),
    Column("cleared", N_("Cleared"), sortable=False, number=True),
    Column("arrived", N_("Arrived"), sortable=False, number=True),
    Column("paid", N_("First wage seen"), sortable=False, number=True),
    Column("never", N_("Never paid"), sortable=False, number=True),
    Column("share", N_("Paid in time, 95% interval"), sortable=False, number=True),
    Column("flags", N_("Worth a question"), sortable=False),
)


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    corridor: str
    only: str
    name: str
    first: int

    @property
    def kept(self) -> dict[str, str]:
        """The rest of the address when the list goes on."""
        given = {"corridor": self.corridor, "only": self.only, "q": self.name}
        return {name: value for name, value in given.items() if value}


def asked(query: Mapping[str, str], corridors: Sequence[Arrivals]) -> Asked:
    """The address as far as it makes sense; the first corridor when it names none."""
    known = [one.row.corridor for one in corridors]
    named, only, first = query.get("corridor", ""), query.get("only", ""), query.get("first", "")
    return Asked(
        corridor=named if named in known else (known[0] if known else ""),
        only=only if only in ONLY else "",
        name=query.get("q", "").replace("\x00", "").strip()[:80],  # no database stores it
        first=int(first) if first.isascii() and first.isdigit() and len(first) < 7 else 0,
    )


def queue(found: Ranked, wanted: Asked, corridors: Sequence[Arrivals]) -> Queue:
    """Employers, those worth a question first."""
    places = [(one.row.corridor, corridor_name(one.row.corridor)) for one in corridors]
    filters = [Filter("only", N_("Only"), list(ONLY.items()), wanted.only)]
    if len(places) > 1:
        filters.insert(0, Filter("corridor", N_("Corridor"), places, wanted.corridor))
    narrowed = bool(wanted.only or wanted.name)
    return Queue(
        caption=N_("Employers, those worth a question first"),
        columns=_COLUMNS,
        rows=[_row(one) for one in found.rows],
        filters=filters,
        query=wanted.kept,
        search=wanted.name,
        empty=EmptyState(
            N_("No employer fits.") if narrowed else N_("Nobody has been cleared yet."),
            N_("An employer appears here when it orders workers or when one is cleared for it."),
        ),
    )


def _row(one: Arrivals) -> Row:
    row = one.row
    return Row(
        (
            row.employer.name if row.employer else "",
            row.cleared,
            row.arrived,
            row.paid,
            row.never_paid,
            interval_words(one.paid_share) if one.paid_share else N_("Too few to say"),
            flag_status(one),
        ),
        url=address(row.corridor, str(row.employer_id)),
        state="late" if row.concern == 2 else "",
    )


def flag_status(one: Arrivals) -> Any:
    """The gravest flag as a status: late for what the figures say, unknown for a doubt."""
    if not one.flags:
        return "–"
    name, sure = one.flags[0]
    return Status("late" if sure else "unknown", FLAGS[name])


def address(corridor: str, employer: str) -> str:
    """The page of an employer after arrival."""
    return reverse("officer:arrivals-employer", args=[corridor, employer])


def interval_words(found: Interval) -> Sentence:
    """``12% to 31%``."""
    return sentence(N_("{low} to {high}"), low=percent(found.low), high=percent(found.high))


def steps(found: Ranked, wanted: Asked) -> list[Link]:
    """Back and forth in a long list."""
    links = []
    if wanted.first:
        links.append(Link(N_("Earlier ones"), _from(wanted, max(wanted.first - AT_ONCE, 0))))
    if found.more:
        links.append(Link(N_("More employers"), _from(wanted, wanted.first + AT_ONCE)))
    return links


def _from(wanted: Asked, first: int) -> str:
    return f"?{urlencode(wanted.kept | ({'first': str(first)} if first else {}))}#employers"


def outcomes(found: Arrivals) -> list[tuple[str, int]]:
    """Every outcome that anybody had."""
    counts = [(words, getattr(found.row, name)) for name, words in OUTCOMES]
    return [(words, number) for words, number in counts if number]


def drawing(found: Arrivals) -> Curve | None:
    """The curve; None before anybody could be watched."""
    if not found.steps:
        return None
    title = sentence(N_("Still without a first wage, by days since arrival"))
    return Curve(title, found.steps, found.standard.within)


def shares(found: Arrivals) -> list[Sentence]:
    """The two shares with their intervals, in sentences; with too few workers, that."""
    row, held = found.row, found.standard
    days = counted(held.within, "days")
    paid, came = found.paid_share, found.came_share
    said = []
    if paid is not None:
        said.append(
            sentence(
                N_("Of {of} workers watched for {days} after arrival, {hits} had a first wage on"
                   " record by then: between {low} and {high} with 95% confidence."),
                of=paid.of, hits=paid.hits, days=days, low=percent(paid.low),
                high=percent(paid.high),
            )
        )  # fmt: skip
    elif row.arrived:
        said.append(
            sentence(
                N_("Only {of} could be watched for {days} after arrival. With fewer than {least}"
                   " no share is told."),
                of=counted(row.watched, "workers"), days=days, least=held.least,
            )
        )  # fmt: skip
    if came is not None:
        said.append(
            sentence(
                N_("Of {of} workers cleared {days} ago or earlier, {hits} arrived within that time:"
                   " between {low} and {high} with 95% confidence."),
                of=came.of, hits=came.hits, days=days, low=percent(came.low),
                high=percent(came.high),
            )
        )  # fmt: skip
    return said


def half(found: Arrivals) -> Sentence | None:
    """How long it took until half had a first wage."""
    if found.median is None:
        return None
    days = counted(found.median, "days")
    return sentence(N_("Half had a first wage on record within {days} of arrival."), days=days)


def flag_sentences(found: Arrivals) -> list[tuple[Status, Sentence]]:
    """Each flag with its arithmetic and what to do about it."""
    return [(Status("late" if sure else "unknown", FLAGS[name]), _why(found, name, sure=sure))
            for name, sure in found.flags]  # fmt: skip


def _why(found: Arrivals, name: str, *, sure: bool) -> Sentence:
    row, held = found.row, found.standard
    if name == "demand":
        if sure:
            return sentence(
                N_("Its orders of the last year ask for {demand}; it has {headcount} and was"
                   " allowed {quota}. Ask what work there is for them."),
                demand=counted(row.demand, "workers"),
                headcount=counted(row.headcount or 0, "people"), quota=row.quota or 0,
            )  # fmt: skip
        if row.headcount is None:
            return sentence(
                N_("Its orders of the last year ask for {demand}; it was allowed {quota}. How many"
                   " people it has is not on record here. Ask the destination before clearing"
                   " more."),
                demand=counted(row.demand, "workers"), quota=row.quota or 0,
            )  # fmt: skip
        return sentence(
            N_("Its orders of the last year ask for {demand}; it says it has {headcount}. How many"
               " it was allowed is not on record here. Ask the destination before clearing more."),
            demand=counted(row.demand, "workers"),
            headcount=counted(row.headcount or 0, "people"),
        )  # fmt: skip
    share = found.paid_share if name == "never_paid" else found.came_share
    high = percent(share.high) if share else "–"
    if name == "never_paid":
        return sentence(
            N_("Even the upper end of the interval, {high}, lies below the {share} that policy"
               " expects. Ask the labour attaché to find these workers before clearing more."),
            high=high, share=percent(held.share * 100),
        )  # fmt: skip
    return sentence(
        N_("Even the upper end of the interval, {high}, lies below the {share} that policy expects"
           " to arrive. Ask the workers where they are, and the employer who came."),
        high=high, share=percent(held.share * 100),
    )  # fmt: skip
