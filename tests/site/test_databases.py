"""Both databases keep what they acknowledge, refuse changes of facts, and are ours alone."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone
from tests.support.databases import child_environment

from corridor.platform.journal import guard
from corridor.platform.journal.models import Entry
from corridor.site.databases import database


def _entry() -> Entry:
    return Entry.objects.create(
        at=timezone.now(),
        act="tests.tried",
        subject_type="tests",
        subject="1",
        role="system",
        commitment="0" * 64,
        key_subject="1",
        sealed=b"sealed",
    )


def _on_postgresql() -> bool:
    return connection.vendor == "postgresql"


@pytest.mark.django_db
def test_sqlite_keeps_what_it_acknowledges() -> None:
    if _on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone() == ("UTF8",)
        return
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
        assert found == wanted, alias
        assert connections[alias].settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete", "replace"])
def test_the_journal_refuses_changes(change: str) -> None:
    table = Entry._meta.db_table
    entry = _entry()
    statement = {
        "update": f"UPDATE {table} SET act = 'tests.forged'",
        "delete": f"DELETE FROM {table}",
        "replace": f"TRUNCATE {table} CASCADE"
        if _on_postgresql()
        else f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[change]
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)
    entry.refresh_from_db()
    assert entry.act == "tests.tried"


@pytest.mark.django_db
def test_a_missing_trigger_is_noticed() -> None:
    assert guard.missing() == []
    name = f"{Entry._meta.db_table}_no_delete"
    suffix = f' ON "{Entry._meta.db_table}"' if _on_postgresql() else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{suffix}')
    assert guard.missing() == [Entry._meta.db_table]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_facts_are_cleared_between_tests(turn: int) -> None:
    """The harness empties guarded tables too, and puts the guard back."""
    assert Entry.objects.count() == 0, turn
    _entry()
    assert guard.missing() == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/corridor.sqlite3", "/srv/corridor.sqlite3"),
        ("sqlite:///corridor.sqlite3", "corridor.sqlite3"),
        ("postgresql://u:p%40ss@127.0.0.1:5433/node", "node"),
    ],
)
def test_addresses_are_read(url: str, name: str) -> None:
    options: dict[str, Any] = database(url)
    assert options["NAME"] == name
    if url.startswith("postgresql"):
        assert (options["PASSWORD"], options["PORT"]) == ("p@ss", "5433")


@pytest.mark.django_db(transaction=True)
def test_a_child_process_sees_the_same_database() -> None:
    entry = _entry()
    program = (
        "import django; django.setup();"
        "from corridor.platform.journal.models import Entry;"
        "print(Entry.objects.get().pk)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=child_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == entry.pk
