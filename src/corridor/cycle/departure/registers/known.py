"""What a register is held against, and what comes out of it. Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from corridor.core.problems import Problem
from corridor.core.text import Sentence

STANDING = frozenset({"accepted", "in_force"})
"""The states of a contract that its worker has signed and that still holds."""


@dataclass(frozen=True)
class Slip:
    """A slip that was closed before: how, and for which contract."""

    outcome: str
    contract: str = ""


@dataclass(frozen=True)
class Case:
    """A contract that a line may mean, and how its clearance stands (empty: none was asked for).

    ``lacks`` says what should have been on record before anybody was cleared.
    """

    id: str
    family: str
    corridor: str
    state: str
    clearance: str = ""
    decided_on: date | None = None
    barred: frozenset[str] = frozenset()
    lacks: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Officer:
    """Somebody of the office: the names they go by, and the days of their capacity."""

    person: str
    names: frozenset[str]
    starts: date
    ends: date | None = None

    def there(self, on: date) -> bool:
        """Whether they were an officer of this office on a day."""
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True)
class Known:
    """What is on record about a batch and about all that its register names."""

    batch: str
    size: int
    corridor: str
    first: date
    last: date
    today: date
    closed: Mapping[int, Slip] = field(default_factory=dict)
    cases: Callable[[str], Sequence[Case]] = lambda text: ()
    officers: Sequence[Officer] = ()


@dataclass(frozen=True)
class Judged:
    """One line: what it asks for, and everything that is wrong with it.

    ``serial`` is 0 when the slip is none of this batch.

    ``already``: it says what is on record, and nothing is to be done. ``lacks`` is no fault of
    the worker's: the office adds it afterwards.
    """

    line: int
    serial: int
    outcome: str
    case: Case | None = None
    on: date | None = None
    first: str = ""
    second: str = ""
    problems: tuple[Problem, ...] = ()
    already: bool = False

    @property
    def fits(self) -> bool:
        """Whether it can be put on record now."""
        return not self.problems and not self.already

    @property
    def lacks(self) -> tuple[Sentence, ...]:
        """What the office must add to the case after this line was put on record."""
        return self.case.lacks if self.fits and self.case is not None else ()
