"""Passes and slips that no longer count: the list that gates without a line take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from corridor.cycle.departure.models import BlankClosed, PassRevoked

_ELSEWHERE = timedelta(days=1)  # where it is tomorrow already, or yesterday still

Row = tuple[str, date, date]
"""Short code, day on which it ended, last day that stands on the paper."""


def revoked_codes(on: date) -> list[Row]:
    """Every pass taken back and every pre-issued slip on which nobody travels, each code once.

    Passes that have ended by ``on`` fail without the list and are left out. ``on`` may be any
    country's day: days are told where the pass was signed. It names nobody. What was taken back
    or lost stands first, slips that were spoilt or not used after it, each by short code.
    """
    first = _once(_taken_back(on))
    known = {code for code, _, _ in first}
    return [*first, *(row for row in _once(_closed(on)) if row[0] not in known)]


def _once(rows: Iterable[Row]) -> list[Row]:
    """The first day of each code: a slip's pass may have been taken back more than once."""
    found: dict[str, Row] = {}
    for row in sorted(set(rows)):
        found.setdefault(row[0], row)
    return list(found.values())


def _taken_back(on: date) -> Iterator[Row]:
    passes = PassRevoked.objects.filter(
        on__lte=on + _ELSEWHERE, revoked__valid_to__gte=on - _ELSEWHERE
    )
    yield from passes.values_list("revoked__short_code", "on", "revoked__valid_to")
    slips = BlankClosed.objects.filter(blank__batch__valid_to__gte=on - _ELSEWHERE)
    day = "clearance__passes__revocation__on"
    back = slips.filter(**{f"{day}__lte": on + _ELSEWHERE})
    yield from back.values_list("blank__short_code", day, "blank__batch__valid_to")
    yield from _slips(on, BlankClosed.Outcome.LOST)


def _closed(on: date) -> Iterator[Row]:
    return _slips(on, BlankClosed.Outcome.VOID, BlankClosed.Outcome.UNUSED)


def _slips(on: date, *outcomes: str) -> Iterator[Row]:
    rows = BlankClosed.objects.filter(
        outcome__in=outcomes,
        on__lte=on + _ELSEWHERE,
        blank__batch__valid_to__gte=on - _ELSEWHERE,
    )
    yield from rows.values_list("blank__short_code", "on", "blank__batch__valid_to")
