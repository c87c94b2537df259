"""Where sealed contents lie: one file each under the data directory, written durably."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from corridor.core.problems import Unavailable
from corridor.core.text import N_, sentence


def _path(file_id: str) -> Path:
    return Path(settings.CORRIDOR_DATA) / "files" / file_id[-2:] / f"{file_id}.sealed"


def put(file_id: str, sealed: bytes) -> None:
    """Write ``sealed`` under its id; on return it is on the disk, name and all."""
    final = _path(file_id)
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = final.with_suffix(".tmp")
    with draft.open("wb") as stream:
        stream.write(sealed)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(file_id: str) -> None:
    """Take a file away, if it is there; after the commit, for no rollback brings it back."""
    final = _path(file_id)
    final.unlink(missing_ok=True)
    final.with_suffix(".tmp").unlink(missing_ok=True)


def fetch(file_id: str) -> bytes:
    """What ``put`` wrote. Raises ``Unavailable`` when the disk has lost it."""
    try:
        return _path(file_id).read_bytes()
    except OSError:
        raise Unavailable(
            "documents.lost",
            sentence(N_("The content of this file is not on this node.")),
            remedy=sentence(N_("Tell the operator: files must be restored from the backup.")),
        ) from None
