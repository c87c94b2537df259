"""Test databases are migrated once for all workers and parts of a run, and copied.

``python -m tests.support.template`` (``tools/test.py`` does it) makes the two databases under
names of their own: files on SQLite, databases on the throw-away PostgreSQL. A worker that is told
so by ``CORRIDOR_TEST_TEMPLATE`` begins with copies, on which ``migrate`` finds nothing to do.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

TOLD = "CORRIDOR_TEST_TEMPLATE"
_NAME = "corridor_template_"


def given() -> Path | None:
    """Where the migrated databases of this run lie; None when each worker makes its own."""
    told = os.environ.get(TOLD)
    return Path(told) if told else None


def _file(folder: Path, alias: str) -> Path:
    return folder / f"{_NAME}{alias}.sqlite3"


def copy(settings: dict[str, dict[str, Any]], folder: Path) -> None:
    """Have the test databases of these settings begin as copies."""
    for alias, options in settings.items():
        test = options.setdefault("TEST", {})
        if options["ENGINE"].endswith("sqlite3"):
            shutil.copyfile(_file(folder, alias), test["NAME"])
        else:
            test["TEMPLATE"] = f'"{_NAME}{alias}"'


def make(folder: Path) -> None:
    """Create and migrate the databases to be copied; on SQLite in ``folder``."""
    from django.db import connections

    for alias in connections:
        connection = connections[alias]
        sqlite = connection.vendor == "sqlite"
        name = str(_file(folder, alias)) if sqlite else f"{_NAME}{alias}"
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()


def main() -> None:
    """In the folder that the environment tells."""
    folder = given()
    if folder is None:
        raise SystemExit(f"{TOLD} says no folder")
    from tests.support import databases

    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(databases.environment(folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "corridor.site.settings"
    import django

    django.setup()
    make(folder)


if __name__ == "__main__":
    main()
