"""The only thing operations write: a probe that leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

_ROOM = 1_048_576  # bytes that must fit beside the databases before writes are taken again
_PROBES = {
    "sqlite": (
        "CREATE TABLE corridor_probe (x blob)",
        "INSERT INTO corridor_probe VALUES (zeroblob(262144))",
        "DROP TABLE corridor_probe",
    ),
    "postgresql": (
        "CREATE TEMPORARY TABLE corridor_probe ON COMMIT DROP AS "
        "SELECT repeat(md5(n::text), 100) AS x FROM generate_series(1, 80) AS n",
    ),
}


def probe() -> None:
    """Write a little into the data directory and both databases, and take it away again.

    Raises ``OSError`` or ``DatabaseError`` where that cannot be done.
    """
    with tempfile.TemporaryFile(dir=Path(settings.CORRIDOR_DATA)) as file:
        file.write(b"\0" * _ROOM)
        file.flush()
        os.fsync(file.fileno())
    for alias in ("keys", "default"):
        connection = connections[alias]
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            for statement in _PROBES[connection.vendor]:
                cursor.execute(statement)
