"""The one shape in which every engine answers.

Silence and missing data are ``UNKNOWN``, never ``OK``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import Period


class Verdict(StrEnum):
    """What a check found."""

    OK = "ok"
    BREACH = "breach"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check on one subject.

    ``expected`` and ``actual`` are what the law or contract asks and what was seen (text,
    number, ``Money`` or None); ``owed`` is what the worker is still owed because of it;
    ``law`` holds law value ids; ``explain`` the values the arithmetic went through.
    """

    subject: str
    check: str
    verdict: Verdict
    expected: Any = None
    actual: Any = None
    owed: Money | None = None
    period: Period | None = None
    law: tuple[str, ...] = ()
    explain: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """JSON-shaped, money as decimal text with its currency."""
        return {
            "subject": self.subject,
            "check": self.check,
            "verdict": self.verdict.value,
            "expected": _plain(self.expected),
            "actual": _plain(self.actual),
            "owed": _plain(self.owed),
            "period": self.period.as_json() if self.period else None,
            "law": list(self.law),
            "explain": _plain(self.explain),
        }


def _plain(value: Any) -> Any:
    """Dates as ISO text, money and the like by their own ``as_json``, at any depth."""
    if hasattr(value, "as_json"):
        return value.as_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value
