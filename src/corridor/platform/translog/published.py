"""The newest checkpoints as files outside the database, where a restored backup cannot reach."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.note import parse_note
from corridor.platform.translog.models import Checkpoint

LATEST = "latest.checkpoint"
DAMAGED = "damaged.checkpoint"


def folder() -> Path:
    """Where checkpoints are written."""
    return Path(settings.CORRIDOR_DATA) / "log"


def export(checkpoint: Checkpoint) -> None:
    """Write a signed checkpoint durably; the largest one stays ``latest.checkpoint``.

    After an older copy of the database was put back, what is signed is smaller than what is
    exported already. That one is the evidence, and is never replaced by less. A file that cannot
    be read is kept beside, as ``damaged.checkpoint``.
    """
    kept = latest()
    size = _size(kept)
    if kept and size is None:
        (folder() / LATEST).replace(folder() / DAMAGED)
    if checkpoint.size >= (size or 0):
        _write(folder() / LATEST, checkpoint.text)


def forget() -> None:
    """Remove what was exported: only the demo starts its log from the beginning."""
    for path in folder().glob("*.checkpoint"):
        path.unlink(missing_ok=True)


def latest() -> str:
    """The newest exported checkpoint, or nothing; of a damaged file whatever is left."""
    path = folder() / LATEST
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def of_this_node() -> None:
    """Raise ``BadInput`` when the data was signed under another log's name than ours.

    Without it every signature would look forged to a command that was not told its node.
    """
    newest = Checkpoint.objects.order_by("size").last()
    for text in (latest(), newest.text if newest is not None else ""):
        origin = text.partition("\n")[0] if _size(text) is not None else ""
        if origin and origin != settings.CORRIDOR_LOG_ORIGIN:
            raise BadInput(
                "log.other_node",
                sentence(
                    N_("This data belongs to the log “{origin}”; this command stands for “{own}”."),
                    origin=origin,
                    own=settings.CORRIDOR_LOG_ORIGIN,
                ),
                remedy=sentence(
                    N_("Set CORRIDOR_NODE and CORRIDOR_LOG_ORIGIN as the node has them.")
                ),
            )


def _size(text: str) -> int | None:
    """The size that a checkpoint tells; None for what is no checkpoint."""
    try:
        return parse_checkpoint(parse_note(text).text).size
    except Problem:
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
