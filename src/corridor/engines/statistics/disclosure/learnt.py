"""What an attack is asked, and what it learnt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

HIDDEN, EXACT, NARROW, DIFFERENCE = "hidden", "exact", "narrow", "difference"
CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure must remain possible from ``low`` to ``high``; ``given``: although this is known.

    Where both are the same, any two possible figures are enough.
    """

    measure: str
    codes: Mapping[str, str]
    low: float
    high: float
    given: tuple[Mapping[str, str], float] | None = None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the attack learnt of one withheld figure: it lies between ``low`` and ``high``.

    The bounds are exact where the verdict is not ``hidden``; a hidden figure lies at least
    between them.
    """

    measure: str
    codes: Mapping[str, str]
    low: float
    high: float
    verdict: str
    asked: tuple[float, float] | None = None
    beside: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; an endless bound is null."""
        return {
            "measure": self.measure,
            "cell": dict(self.codes),
            "low": _finite(self.low),
            "high": _finite(self.high),
            "verdict": self.verdict,
            "asked": [_finite(one) for one in self.asked] if self.asked else None,
            **({"with": self.beside} if self.beside else {}),
        }


@dataclass
class Audit:
    """Everything learnt; ``questions`` counts the programs that were solved."""

    learnt: list[Learnt] = field(default_factory=list)
    questions: int = 0

    @property
    def failures(self) -> list[Learnt]:
        """What forbids the release."""
        return [one for one in self.learnt if one.verdict != HIDDEN]

    @property
    def passed(self) -> bool:
        """Whether nothing forbids it."""
        return not self.failures

    def as_json(self) -> dict[str, Any]:
        """Counts, and every failure."""
        return {
            "passed": self.passed,
            "attacked": len(self.learnt),
            "programs": self.questions,
            "failures": [one.as_json() for one in self.failures],
        }


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
