"""A bare machine for a drill: an empty data directory, empty databases, and only the keys given."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corridor.core.problems import BadInput, Unavailable
from corridor.core.text import N_, sentence
from corridor.doors.cli.nodes import copies, dumps

_OWN = ("CORRIDOR_", "DATABASE_URL", "PASSPHRASE")
_KEPT = {"CORRIDOR_LOG_ORIGIN", "CORRIDOR_WITNESS_NAME", "CORRIDOR_TESTING"}


@contextmanager
def machine(backup: Path, key: bytes, room: Path | None) -> Iterator[dict[str, str]]:
    """The environment of a process that knows the backup's node by nothing but ``key``."""
    told = copies.about(backup)
    folder = Path(tempfile.mkdtemp(prefix="corridor-drill-", dir=room))
    try:
        data = folder / "data"
        data.mkdir(mode=0o700)
        descriptor = os.open(data / "master.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(key.hex())
        kept = {k: v for k, v in os.environ.items() if k in _KEPT or not k.startswith(_OWN)}
        own = {"CORRIDOR_DATA": str(data), "CORRIDOR_NODE": str(told.get("node", "node"))}
        with _databases(backup) as urls:
            yield kept | own | urls
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rehearse(backup: Path, environment: dict[str, str], checkpoint: str) -> dict[str, Any]:
    """Restore and check in a process of its own; what it reports."""
    argv = [sys.executable, "-m", "corridor.doors.cli.nodes.rehearsal", str(backup.resolve())]
    if checkpoint:
        outside = Path(environment["CORRIDOR_DATA"]) / "outside.checkpoint"
        outside.write_text(checkpoint, encoding="utf-8")
        argv.append(str(outside))
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    try:
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise Unavailable(
            "drill.broke",
            sentence(N_("The process that was to restore the backup ended by itself.")),
            remedy=sentence(
                N_("Run “corridor node check” here; look whether memory or disk ran out.")
            ),
        ) from None
    return told


@contextmanager
def _databases(backup: Path) -> Iterator[dict[str, str]]:
    """Empty databases of the backup's kind; none to name for an embedded one."""
    names = {"default": "DATABASE_URL", "keys": "CORRIDOR_KEYS_URL"}
    there = [alias for alias in names if (backup / alias).is_file()]
    servers = [alias for alias in there if dumps.kind_of(backup / alias) == dumps.POSTGRESQL]
    made: list[tuple[dict[str, Any], str]] = []
    try:
        urls = {}
        for alias in servers:
            options = _server(alias)
            name = f"corridor_drill_{secrets.token_hex(6)}"
            _administer(options, f'CREATE DATABASE "{name}"')
            made.append((options, name))
            urls[names[alias]] = _url(options, name)
        yield urls
    finally:
        for options, name in made:
            _administer(options, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server(alias: str) -> dict[str, Any]:
    from django.conf import settings

    options: dict[str, Any] = settings.DATABASES[alias]
    if options["ENGINE"].endswith("sqlite3"):
        raise BadInput(
            "drill.server",
            sentence(N_("This backup is of PostgreSQL, and no server is named here.")),
            remedy=sentence(N_("Set DATABASE_URL and CORRIDOR_KEYS_URL to databases of a server.")),
        ).at(field="DATABASE_URL")
    return options


def _administer(options: dict[str, Any], statement: str) -> None:
    import psycopg

    where, password = dumps.address(options), options["PASSWORD"] or None
    try:
        with psycopg.connect(where, password=password, autocommit=True) as connection:
            connection.execute(statement)
    except psycopg.Error as error:
        raise Unavailable(
            "drill.no_database",
            sentence(N_("The server gave no empty database: {reason}"), reason=str(error).strip()),
            remedy=sentence(N_("Run the drill as a role that may create databases.")),
        ) from None


def _url(options: dict[str, Any], name: str) -> str:
    who = quote(str(options["USER"]), safe="")
    secret = f":{quote(str(options['PASSWORD']), safe='')}" if options["PASSWORD"] else ""
    host, port = str(options["HOST"]), f":{options['PORT']}" if options["PORT"] else ""
    if host.startswith("/"):
        return f"postgresql://{who}{secret}@/{name}?host={quote(host)}"
    return f"postgresql://{who}{secret}@{host}{port}/{name}"
