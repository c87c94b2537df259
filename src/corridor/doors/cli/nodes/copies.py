"""Backups: a consistent copy of both databases and the files, with a list of digests.

The master key is not in it: whoever finds the backup must not find the key beside it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from corridor.core.problems import BadInput, Conflict, Problem, Unavailable
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes.dumps import dump, fits, in_use, load

LIST = "backup.json"
DATABASES = ("default", "keys")
"""In the order in which they are copied: keys last."""


def backup(folder: Path) -> dict[str, Any]:
    """Copy everything into an empty ``folder``; returns what was copied. Runs beside the server."""
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(
            "node.backup_exists",
            sentence(N_("The directory for the backup is not empty.")),
            remedy=sentence(N_("Name a new directory for each backup.")),
        ).at(file=str(folder))
    try:
        return _copy(folder)
    except (OSError, sqlite3.Error, shutil.Error) as error:
        raise Unavailable(
            "node.backup_failed",
            sentence(N_("The backup could not be written: {reason}"), reason=str(error)),
            remedy=sentence(N_("Remove what was begun and repeat where there is room.")),
        ).at(file=str(folder)) from None


def _copy(folder: Path) -> dict[str, Any]:
    from django.conf import settings

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    began = datetime.now(UTC).isoformat(timespec="seconds")
    # Keys last: a key without data is harmless, data without its key is lost.
    counts = {alias: dump(settings.DATABASES[alias], folder / alias) for alias in DATABASES}
    files = Path(settings.CORRIDOR_DATA) / "files"
    if files.is_dir():
        shutil.copytree(files, folder / "files", ignore=shutil.ignore_patterns("*.tmp"))
    listed = {name: _digest(folder / name) for name in _names(folder)}
    for name in listed:  # names and journal stand in it unsealed
        (folder / name).chmod(0o600)
    told = {"node": settings.CORRIDOR_NODE, "at": began, "rows": counts, "sha256": listed}
    (folder / LIST).write_text(json.dumps(told))
    (folder / LIST).chmod(0o600)
    return {"node": settings.CORRIDOR_NODE, "files": len(listed), "directory": str(folder)}


def restore(folder: Path, *, replace: bool) -> dict[str, Any]:
    """Put a backup back. Digests and both databases are checked before anything is touched."""
    from django.conf import settings

    listed = _checked(folder)
    for alias in DATABASES:
        fits(settings.DATABASES[alias], folder / alias)
    for alias in DATABASES:
        present = _present(settings.DATABASES[alias])
        if present and not replace:
            raise Conflict(
                "node.restore_over",
                sentence(N_("This node already has data.")),
                remedy=sentence(N_("Stop it, and repeat with --replace to lose what it has.")),
            )
    _alone()
    for alias in DATABASES:
        load(settings.DATABASES[alias], folder / alias)
    if (folder / "files").is_dir():
        target = Path(settings.CORRIDOR_DATA) / "files"
        shutil.copytree(folder / "files", target, dirs_exist_ok=True)
    return {"node": settings.CORRIDOR_NODE, "files": len(listed), "directory": str(folder)}


def _alone() -> None:
    """Raise ``Conflict`` while the node runs: it would write on, and sign what is then a fork."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()  # our own
    if any(in_use(settings.DATABASES[alias]) for alias in DATABASES):
        raise Conflict(
            "node.restore_running",
            sentence(N_("This node is running, or something else has its databases open.")),
            remedy=sentence(N_("Stop it first, then repeat. Nothing was changed.")),
        )


def older() -> str:
    """What the newest exported checkpoint says against the state that was restored, if anything."""
    from corridor.platform.translog import published, verify

    try:
        trouble = verify.rolled_back(published.latest()) if published.latest() else None
    except Problem as problem:
        return problem.say()
    return trouble.sentence.say() if trouble else ""


def about(folder: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises ``BadInput`` when it is not a complete backup."""
    try:
        told: dict[str, Any] = json.loads((folder / LIST).read_text())
        whole = set(DATABASES) <= told["sha256"].keys() and all(map(_is_inside, told["sha256"]))
        if not whole or not str(told.get("node", "")).isprintable():
            raise ValueError(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            "node.no_backup",
            sentence(N_("This directory holds no complete backup.")),
            remedy=sentence(N_("Name a directory that “corridor node backup” has made.")),
        ).at(file=str(folder)) from None
    return told


def _is_inside(name: str) -> bool:
    """Whether a listed name can be a file of the backup itself and nothing else."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        # A link is never one of ours: it would bring in what lies elsewhere.
        if path.is_symlink() or (path.is_file() and path != folder / LIST):
            yield path.relative_to(folder).as_posix()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checked(folder: Path) -> dict[str, str]:
    listed: dict[str, str] = about(folder)["sha256"]
    for name in sorted(set(listed) | set(_names(folder))):
        path = folder / name
        whole = name in listed and path.is_file() and not path.is_symlink()
        if not whole or _digest(path) != listed[name]:
            raise BadInput(
                "node.backup_altered",
                sentence(N_("A file of the backup is missing or was altered.")),
                remedy=sentence(N_("Use another backup.")),
            ).at(file=str(path))
    return listed


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
