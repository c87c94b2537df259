"""What is wrong with the records, heard to the end: one fault does not hide the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from corridor.core.problems import Problem, raise_all

MOST = 20
"""So many faults are told at once; reading stops there."""


@dataclass
class Heard:
    """Faults so far, the first of each kind and value."""

    problems: list[Problem] = field(default_factory=list)
    _kinds: set[tuple[Any, ...]] = field(default_factory=set)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note what the block refuses, and go on after it."""
        try:
            yield
        except Problem as problem:
            self.note(problem.problems)

    def note(self, problems: Iterable[Problem]) -> None:
        """Note these, but for those of a kind and value that were noted before."""
        for one in problems:
            words = one.message
            kind = (one.code, one.place.field, words.template, str(words.params.get("found")))
            if kind not in self._kinds:
                self._kinds.add(kind)
                self.problems.append(one)

    @property
    def full(self) -> bool:
        """Whether no more can be told."""
        return len(self.problems) >= MOST

    def raise_all(self) -> None:
        """Raise nothing, or everything that was noted."""
        raise_all(self.problems[:MOST])
