"""One call from a specification and data to a release that withstood the attack, or did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube
from corridor.engines.statistics.disclosure import cell_key, output, protect, tally
from corridor.engines.statistics.disclosure.audit import audit
from corridor.engines.statistics.disclosure.graph import Graph, build
from corridor.engines.statistics.disclosure.learnt import Audit, Claim
from corridor.engines.statistics.disclosure.model import (
    RECORDS,
    ROUND,
    SUPPRESS,
    N,
    Specification,
)
from corridor.engines.statistics.disclosure.released import Released
from corridor.engines.statistics.disclosure.rounding import rounded
from corridor.engines.statistics.disclosure.suppress import Progress
from corridor.engines.statistics.disclosure.tally import Figures


@dataclass(frozen=True)
class Protected:
    """``cube`` is for the public, ``review`` (with every true figure) for the office alone.

    ``release`` is what the next release must be held against; ``audit`` what the attack learnt.
    ``summary`` counts cells.
    """

    cube: Cube
    review: pl.DataFrame
    release: Released
    audit: Audit
    summary: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether it may be published."""
        return self.audit.passed


def run(
    spec: Specification,
    data: IntoFrame,
    earlier: Sequence[Released] = (),
    *,
    secret: bytes = b"",
    progress: Progress | None = None,
) -> Protected:
    """Protect and attack.

    ``data``: one row a record (columns named in the specification), or one a cell (dimensions,
    time, measure, value, n, and top1, top2 ... where a rule looks at the largest contributions).
    ``secret``: of the cell keys. Raises ``Problems`` for data that do not fit the specification.
    """
    frame = nw.from_native(data).lazy().collect(backend="polars").to_native()
    graph = protect.linked(spec) if spec.method == SUPPRESS else build(spec)
    count = tally.of_records if spec.source == RECORDS else tally.of_cells
    figures = count(graph, frame)
    if spec.method == SUPPRESS:
        return _suppressed(graph, figures, earlier, progress)
    return _perturbed(graph, figures, frame, earlier, secret)


def _suppressed(
    graph: Graph, figures: Figures, earlier: Sequence[Released], progress: Progress | None
) -> Protected:
    made = protect.suppress(graph, figures, None, earlier, progress)
    release, full = output.release(made), output.review(made)
    attacked = audit(
        release,
        output.claims(made),
        earlier,
        _whole(figures),
        other_data=made.corrected,
    )
    summary = {
        **_counts(graph),
        "sensitive": int(made.sensitive.sum()),
        "complementary": int(made.complementary.sum()),
        "published_again": made.freed,
        "already_public": int(made.public.sum()),
        "not_hidden": protect.lost(made),
    }
    return Protected(Cube.of(output.public(full)), full, release, attacked, summary)


def _counts(graph: Graph) -> dict[str, int]:
    return {
        "cells": int((~graph.hidden).sum()),
        "unpublished_cells": int(graph.hidden.sum()),
        "sums": int(graph.sums.shape[0]),
    }


def _whole(figures: Figures) -> dict[str, bool]:
    return {**figures.whole, N: True}


def _perturbed(
    graph: Graph,
    figures: Figures,
    frame: pl.DataFrame,
    earlier: Sequence[Released],
    secret: bytes,
) -> Protected:
    """Figures changed a little everywhere instead of withheld somewhere."""
    spec = graph.spec
    if not all(figures.whole.values()):
        raise BadInput(
            "disclosure.method",
            sentence(N_("Only counts can be rounded or given noise; this release also has sums.")),
            remedy=sentence(N_("Choose the method suppress, or leave the sums out.")),
        )
    shown, noise = {}, spec.noise
    for name, one in figures.values.items():
        if spec.method == ROUND:
            shown[name], further = rounded(graph, one, noise.base)
            noise = replace(noise, further=max(noise.further, further))
        else:
            shown[name] = _noisy(graph, one, frame, secret)
    spec = replace(spec, noise=noise)
    changed = replace(figures, values=shown)
    notes = _flags(graph, changed)
    conf = np.full(graph.size, "F", dtype=object)
    full = output.frame(graph, figures, conf, notes)
    public = output.frame(graph, changed, conf, notes).with_columns(
        pl.lit(None, pl.Int64).alias("n")
    )
    release = Released(spec, public)
    attacked = _attacked(graph, figures, release, earlier)
    summary = {
        **_counts(graph),
        "sums_that_do_not_hold": int(
            sum(np.count_nonzero(graph.sums @ one) for one in shown.values())
        ),
        "largest_change": max(
            float(np.abs(shown[name] - one).max(initial=0)) for name, one in figures.values.items()
        ),
    }
    return Protected(Cube.of(public), full, release, attacked, summary)


def _noisy(graph: Graph, values: np.ndarray, frame: pl.DataFrame, secret: bytes) -> np.ndarray:
    """Counts with the noise of their cells' keys."""
    spec = graph.spec
    if spec.source != RECORDS or spec.record is None or spec.record not in frame.columns:
        raise BadInput(
            "disclosure.record",
            sentence(N_("Cell keys need records, and a column that names each of them.")),
            remedy=sentence(N_("Name the column as “record” under source.")),
        ).at(field="source.record")
    names = frame[spec.record].cast(pl.String).to_list()
    keys = tally.summed(graph, frame, cell_key.record_keys(names, secret)) % cell_key.MODULUS
    shown: np.ndarray = values + cell_key.noise(values, keys, spec.noise)
    return shown


def _flags(graph: Graph, changed: Figures) -> np.ndarray:
    """A note at each whole whose parts do not sum to it."""
    notes = np.full(graph.size, "", dtype=object)
    for values in changed.values.values():
        for row in np.flatnonzero(np.abs(graph.sums @ values) > 1e-9):
            line = graph.sums[int(row)]
            notes[line.indices[line.data > 0]] = "parts do not sum"
    return notes


def _attacked(
    graph: Graph, figures: Figures, release: Released, earlier: Sequence[Released]
) -> Audit:
    """Every small count must remain uncertain: at least two figures are possible."""
    claims = []
    few = (figures.n > 0) & (figures.n < graph.spec.rules.threshold) & ~graph.hidden
    for name, values in figures.values.items():
        for cell in np.flatnonzero(few).tolist():
            at = float(values[cell])
            claims.append(Claim(name, graph.names(cell), at, at))
    return audit(release, claims, earlier, _whole(figures))
