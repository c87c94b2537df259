"""From records to JSON: only the fields the reader may see."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.access.rules import shown


def plain(value: Any) -> Any:
    """A JSON value: dates in ISO form, bytes in base64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if hasattr(value, "as_json"):
        return value.as_json()
    return value


def record(one: Model, by: Actor) -> dict[str, Any]:
    """A record's readable fields and its kind."""
    return {"kind": one._meta.label_lower} | {
        name: plain(value) for name, value in shown(one, by).items()
    }


def answer(result: Any, by: Actor) -> dict[str, Any]:
    """What an act gives back: the record it made or changed, as far as the actor may see it."""
    if isinstance(result, Model):
        return {"id": str(result.pk)} | record(result, by)
    return {"done": True} if result is None else {"result": plain(result)}


def unknown_filter(unknown: list[str], allowed: Iterable[str]) -> BadInput:
    """A filter that does not exist is a 400, never "everything"."""
    problem = BadInput(
        "api.filter",
        sentence(N_("“{name}” cannot be used to filter here."), name=unknown[0]),
        remedy=sentence(N_("Filter by: {names}."), names=", ".join(sorted(allowed))),
        found=unknown,
    )
    problem.status = 400
    return problem
