"""What a fact says: its fields in a form that is the same before and after storage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models

from corridor.engines.log.leaf import mark
from corridor.platform.records import InsertOnly, Logged

# The log seals what opens an entry about nobody in particular under a key of its own.
NOBODY = "log"
_HINT = 8


def logged_models() -> list[type[InsertOnly]]:
    """Every model whose rows are entries of the log."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, InsertOnly) and model.logged is not None
    ]


def terms(model: type[models.Model]) -> Logged:
    """What the model declares. Only logged models come here."""
    declared: Logged | None = getattr(model, "logged", None)
    if declared is None:
        raise TypeError(f"{model.__name__} is not logged")
    return declared


def content(fact: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Field to JSON-shaped value: all stored fields, or those the entry was made over."""
    wanted = None if fields is None else set(fields)
    return {
        field.attname: _value(field, getattr(fact, field.attname))
        for field in fact._meta.concrete_fields
        if wanted is None or field.attname in wanted
    }


def _value(field: models.Field[Any, Any], given: Any) -> Any:
    if given is None or type(given) is int or type(given) is bool:
        return given
    if isinstance(field, models.BinaryField):
        return bytes(given).hex()
    if isinstance(field, models.JSONField):
        return json.loads(json.dumps(given))
    if isinstance(field, models.ForeignKey):
        return str(given)
    made = field.to_python(given)
    if isinstance(made, datetime):
        return made.astimezone(UTC).isoformat()
    return made.isoformat() if isinstance(made, date) else made


def whose(fact: models.Model, declared: Logged) -> str:
    """The subject whose key seals the entry's opening."""
    found: Any = fact
    for name in filter(None, declared.person.split(".")):
        found = getattr(found, name)
    return str(found) if declared.person and found else NOBODY


def chain(fact: models.Model, declared: Logged) -> str:
    """The record whose history the fact continues, with the type, or nothing."""
    return f"{declared.type}|{getattr(fact, declared.chain)}" if declared.chain else ""


def parts(fact: models.Model, declared: Logged, key: bytes) -> Iterator[tuple[str, list[str]]]:
    """Model label of each kind of part, with one mark per row in the order of writing."""
    for label, points in declared.parts:
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{points: fact.pk}).order_by("pk")
        yield model._meta.label_lower, [part_mark(key, row) for row in rows.iterator(2000)]


def part_mark(key: bytes, row: models.Model) -> str:
    """The mark of one part."""
    return mark(key, row._meta.label_lower, content(row))


def hints(found: Mapping[str, str]) -> dict[str, str]:
    """What is kept of the marks, to say later which field was changed."""
    return {field: one[:_HINT] for field, one in found.items()}
