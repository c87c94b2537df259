"""SQLite runs as durably as we say, on a real connection."""

from __future__ import annotations

import pytest
from django.db import connections

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


@pytest.mark.parametrize("alias", ["default", "keys"])
@pytest.mark.parametrize(
    ("pragma", "expected"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 20000),
    ],
)
def test_the_pragmas_are_really_set(alias: str, pragma: str, expected: object) -> None:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        pytest.skip("a matter of SQLite")
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == expected


@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_transaction_takes_the_write_lock_at_its_start(alias: str) -> None:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        pytest.skip("a matter of SQLite")
    assert connection.transaction_mode == "IMMEDIATE"
