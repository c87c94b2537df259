"""Looking for what must not be there: names, numbers, tokens and keys in logs and scraps."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tests.campaign.world import CANARY, PHONE, World

_SEALED = (".sqlite3", ".sqlite3-wal")


def _words(base: Path, world: World) -> list[bytes]:
    tokens = (world.employer, world.agency, world.officer, world.overseas)
    words = [CANARY.encode(), PHONE.encode(), *(one.encode() for one in tokens)]
    master = base / "data" / "master.key"
    if master.exists():
        words.append(master.read_text().strip().encode())
    return words


def _scraps(base: Path) -> Iterator[Path]:
    """Logs, temporary files, drafts that a kill left behind, and core dumps."""
    for folder in ("logs", "tmp"):
        yield from (path for path in (base / folder).rglob("*") if path.is_file())
    for path in (base / "data").rglob("*"):
        scrap = path.suffix == ".tmp" or path.name.startswith("core")
        if scrap and path.is_file() and path.parent.name != "outbox":
            yield path


def found_in(base: Path, world: World) -> list[str]:
    """The scraps that hold a secret, and databases that hold a passport number or a token."""
    found = [
        os.fspath(path.relative_to(base))
        for path in _scraps(base)
        if any(word in path.read_bytes() for word in _words(base, world))
    ]
    sealed = [f"P{CANARY}".encode(), PHONE.encode(), world.employer.encode()]
    for path in (base / "data").iterdir():
        if path.name.endswith(_SEALED) and any(word in path.read_bytes() for word in sealed):
            found.append(os.fspath(path.relative_to(base)))
    return found
