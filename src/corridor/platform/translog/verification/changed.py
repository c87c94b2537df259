"""What kind of change it was: swapped, back-dated or edited, and which row of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.apps import apps
from django.db import models

from corridor.engines.log import leaf as entry
from corridor.platform.translog.verification.rows import Row

_DATES = (models.DateField, models.DateTimeField)


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is not what its entry says: kept until the end, to see who swapped with whom."""

    row: Row
    said: Mapping[str, Any]
    key: bytes
    hints: Mapping[str, str]
    fields: tuple[str, ...]


def named(changed: Sequence[Changed]) -> Iterator[tuple[str, Row, dict[str, Any]]]:
    """The kind of each change, the entry, and the values of its sentence."""
    waiting = list(changed)
    while waiting:
        one = waiting.pop(0)
        fields = {"fields": ", ".join(one.fields)}
        other = next((two for two in waiting if _swapped(one, two)), None)
        if other is not None:
            waiting.remove(other)
            yield "swapped", one.row, fields | {"other": other.row.record}
        else:
            dates = all(_is_date(one.row.model, field) for field in one.fields)
            yield "backdated" if dates else "edited", one.row, fields


def part_changes(
    now: Mapping[str, Sequence[str]], kept: Mapping[str, str]
) -> Iterator[tuple[str, str, int]]:
    """Kind, model label and row (from 1) of the first change in each kind of part."""
    for label, marks in now.items():
        old = _hints(kept.get(label, ""))
        new = [one[: entry.HINT] for one in marks]
        if old != new:
            pairs = enumerate(zip_longest(old, new), start=1)
            yield _kind(len(old), len(new)), label, next(at for at, (a, b) in pairs if a != b)


def _kind(before: int, after: int) -> str:
    if before == after:
        return "part_edited"
    return "part_deleted" if after < before else "part_inserted"


def _hints(kept: str) -> list[str]:
    return [kept[at : at + entry.HINT] for at in range(0, len(kept), entry.HINT)]


def _swapped(one: Changed, other: Changed) -> bool:
    alike = one.row.model == other.row.model and one.fields == other.fields
    return alike and _holds(one, other) and _holds(other, one)


def _holds(one: Changed, other: Changed) -> bool:
    """Whether ``one`` now says what ``other`` said when it was written."""
    now = entry.marks(other.key, {name: one.said[name] for name in other.fields})
    return all(now[name].startswith(other.hints[name]) for name in other.fields)


def _is_date(label: str, field: str) -> bool:
    return isinstance(apps.get_model(label)._meta.get_field(field), _DATES)
