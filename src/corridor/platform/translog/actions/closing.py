"""What an erasure will close, told before the key is destroyed."""

from __future__ import annotations

from typing import Any

from django.db import connection

from corridor.platform.journal.models import Entry
from corridor.platform.translog import storage
from corridor.platform.translog.models import Leaf


def closing(subject: str) -> dict[str, list[Any]]:
    """The entries of the log and of the journal that ``subject`` alone can open."""
    if _entries(subject).exists():
        _wait_for_writers()
    storage.hold_the_end()
    leaves = Leaf.objects.filter(key_subject=subject).order_by("pk")
    return {
        "entries": list(leaves.values_list("pk", flat=True)),
        "journal": list(_entries(subject).order_by("pk").values_list("pk", flat=True)),
    }


def _entries(subject: str) -> Any:
    return Entry.objects.filter(key_subject=subject)


def _wait_for_writers() -> None:
    """Acts under way may have written about her already; on SQLite there are none."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE journal_entry IN SHARE ROW EXCLUSIVE MODE")
