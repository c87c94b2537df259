"""The law browser: every value with its time line, sources, conflicts and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.core.periods import RoughDate, day
from corridor.core.problems import NotFound
from corridor.core.text import N_, Sentence, sentence
from corridor.doors.web.components.models import Source
from corridor.doors.web.public.law_values import Shown, key_words, keys_of, shown, since
from corridor.doors.web.shared.addresses import choice, only
from corridor.doors.web.shared.vocabulary import PERS, STATUSES, TIERS
from corridor.doors.web.words import Text, say
from corridor.engines import law
from corridor.engines.law import Answer, Cite, Parameter
from corridor.platform.clock.queries import today

OWNERS: dict[str, str] = {
    "NPL-QAT": N_("Nepal and Qatar: agreement"),
    "DEU-PHL": N_("Germany and the Philippines: agreement"),
    "MLC": N_("Work at sea: what is agreed worldwide"),
    "market": N_("What is paid in practice"),
    "OC": N_("Policy of this software, not law"),
}
"""Heads of groups that are no state; states are named by their own pack."""

_PLACE = N_("{document}, {article}")
_LAST = ("market", "OC")


@dataclass(frozen=True, slots=True)
class Line:
    """One value in the list: its answer today and what must be said about it."""

    parameter: Parameter
    answer: Answer | None
    shown: Shown | None

    @property
    def per(self) -> Text:
        """The time an amount is for."""
        return PERS.get(self.parameter.per or "", "")


@dataclass(frozen=True, slots=True)
class Case:
    """The value for one key on the chosen day."""

    key: list[tuple[Text, Text]]
    answer: Answer
    shown: Shown
    next: tuple[Shown, Sentence] | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value on the time line."""

    key: list[tuple[Text, Text]]
    state: str
    status: Text
    shown: Shown
    since: Sentence
    until: Any
    missing: str
    plain: str
    unverified: str
    sources: list[Source]


def source(cite: Cite) -> Source:
    """A citation as a source: document, article, address, tier and the source's own date."""
    name: Text = cite.document
    if cite.article:
        named = N_("{document}, article {article}") if cite.article[0].isdigit() else _PLACE
        name = sentence(named, document=cite.document, article=cite.article)
    when = sentence("{day}", day=RoughDate(cite.date)) if cite.date else ""
    return Source(name, cite.url or "", TIERS.get(cite.tier, cite.tier), when)


def law_list(request: HttpRequest) -> HttpResponse:
    """The states and agreements; of one of them, or of a search, every value with its answer."""
    only(request, "q", "of", "doubt")
    book, on = law.book(), today()
    owners = _owners(book)
    wanted = request.GET.get("q", "").strip().casefold()
    of, doubt = choice(request, "of", list(owners), owners), choice(request, "doubt", ["1"]) == "1"
    open_ = bool(wanted or of or doubt)
    groups: dict[str, list[Line]] = {owner: [] for owner in owners}
    for parameter in book.parameters():
        owner = parameter.id.partition(".")[0]
        words = f"{parameter.id} {parameter.title} {say(parameter.title)} {say(owners[owner])}"
        doubtful = parameter.open_conflicts or parameter.unverified
        if (not of or owner == of) and wanted in words.casefold() and (doubtful or not doubt):
            line = _line(book, parameter, on) if open_ else Line(parameter, None, None)
            groups[owner].append(line)
    found = [(name, owners[name], rows) for name, rows in groups.items() if rows]
    context = {
        "groups": found,
        "owners": owners,
        "search": request.GET.get("q", ""),
        "of": of,
        "doubt": doubt,
        "count": sum(len(rows) for _, _, rows in found),
        "corridors": book.corridors(),
        "open": open_,
    }
    return render(request, "web/public/law_list.html", context)


def _owners(book: law.Book) -> dict[str, Text]:
    states: dict[str, Text] = {one.id: one.name for one in book.jurisdictions()}
    owners = states | {name: words for name, words in OWNERS.items() if name not in _LAST}
    for id_ in book.ids():
        owners.setdefault(id_.partition(".")[0], OWNERS.get(id_.partition(".")[0], id_))
    order = sorted(owners, key=lambda name: _LAST.index(name) if name in _LAST else -1)
    return {name: owners[name] for name in order}


def _line(book: law.Book, parameter: Parameter, on: date) -> Line:
    if len(keys_of(parameter)) > 1:
        return Line(parameter, None, None)
    answer = book.value(parameter.id, on, keys_of(parameter)[0])
    return Line(parameter, answer, shown(parameter, answer.value) if answer.known else None)


def law_value(request: HttpRequest, value_id: str) -> HttpResponse:
    """One value: the day's answer first, then its history and everything that is doubted."""
    only(request, "on")
    book = law.book()
    if value_id not in book.ids():
        raise NotFound(
            "law.id",
            sentence(N_("There is no law value “{id}”."), id=value_id),
            remedy=sentence(N_("Look for it in the list of all values.")),
        )
    parameter = book.parameter(value_id)
    given = request.GET.get("on", "")
    on = day(given) if given else today()
    cases = [_case(book, parameter, dict(key), on) for key in keys_of(parameter)]
    context = {
        "parameter": parameter,
        "owner": _owners(book)[value_id.partition(".")[0]],
        "on": on,
        "per": PERS.get(parameter.per or "", ""),
        "cases": cases,
        "entries": [_entry(parameter, dated, on) for dated in book.timeline(value_id)],
        "conflicts": [(one, TIERS) for one in parameter.conflicts],
        "tiers": TIERS,
        "personal": parameter.appeal if parameter.appeal or parameter.personal else "",
        "used": [found for found in book.corridors() if _uses(found, value_id)],
    }
    return render(request, "web/public/law_value.html", context)


def _uses(corridor: law.Corridor, value_id: str) -> bool:
    return any(value_id in ids for ids in corridor.laws.values()) or any(
        charge.amount == value_id for charge in corridor.pays
    )


def _case(book: law.Book, parameter: Parameter, key: dict[str, str], on: date) -> Case:
    answer = book.value(parameter.id, on, key)
    later = answer.next
    following = None
    if later is not None:
        words = since(later.start, later.seen, later.recorded_at)
        following = (shown(parameter, later.value), words)
    return Case(key_words(key), answer, shown(parameter, answer.value), following)


def _entry(parameter: Parameter, dated: Any, on: date) -> Entry:
    ended = dated.ends is not None and dated.ends[1] <= on
    state = "past" if ended else "announced" if dated.starts[0] > on else "in_force"
    if dated.status == "announced":
        state = "announced"
    if state == "in_force" and any(conflict.open for conflict in dated.conflicts):
        state = "conflict"
    return Entry(
        key=key_words(dated.key),
        state=state,
        status=STATUSES[dated.status],
        shown=shown(parameter, dated.value),
        since=since(dated.start, dated.seen, dated.recorded_at),
        until=dated.end,
        missing=dated.missing or "",
        plain=dated.plain if dated.plain != parameter.plain else "",
        unverified=dated.unverified or "",
        sources=[source(one) for one in dated.cites],
    )
