"""Values that take effect with a worker's own pay period, not on a day for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from corridor.engines.law.model import Answer


class _Book(Protocol):
    def value(
        self, id_: str, on: date, key: Mapping[str, str] | None = None, announced: bool = False, /
    ) -> Answer: ...


def in_pay_period(
    book: _Book,
    id_: str,
    on: date,
    key: Mapping[str, str] | None = None,
    announced: bool = False,
    begins: date | None = None,
) -> Answer:
    """What the law says on a day of a pay period that began on ``begins``.

    A value that switches with the first full pay period holds from the first period that begins
    on its date or later, so the day that counts is the period's first. ``begins`` None: the
    period is not known and the value's own date counts. Raises as ``Book.value``.
    """
    answer = book.value(id_, on, key or {}, announced)
    if begins is None or begins >= on or answer.switch != "first_full_pay_period":
        return answer
    return book.value(id_, begins, key or {}, announced)
