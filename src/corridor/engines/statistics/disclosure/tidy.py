"""The second pass: publish again whatever is withheld without need."""

from __future__ import annotations

import numpy as np

from corridor.engines.statistics.disclosure.suppress import Pattern, Progress, Quest
from corridor.engines.statistics.disclosure.system import Mover, Need, Witness, impossible


def tidy(pattern: Pattern, progress: Progress | None = None) -> int:
    """Publish again, dearest first, each complementary cell without which every need is met.

    Answers how many. What is left is needed: a cell that could not be published while more were
    withheld cannot be published when fewer are.
    """
    cells = pattern.complementary
    cost = sum(quest.price[cells] for quest in pattern.quests)
    movers = [
        Mover(quest.system, pattern.open, np.ones(len(pattern.open))) for quest in pattern.quests
    ]
    freed = 0
    for cell in cells[np.argsort(-cost, kind="stable")]:
        freed += _publish(pattern, movers, int(cell))
        if progress is not None:
            progress(1)
    return freed + _unused(pattern, movers)


def _unused(pattern: Pattern, movers: list[Mover]) -> int:
    """Publish what no witness moves: it hides nothing, and may even be worked out."""
    freed = 0
    for cell in pattern.complementary.tolist():
        if not any(quest.users.get(cell) for quest in pattern.quests):
            freed += _publish(pattern, movers, cell)
    return freed


def _publish(pattern: Pattern, movers: list[Mover], cell: int) -> bool:
    """Let the cell be published if new witnesses can be had for all that used it."""
    pattern.open[cell] = False
    renewed: list[tuple[Quest, Need, Witness]] = []
    for quest, mover in zip(pattern.quests, movers, strict=True):
        mover.set(np.array([cell]), open_=False)
        found = _anew(pattern, quest, mover, cell)
        if found is None:
            pattern.open[cell] = True
            for other in movers:
                other.set(np.array([cell]), open_=True)
            return False
        renewed += [(quest, need, seen) for need, seen in found.items()]
    for quest, need, seen in renewed:
        quest.keep(need, seen)
    for quest in pattern.quests:  # what is published need no longer be hidden itself
        for need in [need for need in quest.needs if need.cell == cell]:
            quest.needs.remove(need)
            quest.forget(need)
    return True


def _anew(pattern: Pattern, quest: Quest, mover: Mover, cell: int) -> dict[Need, Witness] | None:
    """Witnesses for all needs whose old one moved the cell; None as soon as one has none."""
    beside = set(quest.system.neighbours(cell).tolist())
    using = [need for need, seen in quest.found.items() if seen.touches(cell) and need.cell != cell]
    found: dict[Need, Witness] = {}
    places = np.flatnonzero(pattern.open)
    for need in sorted(using, key=lambda one: one.cell not in beside):
        seen = next((one for one in found.values() if one.meets(need)), None)
        if seen is None and not impossible(quest.system, places, need):
            seen = mover.witness(need)
        if seen is None:
            return None
        found[need] = seen
    return found
