"""The figures of a node that runs several servers: each writes its own, whoever is asked adds up.

A server writes at most once a second, and a second after the last request at the latest, so the
figures of the others are a second old at most. A server that ended and was started again goes
on from what it wrote. Without the two variables that the supervisor sets nothing is written.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from corridor.platform.operations.figures import Figures

_PAUSE = 1  # seconds between two writings


class Tally:
    """One server's figures in ``folder``, under its ``name``."""

    def __init__(self, folder: Path, name: str) -> None:
        self.figures = Figures(changed=self._changed)
        self._file = folder / f"{name}.json"
        self._due = threading.Lock()
        self.figures.add(_read(self._file))

    def node(self) -> Figures:
        """What all servers of the node counted."""
        return self.figures.beside(self._others())

    def _others(self) -> Iterator[dict[str, Any]]:
        for file in sorted(self._file.parent.glob("*.json")):
            if file != self._file:
                yield _read(file)

    def _changed(self) -> None:
        if not self._due.acquire(blocking=False):
            return
        later = threading.Timer(_PAUSE, self._due_now)
        later.daemon = True
        try:
            later.start()
        except RuntimeError:  # no thread to be had now: the next request tries again
            self._due.release()

    def _due_now(self) -> None:
        self._due.release()  # first: what changes from here on is written next time
        self._write()

    def _write(self) -> None:
        fresh = self._file.with_suffix(".new")
        with suppress(OSError):  # a full disk is told elsewhere; these are figures only
            fresh.write_text(json.dumps(self.figures.told()), encoding="ascii")
            fresh.replace(self._file)


class Alone:
    """The figures of a process that nobody set up beside others."""

    def __init__(self) -> None:
        self.figures = Figures()

    def node(self) -> Figures:
        """Its own."""
        return self.figures


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _own() -> Tally | Alone:
    folder = os.environ.get("CORRIDOR_FIGURES", "")
    return Tally(Path(folder), os.environ.get("CORRIDOR_SERVER", "1")) if folder else Alone()


TALLY = _own()
FIGURES = TALLY.figures
"""This process's own."""
