"""What the terms and wage engines ask of the law book, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
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
        self,
        id_: str,
        on: date,
        key: Mapping[str, str] | None = None,
        announced: bool = False,
        /,
    ) -> Any: ...
    def ids(self) -> tuple[str, ...]: ...
    def jurisdiction(self, id_: str, /) -> Any: ...
    def corridor(self, id_: str, /) -> Any: ...
    def mandatory(self, jurisdiction: str, /) -> Any: ...


def known(book: LawBook, value_id: str, on: date, key: Mapping[str, str] | None = None) -> Any:
    """The answer's value when the law knows it, else None (missing or in doubt)."""
    answer = ask(book, value_id, on, key)
    return answer.value if answer is not None and answer.state == "known" else None


def ask(
    book: LawBook, value_id: str, on: date, key: Mapping[str, str] | None = None
) -> LawAnswer | None:
    """The law's answer, or None when no pack has such a value."""
    ids = _set(book.ids())
    if value_id not in ids and value_id.rpartition(".")[0] not in ids:
        return None
    try:
        answer: LawAnswer = book.value(value_id, on, key or {})
    except BadInput:
        return None  # no such column, or a key that this law does not know
    return None if answer.state == "missing" else answer


_asked: tuple[tuple[str, ...], frozenset[str]] = ((), frozenset())


def _set(ids: tuple[str, ...]) -> frozenset[str]:
    """The ids of a book to look things up in, made once while the same book is asked."""
    global _asked
    if _asked[0] is not ids:
        _asked = (ids, frozenset(ids))
    return _asked[1]


def money(value: Any, currency: str) -> Money | None:
    """``value`` when it is money of that currency, else None. Nothing is converted."""
    return value if isinstance(value, Money) and value.currency == currency else None
