"""What a fact says: its fields in a form that is the same before and after storage."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from corridor.engines.log.leaf import HINT, mark
from corridor.platform.journal.models import Entry
from corridor.platform.records import Logged, Record
from corridor.platform.translog.models import Leaf

# The log seals what opens an entry about nobody in particular under a key of its own.
NOBODY = "log"
_AT_ONCE = 2000


def logged_models() -> list[type[Record]]:
    """Every model whose rows are entries of the log."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model.logged is not None
    ]


def states() -> list[type[Record]]:
    """Every model of which the log keeps the newest state."""
    return [model for model in logged_models() if terms(model).changes]


def terms(model: type[models.Model]) -> Logged:
    """What the model declares. Only logged models come here."""
    declared: Logged | None = getattr(model, "logged", None)
    if declared is None:
        raise TypeError(f"{model.__name__} is not logged")
    return declared


Turn = Callable[[Any], Any]


@cache
def columns(model: type[models.Model]) -> dict[str, Turn]:
    """Each stored field of a model, and what makes its value JSON-shaped.

    Without those that the model leaves out, and those that the database computes by itself.
    """
    declared: Logged | None = getattr(model, "logged", None)
    without = declared.without if declared is not None else frozenset()
    return {
        field.attname: _turn(field)
        for field in model._meta.concrete_fields
        if not field.generated and field.attname not in without
    }


def content(fact: models.Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Field to JSON-shaped value: all stored fields, or those the entry was made over."""
    wanted = None if fields is None else set(fields)
    return {
        name: turn(getattr(fact, name))
        for name, turn in columns(type(fact)).items()
        if wanted is None or name in wanted
    }


def stored(model: type[models.Model], ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The content of rows as they stand in the table now, without making records of them."""
    turns = columns(model)
    rows = model._default_manager.filter(pk__in=list(ids)).values_list(*turns)
    for row in rows.iterator(_AT_ONCE):
        yield {name: turn(value) for (name, turn), value in zip(turns.items(), row, strict=True)}


def _turn(field: models.Field[Any, Any]) -> Turn:
    if isinstance(field, models.ForeignKey):
        return _text
    if isinstance(field, models.BinaryField):
        return _hex
    if isinstance(field, models.JSONField):
        return _plain
    return _worded(field) if isinstance(field, models.CharField | models.TextField) else _of(field)


def _text(given: Any) -> str | None:
    return None if given is None else str(given)


def _hex(given: Any) -> str | None:
    return None if given is None else bytes(given).hex()


def _plain(given: Any) -> Any:
    return json.loads(json.dumps(given))


def _worded(field: models.Field[Any, Any]) -> Turn:
    other = _of(field)
    return lambda given: given if type(given) is str else other(given)


def _of(field: models.Field[Any, Any]) -> Turn:
    def turn(given: Any) -> Any:
        if given is None or type(given) is int or type(given) is bool:
            return given
        made = field.to_python(given)
        if isinstance(made, datetime):
            return made.astimezone(UTC).isoformat()
        return made.isoformat() if isinstance(made, date) else made

    return turn


def without_entry(model: type[Record]) -> models.QuerySet[Any]:
    """The rows of a logged model that have no entry, and should have one."""
    known = Leaf.objects.filter(model=model._meta.label_lower).values("record")
    rows = model._default_manager.exclude(pk__in=known)
    for field, value in terms(model).but:
        rows = rows.exclude(**{field: value})
    return rows


def waiting(model: type[Record]) -> models.QuerySet[Any]:
    """Rows whose hour is nobody's to read, which enter with the next daily anchor.

    An act has written them: the journal says so, with an entry about each.
    """
    if not terms(model).daily:
        return model._default_manager.none()
    written = Entry.objects.filter(subject_type=model._meta.label_lower).values("subject")
    return without_entry(model).filter(pk__in=written).order_by("pk")


def whose(fact: models.Model, declared: Logged) -> str:
    """The subject whose key seals the entry's opening."""
    found: Any = fact
    for name in filter(None, declared.person.split(".")):
        found = getattr(found, name)
    return str(found) if declared.person and found else NOBODY


def owners(model: type[models.Model]) -> tuple[str, ...]:
    """What to fetch with rows so that telling whose they are asks nothing more."""
    names = terms(model).person.split(".")[:-1]
    return ("__".join(names),) if names else ()


def chain(fact: models.Model, declared: Logged) -> str:
    """The record whose history the fact continues, with the type, or nothing."""
    return f"{declared.type}|{getattr(fact, declared.chain)}" if declared.chain else ""


def chain_of(said: Mapping[str, Any], declared: Logged) -> str:
    """The same from a fact's content."""
    return f"{declared.type}|{said.get(declared.chain)}" if declared.chain else ""


def parts(pk: str, declared: Logged, key: bytes) -> Iterator[tuple[str, list[str]]]:
    """Model label of each kind of part, with one mark per row in the order of writing."""
    for label, points in declared.parts:
        model = apps.get_model(label)
        rows = model._default_manager.filter(**{points: pk}).order_by("pk")
        yield model._meta.label_lower, [part_mark(key, row) for row in rows.iterator(_AT_ONCE)]


def part_mark(key: bytes, row: models.Model) -> str:
    """The mark of one part."""
    later: tuple[str, ...] = getattr(row, "later", ())
    said = {name: v for name, v in content(row).items() if v is not None or name not in later}
    return mark(key, row._meta.label_lower, said)


def hints(found: Mapping[str, str]) -> dict[str, str]:
    """What is kept of the marks, to say later which field was changed."""
    return {field: one[:HINT] for field, one in found.items()}
