"""A release on file: its specification and every published figure, as canonical JSON.

The office keeps these files; every later release is attacked together with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.disclosure import reading
from corridor.engines.statistics.disclosure.model import TOTAL, Specification
from corridor.engines.statistics.disclosure.released import Released

FORMAT = "corridor-release/1"
_SCHEMA = {"value": pl.Float64, "conf": pl.String, "time": pl.String, "measure": pl.String}


def to_json(release: Released) -> dict[str, Any]:
    """Plain values; rows in the order of their cells."""
    names = [*release.spec.names, "time", "measure", "value", "conf"]
    rows = release.frame.select(names).sort(names[:-2])
    return {
        "format": FORMAT,
        "specification": describe(release.spec),
        "somebody": release.somebody and not release.empty,
        "columns": names,
        "cells": [list(row) for row in rows.rows()],
    }


def describe(spec: Specification) -> dict[str, Any]:
    """A specification as the mapping that it can be read from again (rules and noise in short)."""
    return {
        "specification": spec.id,
        "time": spec.time,
        "population": dict(spec.population),
        "dimensions": {
            name: {
                "codes": list(one.leaves),
                "sums": [[total.whole, list(total.parts)] for total in one.sums],
            }
            for name, one in sorted(spec.dimensions.items())
        },
        "tables": [
            {"by": list(table.by), **({"depth": dict(table.depth)} if table.depth else {})}
            for table in spec.tables
            if not table.hidden
        ],
        "measures": [
            {"id": one.id, **({"sum": one.column} if one.column else {})} for one in spec.measures
        ],
        "rules": {"threshold": spec.rules.threshold},
        "method": spec.method,
        "noise": {
            "base": spec.noise.base,
            "most": spec.noise.most,
            "further": spec.noise.further,
        },
    }


def read(path: Path) -> Released:
    """A release from its file. Raises ``BadInput``."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        raise BadInput(
            "disclosure.earlier",
            sentence(N_("This is not the file of an earlier release.")),
            remedy=sentence(N_("Give the file release.json that “corridor stats protect” wrote.")),
        ).at(file=str(path)) from None
    except BadInput as problem:
        raise problem.at(file=str(path)) from None


def from_json(body: Mapping[str, Any]) -> Released:
    """A release from plain values. Raises ``BadInput``, or ``KeyError`` for a missing field."""
    if body["format"] != FORMAT:
        raise ValueError(body["format"])
    spec = reading.parse(body["specification"])
    names = [str(name) for name in body["columns"]]
    schema = {name: _SCHEMA.get(name, pl.String) for name in names}
    frame = pl.DataFrame(body["cells"], schema=schema, orient="row")
    missing = {*spec.names, "time", "measure", "value", "conf"} - set(names)
    if missing:
        raise KeyError(TOTAL)
    return Released(spec, frame, bool(body.get("somebody", False)))
