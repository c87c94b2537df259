"""Whether one person is paid twice in one file, at twelve bytes a record (and its text)."""

from __future__ import annotations

import polars as pl

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.wagefiles.faults import Faults, fault, shown

_SHARES = 16


class Duplicates:
    """Remembers every identifier as one whole number, and its line.

    ``width`` is how many digits an identifier has, 0 when the numbers stand for text: then the
    text is kept beside its number. ``payment``: the identifiers are of payments, not of persons.
    """

    def __init__(self, field: str, width: int, *, payment: bool = False) -> None:
        self.field, self.width, self.payment = field, width, payment
        self._parts: list[pl.DataFrame] = []

    def see(self, table: pl.DataFrame, number: pl.Expr, text: pl.Expr | None = None) -> None:
        """Remember the whole number of each row of ``table``; nulls are passed over."""
        kept = [number.alias("id"), pl.col("line").cast(pl.UInt32)]
        part = table.select(kept if text is None else [*kept, text.alias("said")])
        self._parts.append(part.filter(pl.col("id").is_not_null()))

    def report(self, faults: Faults) -> None:
        """One fault for each line whose identifier stood on an earlier line.

        Identifiers are compared a share at a time: the comparison itself needs little memory.
        """
        hits: list[tuple[int, int, str]] = []
        for share in range(_SHARES if self._parts else 0):
            again = self._again(share)
            listed = again.sort("line").head(faults.room)
            hits += self._said(listed).iter_rows()
            faults.more(again.height - listed.height)
        hits.sort()
        room = faults.room
        for line, earlier, said in hits[:room]:
            faults.add(self._fault(said, line, earlier))
        faults.more(len(hits[room:]))

    def _again(self, share: int) -> pl.DataFrame:
        """The repeated records of one share, each with the line of the first."""
        mine = (pl.col("id") % _SHARES).abs() == share
        seen = pl.concat(part.filter(mine) for part in self._parts)
        repeated = seen.filter(~pl.col("id").is_first_distinct())
        if repeated.is_empty():
            return repeated.with_columns(first=pl.col("line"))
        first = seen.filter(pl.col("id").is_first_distinct())
        first = first.select("id", pl.col("line").alias("first"))
        return repeated.join(first, on="id", how="left")

    def _said(self, again: pl.DataFrame) -> pl.DataFrame:
        """Line, earlier line and the identifier as it is written."""
        said = pl.col("id").cast(pl.String).str.pad_start(self.width, "0")
        if "said" in again.columns:
            said = pl.col("said")
        return again.select("line", "first", said.alias("said"))

    def _fault(self, said: str, line: int, earlier: int) -> BadInput:
        message = N_("This person is already paid on line {earlier}.")
        remedy, expected = N_("Keep one record for each person."), "one record per person"
        if self.payment:
            message = N_("A payment on line {earlier} has the same number.")
            remedy, expected = N_("Give every payment a number of its own."), "one payment each"
        return fault(
            "duplicate",
            line,
            self.field,
            sentence(message, earlier=earlier),
            remedy=sentence(remedy),
            expected=expected,
            found=shown(said),
        )
