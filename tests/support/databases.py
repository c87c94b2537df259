"""The two databases under test: which one is asked for, and how it is emptied between tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

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


def child_environment() -> dict[str, str]:
    """This process's environment, with the addresses of the test databases in use right now.

    For a test that starts a process of its own (a job worker to kill, a command) which must see
    what the test has committed, on either database.
    """
    from django.db import connections

    names = {"default": "DATABASE_URL", "keys": "CORRIDOR_KEYS_URL"}
    found = {name: _address(connections[alias].settings_dict) for alias, name in names.items()}
    return os.environ | found


def _address(options: dict[str, Any]) -> str:
    if options["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{options['NAME']}"
    who = f"{quote(options['USER'], safe='')}:{quote(options['PASSWORD'], safe='')}"
    return f"postgresql://{who}@{options['HOST']}:{options['PORT']}/{options['NAME']}"


def uses_database(item: pytest.Item) -> bool:
    """Whether a test touches Django's database, by its marks, fixtures or class."""
    if item.get_closest_marker("django_db") or item.get_closest_marker("both_databases"):
        return True
    if FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    from django.test import TransactionTestCase

    owner = getattr(item, "cls", None)
    return isinstance(owner, type) and issubclass(owner, TransactionTestCase)


def runs_on_both(item: pytest.Item) -> bool:
    """Whether a test belongs to the second run, on PostgreSQL."""
    return uses_database(item) and not item.get_closest_marker("on_sqlite_only")


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
    from django.db import transaction
    from django.db.backends.base.operations import BaseDatabaseOperations

    from corridor.platform.journal import guard

    plain = BaseDatabaseOperations.execute_sql_flush

    def emptied(self: Any, sql_list: Any) -> None:
        alias = self.connection.alias
        with transaction.atomic(using=alias):
            guard.lift(alias)
        try:
            plain(self, sql_list)
        finally:
            with transaction.atomic(using=alias):
                guard.install(alias)

    BaseDatabaseOperations.execute_sql_flush = emptied  # type: ignore[method-assign]
