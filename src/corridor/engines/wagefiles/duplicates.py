"""Whether one person is paid twice in one file, at sixteen bytes a record."""

from __future__ import annotations

import polars as pl

from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import Faults, fault, shown


class Duplicates:
    """Remembers every identifier as one whole number, and its line."""

    def __init__(self, field: str) -> None:
        self.field = field
        self._parts: list[pl.DataFrame] = []

    def see(self, table: pl.DataFrame, name: str, width: int, *, letters: bool = False) -> None:
        """Remember column ``name`` of ``table``; nulls are passed over."""
        value = pl.col(name)
        number = value.hash(seed=0).reinterpret(signed=True) if letters else value.cast(pl.Int64)
        part = table.filter(value.is_not_null()).select(number.alias("id"), pl.col("line"))
        self._parts.append(part)
        self.width = width

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

    def _fault(self, number: int, line: int, earlier: int) -> Exception:
        found = str(number).zfill(self.width) if self.width else shown(self.field)
        return fault(
            "duplicate",
            line,
            self.field,
            sentence(N_("This person is already paid on line {earlier}."), earlier=earlier),
            remedy=sentence(N_("Keep one record for each person.")),
            expected="one record per person",
            found=found,
        )
