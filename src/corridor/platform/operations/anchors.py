"""One connection to each embedded database, held for as long as the server lives.

SQLite removes its write-ahead log and shared memory with the last connection and makes them
anew with the next. On a full disk they could not be made, and reading would end with writing.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from django.db import connections

_held: list[sqlite3.Connection] = []


def hold() -> int:
    """Open the embedded databases that exist and keep them open; returns how many are held."""
    for alias in connections:
        options = connections[alias].settings_dict
        path = Path(str(options["NAME"]))
        if options["ENGINE"].endswith("sqlite3") and path.is_file():
            anchor = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=20)
            anchor.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _held.append(anchor)
    return len(_held)


def release() -> None:
    """Let go of them."""
    while _held:
        _held.pop().close()
