"""Which law data these are: one fingerprint over every file of the packs."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKS = Path(__file__).resolve().parents[2] / "law"


def digest(folder: Path = PACKS) -> str:
    """SHA-256 in hex over the names and bytes of all law files, in the order of their names."""
    made = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        data = path.read_bytes()
        made.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode())
        made.update(data)
    return made.hexdigest()
