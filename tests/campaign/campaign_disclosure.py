"""A thousand linked tables: nothing that is withheld can be worked out, by two attackers.

Of each table's complementary cells one is given back; the attack must succeed each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from tests.campaign.attacker import cell, determined
from tests.campaign.linked import case
from tests.campaign.results import Control, Result, Tally, finish, rounds

from corridor.engines.statistics.disclosure import output, protect, tally
from corridor.engines.statistics.disclosure.audit import audit
from corridor.engines.statistics.disclosure.protect import Suppressed

TABLES = 1_000


class Tables:
    """The rounds, and what was counted on the way."""

    def __init__(self, *, small: bool = False) -> None:
        self.small = small
        self.tally, self.attacked, self.given_back, self.unseen = Tally(), 0, 0, 0
        self.cells = self.insiders = 0

    def run(self, seeds: Iterable[int]) -> None:
        """Protect, attack, give one cell back, attack again."""
        for seed in seeds:
            body, spec, frame = case(seed, small=self.small)
            graph = protect.linked(spec)
            made = protect.suppress(graph, tally.of_records(graph, frame))
            self.tally.acknowledged += 1
            self.cells += int((~graph.hidden).sum())
            self._attack(seed, body, made)
            self._give_back(seed, made)

    def _attack(self, seed: int, body: dict[str, Any], made: Suppressed) -> None:
        told = [one for one in protect.lost(made) if one["insider"] is None]
        self.insiders += len(made.pattern.lost) - len(told)
        if told:
            self.tally.tell("inconsistent", f"table {seed}: not hidden: {told[0]}")
        found = audit(output.release(made), output.claims(made))
        self.attacked += len(found.learnt)
        for one in found.failures:
            self.tally.tell("inconsistent", f"table {seed}: {one}")
        hidden = {cell(made.graph.names(int(at))) for at in np.flatnonzero(made.withheld)}
        for name in determined(body, hidden):
            self.tally.tell("inconsistent", f"table {seed}: elimination gives {name}")

    def _give_back(self, seed: int, made: Suppressed) -> None:
        others = np.flatnonzero(made.complementary).tolist()
        if not others:
            return
        at = Random(seed).choice(others)
        less = made.complementary.copy()
        less[at] = False
        opened = output.release(replace(made, complementary=less))
        self.given_back += 1
        if audit(opened, output.claims(made), thorough=False).passed:
            self.unseen += 1
            self.tally.tell("lost", f"table {seed}: {made.graph.names(at)} given back, not seen")


def part(usual: int) -> Result:
    """All tables."""
    number, work = rounds(usual), Tables()
    result = Result("disclosure", number, work.tally, [])
    work.run(range(number))
    caught = work.given_back - work.unseen
    result.controls.append(
        Control(
            "one withheld cell given back",
            f"{caught} of {work.given_back} caught",
            work.given_back > 0 and not work.unseen,
        )
    )
    result.notes = {
        "cells": work.cells,
        "figures attacked": work.attacked,
        "what only an insider could tell": work.insiders,
    }
    return result


def main() -> int:
    """The whole part."""
    return finish(part(TABLES))


if __name__ == "__main__":
    sys.exit(main())
