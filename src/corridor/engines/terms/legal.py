"""What the terms and wage engines ask of the law book, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from corridor.core.money import Money
from corridor.core.problems import BadInput


class LawAnswer(Protocol):
    """One value at one date: ``state`` is known, unknown or missing."""

    @property
    def state(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def reason(self) -> Any: ...


class LawBook(Protocol):
    """The part of ``corridor.engines.law`` that these engines use."""

    def value(
        self, id: str, on: date, key: Mapping[str, str] = ..., announced: bool = False
    ) -> Any: ...
    def ids(self) -> Iterable[str]: ...
    def jurisdiction(self, code: str) -> Any: ...
    def corridor(self, code: str) -> Any: ...
    def timeline(self, id: str) -> Any: ...


def known(book: LawBook, value_id: str, on: date, key: Mapping[str, str] | None = None) -> Any:
    """The answer's value when the law knows it, else None (missing or in doubt)."""
    answer = ask(book, value_id, on, key)
    return answer.value if answer is not None and answer.state == "known" else None


def ask(
    book: LawBook, value_id: str, on: date, key: Mapping[str, str] | None = None
) -> LawAnswer | None:
    """The law's answer, or None when no pack has such a value."""
    if value_id not in set(book.ids()):
        return None
    try:
        answer: LawAnswer = book.value(value_id, on, key or {})
    except BadInput:
        return None  # the law makes no difference by a key of this kind
    return None if answer.state == "missing" else answer


def money(value: Any, currency: str) -> Money | None:
    """``value`` when it is money of that currency, else None. Nothing is converted."""
    return value if isinstance(value, Money) and value.currency == currency else None


def first_day(book: LawBook, corridor: str) -> date | None:
    """The first day on which the corridor's labour agreement can have begun, if it has one."""
    ids = set(book.ids())
    agreements = [f"{name}.BLA" for name in (corridor, *book.corridor(corridor).agreements)]
    begun = [
        dated.start.earliest
        for name in dict.fromkeys(agreements)
        if name in ids
        for dated in _dated(book.timeline(name))
        if dated.start is not None
    ]
    return min(begun, default=None)


def _dated(timeline: Any) -> Iterable[Any]:
    return getattr(timeline, "dated", timeline)  # type: ignore[no-any-return]
