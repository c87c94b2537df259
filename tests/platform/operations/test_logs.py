"""Log lines tell what broke and where, and nothing of what anybody said."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from corridor.platform.operations.logs import JsonLines

CANARY = "canary-4711"


def line(name: str, message: str, *args: Any, **extra: Any) -> dict[str, Any]:
    fault = extra.pop("fault", None)
    record = logging.LogRecord(name, logging.ERROR, "a/b/c.py", 7, message, args, fault)
    record.__dict__.update(extra)
    text = JsonLines().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def test_our_own_lines_say_their_sentence_and_named_fields() -> None:
    said = line("corridor.requests", "request", route="/my/<id>/", status=200, other=CANARY)
    assert (said["event"], said["route"], said["status"]) == ("request", "/my/<id>/", 200)
    assert CANARY not in json.dumps(said)


def test_what_others_write_is_left_out() -> None:
    for name in ("django.request", "django.security.DisallowedHost", "axes", "corridors"):
        said = line(name, f"{CANARY}: %s", f"/cases/{CANARY}", status_code=500)
        assert CANARY not in json.dumps(said)
        assert (said["logger"], said["status"], said["place"]) == (name, 500, "c:7")


def test_of_an_exception_class_and_places_stay() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        said = line("django.request", "%s", CANARY, fault=sys.exc_info())
    assert said["error"] == "builtins.ValueError"
    assert said["where"][-1].startswith("platform/operations/test_logs.py:")
    assert CANARY not in json.dumps(said)
