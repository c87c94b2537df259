"""Whether one person is paid twice in one file, at twelve bytes a record."""

from __future__ import annotations

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import Faults, fault

_SHARES = 16


class Duplicates:
    """Remembers every identifier as one whole number, and its line.

    ``width`` is how many digits an identifier has, 0 when the numbers stand for text.
    """

    def __init__(self, field: str, width: int) -> None:
        self.field, self.width = field, width
        self._parts: list[pl.DataFrame] = []

    def see(self, table: pl.DataFrame, number: pl.Expr) -> None:
        """Remember the whole number of each row of ``table``; nulls are passed over."""
        part = table.select(number.alias("id"), pl.col("line").cast(pl.UInt32))
        self._parts.append(part.filter(pl.col("id").is_not_null()))

    def report(self, faults: Faults) -> None:
        """One fault for each line whose identifier stood on an earlier line.

        Identifiers are compared a share at a time: the comparison itself needs little memory.
        """
        hits: list[tuple[int, int, int]] = []
        for share in range(_SHARES if self._parts else 0):
            again = self._again(share)
            listed = again.sort("line").head(faults.room)
            hits += listed.select("line", "first", "id").iter_rows()
            faults.more(again.height - listed.height)
        hits.sort()
        room = faults.room
        for line, earlier, number in hits[:room]:
            faults.add(self._fault(number, line, earlier))
        faults.more(len(hits[room:]))

    def _again(self, share: int) -> pl.DataFrame:
        """The repeated records of one share, each with the line of the first."""
        mine = (pl.col("id") % _SHARES).abs() == share
        seen = pl.concat(part.filter(mine) for part in self._parts)
        repeated = seen.filter(~pl.col("id").is_first_distinct())
        if repeated.is_empty():
            return repeated.with_columns(first=pl.col("line"))
        first = seen.filter(pl.col("id").is_first_distinct()).rename({"line": "first"})
        return repeated.join(first, on="id", how="left")

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
