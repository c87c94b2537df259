"""The journal: sealed, committed, append-only on both databases, erasable by one key."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.support import people

from corridor.core.problems import Unavailable
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.journal import guard
from corridor.platform.journal.actions import record
from corridor.platform.journal.models import Entry
from corridor.platform.journal.queries import body, history, holds
from corridor.platform.keys.actions import destroy_subject

pytestmark = pytest.mark.django_db


def _entry() -> Entry:
    who = people.person()
    return record("tests.act", subject=who, by=SYSTEM, body={"wage": "1200.00"}, law=["QAT.x"])


def test_an_entry_holds_until_a_column_changes() -> None:
    entry = _entry()
    assert holds(entry)
    assert body(entry) == {"wage": "1200.00"}
    for column, other in (("act", "x"), ("role", "worker"), ("law", []), ("person", "x")):
        changed = Entry.objects.get(pk=entry.pk)
        setattr(changed, column, other)
        assert not holds(changed), column


def test_the_body_is_not_readable_in_the_table() -> None:
    entry = _entry()
    assert b"1200.00" not in bytes(Entry.objects.get(pk=entry.pk).sealed)


def test_two_equal_entries_have_unequal_commitments() -> None:
    who = people.person()
    first, second = (record("tests.act", subject=who, by=SYSTEM) for _ in range(2))
    assert first.commitment != second.commitment


def test_entries_stand_in_the_order_of_their_writing_when_the_clock_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was anchored in the log stays complete only if nothing is written before it."""
    first = _entry()
    yesterday = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    assert yesterday < first.pk
    monkeypatch.setattr("corridor.platform.records.new_id", lambda: yesterday)
    who = people.person()
    written = [record("tests.act", subject=who, by=SYSTEM).pk for _ in range(3)]
    assert [first.pk, *written] == sorted({first.pk, *written})


def test_a_body_cannot_be_moved_to_another_entry() -> None:
    first, second = _entry(), _entry()
    first.sealed, first.key_subject = second.sealed, second.key_subject
    assert not holds(first)


def test_erasure_leaves_the_entry_and_takes_the_body() -> None:
    entry = _entry()
    destroy_subject(by=SYSTEM, subject=entry.key_subject)
    kept = Entry.objects.get(pk=entry.pk)
    assert kept.commitment == entry.commitment
    with pytest.raises(Unavailable) as refusal:
        body(kept)
    assert refusal.value.code == "keys.erased"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET role = 'x'",
        "DELETE FROM journal_entry",
        "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry",
        "REPLACE INTO journal_entry SELECT * FROM journal_entry",
        "TRUNCATE journal_entry",
        "TRUNCATE journal_entry CASCADE",
    ],
)
def test_the_database_refuses_change(sql: str) -> None:
    own = {"sqlite": ("REPLACE",), "postgresql": ("TRUNCATE",)}
    for vendor, words in own.items():
        if connection.vendor != vendor and any(word in sql for word in words):
            return  # not a statement of this database; its own run covers it
    entry = _entry()
    with (
        pytest.raises(DatabaseError, match="insert-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get(pk=entry.pk).role == "system"


def test_every_insert_only_table_is_guarded_and_a_lost_trigger_is_noticed() -> None:
    assert guard.missing() == []
    table = Entry._meta.db_table
    suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{table}_no_delete"{suffix}')
    assert guard.missing() == [table]
    guard.install()
    assert guard.missing() == []


def test_history_is_scoped() -> None:
    clerk = people.actor(Role.ORIGIN_OFFICER, "NPL")
    stranger = people.actor(Role.ORIGIN_OFFICER, "NPL")
    who = people.person()
    record("tests.act", subject=who, by=clerk)
    assert [entry.act for entry in history(who.id, clerk)] == ["tests.act"]
    assert history(who.id, stranger) == []
    assert history(who.id, Actor(Role.STRANGER)) == []
