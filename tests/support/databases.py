"""The two databases under test: which one is asked for, and how it is emptied between tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
    "live",
}


def environment(scratch: Path) -> dict[str, str]:
    """Settings that keep a test run away from every real database, key and file."""
    given = os.environ.get("CORRIDOR_TEST_DATABASE_URL", "")
    return {
        "DATABASE_URL": given or f"sqlite:///{scratch / 'corridor.sqlite3'}",
        "CORRIDOR_KEYS_URL": _beside(given) if given else f"sqlite:///{scratch / 'keys.sqlite3'}",
        "CORRIDOR_DATA": str(scratch),
        "CORRIDOR_SECRET_KEY": "tests-only-" + "0" * 40,
        "CORRIDOR_TESTING": "1",
    }


def _beside(url: str) -> str:
    # The key store is a database of its own, in the same throw-away server.
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path}_keys"))


def uses_database(item: pytest.Item) -> bool:
    """Whether a test touches Django's database, by its marks, fixtures or class."""
    if item.get_closest_marker("django_db") or item.get_closest_marker("both_databases"):
        return True
    if FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    from django.test import TransactionTestCase

    owner = getattr(item, "cls", None)
    return isinstance(owner, type) and issubclass(owner, TransactionTestCase)


def open_all_databases(item: pytest.Item) -> None:
    """An act writes facts and keys together, so a test that has one database has both."""
    marker = item.get_closest_marker("django_db")
    if marker is None and not FIXTURES & set(getattr(item, "fixturenames", ())):
        return
    named: dict[str, Any] = dict(marker.kwargs) if marker else {}
    if "databases" not in named:
        positional = marker.args if marker else ()
        item.add_marker(
            pytest.mark.django_db(*positional, **named, databases="__all__"), append=False
        )


def into_files(settings: dict[str, dict[str, Any]], folder: Path, suffix: str) -> None:
    """Test databases of SQLite are files: WAL, locks and triggers then are the real ones."""
    for alias, options in settings.items():
        if options["ENGINE"].endswith("sqlite3"):
            path = folder / f"test-{alias}{f'-{suffix}' if suffix else ''}.sqlite3"
            options.setdefault("TEST", {})["NAME"] = str(path)


def allow_emptying() -> None:
    """Let tests that commit be cleaned up after, in spite of the triggers that guard the facts.

    The triggers refuse DELETE and TRUNCATE, as they must. Django empties tables between tests
    through ``execute_sql_flush``; only there, and only in tests, they are lifted and put back.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    plain = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, sql_list: list[str]) -> None:
        if self.connection.vendor == "sqlite":
            triggers = _lift_sqlite_triggers(self.connection)
            try:
                plain(self, sql_list)
            finally:
                _run(self.connection, [sql for _, sql in triggers])
        elif self.connection.vendor == "postgresql":
            plain(
                self,
                [
                    "SET LOCAL session_replication_role = replica",
                    *sql_list,
                    "SET LOCAL session_replication_role = origin",
                ],
            )
        else:
            plain(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = emptied  # type: ignore[method-assign, assignment]


def _lift_sqlite_triggers(connection: Any) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, sql in cursor.fetchall()]
    _run(connection, [f'DROP TRIGGER "{name}"' for name, _ in triggers])
    return triggers


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
