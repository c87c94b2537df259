"""Everything wrong with one file: all of it counted, the first thousand listed."""

from __future__ import annotations

from typing import Any

from corridor.core.problems import BadInput, Place
from corridor.core.text import N_, Sentence, sentence

LISTED = 1_000
_SHOWN = 60


class Faults:
    """Collects problems while a file streams by, so that memory stays bounded.

    ``count`` is exact however many there are; ``listed`` holds the first ``limit`` of them.
    Whole-file problems (``always=True``) are listed even when the list is full.
    """

    def __init__(self, limit: int = LISTED) -> None:
        self.limit = limit
        self.count = 0
        self._rows: list[BadInput] = []
        self._whole: list[BadInput] = []

    @property
    def room(self) -> int:
        """How many more row problems will be listed."""
        return max(0, self.limit - len(self._rows))

    @property
    def listed(self) -> list[BadInput]:
        """The listed problems, in the order of their lines."""
        return sorted(self._rows + self._whole, key=lambda problem: problem.place.line or 0)

    def add(self, problem: BadInput, *, always: bool = False) -> None:
        """Count one problem and list it while there is room."""
        self.count += 1
        if always:
            self._whole.append(problem)
        elif self.room:
            self._rows.append(problem)

    def more(self, number: int) -> None:
        """Count ``number`` further problems that are not listed."""
        self.count += number


def fault(
    code: str,
    line: int,
    field: str,
    message: Sentence,
    *,
    remedy: Sentence | None = None,
    expected: Any = None,
    found: Any = None,
) -> BadInput:
    """A ``BadInput`` placed at ``line`` (from 1) and ``field``."""
    place = Place(line=line, field=field)
    return BadInput(
        f"wagefile.{code}", message, remedy=remedy, place=place, expected=expected, found=found
    )


def shown(value: str | None) -> str:
    """A value as it may be printed: cut to a readable length, control characters escaped."""
    text = (value or "")[: _SHOWN + 1]
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return safe if len(text) <= _SHOWN else safe[:_SHOWN] + "…"


def made_too_early(begun: str, made: str) -> tuple[Sentence, Sentence]:
    """What to say of a file that is older than the days it pays for."""
    return (
        sentence(
            N_("The file was made on {found}, before the days it pays for began on {expected}."),
            found=made,
            expected=begun,
        ),
        sentence(N_("Correct the file date or the days that are paid.")),
    )
