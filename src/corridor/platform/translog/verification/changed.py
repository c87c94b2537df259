"""What kind of change it was: swapped, back-dated or edited, and which row of the parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from corridor.core.text import Sentence
from corridor.engines.log import leaf as entry
from corridor.platform.records import Record
from corridor.platform.translog.verification.rows import Row

_LOOKED_AT = 300  # others that a changed record may have been swapped with, were all edited at once
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
    alike: dict[tuple[str, tuple[str, ...]], dict[int, Changed]] = {}
    for one in changed:
        alike.setdefault((one.row.model, one.fields), {})[one.row.id] = one
    for one in changed:
        waiting = alike[one.row.model, one.fields]
        if waiting.pop(one.row.id, None) is None:
            continue  # it was told as the other half of a swap
        fields = {"fields": ", ".join(one.fields)}
        near = islice(waiting.values(), _LOOKED_AT)
        other = next((two for two in near if _swapped(one, two)), None)
        if other is not None:
            del waiting[other.row.id]
            yield "swapped", one.row, fields | {"other": other.row.record}
        else:
            dates = all(_is_date(one.row.model, field) for field in one.fields)
            yield "backdated" if dates else "edited", one.row, fields


def in_words(label: str, record: str) -> Sentence | None:
    """What a record is called, where its model says so and its row is there."""
    model = apps.get_model(label)
    if not issubclass(model, Record) or model.in_words is Record.in_words:
        return None
    row = model._default_manager.filter(pk=record).first()
    try:
        return row.in_words if row is not None else None
    except ObjectDoesNotExist:  # what it points to is gone too
        return None


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
    return _holds(one, other) and _holds(other, one)


def _holds(one: Changed, other: Changed) -> bool:
    """Whether ``one`` now says what ``other`` said when it was written."""
    now = entry.marks(other.key, {name: one.said[name] for name in other.fields})
    return all(now[name].startswith(other.hints[name]) for name in other.fields)


def _is_date(label: str, field: str) -> bool:
    return isinstance(apps.get_model(label)._meta.get_field(field), _DATES)
