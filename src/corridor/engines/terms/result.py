"""What a comparison answers, clause by clause and in money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from corridor.core.money import Money
from corridor.core.text import Sentence

SAME, BETTER, WORSE, CHANGED, UNKNOWN = "same", "better", "worse", "changed", "unknown"
ORDER = (WORSE, CHANGED, UNKNOWN, BETTER, SAME)
"""Most serious first: the order of the rows of an answer."""


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause of two contracts.

    ``per_month`` and ``over_term`` are what the worker loses (``worse``) or gains (``better``);
    None when it is no money or cannot be computed exactly. ``at_stake`` is money that hangs on
    an ``unknown`` or on months that are cut: shown apart, in no sum. ``law`` holds value ids.
    """

    clause: str
    verdict: str
    offered: Any
    presented: Any
    per_month: Money | None = None
    over_term: Money | None = None
    at_stake: Money | None = None
    law: tuple[str, ...] = ()
    why: Sentence | None = None
    explain: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The published row. Losses only: a gain's money stands in ``gains``."""
        lost = self.verdict == WORSE
        return {
            "clause": self.clause,
            "verdict": self.verdict,
            "offered": self.offered,
            "presented": self.presented,
            "per_month": _text(self.per_month) if lost else None,
            "over_term": _text(self.over_term) if lost else None,
            "law": list(self.law),
            "why": self.why.say(translate) if self.why else None,
            "explain": dict(self.explain),
        }

    def money_json(self) -> dict[str, Any]:
        """The clause and its money, for the lists of gains and of money at stake."""
        return {
            "clause": self.clause,
            "per_month": _text(self.per_month),
            "over_term": _text(self.at_stake if self.at_stake is not None else self.over_term),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on a presented contract against the offered one.

    ``clauses`` are ordered most serious first. ``currency`` is that of the offered contract;
    sums are zero when nothing can be summed and None when it names no currency.
    """

    clauses: tuple[ClauseResult, ...]
    currency: str | None
    months: int | None

    @property
    def verdict(self) -> str:
        """The most serious verdict. A clause on which both are silent decides nothing."""
        spoken = {
            row.verdict
            for row in self.clauses
            if row.offered is not None or row.presented is not None
        }
        if not spoken:
            return UNKNOWN
        return next(verdict for verdict in ORDER if verdict in spoken)

    @property
    def substitution(self) -> bool:
        """Whether the presented contract is a worse or unagreed one."""
        return self.verdict in (WORSE, CHANGED)

    @property
    def gains(self) -> tuple[ClauseResult, ...]:
        return tuple(row for row in self.clauses if row.verdict == BETTER)

    @property
    def at_stake(self) -> tuple[ClauseResult, ...]:
        return tuple(row for row in self.clauses if row.at_stake is not None)

    @property
    def per_month(self) -> Money | None:
        """Money lost per month: losses only, never offset by a gain."""
        return self._lost([row.per_month for row in self.clauses if row.verdict == WORSE])

    @property
    def over_term(self) -> Money | None:
        """Money lost over the remaining months; None when the term is unknown and money is lost."""
        if self.months is None and any(
            row.per_month.minor > 0
            for row in self.clauses
            if row.verdict == WORSE and row.per_month is not None
        ):
            return None
        return self._lost([row.over_term for row in self.clauses if row.verdict == WORSE])

    def _lost(self, amounts: list[Money | None]) -> Money | None:
        if self.currency is None:
            return None
        return Money(sum(amount.minor for amount in amounts if amount is not None), self.currency)

    def clause(self, name: str) -> ClauseResult:
        """The row of one clause."""
        return next(row for row in self.clauses if row.clause == name)

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The published answer; money as decimal text in ``currency``."""
        return {
            "verdict": self.verdict,
            "clauses": [row.as_json(translate) for row in self.clauses],
            "per_month": _text(self.per_month),
            "over_term": _text(self.over_term),
            "currency": self.currency,
            "months": self.months,
            "gains": [row.money_json() for row in self.gains],
            "at_stake": [row.money_json() for row in self.at_stake],
        }


def _text(amount: Money | None) -> str | None:
    return None if amount is None else amount.text()
