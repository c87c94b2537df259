"""The newest checkpoints as files outside the database, where a restored backup cannot reach."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from corridor.platform.translog.models import Checkpoint

LATEST = "latest.checkpoint"


def folder() -> Path:
    """Where checkpoints are written."""
    return Path(settings.CORRIDOR_DATA) / "log"


def export(checkpoint: Checkpoint) -> None:
    """Write a signed checkpoint durably; the newest one is always ``latest.checkpoint``."""
    _write(folder() / LATEST, checkpoint.text)


def latest() -> str:
    """The newest exported checkpoint, or nothing."""
    path = folder() / LATEST
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
