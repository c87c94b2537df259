"""Emptying the tables of the house: only the demo starts again from the beginning."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models, router, transaction

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.journal import guard


def _tables(kept: frozenset[str]) -> Iterator[str]:
    for model in apps.get_models():
        ours = model.__module__.startswith("corridor.") or model._meta.app_label == "sessions"
        if ours and _in_main(model) and model._meta.label_lower not in kept:
            yield model._meta.db_table


def _in_main(model: type[models.Model]) -> bool:
    return router.allow_migrate_model("default", model)


def empty(kept: frozenset[str]) -> None:
    """Empty every table of ours but the ``kept`` models, inside the caller's transaction.

    The guards that refuse deletion are lifted for just that long. Refused outside the demo.
    """
    if not settings.CORRIDOR_DEMO:
        raise NotPermitted("demo.only", sentence(N_("Only the demo can be started again.")))
    connection = connections["default"]
    tables = [connection.ops.quote_name(table) for table in _tables(kept)]
    with transaction.atomic(), connection.cursor() as cursor:
        guard.lift()
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own tables
        guard.install()
