"""Every statement that real work sends to SQLite, in order, as text that can be sent again.

The work: migrating two empty databases, the full story of one contract on one corridor and of
another abroad, acts through the machine's door, a wage file staged and taken, jobs, checkpoints.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import home, siege, world

Statement = tuple[str, str]
_READING = ("SELECT", "EXPLAIN", "--", "PRAGMA TABLE", "PRAGMA INDEX", "PRAGMA FOREIGN_KEY_")
_OURS = ("PRAGMA JOURNAL_MODE", "PRAGMA SYNCHRONOUS", "PRAGMA BUSY_TIMEOUT", "PRAGMA WAL_")


def writes(sql: str) -> bool:
    """Whether a statement may change the database or how the next one is carried out."""
    begin = sql.lstrip().upper()
    return not begin.startswith(_READING) and not begin.startswith(_OURS)


@contextmanager
def traced() -> Iterator[list[Statement]]:
    """Collect ``(alias, statement)`` of every connection that is opened inside."""
    from django.db.backends.signals import connection_created

    found: list[Statement] = []

    def listen(connection: Any, **_: Any) -> None:
        alias = connection.alias

        def note(sql: str) -> None:
            if writes(sql):
                found.append((alias, sql))

        connection.connection.set_trace_callback(note)

    connection_created.connect(listen)
    try:
        yield found
    finally:
        connection_created.disconnect(listen)


def record(base: Path, requests: int, whole: bool) -> None:
    """Do the work on fresh databases in ``base`` and keep its statements in ``base/trace``.

    ``whole`` traces the migrations too, and tells the stories; without, the migrated tables are
    one transaction, and the work is ``requests`` through the machine's door alone.
    """
    import django

    django.setup()
    start: list[Statement] = [] if whole else _as_one_transaction()
    with traced() as found:
        if whole:
            _migrate()
            stories()
        made = siege.Siege(base)
        made.prepare()
        for number in range(requests):
            siege.post(world.request(made.world, siege.FIRST_NUMBER + number, Random(number)))
        machine()
        home.close()
    (base / "trace").write_bytes(pickle.dumps([*start, *found]))


def _migrate() -> None:
    """Both databases, as a first start does it."""
    from corridor.doors.cli.nodes import start

    home.close()
    start.migrate()


def _as_one_transaction() -> list[Statement]:
    """What makes the migrated databases anew."""
    from django.db import connections

    found: list[Statement] = []
    for alias in ("default", "keys"):
        connections[alias].ensure_connection()
        dump = connections[alias].connection.iterdump()  # by name, not by who points to whom
        whole = ("PRAGMA foreign_keys=OFF", *dump, "PRAGMA foreign_keys=ON")
        found += [(alias, sql) for sql in whole]
    home.close()
    return found


def stories() -> None:
    """Every act there is, on two corridors, with the acts' clock moving through the months."""
    from unittest.mock import patch

    from tests.access.story import abroad, full
    from tests.support.clock import Clock

    clock = Clock()
    with (
        patch("corridor.platform.clock.queries.now", clock.now),
        patch("corridor.platform.journal.actions.now", clock.now),
    ):
        begun = clock.day
        first = full(clock, "A")
        clock.set(begun)
        abroad(clock, "C", first)


def machine() -> None:
    """What the machine does by itself: due jobs, waiting messages, a checkpoint of the log."""
    from corridor.platform.jobs import actions, worker

    actions.enqueue_due()
    worker.run_until_idle()


def load(base: Path) -> list[Statement]:
    """What ``record`` kept."""
    return list(pickle.loads((base / "trace").read_bytes()))
