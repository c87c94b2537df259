"""Entries as a verification reads them: plain rows, some thousand at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corridor.platform.translog.models import Leaf

AT_ONCE = 2000
_NAMES = ("id", "data", "hash", "model", "record", "chain", "key_subject", "sealed")


class Row(NamedTuple):
    """One entry of the log and what leads to its fact."""

    id: int
    data: bytes
    hash: bytes
    model: str
    record: str
    chain: str
    key_subject: str
    sealed: bytes


def stretches(first: int, until: int) -> Iterator[list[Row]]:
    """The entries with ``first <= id < until`` in their order; those that are gone are missing."""
    last = first - 1
    rows = Leaf.objects.filter(pk__lt=until).order_by("pk").values_list(*_NAMES)
    while found := [_row(*one) for one in rows.filter(pk__gt=last)[:AT_ONCE]]:
        yield found
        last = found[-1].id


def _row(
    at: int,
    data: bytes,
    made: bytes,
    model: str,
    record: str,
    chain: str,
    owner: str,
    sealed: bytes,
) -> Row:
    return Row(at, bytes(data), bytes(made), model, record, chain, owner, bytes(sealed))
