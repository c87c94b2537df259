"""One database into one file and back, with the number of rows of every table beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Unavailable
from corridor.core.text import N_, sentence

Counts = dict[str, int]
SQLITE, POSTGRESQL = "sqlite", "postgresql"
_OWN = "sqlite_"


def kind_of(file: Path) -> str:
    """Which kind of database a file of a backup came from; empty when it is neither."""
    with file.open("rb") as stream:
        begins = stream.read(15)
    if begins == b"SQLite format 3":
        return SQLITE
    return POSTGRESQL if begins.startswith(b"PGDMP") else ""


def dump(database: dict[str, Any], target: Path) -> Counts:
    """Copy a consistent state of a database that is in use; returns the rows of its tables."""
    if database["ENGINE"].endswith("sqlite3"):
        with (
            closing(sqlite3.connect(database["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            _intact(copy)
            return _rows(copy.execute)
    return _dump_server(database, target)


def _dump_server(database: dict[str, Any], target: Path) -> Counts:
    """Counts and dump look at one and the same moment: the snapshot of one transaction."""
    import psycopg

    with psycopg.connect(address(database), password=database["PASSWORD"] or None) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        told = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = f"--snapshot={told[0] if told else ''}"
        argv = ["pg_dump", "--format=custom", snapshot, f"--file={target}", "--no-owner"]
        _run([*argv, "--dbname", address(database)], database)
        return _rows(connection.execute, _SERVER_TABLES)


def fits(database: dict[str, Any], source: Path) -> None:
    """Raise ``Problem`` unless a file is a whole database of the kind that this node has."""
    wanted = SQLITE if database["ENGINE"].endswith("sqlite3") else POSTGRESQL
    found = kind_of(source)
    if not found:
        raise _damaged(source)
    if found != wanted:
        raise BadInput(
            "node.backup_kind",
            sentence(N_("This backup is of another kind of database than this node has.")),
            remedy=sentence(N_("Set DATABASE_URL and CORRIDOR_KEYS_URL as they were at the time.")),
            expected=wanted,
            found=found,
        ).at(file=str(source))
    try:
        _look(source, database) if wanted == POSTGRESQL else _look_embedded(source)
    except (sqlite3.Error, Unavailable) as error:
        if getattr(error, "code", "") == "node.no_tool":
            raise
        raise _damaged(source) from None


def _look(source: Path, database: dict[str, Any]) -> None:
    _run(["pg_restore", "--list", str(source)], database)


def _look_embedded(source: Path) -> None:
    with closing(_kept(source)) as copy:
        _intact(copy)


def _kept(source: Path) -> sqlite3.Connection:
    """A backup's database, which is only read: it may lie where nobody can write."""
    return sqlite3.connect(f"{source.resolve().as_uri()}?immutable=1", uri=True)


def in_use(database: dict[str, Any]) -> bool:
    """Whether anybody else has a database open: a node that runs would write into what comes."""
    if database["ENGINE"].endswith("sqlite3"):
        return Path(database["NAME"]).exists() and _is_open(Path(database["NAME"]))
    import psycopg

    with psycopg.connect(address(database), password=database["PASSWORD"] or None) as connection:
        told = connection.execute(_OTHERS).fetchone()
    return bool(told and told[0])


_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def _is_open(file: Path) -> bool:
    """Only who is alone may end write-ahead logging; the restored copy brings it back."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:  # no database any more: that is why it is restored
            return False
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
    return False


def load(database: dict[str, Any], source: Path) -> None:
    """Put a file that ``fits`` back into a database, in the place of what it has."""
    if database["ENGINE"].endswith("sqlite3"):
        target = Path(database["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(_kept(source)) as copy,
            closing(sqlite3.connect(target)) as live,
        ):
            copy.backup(live)
        target.chmod(0o600)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
    _run(["pg_restore", *options, "--dbname", address(database), str(source)], database)


def counted(database: dict[str, Any]) -> Counts:
    """The rows of every table as they are now."""
    if database["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(database["NAME"])) as connection:
            return _rows(connection.execute)
    import psycopg

    with psycopg.connect(address(database), password=database["PASSWORD"] or None) as connection:
        return _rows(connection.execute, _SERVER_TABLES)


_SERVER_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
_EMBEDDED_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"


def _rows(execute: Any, tables: str = _EMBEDDED_TABLES) -> Counts:
    names = [str(name) for (name,) in execute(tables).fetchall()]
    return {
        name: int(execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - own tables
        for name in names
        if not name.startswith(_OWN)
    }


def _intact(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise _damaged()


def _damaged(file: Path | None = None) -> Unavailable:
    problem = Unavailable(
        "node.damaged",
        sentence(N_("The database file is damaged.")),
        remedy=sentence(N_("Use another backup; repair nothing in place.")),
    )
    problem.at(file=str(file) if file else None)
    return problem


def address(database: dict[str, Any]) -> str:
    """Where a server's database is, without its password: command lines are read by others."""
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    quoted = {k: str(v).replace("\\", "\\\\").replace("'", "\\'") for k, v in parts.items() if v}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items())


def _run(argv: list[str], database: dict[str, Any]) -> None:
    if shutil.which(argv[0]) is None:
        raise Unavailable(
            "node.no_tool",
            sentence(N_("The program {tool} is not installed."), tool=argv[0]),
            remedy=sentence(N_("Install the PostgreSQL client programs.")),
        )
    password = {"PGPASSWORD": str(database["PASSWORD"])} if database["PASSWORD"] else {}
    done = subprocess.run(argv, capture_output=True, check=False, env=os.environ | password)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Unavailable(
            "node.tool_failed",
            sentence(N_("{tool} failed: {reason}"), tool=argv[0], reason=said[0] if said else "?"),
            remedy=sentence(N_("Put that right and repeat; nothing was taken over.")),
        )
