"""What is known of the input files of a national run, so that no unchanged file is read anew.

A file is the same while its size, its time of change and its place on the disk are. Kept beside
the answers in ``.inputs.json``; lost or spoilt, the files are read again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corridor.core.periods import Period
from corridor.core.periods import month as read_month
from corridor.doors.cli import wages_run_store as stored

_NAME = ".inputs.json"


class Inputs:
    """Digests and months of files by their path; ``folder`` is that of the answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _read(folder / _NAME)

    def digest(self, path: Path) -> dict[str, Any]:
        """Name, size and SHA-256 of a file."""
        found: dict[str, Any] = self._fact(path, "digest", lambda: stored.digest(path))
        return found

    def months(self, path: Path, read: Callable[[], list[Period]]) -> list[Period]:
        """The months that a file of payments pays for, by ``read`` where that is not known."""
        names = self._fact(path, "months", lambda: [f"{one.start:%Y-%m}" for one in read()])
        return [read_month(name) for name in names]

    def keep(self) -> None:
        """Leave what is known for the next run."""
        partial = self._folder / f"{_NAME}.partial"
        partial.write_text(json.dumps(self._known, ensure_ascii=False), "utf-8")
        os.replace(partial, self._folder / _NAME)

    def _fact(self, path: Path, name: str, look: Callable[[], Any]) -> Any:
        stat = path.stat()
        stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ino]
        place = str(path.absolute())
        if self._known.get(place, {}).get("stamp") != stamp:
            self._known[place] = {"stamp": stamp}
        known = self._known[place]
        if name not in known:
            known[name] = look()
        return known[name]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
