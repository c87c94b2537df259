"""Start the demo again from the beginning. Outside the demo nothing here can run."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import connections, router, transaction

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence
from corridor.doors.demo import seed
from corridor.platform.clock.queries import forget
from corridor.platform.journal import guard

# Signing keys stay: passes printed before the reset are still known to be ours.
_KEPT = frozenset({"keys.signingsecret", "keys.issuerkey", "keys.subjectkey"})


def reset() -> None:
    """Empty every table of the house and tell the stories anew, in one transaction.

    Visitors who are looking at it meanwhile see the old demo until the new one stands.
    """
    if not settings.CORRIDOR_DEMO:
        raise NotPermitted("demo.only", sentence(N_("Only the demo can be started again.")))
    with transaction.atomic():
        guard.lift()
        _empty()
        guard.install()
        forget()
        seed.tell()


def _empty() -> None:
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.label_lower not in _KEPT
        and router.allow_migrate_model("default", model)
        and (model.__module__.startswith("corridor.") or model._meta.app_label == "sessions")
    ]
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            names = ", ".join(connection.ops.quote_name(table) for table in tables)
            cursor.execute(f"TRUNCATE {names} CASCADE")
            return
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
