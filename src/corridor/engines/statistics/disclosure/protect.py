"""From true figures to what may be published, by withholding cells; with its own review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corridor.engines.statistics.disclosure import rules
from corridor.engines.statistics.disclosure.earlier import Beside, beside
from corridor.engines.statistics.disclosure.graph import Graph, build
from corridor.engines.statistics.disclosure.model import CELLS, Measure, N, Specification, Table
from corridor.engines.statistics.disclosure.released import Released
from corridor.engines.statistics.disclosure.rules import Sensitive
from corridor.engines.statistics.disclosure.suppress import Pattern, Progress, Quest, hide
from corridor.engines.statistics.disclosure.system import NEAR, Need, System
from corridor.engines.statistics.disclosure.tally import Figures
from corridor.engines.statistics.disclosure.tidy import tidy

STEP = 0.01
"""How far, as a share, what is withheld for another measure's sake must at least be hidden."""


@dataclass(frozen=True)
class Suppressed:
    """A pattern of withheld cells: ``sensitive`` ones and ``complementary`` ones (masks).

    ``freed`` cells were published again by the second pass; ``public`` ones were out before.
    ``corrected`` names, by measure, earlier releases whose data are no longer these.
    """

    graph: Graph
    figures: Figures
    found: Sensitive
    sensitive: np.ndarray
    complementary: np.ndarray
    pattern: Pattern
    freed: int
    public: np.ndarray
    corrected: Mapping[str, frozenset[str]]

    @property
    def withheld(self) -> np.ndarray:
        """Every cell that is not published although a table shows it."""
        withheld: np.ndarray = self.sensitive | self.complementary
        return withheld


def linked(spec: Specification) -> Graph:
    """The cell graph; the finest breakdown joins it unseen where it is small enough.

    Tables by pairs of dimensions all come from one population, so an attacker may use that some
    table by all dimensions, with nothing below nothing in it, adds up to them.
    """
    used = sorted({name for table in spec.tables for name in table.by})
    finest = Table(tuple(used), hidden=True)
    together = any(set(table.by) == set(used) and not table.depth for table in spec.tables)
    count = 1
    for name in used:
        count *= len(spec.dimensions[name].codes)
    if not together and count <= spec.hidden_cells:
        spec = replace(spec, tables=(*spec.tables, finest))
    return build(spec)


def suppress(
    graph: Graph,
    figures: Figures,
    known: np.ndarray | None = None,
    earlier: Sequence[Released] = (),
    progress: Progress | None = None,
) -> Suppressed:
    """Withhold what the rules name and whatever else is needed to hide it.

    What an earlier release published is out (``known``: a mask of further such cells); what it
    withheld is hidden here as well.
    """
    spec = graph.spec
    asked = measures(graph, figures)
    with_old = [beside(graph, system_of(graph, figures, one), one.id, earlier) for one in asked]
    public = np.any([one.public for one in with_old], axis=0)
    if known is not None:
        public = public | known
    fixed = _kept(graph) | public
    found = rules.sensitive(spec.rules, figures)
    few = np.any([one.few for one in with_old], axis=0) & ~public & ~graph.hidden
    found = _without(rules.with_few(found, few), graph.hidden)
    mask = found.mask
    quests = [
        _quest(graph, figures, found, one, old) for one, old in zip(asked, with_old, strict=True)
    ]
    for quest, old in zip(quests, with_old, strict=True):
        quest.needs += old.needs(few, float(spec.rules.threshold), spec.rules.range / 100.0)
    pattern = Pattern(graph, quests, mask | graph.hidden, mask, fixed)
    hide(pattern, progress)
    while len(quests) > 1 and _loosen(pattern):
        hide(pattern, progress)
    freed = again = tidy(pattern, progress)
    while again and len(quests) > 1:
        again = tidy(pattern, progress)
        freed += again
    other = pattern.open & ~mask & ~graph.hidden
    corrected = {one.id: old.corrected for one, old in zip(asked, with_old, strict=True)}
    return Suppressed(graph, figures, found, mask, other, pattern, freed, public, corrected)


def _without(found: Sensitive, taken: np.ndarray) -> Sensitive:
    mask = found.mask & ~taken
    reasons = {cell: why for cell, why in found.reasons.items() if mask[cell]}
    return replace(found, mask=mask, reasons=reasons)


def _loosen(pattern: Pattern) -> bool:
    """Ask that what is withheld for another measure's sake may vary in this measure as well."""
    asked = False
    for quest in pattern.quests:
        moved = {int(cell) for seen in quest.found.values() for cell in seen.cells}
        have = {need.cell for need in quest.needs}
        for cell in set(pattern.complementary.tolist()) - moved - have:
            step = 1.0 if quest.system.whole else STEP * max(float(quest.system.figures[cell]), 1.0)
            quest.needs.append(Need(cell, 1, float(quest.system.figures[cell]) + step))
            asked = True
    return asked


def measures(graph: Graph, figures: Figures) -> list[Measure]:
    """What is published for each cell: the measures, and the contributors where they differ.

    Contributors who stand in several parts at once do not add up, and tell nothing by sums.
    """
    spec = graph.spec
    same = any(
        one.counts and np.array_equal(figures.values[one.id], figures.n) for one in spec.measures
    )
    adds_up = not np.any(graph.seen @ figures.n)
    return list(spec.measures) if same or not adds_up else [*spec.measures, Measure(N)]


def _kept(graph: Graph) -> np.ndarray:
    """Cells that the specification wants published in any case."""
    mask = np.zeros(graph.size, dtype=bool)
    for wish in graph.spec.keep:
        mask |= np.array([wish.items() <= graph.names(cell).items() for cell in range(graph.size)])
    return mask


def _quest(
    graph: Graph, figures: Figures, found: Sensitive, measure: Measure, old: Beside
) -> Quest:
    system = old.system
    if measure.id == N:
        far = figures.n * graph.spec.rules.range / 100.0
        only = [cell for cell, why in found.reasons.items() if why == (rules.DIFFERENCE,)]
        far[only] = 0.0
        found = replace(found, distance={**found.distance, N: far})
    wanted = rules.needs(graph.spec.rules, measure, system, found, figures.n)
    weigh = system.figures[: graph.size] if graph.spec.cost == "value" else 0.0
    return Quest(system, wanted, 1.0 + weigh + np.zeros(graph.size))


def system_of(graph: Graph, figures: Figures, measure: Measure) -> System:
    """One measure as figures that add up, in units of its usual size."""
    values = np.asarray(figures.n if measure.id == N else figures.values[measure.id], dtype=float)
    whole = measure.id == N or figures.whole[measure.id]
    scale = 1.0 if whole else max(float(values[values > 0].mean()) if values.any() else 1.0, 1e-12)
    scaled = values / scale
    unknown = graph.hidden if graph.spec.source == CELLS else np.zeros(graph.size, dtype=bool)
    system = System(graph.sums, scaled, np.zeros(graph.size), unknown, unknown, whole, scale)
    if whole and graph.spec.rules.zeros == "publish":
        system = replace(system, floor=_floors(system, figures, graph.hidden))
    return system


def _floors(system: System, figures: Figures, hidden: np.ndarray) -> np.ndarray:
    """As empty cells are published, a withheld one holds somebody; its whole holds all of them."""
    low = np.where((figures.records > 0) & ~hidden, 1.0, 0.0)
    high = np.where((figures.records > 0) | hidden, np.inf, 0.0)
    for _ in range(8):
        before = low.copy()
        system.entries.narrow(low, high)
        if np.array_equal(before, low):
            break
    floor: np.ndarray = np.minimum(np.ceil(low - NEAR), system.figures)
    return floor


def lost(made: Suppressed) -> list[Mapping[str, Any]]:
    """What could not be hidden even with everything withheld, as cells with measure and side.

    ``insider`` names the cell of somebody who is alone in it and from whom it cannot be hidden.
    """
    names = [one.id for one in measures(made.graph, made.figures)]
    return [
        {
            "cell": made.graph.names(need.cell) if need.cell < made.graph.size else None,
            "measure": names[number],
            "side": "above" if need.side > 0 else "below",
            "insider": made.graph.names(need.given) if need.given >= 0 else None,
        }
        for number, need in made.pattern.lost
    ]
