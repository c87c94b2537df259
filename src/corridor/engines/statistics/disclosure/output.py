"""A pattern as tables: one for the public, one for the office's own review, and its claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from corridor.engines.statistics.cube import COMPLEMENT, FREE, WITHHELD
from corridor.engines.statistics.disclosure.graph import Graph
from corridor.engines.statistics.disclosure.learnt import Claim
from corridor.engines.statistics.disclosure.model import N
from corridor.engines.statistics.disclosure.protect import Suppressed, measures
from corridor.engines.statistics.disclosure.released import Released
from corridor.engines.statistics.disclosure.suppress import Quest
from corridor.engines.statistics.disclosure.tally import Figures

DECIMALS = 6
"""Published sums have at most so many: what lies beyond is the machine's, not the data's."""


def review(made: Suppressed) -> pl.DataFrame:
    """For the office only: every figure, its status (F, C or D) and the rules it breaks."""
    conf = np.full(made.graph.size, FREE, dtype=object)
    conf[made.complementary], conf[made.sensitive] = COMPLEMENT, WITHHELD
    notes = np.full(made.graph.size, "", dtype=object)
    for cell, reasons in made.found.reasons.items():
        notes[cell] = ", ".join(reasons)
    return frame(made.graph, made.figures, conf, notes)


def published(made: Suppressed) -> pl.DataFrame:
    """For the public: withheld cells are empty, and all alike.

    Which of them are sensitive is not told: that a figure is below the threshold would itself
    help to work out the others.
    """
    return public(review(made))


def public(full: pl.DataFrame) -> pl.DataFrame:
    """A review table with everything taken out that is withheld."""
    free = pl.col("conf") == FREE
    return full.with_columns(
        pl.when(free).then(pl.col("value")).alias("value"),
        pl.when(free).then(pl.col("n")).alias("n"),
        pl.when(free).then(pl.col("conf")).otherwise(pl.lit(WITHHELD)).alias("conf"),
        pl.lit("").alias("note"),
    )


def frame(graph: Graph, figures: Figures, conf: np.ndarray, notes: np.ndarray) -> pl.DataFrame:
    """One row for each shown cell and measure, with its figure, whatever its status."""
    shown = np.flatnonzero(~graph.hidden)
    spec = graph.spec
    parts = []
    for one in spec.measures:
        columns: dict[str, Any] = {
            name: np.array(spec.dimensions[name].codes, dtype=object)[graph.codes[shown, place]]
            for place, name in enumerate(spec.names)
        }
        values = np.round(figures.values[one.id][shown], DECIMALS)
        columns |= {
            "time": [spec.time] * len(shown),
            "measure": [one.id] * len(shown),
            "value": values.astype(float),
            "n": figures.n[shown].astype(int),
            "conf": conf[shown],
            "note": notes[shown],
        }
        parts.append(pl.DataFrame(columns))
    return pl.concat(parts)


def release(made: Suppressed) -> Released:
    """What is remembered of a release and attacked: published figures, contributors among them."""
    shown = published(made)
    if any(one.id == N for one in measures(made.graph, made.figures)):
        first = shown.filter(pl.col("measure") == made.graph.spec.measures[0].id)
        counts = first.with_columns(
            pl.lit(N).alias("measure"), pl.col("n").cast(pl.Float64).alias("value")
        )
        shown = pl.concat([shown, counts])
    plain = Released(made.graph.spec, shown, made.graph.spec.rules.zeros == "publish")
    empty = np.flatnonzero(made.withheld & (made.figures.records == 0)).tolist()
    return replace(plain, empty=frozenset(plain.key(made.graph.names(cell)) for cell in empty))


def claims(made: Suppressed) -> list[Claim]:
    """How far each sensitive figure must be hidden, for the audit."""
    found = []
    for one, quest in zip(measures(made.graph, made.figures), made.pattern.quests, strict=True):
        found += _claims(made, one.id, quest)
    return found


def _claims(made: Suppressed, name: str, quest: Quest) -> list[Claim]:
    ends: dict[tuple[int, int], list[float]] = {}
    for need in quest.needs:
        if need.cell < made.graph.size and made.sensitive[need.cell]:
            figure = float(quest.system.figures[need.cell])
            pair = ends.setdefault((need.cell, need.given), [figure, figure])
            pair[need.side > 0] = need.target
    scale = quest.system.scale
    return [
        Claim(
            name,
            made.graph.names(cell),
            low * scale,
            high * scale,
            _given(made, quest, given),
        )
        for (cell, given), (low, high) in ends.items()
    ]


def _given(made: Suppressed, quest: Quest, cell: int) -> tuple[Mapping[str, str], float] | None:
    if cell < 0:
        return None
    return made.graph.names(cell), float(quest.system.figures[cell] * quest.system.scale)
