"""The log against the facts: every entry is recomputed from the row it is about."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from corridor.core.problems import Unavailable
from corridor.engines.log import leaf as entry
from corridor.platform.keys.queries import erased_subjects, open_many
from corridor.platform.translog import facts
from corridor.platform.translog.actions import PURPOSE
from corridor.platform.translog.models import Leaf
from corridor.platform.translog.trouble import Report

_DATES = (models.DateField, models.DateTimeField)


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is not what its entry says: kept until the end, to see who swapped with whom."""

    leaf: Leaf
    fact: models.Model
    key: bytes
    hints: Mapping[str, str]
    fields: tuple[str, ...]


class Recomputing:
    """Recomputes entries from facts, and notes what does not fit."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._erased = erased_subjects()
        self._changed: list[Changed] = []

    def take(self, leaves: Sequence[Leaf]) -> None:
        """Check a stretch of entries whose own bytes were found intact."""
        stored = _facts(leaves)
        for leaf, opened in zip(leaves, self._opened(leaves), strict=True):
            fact = stored.get((leaf.model, leaf.record))
            if fact is None:
                self._say(leaf, "deleted")
            elif opened is None:
                self._closed(leaf)
            else:
                self._fits(leaf, fact, opened)

    def _opened(self, leaves: Sequence[Leaf]) -> list[dict[str, Any] | None]:
        items = [(one.key_subject, PURPOSE, one.sealed) for one in leaves]
        try:
            return [None if text is None else _parsed(text) for text in open_many(items)]
        except Unavailable:  # one of them was altered: find out which
            return [_one(item) for item in items]

    def _closed(self, leaf: Leaf) -> None:
        if leaf.key_subject in self._erased:
            self.report.erased += 1
        else:
            self.report.add("key_lost", leaf.id)

    def _fits(self, leaf: Leaf, fact: models.Model, opened: dict[str, Any]) -> None:
        if not opened:
            self.report.add("opening", leaf.id)
            return
        key, hints = bytes.fromhex(opened["key"]), opened["fields"]
        marks = entry.marks(key, facts.content(fact, hints))
        rows = dict(facts.parts(fact, facts.terms(type(fact)), key))
        for label, found in rows.items():
            marks[label] = entry.mark(key, label, "".join(found))
        said = json.loads(bytes(leaf.data))["commitment"]
        if hmac.compare_digest(entry.commitment(key, marks), said):
            self.report.facts += 1
            return
        fields = tuple(sorted(f for f, hint in hints.items() if not _is(marks, f, hint)))
        told = self._parts(leaf, rows, opened.get("parts", {}))
        if fields:
            self._changed.append(Changed(leaf, fact, key, hints, fields))
        elif not told:
            self.report.add("opening", leaf.id)

    def _parts(self, leaf: Leaf, rows: Mapping[str, list[str]], kept: Mapping[str, str]) -> bool:
        told = False
        for label, found in rows.items():
            width = entry.HINT
            old = [
                kept.get(label, "")[at : at + width]
                for at in range(0, len(kept.get(label, "")), width)
            ]
            new = [one[:width] for one in found]
            if old == new:
                continue
            told = True
            at = next(
                (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
                min(len(old), len(new)),
            )
            kind = (
                "part_edited"
                if len(old) == len(new)
                else "part_deleted"
                if len(new) < len(old)
                else "part_inserted"
            )
            self._say(leaf, kind, part=label, row=at + 1)
        return told

    def end(self) -> None:
        """Name the changed facts: swapped with each other, back-dated, or edited."""
        waiting = list(self._changed)
        while waiting:
            one = waiting.pop(0)
            other = next((two for two in waiting if _holds(one, two) and _holds(two, one)), None)
            named = ", ".join(one.fields)
            if other is not None:
                waiting.remove(other)
                self._say(one.leaf, "swapped", other=other.leaf.record, fields=named)
            elif all(_is_date(one.fact, field) for field in one.fields):
                self._say(one.leaf, "backdated", fields=named)
            else:
                self._say(one.leaf, "edited", fields=named)

    def _say(self, leaf: Leaf, kind: str, **values: Any) -> None:
        self.report.add(kind, leaf.id, model=leaf.model, record=leaf.record, **values)


def without_entry(report: Report) -> None:
    """Facts that stand in a table and not in the log."""
    for model in facts.logged_models():
        label = model._meta.label_lower
        known = Leaf.objects.filter(model=label).values("record")
        for pk in model._default_manager.exclude(pk__in=known).values_list("pk", flat=True):
            report.add("inserted", model=label, record=str(pk))


def _facts(leaves: Iterable[Leaf]) -> dict[tuple[str, str], models.Model]:
    wanted: dict[str, list[str]] = {}
    for leaf in leaves:
        wanted.setdefault(leaf.model, []).append(leaf.record)
    return {(label, str(row.pk)): row for label, ids in wanted.items() for row in _rows(label, ids)}


def _rows(label: str, ids: list[str]) -> Iterator[models.Model]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):  # the entry's row was changed to name no table
        return
    if getattr(model, "logged", None) is not None:
        yield from model._default_manager.filter(pk__in=ids)


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
        bytes.fromhex(found["key"])
        return dict(found) if isinstance(found["fields"], dict) else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _one(item: tuple[str, str, bytes | memoryview]) -> dict[str, Any] | None:
    try:
        text = open_many([item])[0]
    except Unavailable:
        return {}
    return None if text is None else _parsed(text)


def _is(marks: Mapping[str, str], field: str, hint: str) -> bool:
    return marks.get(field, "").startswith(hint)


def _holds(one: Changed, other: Changed) -> bool:
    """Whether ``one`` now says what ``other`` said when it was written."""
    if type(one.fact) is not type(other.fact) or one.fields != other.fields:
        return False
    now = entry.marks(other.key, facts.content(one.fact, other.fields))
    return all(now[field].startswith(other.hints[field]) for field in other.fields)


def _is_date(fact: models.Model, field: str) -> bool:
    return isinstance(fact._meta.get_field(field), _DATES)
