"""Is this node fit to run? Each check is one line: what was looked at, and what to do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
_OLDEST_CLOCK = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, and a sentence."""

    name: str
    fine: bool
    says: str

    def as_json(self) -> dict[str, Any]:
        """The check for machines."""
        return {"name": self.name, "fine": self.fine, "says": self.says}


def all_checks() -> Iterator[Check]:
    """Every check. Django must be set up."""
    from django.db import connections

    yield _data_directory()
    for alias in ("default", "keys"):
        yield from _database(alias, connections[alias])
    yield _migrated()
    yield _guards()
    yield _fonts()
    yield _clock()
    yield _master_key()
    yield _log()


def unapplied(alias: str) -> int:
    """How many migrations the database still lacks."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _data_directory() -> Check:
    from django.conf import settings

    folder = Path(settings.CORRIDOR_DATA)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
            os.fsync(probe.fileno())
    except OSError as error:
        return Check("data directory", False, f"{folder} cannot be written: {error.strerror}")
    return Check("data directory", True, f"{folder} can be written")


def _database(alias: str, connection: Any) -> Iterator[Check]:
    from django.db import DatabaseError, transaction

    name = f"database {alias}"
    try:
        with transaction.atomic(using=alias), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE corridor_probe (x integer)")
            cursor.execute("DROP TABLE corridor_probe")
    except DatabaseError as error:
        yield Check(name, False, f"cannot be written: {type(error).__name__}")
        return
    yield Check(name, True, f"{connection.vendor}, can be written")
    if connection.vendor == "sqlite":
        wrong = []
        with connection.cursor() as cursor:
            for pragma, expected in _PRAGMAS.items():
                cursor.execute(f"PRAGMA {pragma}")
                if (found := cursor.fetchone()[0]) != expected:
                    wrong.append(f"{pragma} is {found}, not {expected}")
        says = "; ".join(wrong) or "WAL, FULL, foreign keys, recursive triggers"
        yield Check(f"durability {alias}", not wrong, says)


def _migrated() -> Check:
    lacking = unapplied("default") + unapplied("keys")
    says = f"{lacking} migrations are missing: run “corridor node migrate”" if lacking else "done"
    return Check("migrations", not lacking, says)


def _guards() -> Check:
    from corridor.platform.journal import guard

    missing = guard.missing()
    says = (
        f"no guard on {', '.join(missing)}: run “corridor node migrate” and find out who removed it"
        if missing
        else f"{len(list(guard.guarded()))} tables refuse update and delete"
    )
    return Check("guards of facts", not missing, says)


def _fonts() -> Check:
    from corridor.platform.documents.paper import families

    lacking = {"Noto Sans", "Noto Naskh Arabic", "Noto Sans Devanagari"} - families()
    says = f"missing: {', '.join(sorted(lacking))}" if lacking else "three scripts"
    return Check("fonts", not lacking, says)


def _clock() -> Check:
    from corridor.platform.clock.queries import now, shift_days

    moment, ahead = now(), shift_days()
    says = moment.isoformat(timespec="seconds") + (f", moved {ahead} days ahead" if ahead else "")
    return Check("clock", moment > _OLDEST_CLOCK, says)


def _master_key() -> Check:
    from django.conf import settings

    file = Path(settings.CORRIDOR_MASTER_KEY_FILE)
    if settings.CORRIDOR_MASTER_KEY:
        return Check("master key", True, "from CORRIDOR_MASTER_KEY")
    if not file.exists():
        return Check("master key", False, "none yet: run “corridor node keys create”")
    private = file.stat().st_mode & 0o077 == 0
    says = f"{file}" if private else f"{file} can be read by others: chmod 600 {file}"
    return Check("master key", private, says)


_DAMAGED = "log.checkpoint"


def _log() -> Check:
    """Quick: the log still contains what it signed last. ``corridor log verify`` looks at all."""
    from corridor.core.problems import Problem
    from corridor.platform.translog import published, queries, verify, witnesses

    try:
        witnesses.circle()
        kept = published.latest()
        trouble = verify.rolled_back(kept) if kept else None
    except Problem as problem:
        place = f" ({published.folder() / published.LATEST})" if problem.code == _DAMAGED else ""
        return Check("log", False, f"{problem.say()}{place}")
    if trouble is not None:
        says = (
            f"{trouble.sentence.say()} See “An old backup was restored” in the operations manual."
        )
        return Check("log", False, says)
    return Check("log", True, f"{queries.size()} entries, as signed")
