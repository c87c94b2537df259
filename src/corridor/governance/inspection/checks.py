"""Counting private answers without showing any."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from corridor.cycle.employment.queries.inspector import FEW
from corridor.governance.inspection.models import CheckAnswer, Order
from corridor.platform.keys.queries import open_many

CHECK = "inspection.check"
SAID = ("came", "part", "not")
"""The answers: all of it came, a part of it, nothing."""


@dataclass(frozen=True)
class Confirmed:
    """What the private answers to one order come to. Silence is neither yes nor no.

    ``state``: ``confirmed`` (enough say that it came and nobody says otherwise), ``contradicted``
    (somebody says that not all of it came) or ``waiting``. With fewer than three asked nobody is
    told of a contradiction: it would point at her, and reads as waiting.
    """

    asked: int
    state: str


def confirmed(order: Order, percent: int) -> Confirmed:
    """Count the newest answers to an order; ``percent`` of those asked must say that it came."""
    asked = dict(order.checks.values_list("id", "contract__worker"))
    counts = Counter(_newest(asked).values())
    if counts["not"] or counts["part"]:
        return Confirmed(len(asked), "contradicted" if len(asked) >= FEW else "waiting")
    enough = bool(counts["came"]) and 100 * counts["came"] >= percent * len(asked)
    return Confirmed(len(asked), "confirmed" if enough else "waiting")


def _newest(asked: dict[str, str]) -> dict[str, str]:
    """Check to the newest answer that can still be opened; an erased one is silence."""
    rows = list(CheckAnswer.objects.filter(asked__in=asked).order_by("id"))
    opened = open_many((asked[row.asked_id], CHECK, row.sealed) for row in rows)
    return {
        str(row.asked_id): json.loads(text)["said"]
        for row, text in zip(rows, opened, strict=True)
        if text is not None
    }
