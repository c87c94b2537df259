"""All releases that count some of the same people, in one system.

Two releases differ by a group of people; three differ by what no two of them tell: workers from 15,
less those up to 24, are those from 25, whatever is withheld about these. So every cell of every
release is written as the sum of its atoms (``extents``), and the atoms' own tables add up like all
others. What an attacker can subtract from what, however often, then follows from the system alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corridor.engines.statistics.disclosure import extents
from corridor.engines.statistics.disclosure.extents import Atom, Box
from corridor.engines.statistics.disclosure.knowledge import (
    Knowledge,
    Place,
    read,
    shown_tables,
    sums,
)
from corridor.engines.statistics.disclosure.released import Key, Released

MOST = 30_000
"""So many figures of atoms are thought of; beyond them releases are compared by twos."""


@dataclass(frozen=True)
class Links:
    """How the releases cut each other. ``boxes`` in a fixed order; ``atoms`` by their numbers."""

    kinds: dict[str, type]
    boxes: dict[Box, int]
    atoms: Sequence[Atom]
    names: dict[Box, str] = field(default_factory=dict)

    def inside(self, box: Box) -> list[Atom]:
        """The atoms of which a box consists."""
        at = self.boxes[box]
        return [one for one in self.atoms if at in one]

    def called(self, atom: Atom) -> str:
        """The releases between which a group lies."""
        by = {at: box for box, at in self.boxes.items()}
        return " + ".join(sorted({self.names[by[at]] for at in atom}))

    def whole(self, atom: Atom) -> bool:
        """Whether some release tells of this group by itself, under its own protection."""
        return any([one for one in self.atoms if at in one] == [atom] for at in atom)


def place(atom: Atom, rest: Key) -> Place:
    """How the figure of an atom is called in the system."""
    return ((("", tuple(sorted(atom))),), rest)


def links(releases: Sequence[Released], measure: str) -> Links | None:
    """How these releases cut each other; None where they do not, or into too much."""
    kinds = extents.cut(releases)
    if len(releases) < 2 or not kinds:
        return None
    boxes: dict[Box, int] = {}
    names: dict[Box, str] = {}
    keys: set[Key] = set()
    for one in releases:
        for key in one.values(measure):
            box, rest = extents.placed(one, key, kinds)
            boxes.setdefault(box, len(boxes))
            names.setdefault(box, one.id)
            keys.add(rest)
    found = extents.atoms(list(boxes)) if len(boxes) > 1 else []
    if not found or len(found) * len(keys) > MOST:
        return None
    return Links(kinds, boxes, found, names)


def link(known: Knowledge, releases: Sequence[Released], measure: str, how: Links) -> None:
    """Add the atoms of every cell of the ``releases``, and the sums of the atoms' own tables."""
    for one in releases:
        for key in one.values(measure):
            box, rest = extents.placed(one, key, how.kinds)
            parts = [known.cell(place(atom, rest)) for atom in how.inside(box)]
            known.sum(known.cell((one.scope, key)), parts)
        for table in shown_tables(one):
            for whole, parts_ in sums(one.spec, table):
                _add_up(known, one, how, [one.key(whole), *map(one.key, parts_)])


def _add_up(known: Knowledge, one: Released, how: Links, keys: Sequence[Key]) -> None:
    """The same sum within each atom, where the sum is over something else than extents."""
    found = [extents.placed(one, key, how.kinds) for key in keys]
    box = found[0][0]
    if any(other != box for other, _ in found) or box not in how.boxes:
        return
    for atom in how.inside(box):
        whole, *parts = (known.cell(place(atom, rest)) for _, rest in found)
        known.sum(whole, parts)


def before(releases: Sequence[Released], measure: str, how: Links | None) -> Knowledge:
    """What was known without the newest release: nobody can take that back."""
    known = Knowledge()
    for one in releases:
        read(known, one, measure)
    if how is not None:
        link(known, releases, measure, how)
    return known


def between(
    known: Knowledge, now: Released, measure: str, how: Links
) -> dict[int, tuple[Key, str]]:
    """Groups that no release tells of by itself: the cell of each, its name, its releases.

    Only of kinds of cells that the newest release has: of others it tells nothing new.
    """
    found: dict[int, tuple[Key, str]] = {}
    rests = {extents.placed(now, key, how.kinds)[1] for key in now.values(measure)}
    for rest in sorted(rests, key=sorted):
        for atom in how.atoms:
            cell = known.at.get(place(atom, rest))
            if cell is not None and not how.whole(atom):
                found[cell] = (rest, how.called(atom))
    return found


def withheld(
    known: Knowledge, now: Released, releases: Sequence[Released], measure: str
) -> dict[int, tuple[Key, Released]]:
    """Cells that an earlier release withheld and the newest does not hold: they stay hidden too."""
    mine = {(now.scope, key) for key in now.values(measure)}
    return {
        known.at[one.scope, key]: (key, one)
        for one in releases
        for key, figure in one.values(measure).items()
        if figure is None and (one.scope, key) not in mine
    }
