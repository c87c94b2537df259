"""Backups: a consistent copy of both databases and the files, with a list of digests.

The master key is not in it: whoever finds the backup must not find the key beside it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from corridor.core.problems import BadInput, Conflict, Unavailable
from corridor.core.text import N_, sentence

LIST = "backup.json"


def backup(folder: Path) -> dict[str, Any]:
    """Copy everything into an empty ``folder``; returns what was copied. Runs beside the server."""
    from django.conf import settings

    if folder.exists() and any(folder.iterdir()):
        raise Conflict(
            "node.backup_exists",
            sentence(N_("The directory for the backup is not empty.")),
            remedy=sentence(N_("Name a new directory for each backup.")),
        ).at(file=str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Keys first: a key without data is harmless, data without its key is lost.
    for alias in ("keys", "default"):
        _dump(settings.DATABASES[alias], folder / alias)
    files = Path(settings.CORRIDOR_DATA) / "files"
    if files.is_dir():
        shutil.copytree(files, folder / "files", ignore=shutil.ignore_patterns("*.tmp"))
    listed = {name: _digest(folder / name) for name in _names(folder)}
    (folder / LIST).write_text(json.dumps({"node": settings.CORRIDOR_NODE, "sha256": listed}))
    return {"node": settings.CORRIDOR_NODE, "files": len(listed), "directory": str(folder)}


def restore(folder: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup back. Every digest is checked before anything is touched."""
    from django.conf import settings

    listed = _checked(folder)
    for alias in ("default", "keys"):
        present = _present(settings.DATABASES[alias])
        if present and not replace:
            raise Conflict(
                "node.restore_over",
                sentence(N_("This node already has data.")),
                remedy=sentence(N_("Stop it, and repeat with --replace to lose what it has.")),
            )
    for alias in ("default", "keys"):
        _load(settings.DATABASES[alias], folder / alias)
    if (folder / "files").is_dir():
        target = Path(settings.CORRIDOR_DATA) / "files"
        shutil.copytree(folder / "files", target, dirs_exist_ok=True)
    return {"node": settings.CORRIDOR_NODE, "files": len(listed), "directory": str(folder)}


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != LIST:
            yield path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checked(folder: Path) -> dict[str, str]:
    try:
        listed: dict[str, str] = json.loads((folder / LIST).read_text())["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BadInput(
            "node.no_backup", sentence(N_("This directory holds no complete backup."))
        ).at(file=str(folder)) from None
    for name in sorted(set(listed) | set(_names(folder))):
        path = folder / name
        if name not in listed or not path.is_file() or _digest(path) != listed[name]:
            raise BadInput(
                "node.backup_altered",
                sentence(N_("A file of the backup is missing or was altered.")),
                remedy=sentence(N_("Use another backup.")),
            ).at(file=str(path))
    return listed


def _dump(database: dict[str, Any], target: Path) -> None:
    if database["ENGINE"].endswith("sqlite3"):
        with (
            closing(sqlite3.connect(database["NAME"])) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            _intact(copy)
        return
    _run(["pg_dump", "--format=custom", f"--file={target}", "--dbname", _address(database)])


def _load(database: dict[str, Any], source: Path) -> None:
    if database["ENGINE"].endswith("sqlite3"):
        target = Path(database["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(source)) as copy,
            closing(sqlite3.connect(target)) as live,
        ):
            _intact(copy)
            copy.backup(live)
        return
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
    _run(["pg_restore", *options, "--dbname", _address(database), str(source)])


def _intact(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise Unavailable("node.damaged", sentence(N_("The database file is damaged.")))


def _present(database: dict[str, Any]) -> bool:
    if not database["ENGINE"].endswith("sqlite3"):
        from django.db import connections

        alias = (
            "default"
            if database["NAME"] == connections["default"].settings_dict["NAME"]
            else "keys"
        )
        return bool(connections[alias].introspection.table_names())
    path = Path(database["NAME"])
    return path.exists() and path.stat().st_size > 0


def _address(database: dict[str, Any]) -> str:
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    quoted = {k: str(v).replace("\\", "\\\\").replace("'", "\\'") for k, v in parts.items() if v}
    return " ".join(f"{name}='{value}'" for name, value in quoted.items())


def _run(argv: list[str]) -> None:
    if shutil.which(argv[0]) is None:
        raise Unavailable(
            "node.no_tool",
            sentence(N_("The program {tool} is not installed."), tool=argv[0]),
            remedy=sentence(N_("Install the PostgreSQL client programs.")),
        )
    done = subprocess.run(argv, capture_output=True, check=False)
    if done.returncode:
        raise Unavailable("node.tool_failed", sentence(N_("{tool} failed."), tool=argv[0]))
