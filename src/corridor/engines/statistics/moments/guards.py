"""What must hold so that no sum can overflow; looked at before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, field

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments.plan import ONE, Plan

WORD, LONG = 2**62, 2**126
PART = 2**94
"""A product's upper part is summed in 64 bits while its unit is open: 32 bits lower."""


@dataclass
class Guard:
    """The largest values met so far, and what they would come to at worst."""

    plan: Plan
    weight: int = 0
    columns: dict[int, int] = field(default_factory=dict)
    longest: int = 0
    units: int = 0

    def value(self, column: int) -> int:
        """The largest value of a column so far, without its sign."""
        return 1 if column == ONE else self.columns.get(column, 0)

    def check(self) -> None:
        """Raises ``BadInput`` where the worst case does not fit."""
        for column, _mask in self.plan.lanes:
            record = self.weight * self.value(column)
            unit = record * self.longest
            if unit >= WORD or unit * unit * self.units >= LONG:
                raise self._refused(column)
        for low, high, _mask in self.plan.products:
            product = self.weight * self.value(low) * self.value(high)
            if self.weight * max(self.value(low), self.value(high)) >= WORD:
                raise self._refused(high)
            if product * self.longest >= PART or product * self.longest * self.units >= LONG:
                raise self._refused(high)

    def _refused(self, column: int) -> BadInput:
        name = "1" if column == ONE else self.plan.columns[column].column
        words = sentence(
            N_(
                "The exact sums could overflow: weights up to {weight} and {name} up to {value} "
                "(in units of their last decimal), up to {records} records in a sampling unit, "
                "{units} units."
            ),
            weight=self.weight, name=name, value=self.value(column),
            records=self.longest, units=self.units,
        )  # fmt: skip
        remedy = sentence(
            N_("Give weights or values fewer decimals in the specification; nothing was computed.")
        )
        return BadInput("moments.overflow", words, remedy=remedy)
