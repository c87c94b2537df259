"""Rows that belong to a fact, such as the lines of a wage file."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from tests.support.tampering.sql import put, put_in, row_of, take_out
from tests.support.tampering.tamperer import Change, Tamperer, parts_of

from corridor.platform.records import new_id


def _part(by: Tamperer) -> tuple[int, str, type[models.Model], dict[str, Any], str]:
    """Entry, record, and a row of it: its model, its values, the column that points there."""
    index, label, record = by.open_leaf(lambda label: bool(parts_of(label)))
    held = [
        (apps.get_model(part), points, pk)
        for part, points in parts_of(label)
        for pk in apps.get_model(part)
        .objects.filter(**{points: record})
        .values_list("pk", flat=True)
    ]
    model, points, pk = by.rng.choice(held)
    return index, record, model, row_of(model, pk), f"{points}_id"


def edit_part(by: Tamperer) -> Change:
    """A line of a wage file says something else; one that points elsewhere would be moved."""
    index, record, model, row, points = _part(by)
    own = ("id", points)
    chosen = by.rng.choice([f for f in model._meta.concrete_fields if f.attname not in own])
    put(model, row["id"], **{chosen.attname: by.other(chosen, row[chosen.attname])})
    return Change("part_edited", index, frozenset({record}))


def delete_part(by: Tamperer) -> Change:
    """A line of a wage file is gone."""
    index, record, model, row, _ = _part(by)
    take_out(model, row["id"])
    return Change("part_deleted", index, frozenset({record}))


def insert_part(by: Tamperer) -> Change:
    """A line was added to a wage file."""
    index, record, model, row, _ = _part(by)
    values = row | {"id": new_id()}
    if "line" in values:
        values["line"] = 90_000
    put_in(model, **values)
    return Change("part_inserted", index, frozenset({record}))
