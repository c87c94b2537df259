"""Faults of a plan or a table: gathered, placed, and never more of one kind than can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence

MOST_ALIKE = 20
"""Cells of one column that are named one by one; the rest are counted."""


class Faults:
    """What is wrong so far. ``raise_all`` raises all of it together, or nothing."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        code: str,
        words: Sentence,
        remedy: Sentence,
        *,
        field: str | None = None,
        line: int | None = None,
        column: int | None = None,
        found: Any = None,
        expected: Any = None,
    ) -> None:
        """One more fault, at a field of the plan or at a cell of the table."""
        place = Place(field=field, line=line, column=column)
        self.problems.append(
            BadInput(code, words, remedy=remedy, place=place, found=found, expected=expected)
        )

    def cells(
        self,
        code: str,
        words: Sentence,
        remedy: Sentence,
        *,
        field: str,
        column: int | None,
        lines: Sequence[int],
        found: Sequence[Any] = (),
    ) -> None:
        """The same fault in many cells of a column: the first ones by line, then their number."""
        for at, line in enumerate(lines[:MOST_ALIKE]):
            value = found[at] if at < len(found) else None
            self.add(code, words, remedy, field=field, line=line, column=column, found=value)
        if len(lines) > MOST_ALIKE:
            more = sentence(
                N_("The same holds for {count} more rows of {field}."),
                count=len(lines) - MOST_ALIKE,
                field=field,
            )
            self.add(code, more, remedy, field=field, column=column)

    def raise_all(self) -> None:
        """Raise everything found so far, or nothing."""
        raise_all(self.problems)
