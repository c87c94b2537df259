"""The tree's hashes as the database holds them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from corridor.platform.translog.models import Leaf, Subtree

# One key for PostgreSQL's advisory lock; any number that nothing else here uses.
_LOCK = 0x0C0221D0


def size() -> int:
    """How many entries the log has."""
    newest = Leaf.objects.order_by("-id").values_list("id", flat=True).first()
    return 0 if newest is None else newest + 1


def read(level: int, start: int, count: int) -> Sequence[bytes]:
    """Stored hashes of full subtrees of ``2**level`` entries, from number ``start``."""
    within = range(start, start + count)
    if level == 0:
        leaves = Leaf.objects.filter(id__gte=within.start, id__lt=within.stop)
        return [bytes(one) for one in leaves.order_by("id").values_list("hash", flat=True)]
    kept = Subtree.objects.filter(level=level, number__gte=within.start, number__lt=within.stop)
    return [bytes(one) for one in kept.order_by("number").values_list("hash", flat=True)]


def hold_the_end() -> None:
    """Nobody else appends until this transaction ends.

    SQLite's write lock already says so, as transactions begin by taking it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
