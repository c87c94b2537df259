"""Database triggers that refuse update, delete, replace and truncate on insert-only tables.

SQLite loses triggers when a migration rebuilds a table and fires delete triggers on
INSERT OR REPLACE only with ``recursive_triggers``; PostgreSQL needs a statement trigger
for TRUNCATE. So they are installed after every migration and looked for at every start.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections, models, router

from corridor.platform.records import Guarded

_REFUSAL = "facts are insert-only: add a new version instead"

_PG_FUNCTION = f"""
CREATE OR REPLACE FUNCTION corridor_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{_REFUSAL}'; END; $$ LANGUAGE plpgsql
"""


def guarded() -> Iterator[type[models.Model]]:
    """Every concrete insert-only model."""
    for model in apps.get_models():
        if issubclass(model, Guarded):
            yield model


def _names(table: str) -> tuple[str, str, str]:
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_truncate"


def _statements(vendor: str, table: str) -> list[str]:
    update, delete, truncate = _names(table)
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for name, verb in ((update, "UPDATE"), (delete, "DELETE"))
        ]
    rows = [
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION corridor_refuse()"
        for name, verb in ((update, "UPDATE"), (delete, "DELETE"))
    ]
    return [
        *rows,
        f'CREATE OR REPLACE TRIGGER "{truncate}" BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION corridor_refuse()",
    ]


def install(using: str = "default") -> None:
    """Install the triggers of every insert-only table that exists in the database."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION)
        for model in guarded():
            table = model._meta.db_table
            if table in present and router.allow_migrate_model(using, model):
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def lift(using: str = "default") -> None:
    """Remove the triggers. Only the test harness and the demo's reset empty tables."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in guarded():
            table = model._meta.db_table
            if table not in present:
                continue
            for name in _names(table):
                suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}')


def missing(using: str = "default") -> list[str]:
    """Insert-only tables whose triggers are absent or switched off. Empty is healthy."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        present = {row[0] for row in cursor.fetchall()}
    expected = 2 if connection.vendor == "sqlite" else 3
    return [
        model._meta.db_table
        for model in guarded()
        if not set(_names(model._meta.db_table)[:expected]) <= present
    ]


def after_migrate(using: str = "default", **_: Any) -> None:
    """Signal receiver: put the guards back after any migration of the main database."""
    if using == "default":
        install(using)
