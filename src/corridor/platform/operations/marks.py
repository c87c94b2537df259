"""When the last backup and the last drill were made: two small files beside the databases.

They are not in the databases, because a restored backup would bring its own old ones.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

BACKUP, DRILL = "backup", "drill"


def _file(what: str) -> Path:
    return Path(settings.CORRIDOR_DATA) / f"last-{what}.json"


def leave(what: str, **more: Any) -> None:
    """Note that ``what`` was done now. A data directory that cannot be written is no reason to
    fail what was done.
    """
    target = _file(what)
    draft = target.with_suffix(f".{os.getpid()}.tmp")
    text = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), **more})
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(target)
    except OSError:
        draft.unlink(missing_ok=True)


def last(what: str) -> dict[str, Any] | None:
    """What was noted, with ``at`` as a time; None when it was never done or cannot be read."""
    try:
        found = json.loads(_file(what).read_text(encoding="utf-8"))
        return {**found, "at": datetime.fromisoformat(found["at"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
