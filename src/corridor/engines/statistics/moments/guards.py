"""What must hold so that no sum can overflow; looked at before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, field

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments.plan import ONE, Plan

WORD, LONG = 2**62, 2**126
PART = 2**94
"""A product's upper part, 32 bits lower, is summed in 64 bits for a step's records."""
STEP = 2**20
"""Records that are summed in 64 bits at most before the sums enter those of 128."""


@dataclass
class Guard:
    """The largest values met so far, and what they would come to at worst.

    ``weight``: the largest; ``total``: of all weights; ``longest``: records in a sampling unit.
    """

    plan: Plan
    weight: int = 0
    total: int = 0
    columns: dict[int, int] = field(default_factory=dict)
    longest: int = 0

    def value(self, column: int) -> int:
        """The largest value of a column so far, without its sign."""
        return 1 if column == ONE else self.columns.get(column, 0)

    def check(self) -> None:
        """Raises ``BadInput`` where the worst case does not fit.

        The squares of units' totals come at most to the largest total times the sum of all.
        """
        for column, _mask in self.plan.lanes:
            unit = self.weight * self.value(column) * self.longest
            if unit >= WORD or self._most(unit, column) >= LONG:
                raise self._refused(column)
        for low, high, _mask in self.plan.products:
            product = self.value(low) * self.value(high)
            if self.weight * max(self.value(low), self.value(high)) >= WORD:
                raise self._refused(high)
            if self.weight * product >= PART or self.total * product >= LONG:
                raise self._refused(high)

    def _most(self, unit: int, column: int) -> int:
        """A bound on the squares of a lane, and on its products with any other."""
        largest = max(self.value(other) for other, _mask in self.plan.lanes)
        return unit * self.total * max(largest, self.value(column))

    def step(self) -> int:
        """Records that can be summed in 64 bits beside an open unit; at least one."""
        records = [self.weight * self.value(column) for column, _mask in self.plan.lanes]
        lanes = WORD // max(1, *records, 1) - self.longest
        products = [self.weight * self.value(low) * self.value(high)
                    for low, high, _mask in self.plan.products]  # fmt: skip
        return max(1, min(STEP, lanes, PART // max(1, *products, 1)))

    def small(self) -> bool:
        """Whether no second factor of a product reaches 2^31."""
        return all(self.value(high) < 2**31 for _low, high, _mask in self.plan.products)

    def _refused(self, column: int) -> BadInput:
        name = "1" if column == ONE else self.plan.columns[column].column
        words = sentence(
            N_(
                "The exact sums could overflow: weights up to {weight}, together {total}, and "
                "{name} up to {value} (in units of their last decimal), up to {records} records "
                "in a sampling unit."
            ),
            weight=self.weight, total=self.total, name=name, value=self.value(column),
            records=self.longest,
        )  # fmt: skip
        remedy = sentence(
            N_("Give weights or values fewer decimals in the specification; nothing was computed.")
        )
        return BadInput("moments.overflow", words, remedy=remedy)
