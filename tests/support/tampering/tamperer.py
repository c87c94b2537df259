"""Who makes the changes, and what must be said of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from corridor.platform.keys.queries import erased_subjects
from corridor.platform.records import Guarded
from corridor.platform.translog import facts
from corridor.platform.translog.models import Leaf
from corridor.platform.translog.trouble import Report

Place = tuple[int, str, str]
"""An entry: its index, the model and the record that it is about."""


@dataclass(frozen=True)
class Change:
    """What was changed: the kind that must be named first, and the entry or the record."""

    kind: str
    index: int | None = None
    records: frozenset[str] = frozenset()

    def missed_by(self, report: Report) -> str:
        """Why a report does not name this change first; empty when it does."""
        if not report.troubles:
            return "nothing was found"
        first = report.troubles[0]
        named = {str(first.values.get(name)) for name in ("record", "other", "witness")}
        if first.kind != self.kind:
            return f"{first.kind} was named, not {self.kind}"
        if self.index is not None and first.index != self.index:
            return f"entry {first.index} was named, not {self.index}"
        if self.records and not self.records <= named:
            return f"{named} were named, not {set(self.records)}"
        return ""


@dataclass
class Tamperer:
    """Makes changes at random among what the world holds."""

    rng: Random
    edits: dict[str, Callable[[Tamperer], Change]]
    leaves: list[Place] = field(default_factory=list)
    newest: dict[tuple[str, str], int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    refused: int = 0

    def __post_init__(self) -> None:
        gone = erased_subjects()
        for at, model, record, owner in Leaf.objects.order_by("id").values_list(
            "id", "model", "record", "key_subject"
        ):
            self.leaves.append((at, model, record))
            self.newest[model, record] = at
            if owner in gone:
                self.closed.add(at)

    def made(self, kind: str) -> Change:
        """Make one change of a kind of ``EDITS``; another when the database refuses the first."""
        while True:
            try:
                with transaction.atomic():
                    return self.edits[kind](self)
            except IntegrityError:
                self.refused += 1

    def open_leaf(self, only: Callable[[str], bool] = lambda label: True) -> Place:
        """An entry that can still be opened."""
        return self.rng.choice(
            [one for one in self.leaves if one[0] not in self.closed and only(one[1])]
        )

    def compared(self, only: Callable[[str], bool] = lambda label: True) -> Place:
        """An entry that can still be held against its record: the newest one about it."""
        return self.rng.choice(
            [
                one
                for one in self.leaves
                if one[0] not in self.closed and self.newest[one[1:]] == one[0] and only(one[1])
            ]
        )

    def other(self, column: models.Field[Any, Any], value: Any) -> Any:
        """Another value that the column takes."""
        if isinstance(column, models.DateTimeField):
            return (value or timezone.now()) - timedelta(days=self.rng.randint(1, 400))
        if isinstance(column, models.DateField):
            return (value or date(2026, 1, 1)) - timedelta(days=self.rng.randint(1, 400))
        if isinstance(column, models.BooleanField):
            return not value
        if isinstance(column, models.IntegerField):
            return (value or 0) + self.rng.randint(1, 9)
        if isinstance(column, models.BinaryField):
            return flipped(bytes(value or b"\0"), self.rng)
        if isinstance(column, models.JSONField):
            return self._other_json(value)
        return self.text(value)

    def _other_json(self, value: Any) -> Any:
        if isinstance(value, dict) and value:
            name = self.rng.choice(sorted(value))
            return value | {name: f"{value[name]}0"}
        return {"another": self.rng.randint(1, 9)}

    def text(self, value: Any) -> str:
        """Another text, which differs in one letter."""
        text = str(value or "")
        if not text:
            return "X"
        at = self.rng.randrange(len(text))
        fresh = self.rng.choice([one for one in "ABCDEFGHJKMNPQ" if one != text[at]])
        return text[:at] + fresh + text[at + 1 :]


def flipped(data: bytes, rng: Random) -> bytes:
    """The bytes with one bit turned."""
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def parts_of(label: str) -> tuple[tuple[str, str], ...]:
    """The kinds of rows that belong to facts of this model."""
    return facts.terms(apps.get_model(label)).parts


def changes(label: str) -> bool:
    """Whether records of this model change, so that their newest entry counts."""
    return facts.terms(apps.get_model(label)).changes


def guarded(label: str) -> bool:
    """Whether rows of this model are inserted and never changed."""
    return issubclass(apps.get_model(label), Guarded)


def kept(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that the log commits to, but for the identifier."""
    names = facts.columns(model)
    fields = model._meta.concrete_fields
    return [one for one in fields if one.attname in names and not one.primary_key]
