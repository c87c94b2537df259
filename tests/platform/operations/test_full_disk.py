"""A full disk: reading goes on, writing is refused in words, nothing is half done, it recovers."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.support.databases import environment

from corridor.core.problems import Unavailable
from corridor.platform.operations import standstill
from corridor.platform.operations.standstill import STANDSTILL

SCRIPT = Path(__file__).with_name("full_disk.py")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The data directory: a small file system of its own where we may mount one."""
    if connection.vendor != "sqlite":
        pytest.skip("a matter of SQLite")
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "limit":
        yield folder
        return
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def run(folder: Path, *argv: str) -> dict[str, Any]:
    """The script on copies of this run's empty databases."""
    for alias, name in (("default", "corridor"), ("keys", "keys")):
        with (
            closing(sqlite3.connect(connections[alias].settings_dict["NAME"])) as source,
            closing(sqlite3.connect(folder / f"{name}.sqlite3")) as copy,
        ):
            source.backup(copy)
    given = {k: v for k, v in environment(folder).items() if not k.startswith("CORRIDOR_KEYS")}
    urls = {
        "DATABASE_URL": f"sqlite:///{folder / 'corridor.sqlite3'}",
        "CORRIDOR_KEYS_URL": f"sqlite:///{folder / 'keys.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "corridor.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *argv],
        env=os.environ | given | urls,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.django_db
@pytest.mark.parametrize("disk", ["limit", "tmpfs"], indirect=True)
def test_it_reads_refuses_and_recovers(disk: Path, request: pytest.FixtureRequest) -> None:
    said = run(disk, request.node.callspec.params["disk"])
    assert (said["status"], said["sentence"]) == (503, True), said
    assert int(said["retry_after"]) > 0
    assert said["acknowledged"] > 0
    assert (said["read"], said["public"], said["banner"]) == ([200, 200], 200, True)
    assert said["api"] == [503, said["retry_after"], "application/problem+json"]
    assert said["health"] == [True, True], json.dumps(said["whole_health"])
    assert (said["again"], said["after"]) == (503, 302)
    # What was acknowledged is there, once and with its journal entry, and nothing else is.
    assert said["stored"] == said["entries"] == said["acknowledged"] + 1


@pytest.mark.django_db
@pytest.mark.parametrize("disk", ["limit"], indirect=True)
def test_without_the_guard_it_would_break(disk: Path) -> None:
    """The control: the same disk, and nobody looks at what the database says."""
    said = run(disk, "limit", "unguarded")
    assert (said["status"], said["sentence"], said["banner"]) == (500, False, False)


@pytest.mark.django_db(transaction=True)
def test_postgresql_says_it_in_its_own_code() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a matter of PostgreSQL")
    try:
        with transaction.atomic(), connection.cursor() as cursor, pytest.raises(Unavailable):
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '53100'; END $$")
        assert STANDSTILL.since is not None
        with pytest.raises(Unavailable), connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")
        STANDSTILL._tried = 0  # the pause is over; there is room, as ever
        assert STANDSTILL.stands() is False
    finally:
        STANDSTILL.end()


@pytest.mark.django_db(transaction=True)
def test_another_fault_of_the_database_is_no_full_disk() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM there_is_no_such_table")
    assert STANDSTILL.since is None
    assert standstill.is_full(OSError(28, "no space")) is True
    assert standstill.is_full(OSError(2, "no such file")) is False
    assert standstill.is_full(None) is False
