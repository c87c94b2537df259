"""Log lines as JSON, without a word about a person.

Our own loggers (``corridor.*``) say fixed sentences and fields that they name themselves. What
others write may hold addresses, names or what somebody typed, and so do the messages of
exceptions: of those only the logger, the status, the class and the places in the code are kept.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

FIELDS = ("route", "face", "method", "status", "ms", "request", "role")
"""What a line about a request may say."""
_PLACES = 12


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".")[0] == "corridor":
            line["event"] = record.getMessage()
            line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        else:
            line["place"] = f"{record.module}:{record.lineno}"
            if isinstance(status := getattr(record, "status_code", None), int):
                line["status"] = status
        if record.exc_info and record.exc_info[0] is not None:
            line |= _fault(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _fault(kind: type[BaseException], trace: Any) -> dict[str, Any]:
    frames = traceback.extract_tb(trace)[-_PLACES:]
    return {
        "error": f"{kind.__module__}.{kind.__qualname__}",
        "where": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(file: str) -> str:
    """The last three parts of a path: enough to find it, nothing of the machine."""
    return "/".join(PurePath(file).parts[-3:])
