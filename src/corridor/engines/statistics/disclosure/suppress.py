"""Complementary suppression: which more cells must be withheld so that the sensitive ones hide.

For each need (a sensitive cell, up or down) the linear program finds the cheapest change of
figures that meets it; whatever the change touches is withheld too. One pattern serves all
measures of a cell. A second pass publishes again whatever turns out not to be needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from corridor.engines.statistics.disclosure.graph import Graph
from corridor.engines.statistics.disclosure.system import FREE, Mover, Need, System, Witness

Progress = Callable[[int], None]


@dataclass
class Quest:
    """One measure: its figures, what must be possible, and the witnesses that it is."""

    system: System
    needs: list[Need]
    price: np.ndarray
    found: dict[Need, Witness] = field(default_factory=dict)
    users: dict[int, dict[Need, None]] = field(default_factory=dict)

    def keep(self, need: Need, witness: Witness) -> None:
        """The need's witness from now on; ``users`` knows which needs move a cell."""
        self.forget(need)
        self.found[need] = witness
        for cell in witness.cells.tolist():
            self.users.setdefault(cell, {})[need] = None

    def forget(self, need: Need) -> None:
        """The need has no witness any more."""
        old = self.found.pop(need, None)
        for cell in () if old is None else old.cells.tolist():
            self.users[cell].pop(need, None)

    def unmet(self) -> list[Need]:
        """Needs without a witness; the hardest first."""
        size = self.system.figures
        left = [need for need in self.needs if need not in self.found]
        return sorted(left, key=lambda one: (-abs(one.target - size[one.cell]), one.cell, one.side))

    def give_up(self, need: Need) -> None:
        """No longer ask for what only an insider could tell, and nothing can keep from him."""
        if need.given >= 0:
            self.needs.remove(need)

    def learn(self, witness: Witness, needs: Iterable[Need]) -> None:
        """Keep a witness for every need it meets that has none yet."""
        for need in needs:
            if need not in self.found and witness.meets(need):
                self.keep(need, witness)


@dataclass
class Pattern:
    """Which cells are withheld, and why nothing can be learnt about the sensitive ones.

    ``open`` are all cells that are not published: sensitive, complementary, hidden, unknown.
    ``fixed`` cells may not be withheld (already known, or kept by wish).
    """

    graph: Graph
    quests: list[Quest]
    open: np.ndarray
    sensitive: np.ndarray
    fixed: np.ndarray
    lost: list[tuple[int, Need]] = field(default_factory=list)

    @property
    def complementary(self) -> np.ndarray:
        """Places of cells that are withheld only to protect others."""
        return np.flatnonzero(self.open[: self.graph.size] & ~self.sensitive & ~self.graph.hidden)


def hide(pattern: Pattern, progress: Progress | None = None) -> None:
    """Withhold more cells until every need of every measure has its witness.

    Needs that cannot be met even with everything withheld go to ``lost``.
    """
    for number, quest in enumerate(pattern.quests):
        mover = Mover(quest.system, ~pattern.fixed | pattern.open, _prices(pattern, quest))
        for need in quest.unmet():
            if need in quest.found:
                continue
            witness = mover.witness(need) or _with_empty(pattern, quest, mover, need)
            if witness is None:
                pattern.lost.append((number, need))
                quest.give_up(need)
                continue
            mine = witness.cells[witness.cells < len(pattern.open)]
            new = mine[~pattern.open[mine]]
            pattern.open[new] = True
            mover.charge(new, np.full(len(new), FREE))
            quest.learn(witness, _touched(quest, witness))
            if progress is not None:
                progress(1)


def _touched(quest: Quest, witness: Witness) -> list[Need]:
    cells = set(witness.cells.tolist())
    return [need for need in quest.needs if need.cell in cells]


def _prices(pattern: Pattern, quest: Quest) -> np.ndarray:
    """Withheld cells next to nothing; empty ones cannot hide anything at first."""
    price = np.where(pattern.open, FREE, quest.price)
    price[(quest.system.figures[: len(price)] == 0) & ~pattern.open] = np.inf
    return price


def _with_empty(pattern: Pattern, quest: Quest, mover: Mover, need: Need) -> Witness | None:
    """Empty cells too, where there is no other way."""
    empty = np.flatnonzero(~mover.open[: len(pattern.open)] & ~pattern.fixed)
    if not len(empty):
        return None
    mover.set(empty, open_=True)
    mover.charge(empty, quest.price[empty] + quest.price.max())
    witness = mover.witness(need)
    shut = empty if witness is None else np.setdiff1d(empty, witness.cells)
    mover.set(shut, open_=False)
    return witness
