"""How this node stands: what a machine watches and what the administrator's page shows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from corridor.platform.jobs.queries import Standing, standing
from corridor.platform.journal import guard
from corridor.platform.operations import marks
from corridor.platform.operations.figures import decimal, family
from corridor.platform.operations.standstill import STANDSTILL
from corridor.platform.operations.tally import TALLY
from corridor.platform.translog import queries as translog

LATE = 300
"""Seconds after which a waiting job is late."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that holds the data directory."""

    free: int
    total: int

    @property
    def percent_free(self) -> int:
        """0 to 100."""
        return self.free * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class LogStanding:
    """Entries of the transparency log, and when its newest checkpoint was signed."""

    size: int
    signed: datetime | None


@dataclass(frozen=True, slots=True)
class Vitals:
    """Everything at one moment. What could not be asked is None."""

    read_only_since: datetime | None
    databases: dict[str, bool]
    sizes: dict[str, int]
    jobs: Standing | None
    guards_missing: list[str] | None
    disk: Disk | None
    log: LogStanding | None
    backup: datetime | None
    drill: datetime | None
    drill_passed: bool | None
    refused_lately: int


def vitals() -> Vitals:
    """How the node stands now. Never raises: what does not answer is None."""
    answering = {alias: answers(alias) for alias in ("default", "keys")}
    fine, drill = answering["default"], marks.last(marks.DRILL)
    backup = marks.last(marks.BACKUP)
    return Vitals(
        read_only_since=STANDSTILL.since if STANDSTILL.stands() else None,
        databases=answering,
        sizes={alias: _size(alias) for alias, well in answering.items() if well},
        jobs=standing() if fine else None,
        guards_missing=guard.missing() if fine else None,
        disk=disk(),
        log=log_standing() if fine else None,
        backup=backup["at"] if backup else None,
        drill=drill["at"] if drill else None,
        drill_passed=bool(drill.get("passed")) if drill else None,
        refused_lately=TALLY.node().turned_away_lately(),
    )


def answers(alias: str) -> bool:
    """Whether a database can be reached."""
    try:
        connections[alias].ensure_connection()
        return bool(connections[alias].is_usable())
    except DatabaseError:
        return False


def disk() -> Disk | None:
    """The disk under the data directory."""
    try:
        found = shutil.disk_usage(settings.CORRIDOR_DATA)
    except OSError:
        return None
    return Disk(found.free, found.total)


def _size(alias: str) -> int:
    """Bytes of a database, with what is not yet folded into it."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = (path, path.with_name(f"{path.name}-wal"))
        return sum(file.stat().st_size for file in files if file.is_file())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def log_standing() -> LogStanding:
    """The transparency log's size and its newest checkpoint."""
    newest = translog.latest_checkpoint()
    return LogStanding(translog.size(), newest.signed_at if newest else None)


def metrics() -> str:
    """The node in Prometheus' text format. No label names a person or a record."""
    now = vitals()
    lines = [*TALLY.node().lines(), *_gauges(now)]
    return "\n".join(lines) + "\n"


def _gauges(now: Vitals) -> Iterator[str]:
    for name, says, value in _single(now):
        yield from family(name, "gauge", says)
        yield f"{name} {value}"
    yield from family("corridor_database_up", "gauge", "1 when a database answers.")
    for alias, well in now.databases.items():
        yield f'corridor_database_up{{database="{alias}"}} {int(well)}'
    yield from family("corridor_database_bytes", "gauge", "Size of a database.")
    for alias, size in now.sizes.items():
        yield f'corridor_database_bytes{{database="{alias}"}} {size}'


def _single(now: Vitals) -> Iterator[tuple[str, str, int | str]]:
    yield "corridor_read_only", "1 while writes are refused.", int(now.read_only_since is not None)
    if now.jobs is not None:
        yield "corridor_jobs_waiting", "Jobs in the queue.", now.jobs.waiting
        yield "corridor_jobs_running", "Jobs at work.", now.jobs.running
        yield "corridor_jobs_failed", "Jobs that failed for good.", now.jobs.failed
        yield "corridor_jobs_lag_seconds", "Age of the oldest due job.", now.jobs.lag_seconds
        yield "corridor_jobs_late", "1 when a due job waits long.", int(late(now))
    if now.guards_missing is not None:
        missing = len(now.guards_missing)
        yield "corridor_guards_missing", "Tables of facts without guard.", missing
    if now.disk is not None:
        yield "corridor_disk_free_bytes", "Room on the data disk.", now.disk.free
        yield "corridor_disk_bytes", "Size of the data disk.", now.disk.total
    if now.log is not None:
        yield "corridor_log_size", "Entries of the transparency log.", now.log.size
    signed = now.log.signed if now.log else None
    for name, says, at in (
        ("corridor_log_checkpoint_age_seconds", "Age of the newest checkpoint.", signed),
        ("corridor_backup_age_seconds", "Age of the last backup.", now.backup),
        ("corridor_drill_age_seconds", "Age of the last restore drill.", now.drill),
    ):
        if at is not None:
            yield name, says, age(at)


def late(now: Vitals) -> bool:
    """Whether a job that is due waits too long."""
    return now.jobs is not None and now.jobs.lag_seconds > LATE


def age(at: datetime) -> str:
    """Seconds since ``at``, never negative: clocks may step back."""
    passed = datetime.now(UTC) - at
    return decimal(max(0, int(passed.total_seconds() * 10)), 10)
