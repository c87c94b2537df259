"""Keys, erasures and the journal."""

from __future__ import annotations

import json

from django.apps import apps
from tests.support.tampering.entries import rewrite
from tests.support.tampering.sql import execute, field, put, row_of, take_out
from tests.support.tampering.tamperer import Change, Tamperer

from corridor.platform.journal.models import Entry
from corridor.platform.keys.queries import erased_subjects
from corridor.platform.translog import facts
from corridor.platform.translog.models import Checkpoint, JournalAnchor, Leaf


def lose_key(by: Tamperer) -> Change:
    """Somebody's key was destroyed, and no erasure is on record."""
    owner = by.rng.choice(_living(by))
    execute("UPDATE keys_subjectkey SET wrapped = NULL WHERE subject = %s", owner, using="keys")
    first = Leaf.objects.filter(key_subject=owner).order_by("id").first()
    assert first is not None
    return Change("key_lost", first.pk)


def _living(by: Tamperer) -> list[str]:
    """Persons of whom there are entries, and who were not erased."""
    named = Leaf.objects.exclude(key_subject=facts.NOBODY).exclude(pk__in=by.closed)
    return sorted(set(named.values_list("key_subject", flat=True)))


def pass_for_erased(by: Tamperer) -> Change:
    """A contract and all that is sealed for its worker are said to be an erased person's."""
    contract = by.rng.choice([one for one in by.leaves if one[1] == _CONTRACT])
    while contract[0] in by.closed:
        contract = by.rng.choice([one for one in by.leaves if one[1] == _CONTRACT])
    model, gone = apps.get_model(_CONTRACT), by.rng.choice(sorted(_erased_with_entries()))
    before = row_of(model, contract[2])["worker_id"]
    put(model, contract[2], worker_id=gone)
    moved = [row for row in Leaf.objects.filter(key_subject=before) if _whose(row) == gone]
    for row in moved:
        put(Leaf, row.pk, key_subject=gone)
    return Change("unclosed", min(row.pk for row in moved))


_CONTRACT = "contracts.contract"


def _whose(row: Leaf) -> str:
    model = apps.get_model(row.model)
    return facts.whose(model._default_manager.get(pk=row.record), facts.terms(model))


def _erased_with_entries() -> set[str]:
    return set(
        Leaf.objects.filter(key_subject__in=erased_subjects()).values_list("key_subject", flat=True)
    )


def pass_journal_for_erased(by: Tamperer) -> Change:
    """An entry of the journal is said to be an erased person's, and says something else."""
    row, gone = by.rng.choice(_entries(erased=False)), sorted(_erased_with_entries())
    put(Entry, row.pk, key_subject=by.rng.choice(gone), act=by.text(row.act))
    return Change("journal_edited", None, frozenset({row.pk}))


def rewrite_erased_entry(by: Tamperer) -> Change:
    """An entry that nobody can open any more is rewritten: the signed tree still tells."""
    index = by.rng.choice(sorted(by.closed))
    told = json.loads(bytes(row_of(Leaf, index)["data"]))
    rewrite(index, told | {"hour": "2020-01-01T00"})
    size = Checkpoint.objects.filter(size__gt=index).order_by("size").first()
    assert size is not None
    return Change("root", size.size - 1)


def _entries(erased: bool) -> list[Entry]:
    anchor = JournalAnchor.objects.order_by("-pk").first()
    covered = Entry.objects.filter(pk__lte=anchor.last if anchor else "")
    gone = erased_subjects()
    return [one for one in covered if (one.key_subject in gone) is erased]


_COLUMNS = ("act", "subject", "person", "role", "at", "commitment", "law", "key_subject")


def edit_journal(by: Tamperer) -> Change:
    """A column of a journal entry says something else."""
    row = by.rng.choice(_entries(erased=False))
    name = by.rng.choice(_COLUMNS)
    chosen = field(Entry, name)
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
