"""A node's data directory for one part of the campaign, and Django set up on it.

Everything of a campaign happens in one process that imports Django once and forks: the parent
holds no connection while it forks, so that a child can be killed and replaced in milliseconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ("CORRIDOR_", "DATABASE_URL", "DJANGO_")


def point_to(data: Path, database: str = "", keys: str = "") -> None:
    """Point every setting at ``data`` (and at a PostgreSQL, when addresses are given)."""
    for name in [name for name in os.environ if name.startswith(OWN)]:
        del os.environ[name]
    os.environ.update(
        CORRIDOR_DATA=str(data),
        CORRIDOR_SECRET_KEY="campaign-" + "0" * 40,
        CORRIDOR_TESTING="1",
        CORRIDOR_NODE="campaign",
        DATABASE_URL=database or f"sqlite:///{data / 'corridor.sqlite3'}",
        CORRIDOR_KEYS_URL=keys or f"sqlite:///{data / 'keys.sqlite3'}",
        DJANGO_SETTINGS_MODULE="corridor.site.settings",
    )


@contextmanager
def data_directory(name: str, database: str = "", keys: str = "") -> Iterator[Path]:
    """A directory of this part's own with ``data``, ``logs`` and ``tmp``; removed at the end.

    Temporary files of every child fall into ``tmp``, where the search for secrets looks.
    """
    base = Path(tempfile.mkdtemp(prefix=f"corridor-campaign-{name}-"))
    for part in ("data", "logs", "tmp"):
        (base / part).mkdir()
    os.environ["TMPDIR"] = tempfile.tempdir = str(base / "tmp")
    point_to(base / "data", database, keys)
    try:
        yield base
    finally:
        tempfile.tempdir = None
        os.environ.pop("TMPDIR", None)
        shutil.rmtree(base, ignore_errors=True)


def start_django() -> None:
    """Set up Django and both databases, with everything a request needs already loaded."""
    import django

    django.setup()
    from corridor.doors.cli.nodes.start import migrate

    migrate()
    preload()


def preload() -> None:
    """Load what a first request would load, so that a fork answers at once."""
    from django.urls import get_resolver

    from corridor.doors.api.api import api
    from corridor.engines import law

    law.book()
    _ = get_resolver().url_patterns
    api.get_openapi_schema()
    close()


def close() -> None:
    """Close every connection: none may be carried into a fork."""
    from django.db import connections

    connections.close_all()


def apart(run: Callable[[], int], *before: str) -> int:
    """Run a part in a process of its own that has not set up Django yet; its exit code.

    ``before`` is a command that starts the process, such as ``unshare``.
    """
    module, name = run.__module__, run.__qualname__
    script = f"import sys; from {module} import {name}; sys.exit({name}())"
    command = [*before, sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
