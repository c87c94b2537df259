"""How many slips of a batch there are, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """How many slips there are and what became of them; they always add up."""

    issued: int
    used: int = 0
    void: int = 0
    unused: int = 0
    lost: int = 0

    @property
    def open(self) -> int:
        """Slips that nobody has accounted for."""
        return self.issued - self.used - self.void - self.unused - self.lost


def counted(issued: int, outcomes: Iterable[str]) -> Counts:
    """The counts of a batch from what is on record of its slips."""
    return Counts(issued, **Counter(outcomes))
