"""Facts and states of records: edited, back-dated, deleted, inserted, swapped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from tests.support.tampering.sql import field, put, put_in, row_of, take_out
from tests.support.tampering.tamperer import Change, Tamperer, changes, guarded, kept, parts_of

from corridor.platform.records import new_id


def edit_fact(by: Tamperer) -> Change:
    """A random field of a random fact says something else."""
    return _edited(by, lambda label: not changes(label), kept)


def edit_state(by: Tamperer) -> Change:
    """A random field of a record that acts change says something else."""
    return _edited(by, changes, kept)


def back_date(by: Tamperer) -> Change:
    """A date of a fact or of a record moves back."""
    return _edited(by, lambda label: True, _dated)


def _dated(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    kinds = (models.DateField, models.DateTimeField)
    return [one for one in kept(model) if isinstance(one, kinds)]


def _edited(
    by: Tamperer,
    only: Callable[[str], bool],
    among: Callable[[type[models.Model]], list[models.Field[Any, Any]]],
) -> Change:
    index, label, record = by.compared(only)
    model = apps.get_model(label)
    chosen = by.rng.choice(among(model))
    before = row_of(model, record)[chosen.attname]
    put(model, record, **{chosen.attname: by.other(chosen, before)})
    dated = isinstance(chosen, models.DateField | models.DateTimeField)
    return Change("backdated" if dated else "edited", index, frozenset({record}))


def turn_back(by: Tamperer) -> Change:
    """A record is lawfully changed, and then put back to what an earlier entry says."""
    _, label, record = by.compared(lambda label: changes(label) and not guarded(label))
    model = apps.get_model(label)
    # Nothing hangs on these: what others point to is not changed by an act.
    loose = [one for one in kept(model) if not one.is_relation and one.attname not in _BORN]
    chosen = by.rng.choice(loose)
    before = row_of(model, record)
    row = model._default_manager.get(pk=record)
    setattr(row, chosen.attname, by.other(chosen, before[chosen.attname]))
    row.save()
    put(model, record, **{chosen.attname: before[chosen.attname]})
    dated = isinstance(chosen, models.DateField | models.DateTimeField)
    return Change("backdated" if dated else "edited", len(by.leaves), frozenset({record}))


_BORN = frozenset({"created_at", "home_node"})


def delete_fact(by: Tamperer) -> Change:
    """A fact is gone."""
    index, label, record = by.compared()
    take_out(apps.get_model(label), record)
    return Change("deleted", index, frozenset({record}))


def rename_fact(by: Tamperer) -> Change:
    """A fact gets another identifier: the old one is gone."""
    index, label, record = by.compared(lambda label: not parts_of(label))
    put(apps.get_model(label), record, id=new_id())
    return Change("deleted", index, frozenset({record}))


def insert_fact(by: Tamperer) -> Change:
    """A fact stands in the table that no act has written."""
    _, label, record = by.compared()
    return Change("inserted", None, frozenset({copied(by, label, record)}))


def copied(by: Tamperer, label: str, record: str) -> str:
    """Another row like a row, with an identifier of its own."""
    model, made = apps.get_model(label), new_id()
    values = row_of(model, record) | {"id": made}
    for name in _unique(model):
        values[name] = by.other(field(model, name), values[name])
    put_in(model, **values)
    return made


def insert_state(by: Tamperer) -> Change:
    """A record stands in the table that no act has written."""
    _, label, record = by.compared(changes)
    return Change("inserted", None, frozenset({copied(by, label, record)}))


def delete_state(by: Tamperer) -> Change:
    """A record that acts change is gone."""
    index, label, record = by.compared(changes)
    take_out(apps.get_model(label), record)
    return Change("deleted", index, frozenset({record}))


def _unique(model: type[models.Model]) -> set[str]:
    """What must be other in a second row. Whom it concerns stays the same where it can."""
    fields = {one.name: one for one in model._meta.concrete_fields}
    found = {one.attname for one in kept(model) if one.unique}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            bound = [fields[name] for name in constraint.fields]
            plain = [one for one in bound if not one.is_relation] or bound[:1]
            found |= {one.attname for one in plain}
    return found


def swap_facts(by: Tamperer) -> Change:
    """Two facts of one table have each other's contents."""
    while True:
        index, label, record = by.compared()
        model = apps.get_model(label)
        other, _, second = by.compared(label.__eq__)
        one, two = row_of(model, record), row_of(model, second)
        if any(one[f.attname] != two[f.attname] for f in kept(model)):
            break
    take_out(model, record)
    take_out(model, second)
    put_in(model, **(two | {"id": record}))
    put_in(model, **(one | {"id": second}))
    return Change("swapped", min(index, other), frozenset({record, second}))
