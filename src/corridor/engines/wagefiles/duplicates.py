"""Whether one person is paid twice in one file, at sixteen bytes a record."""

from __future__ import annotations

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import Faults, fault


class Duplicates:
    """Remembers every identifier as one whole number, and its line.

    ``width`` is how many digits an identifier has, 0 when the numbers stand for text.
    """

    def __init__(self, field: str, width: int) -> None:
        self.field, self.width = field, width
        self._parts: list[pl.DataFrame] = []

    def see(self, table: pl.DataFrame, number: pl.Expr) -> None:
        """Remember the whole number of each row of ``table``; nulls are passed over."""
        part = table.select(number.alias("id"), pl.col("line")).filter(pl.col("id").is_not_null())
        self._parts.append(part)

    def report(self, faults: Faults) -> None:
        """One fault for each line whose identifier stood on an earlier line."""
        if not self._parts:
            return
        seen = pl.concat(self._parts, rechunk=True)
        again = seen.filter(~pl.col("id").is_first_distinct())
        if again.is_empty():
            return
        listed = again.head(faults.room)
        first = seen.filter(pl.col("id").is_in(listed["id"].unique().implode()))
        first = first.unique("id", keep="first", maintain_order=True)
        for number, line, earlier in listed.join(first, on="id", suffix="_first").iter_rows():
            faults.add(self._fault(number, line, earlier))
        faults.more(again.height - listed.height)

    def _fault(self, number: int, line: int, earlier: int) -> BadInput:
        found = str(number).zfill(self.width) if self.width else f"line {earlier}"
        return fault(
            "duplicate",
            line,
            self.field,
            sentence(N_("This person is already paid on line {earlier}."), earlier=earlier),
            remedy=sentence(N_("Keep one record for each person.")),
            expected="one record per person",
            found=found,
        )
