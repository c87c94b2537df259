"""Single changes behind the application's back, with plain SQL, and what must be said of each.

Every change is made on the open transaction of a world whose guards are lifted; whoever makes
one rolls it back. ``Change.kind`` is the kind that a verification must name first, ``index`` or
``record`` where it happened.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, connections, models, transaction
from django.utils import timezone

from corridor.engines.log import tree
from corridor.platform.journal.models import Entry
from corridor.platform.keys.queries import erased_subjects
from corridor.platform.records import new_id
from corridor.platform.translog import facts
from corridor.platform.translog.models import (
    Checkpoint,
    Cosignature,
    JournalAnchor,
    Leaf,
    Subtree,
)
from corridor.platform.translog.trouble import Report


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


def execute(statement: str, *values: Any, using: str = "default") -> None:
    """One statement, whose ``{}``-free text is our own."""
    with connections[using].cursor() as cursor:
        cursor.execute(statement, values)


def put(model: type[models.Model], pk: Any, /, **values: Any) -> None:
    """Overwrite columns of one row."""
    names = ", ".join(f'"{_column(model, name)}" = %s' for name in values)
    made = [_stored(model, name, value) for name, value in values.items()]
    execute(f'UPDATE "{model._meta.db_table}" SET {names} WHERE id = %s', *made, pk)


def take_out(model: type[models.Model], pk: Any) -> None:
    """Delete one row."""
    execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', pk)


def put_in(model: type[models.Model], /, **values: Any) -> None:
    """Insert one row."""
    names = ", ".join(f'"{_column(model, name)}"' for name in values)
    places = ", ".join(["%s"] * len(values))
    made = [_stored(model, name, value) for name, value in values.items()]
    execute(f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})', *made)


def row_of(model: type[models.Model], pk: Any) -> dict[str, Any]:
    """A row's columns by attribute name."""
    names = [one.attname for one in model._meta.concrete_fields]
    found = model._default_manager.filter(pk=pk).values(*names).get()
    return dict(found)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(one for one in model._meta.concrete_fields if one.attname == name)


def _column(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).column)


def _stored(model: type[models.Model], name: str, value: Any) -> Any:
    return _field(model, name).get_db_prep_save(value, connection)


@dataclass
class Tamperer:
    """Makes changes at random among what the world holds."""

    rng: Random
    leaves: list[tuple[int, str, str]] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    refused: int = 0

    def __post_init__(self) -> None:
        gone = erased_subjects()
        for at, model, record, owner in Leaf.objects.order_by("id").values_list(
            "id", "model", "record", "key_subject"
        ):
            self.leaves.append((at, model, record))
            if owner in gone:
                self.closed.add(at)

    def made(self, kind: str) -> Change:
        """Make one change of a kind of ``EDITS``; another when the database refuses the first."""
        while True:
            try:
                with transaction.atomic():
                    return EDITS[kind](self)
            except IntegrityError:
                self.refused += 1

    def open_leaf(self, only: Callable[[str], bool] = lambda label: True) -> tuple[int, str, str]:
        """An entry whose fact can still be compared."""
        return self.rng.choice(
            [one for one in self.leaves if one[0] not in self.closed and only(one[1])]
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
        return self._other_text(value)

    def _other_json(self, value: Any) -> Any:
        if isinstance(value, dict) and value:
            name = self.rng.choice(sorted(value))
            return value | {name: f"{value[name]}0"}
        return {"another": self.rng.randint(1, 9)}

    def _other_text(self, value: Any) -> str:
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


def _dated(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    kinds = (models.DateField, models.DateTimeField)
    return [one for one in model._meta.concrete_fields if isinstance(one, kinds)]


def edit_fact(by: Tamperer) -> Change:
    """A random field of a random fact says something else."""
    index, label, record = by.open_leaf()
    model = apps.get_model(label)
    chosen = by.rng.choice([one for one in model._meta.concrete_fields if not one.primary_key])
    before = row_of(model, record)[chosen.attname]
    put(model, record, **{chosen.attname: by.other(chosen, before)})
    dated = isinstance(chosen, models.DateField | models.DateTimeField)
    return Change("backdated" if dated else "edited", index, frozenset({record}))


def back_date(by: Tamperer) -> Change:
    """A date of a fact moves back."""
    index, label, record = by.open_leaf()
    model = apps.get_model(label)
    chosen = by.rng.choice(_dated(model))
    before = row_of(model, record)[chosen.attname]
    put(model, record, **{chosen.attname: by.other(chosen, before)})
    return Change("backdated", index, frozenset({record}))


def delete_fact(by: Tamperer) -> Change:
    """A fact is gone."""
    index, label, record = by.open_leaf()
    take_out(apps.get_model(label), record)
    return Change("deleted", index, frozenset({record}))


def rename_fact(by: Tamperer) -> Change:
    """A fact gets another identifier: the old one is gone."""
    index, label, record = by.open_leaf(lambda label: not _parts(label))
    put(apps.get_model(label), record, id=new_id())
    return Change("deleted", index, frozenset({record}))


def _parts(label: str) -> tuple[tuple[str, str], ...]:
    return facts.terms(apps.get_model(label)).parts


def insert_fact(by: Tamperer) -> Change:
    """A fact stands in the table that no act has written."""
    _, label, record = by.open_leaf()
    return Change("inserted", None, frozenset({_copied(by, label, record)}))


def _copied(by: Tamperer, label: str, record: str) -> str:
    model, made = apps.get_model(label), new_id()
    values = row_of(model, record) | {"id": made}
    unique = {name for one in model._meta.total_unique_constraints for name in one.fields}
    for one in model._meta.concrete_fields:
        if not one.primary_key and (one.unique or one.name in unique):
            values[one.attname] = by.other(one, values[one.attname])
    put_in(model, **values)
    return made


def swap_facts(by: Tamperer) -> Change:
    """Two facts of one table have each other's contents."""
    while True:
        index, label, record = by.open_leaf()
        model = apps.get_model(label)
        other, _, second = by.open_leaf(label.__eq__)
        one, two = row_of(model, record), row_of(model, second)
        plain = [{k: v for k, v in row.items() if k != "id"} for row in (one, two)]
        if other != index and plain[0] != plain[1]:
            break
    take_out(model, record)
    take_out(model, second)
    put_in(model, **(two | {"id": record}))
    put_in(model, **(one | {"id": second}))
    return Change("swapped", min(index, other), frozenset({record, second}))


def _part(by: Tamperer) -> tuple[int, str, type[models.Model], dict[str, Any]]:
    index, label, record = by.open_leaf(lambda label: bool(_parts(label)))
    held = [
        (apps.get_model(part), pk)
        for part, points in _parts(label)
        for pk in apps.get_model(part)
        .objects.filter(**{points: record})
        .values_list("pk", flat=True)
    ]
    model, pk = by.rng.choice(held)
    return index, record, model, row_of(model, pk)


def edit_part(by: Tamperer) -> Change:
    """A line of a wage file says something else."""
    index, record, model, row = _part(by)
    own = ("id", "upload_id")
    chosen = by.rng.choice([f for f in model._meta.concrete_fields if f.attname not in own])
    put(model, row["id"], **{chosen.attname: by.other(chosen, row[chosen.attname])})
    return Change("part_edited", index, frozenset({record}))


def delete_part(by: Tamperer) -> Change:
    """A line of a wage file is gone."""
    index, record, model, row = _part(by)
    take_out(model, row["id"])
    return Change("part_deleted", index, frozenset({record}))


def insert_part(by: Tamperer) -> Change:
    """A line was added to a wage file."""
    index, record, model, row = _part(by)
    values = row | {"id": new_id()}
    if "line" in values:
        values["line"] = 90_000
    put_in(model, **values)
    return Change("part_inserted", index, frozenset({record}))


def edit_entry(by: Tamperer) -> Change:
    """A column of an entry's row says something else; its bytes no longer give its hash."""
    index, _, _ = by.open_leaf()
    row = row_of(Leaf, index)
    name = by.rng.choice(["data", "hash", "model", "record", "chain", "key_subject"])
    if name in ("data", "hash"):
        put(Leaf, index, **{name: flipped(bytes(row[name]), by.rng)})
    elif name == "model":
        others = sorted({one for _, one, _ in by.leaves} - {row["model"]})
        put(Leaf, index, model=by.rng.choice([*others, "no.model"]))
    else:
        put(Leaf, index, **{name: by._other_text(row[name])[:26]})
    return Change("entry_edited", index)


def rewrite_entry(by: Tamperer) -> Change:
    """What an entry says is changed, and its hash is made to fit."""
    index, _, _ = by.open_leaf()
    told = json.loads(bytes(row_of(Leaf, index)["data"]))
    name = by.rng.choice(["commitment", "hour", "previous", "type"])
    told[name] = by._other_text(told[name]) if name != "commitment" else "0" * 64
    _rewrite(index, told)
    return Change("entry_edited", index)


def _rewrite(index: int, told: dict[str, Any]) -> None:
    data = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    put(Leaf, index, data=data, hash=tree.leaf_hash(data))


def unseal_entry(by: Tamperer) -> Change:
    """What opens an entry was changed."""
    index, _, _ = by.open_leaf()
    put(Leaf, index, sealed=flipped(bytes(row_of(Leaf, index)["sealed"]), by.rng))
    return Change("opening", index)


def delete_entry(by: Tamperer) -> Change:
    """An entry in the middle is gone."""
    index = by.rng.randrange(len(by.leaves) - 1)
    take_out(Leaf, index)
    return Change("entry_deleted", index)


def cut_tail(by: Tamperer) -> Change:
    """The end of the log is gone."""
    first = len(by.leaves) - by.rng.randint(1, 9)
    execute("DELETE FROM translog_leaf WHERE id >= %s", first)
    return Change("restored")


def move_entries(by: Tamperer) -> Change:
    """Two entries change places."""
    one, two = sorted(by.rng.sample(range(len(by.leaves)), 2))
    for old, new in ((one, 10**9), (two, one), (10**9, two)):
        execute("UPDATE translog_leaf SET id = %s WHERE id = %s", new, old)
    return Change("entry_moved", one)


def move_and_rewrite(by: Tamperer) -> Change:
    """Two entries change places, and say that they always stood there."""
    one, two = sorted([by.open_leaf()[0], by.open_leaf()[0]])
    while one == two:
        one, two = sorted([by.open_leaf()[0], by.open_leaf()[0]])
    move = ((one, 10**9), (two, one), (10**9, two))
    for old, new in move:
        execute("UPDATE translog_leaf SET id = %s WHERE id = %s", new, old)
    for index in (one, two):
        _rewrite(index, json.loads(bytes(row_of(Leaf, index)["data"])) | {"index": index})
    return Change("entry_moved", one)


def lose_entry(by: Tamperer) -> Change:
    """An entry gets a place far away."""
    index = by.rng.randrange(len(by.leaves) - 1)
    execute("UPDATE translog_leaf SET id = %s WHERE id = %s", 10**15, index)
    return Change("entry_moved", index)


def add_entry(by: Tamperer) -> Change:
    """A fact with an entry of its own, by somebody who does not have the keys."""
    index, label, record = by.open_leaf()
    made, at = _copied(by, label, record), len(by.leaves)
    row = row_of(Leaf, index)
    told = json.loads(bytes(row["data"])) | {"index": at, "commitment": "1" * 64}
    newest = Leaf.objects.filter(chain=row["chain"]).exclude(chain="").order_by("-id").first()
    told["previous"] = bytes(newest.hash).hex() if newest else ""
    data = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    hashed = tree.leaf_hash(data)
    sealed = flipped(bytes(row["sealed"]), by.rng)
    values = {"id": at, "record": made, "data": data, "hash": hashed, "sealed": sealed}
    put_in(Leaf, **(row | values))
    return Change("entry_added", at)


def edit_subtree(by: Tamperer) -> Change:
    """A stored hash of the tree is another, or is gone."""
    row = by.rng.choice(list(Subtree.objects.all()))
    if by.rng.random() < 0.3:
        take_out(Subtree, row.pk)
    else:
        put(Subtree, row.pk, hash=flipped(bytes(row.hash), by.rng))
    return Change("subtree", row.number << row.level)


def edit_checkpoint(by: Tamperer) -> Change:
    """A stored checkpoint says something else than was signed."""
    row = by.rng.choice(list(Checkpoint.objects.all()))
    name = by.rng.choice(["text", "root", "size"])
    size = row.size + 100_000 if name == "size" else row.size
    text = row.text.replace(row.text[-20:-10], "A" * 10)
    values = {"text": text, "root": flipped(bytes(row.root), by.rng), "size": size}
    put(Checkpoint, row.pk, **{name: values[name]})
    return Change("checkpoint_edited", size - 1)


def edit_cosignature(by: Tamperer) -> Change:
    """A witness's signature is another."""
    row = by.rng.choice(list(Cosignature.objects.all()))
    chance = by.rng.random()
    if chance < 0.3:
        put(Cosignature, row.pk, witness="somebody.example/w")
        return Change("cosignature", None, frozenset({"somebody.example/w"}))
    if chance < 0.5:
        put(Cosignature, row.pk, line=by._other_text(row.line[1:]))
        return Change("cosignature", None, frozenset({row.witness}))
    at = len(row.line) - by.rng.randint(8, 40)
    sign = "A" if row.line[at] != "A" else "B"
    put(Cosignature, row.pk, line=row.line[:at] + sign + row.line[at + 1 :])
    return Change("cosignature", None, frozenset({row.witness}))


def put_back_an_older_copy(by: Tamperer) -> Change:
    """Everything since an earlier checkpoint is gone, as when an old backup was restored."""
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    size = by.rng.choice(sizes[:-1])
    for _, label, record in by.leaves[size:]:
        take_out(apps.get_model(label), record)
    execute("DELETE FROM translog_leaf WHERE id >= %s", size)
    for subtree in Subtree.objects.all():
        if (subtree.number + 1) << subtree.level > size:
            take_out(Subtree, subtree.pk)
    _without_checkpoints_after(size)
    return Change("restored")


def _without_checkpoints_after(size: int) -> None:
    for pk in list(Checkpoint.objects.filter(size__gt=size).values_list("pk", flat=True)):
        execute("DELETE FROM translog_cosignature WHERE checkpoint_id = %s", pk)
        take_out(Checkpoint, pk)


def lose_key(by: Tamperer) -> Change:
    """Somebody's key was destroyed, and no erasure is on record."""
    index, _, _ = by.open_leaf(_personal)
    owner = row_of(Leaf, index)["key_subject"]
    execute("UPDATE keys_subjectkey SET wrapped = NULL WHERE subject = %s", owner, using="keys")
    first = Leaf.objects.filter(key_subject=owner).order_by("id").first()
    assert first is not None
    return Change("key_lost", first.pk)


def _personal(label: str) -> bool:
    return bool(facts.terms(apps.get_model(label)).person)


def rewrite_erased_entry(by: Tamperer) -> Change:
    """An entry that nobody can open any more is rewritten: the signed tree still tells."""
    index = by.rng.choice(sorted(by.closed))
    told = json.loads(bytes(row_of(Leaf, index)["data"]))
    _rewrite(index, told | {"hour": "2020-01-01T00"})
    size = Checkpoint.objects.filter(size__gt=index).order_by("size").first()
    assert size is not None
    return Change("root", size.size - 1)


def _entries(erased: bool) -> list[Entry]:
    anchor = JournalAnchor.objects.order_by("-pk").first()
    covered = Entry.objects.filter(pk__lte=anchor.last if anchor else "")
    gone = erased_subjects()
    return [one for one in covered if (one.key_subject in gone) is erased]


def edit_journal(by: Tamperer) -> Change:
    """A column of a journal entry says something else."""
    row = by.rng.choice(_entries(erased=False))
    name = by.rng.choice(["act", "subject", "person", "role", "at", "commitment", "law"])
    chosen = _field(Entry, name)
    put(Entry, row.pk, **{name: by.other(chosen, getattr(row, name))})
    return Change("journal_edited", None, frozenset({row.pk}))


def rewrite_erased_journal(by: Tamperer) -> Change:
    """The commitment of an entry that nobody can open any more was replaced."""
    row = by.rng.choice(_entries(erased=True))
    put(Entry, row.pk, commitment="0" * 64)
    return Change("journal_changed", None, frozenset({_anchor(row.pk)}))


def delete_journal(by: Tamperer) -> Change:
    """A journal entry is gone."""
    row = by.rng.choice(_entries(erased=False))
    take_out(Entry, row.pk)
    return Change("journal_deleted", None, frozenset({_anchor(row.pk)}))


def _anchor(pk: str) -> str:
    found = JournalAnchor.objects.filter(last__gte=pk).order_by("last").first()
    return found.last if found else ""


EDITS: dict[str, Callable[[Tamperer], Change]] = {
    made.__name__: made
    for made in (
        edit_fact,
        back_date,
        delete_fact,
        rename_fact,
        insert_fact,
        swap_facts,
        edit_part,
        delete_part,
        insert_part,
        edit_entry,
        rewrite_entry,
        unseal_entry,
        delete_entry,
        cut_tail,
        move_entries,
        move_and_rewrite,
        lose_entry,
        add_entry,
        edit_subtree,
        edit_checkpoint,
        edit_cosignature,
        put_back_an_older_copy,
        lose_key,
        rewrite_erased_entry,
        edit_journal,
        rewrite_erased_journal,
        delete_journal,
    )
}
"""Every change by its name."""
