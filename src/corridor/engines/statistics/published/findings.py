"""What an audit of a published table answers; it never corrects anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corridor.core.text import Sentence

IMPOSSIBLE, SUSPECT, AMBIGUOUS, EXPLAINED = "impossible", "suspect", "ambiguous", "explained"
"""Cannot be true; is hardly true; can be read in two ways; looks wrong and is only rounding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: what, how sure, from which figures, and the steps to it."""

    check: str
    verdict: str
    says: Sentence
    inference: Sequence[Sentence]
    cells: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """English sentences; the cells by their names."""
        return {
            "check": self.check,
            "verdict": self.verdict,
            "says": self.says.say(),
            "inference": [one.say() for one in self.inference],
            "cells": list(self.cells),
        }
