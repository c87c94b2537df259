"""Reads the questions of ``wages floor`` and ``wages ladder``: every fault at once, in words."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from corridor.core.codes.countries import COUNTRIES
from corridor.core.periods import day
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines import law
from corridor.engines.law import Answer
from corridor.engines.law.model import REGIMES
from corridor.engines.wages.minima import IN_KIND, PERIODS, Work

T = TypeVar("T")
_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_COLUMNS = ("regime", "sector", "job", "stream", "establishment_size", "age_band", "sex")
COLUMNS = (*_COLUMNS, *(f"{what}_in_kind" for what in IN_KIND), "origin")


@dataclass(frozen=True, slots=True)
class Said:
    """The options of ``wages floor`` as they were typed."""

    for_: tuple[str, ...] = ()
    period: str | None = None
    origin: str | None = None
    begins: str | None = None
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered: place, day, and what is known of work and delay."""

    book: law.Book
    place: str
    on: date
    work: Work = field(default_factory=Work)
    said: dict[str, Any] = field(default_factory=dict)
    period: str | None = None
    days: int = 0
    size: int | None = None

    @property
    def currency(self) -> str:
        """The place's own currency."""
        return self.book.jurisdiction(self.place).currency

    def ask(self, id_: str) -> Answer | None:
        """The law's answer on the day, None where no pack has the value."""
        ids = self.book.ids()
        if id_ not in ids and id_.rpartition(".")[0] not in ids:
            return None
        return self.book.value(id_, self.on, self.work.key)


def asked_floor(book: law.Book, place: str, on: str, said: Said) -> Question:
    """The question of ``wages floor``. Raises every ``BadInput`` at once."""
    problems: list[Problem] = []
    pairs = _pairs(said.for_, problems)
    start = said.begins
    where = _noted(problems, "--law", lambda: state(book, place))
    when = _noted(problems, "--on", lambda: day(on))
    begins = None if start is None else _noted(problems, "--pay-period-start", lambda: day(start))
    home = said.origin or pairs.get("origin")
    origin = None if home is None else _noted(problems, "--origin", lambda: _origin(home))
    _choice(problems, "--period", said.period, PERIODS)
    _choice(problems, "--for", pairs.get("regime"), REGIMES)
    in_kind = _in_kind(pairs, problems)
    if when is not None and begins is not None and begins > when:
        problems.append(_after(begins, when))
    raise_all(problems)
    if where is None or when is None:
        raise RuntimeError("a question without a place or a day was refused")
    key = {name: value for name, value in pairs.items() if name in _COLUMNS}
    work = Work(key, origin, in_kind, said.announced, begins)
    told: dict[str, Any] = {**key, **{f"{k}_in_kind": v for k, v in in_kind.items()}}
    told |= {"origin": origin} if origin else {}
    return Question(book, where, when, work, told, said.period)


def asked_ladder(
    book: law.Book, place: str, on: str, days_late: str, size: str | None, regime: str | None
) -> Question:
    """The question of ``wages ladder``. Raises every ``BadInput`` at once."""
    problems: list[Problem] = []
    where = _noted(problems, "--law", lambda: state(book, place))
    when = _noted(problems, "--on", lambda: day(on))
    days = _noted(problems, "--days-late", lambda: _whole(days_late, 0))
    workers = None
    if size is not None:
        workers = _noted(problems, "--establishment-size", lambda: _whole(size, 1))
    _choice(problems, "--regime", regime, REGIMES)
    raise_all(problems)
    if where is None or when is None or days is None:
        raise RuntimeError("a question without a place, a day or a number was refused")
    work = Work({"regime": regime} if regime else {})
    return Question(book, where, when, work, days=days, size=workers)


def state(book: law.Book, text: str) -> str:
    """The id of a state by its code or English name. Raises ``BadInput`` with the nearest."""
    places = {one.id: one.name for one in book.jurisdictions()}
    wanted = text.strip().casefold()
    for id_, name in places.items():
        if wanted in (id_.casefold(), name.casefold()):
            return id_
    words = {word.casefold(): id_ for id_, name in places.items() for word in (id_, name)}
    near = list(dict.fromkeys(words[w] for w in difflib.get_close_matches(wanted, words, 3, 0.5)))
    shown = [f"{id_} ({places[id_]})" for id_ in near or places]
    raise BadInput(
        "law.jurisdiction",
        sentence(N_("There is no law pack for “{found}”."), found=text),
        remedy=sentence(N_("Did you mean {near}?"), near=", ".join(shown))
        if near
        else sentence(N_("Use one of: {known}."), known=", ".join(shown)),
        expected=near or list(places),
        found=text,
    )


def cited(answer: Answer) -> dict[str, Any]:
    """One law value as an answer names it: id, value, validity, sources, doubts."""
    whole = answer.as_json()
    names = ("id", "state", "value", "currency", "per", "from", "to", "status", "switch")
    found = {name: whole[name] for name in names}
    return found | {
        "reason": whole["reason"],
        "unverified": whole["unverified"],
        "cites": whole["source"],
        "conflicts": whole["conflicts"],
    }


def _noted(problems: list[Problem], where: str, read: Callable[[], T]) -> T | None:
    """What ``read`` gives; a refusal is noted at its option and gives None."""
    try:
        return read()
    except BadInput as problem:
        problems.append(problem.at(field=where))
        return None


def _pairs(given: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    """``what=said`` pairs; others are noted."""
    found: dict[str, str] = {}
    for pair in given:
        name, equals, said = pair.partition("=")
        if equals and name in COLUMNS and said.strip() and name not in found:
            found[name] = said.strip()
            continue
        if name in found:
            problems.append(_twice(name, found[name], said))
            continue
        problems.append(
            BadInput(
                "law.column",
                sentence(N_("“{found}” says nothing that a wage depends on."), found=pair),
                remedy=sentence(
                    N_("Write what=said with one of: {columns}."), columns=", ".join(COLUMNS)
                ),
                expected=list(COLUMNS),
                found=pair,
            ).at(field="--for")
        )
    return found


def _twice(name: str, first: str, second: str) -> Problem:
    return BadInput(
        "law.column",
        sentence(N_("“{name}” is said twice."), name=name),
        remedy=sentence(N_("Say it once: {first} or {second}."), first=first, second=second),
        found=second,
    ).at(field="--for")


def _after(begins: date, on: date) -> Problem:
    return BadInput(
        "wages.period",
        sentence(
            N_("The pay period begins on {begins}, after the day asked about, {on}."),
            begins=begins.isoformat(),
            on=on.isoformat(),
        ),
        remedy=sentence(N_("Give the first day of the pay period that holds this day.")),
        expected=f"…{on.isoformat()}",
        found=begins.isoformat(),
    ).at(field="--pay-period-start")


def _in_kind(pairs: dict[str, str], problems: list[Problem]) -> dict[str, bool]:
    found = {}
    for what in IN_KIND:
        said = pairs.get(f"{what}_in_kind")
        _choice(problems, "--for", said and said.casefold(), tuple(_YES_NO))
        if said is not None and said.casefold() in _YES_NO:
            found[what] = _YES_NO[said.casefold()]
    return found


def _choice(problems: list[Problem], where: str, said: str | None, known: tuple[str, ...]) -> None:
    if said is not None and said not in known:
        problems.append(
            BadInput(
                "law.key",
                sentence(N_("“{found}” cannot be said here."), found=said),
                remedy=sentence(N_("Use one of: {known}."), known=", ".join(known)),
                expected=list(known),
                found=said,
            ).at(field=where)
        )


def _origin(text: str) -> str:
    """A state by its alpha-3 code; it need not have a pack. Raises ``BadInput``."""
    code = text.strip().upper()
    if code not in COUNTRIES:
        raise BadInput(
            "country.code",
            sentence(N_("“{found}” is no country code."), found=text),
            remedy=sentence(N_("Write three letters, such as NPL.")),
            expected="ISO 3166-1 alpha-3",
            found=text,
        )
    return code


def _whole(text: str, least: int) -> int:
    """A whole number of at least ``least``. Raises ``BadInput``."""
    said = text.strip()
    if said.isascii() and said.isdigit() and len(said) <= 9 and int(said) >= least:
        return int(said)
    raise BadInput(
        "number.whole",
        sentence(N_("“{found}” is no whole number of {least} or more."), found=text, least=least),
        remedy=sentence(N_("Write it in digits, such as {example}."), example=max(least, 5)),
        expected=f"{least}-",
        found=text,
    )
