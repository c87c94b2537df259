"""A second paper beside a contract: which clauses differ, and what a lower wage costs.

It needs no law and no network, so it counts only what two sums of money say by themselves:
the basic wage, food and housing in cash. ``engines.terms.compare`` knows all the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.engines.evidence.reading import cleaned, json_value
from corridor.engines.terms.clauses import BY_NAME, CLAUSES, Kind
from corridor.engines.terms.values import IN_KIND, NONE

NAMES = tuple(
    name for one in CLAUSES for name in (one.name, *["pay_period"] * (one.name == "currency"))
)
"""Clauses in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause as two papers state it (None: not at all), and the money lost by it, if any."""

    clause: str
    here: Any
    there: Any
    month: Money | None = None
    term: Money | None = None

    def as_json(self) -> dict[str, Any]:
        """Money as decimal text."""
        return {
            "clause": self.clause,
            "here": self.here,
            "there": self.there,
            "per_month": self.month.text() if self.month else None,
            "over_term": self.term.text() if self.term else None,
        }


@dataclass(frozen=True, slots=True)
class Beside:
    """All differences; sums of the losses, never offset by a gain. ``months``: of the contract."""

    rows: tuple[Difference, ...]
    currency: str
    months: int | None

    def as_json(self) -> dict[str, Any]:
        """For ``--json``; sums are None when no loss can be counted."""
        return {
            "currency": self.currency,
            "months": self.months,
            "per_month": self._sum([row.month for row in self.rows]),
            "over_term": self._sum([row.term for row in self.rows]),
            "rows": [row.as_json() for row in self.rows],
        }

    def _sum(self, lost: list[Money | None]) -> str | None:
        minor = [one.minor for one in lost if one is not None]
        return Money(sum(minor), self.currency).text() if minor else None


def terms_in(text: str) -> dict[str, Any] | None:
    """The clauses of a contract's JSON, with or without its head; None for anything else."""
    read = json_value(cleaned(text))
    found = read.get("terms", read) if isinstance(read, dict) else None
    known = isinstance(found, dict) and any(name in NAMES for name in found)
    return found if known else None


def beside(here: Mapping[str, Any], there: Mapping[str, Any]) -> Beside:
    """What ``there`` says otherwise than ``here``, the contract that was agreed."""
    named = here.get("currency")
    currency = named if isinstance(named, str) else ""
    shared = currency if there.get("currency") == currency else ""
    months = _months(here)
    found = [_row(name, here, there, shared, months) for name in NAMES]
    return Beside(tuple(row for row in found if row is not None), currency, months)


def _row(
    name: str, here: Mapping[str, Any], there: Mapping[str, Any], currency: str, months: int | None
) -> Difference | None:
    """The clause as both state it; None when they state the same."""
    row = Difference(name, here.get(name), there.get(name))
    one, other = (_cash(name, terms, currency) for terms in (here, there))
    if _shape(row.here) == _shape(row.there) or (one is not None and one == other):
        return None
    if one is None or other is None or one.minor <= other.minor:
        return row
    if name == "basic_wage" and not all(_by_month(terms) for terms in (here, there)):
        return row
    month = one - other
    return replace(row, month=month, term=None if months is None else month * months)


def _by_month(terms: Mapping[str, Any]) -> bool:
    """Wages by the hour, day or week need more than two sums."""
    return (terms.get("pay_period") or "month") == "month"


def _shape(value: Any) -> str:
    """What two values must share to be the same; true is not 1."""
    return json.dumps(cleaned(value) if isinstance(value, str) else value, sort_keys=True)


def _cash(name: str, terms: Mapping[str, Any], currency: str) -> Money | None:
    """A clause's sum of money; None for kind, silence and whatever is not a plain decimal."""
    kind = BY_NAME[name].kind if name in BY_NAME else None
    if kind not in {Kind.WAGE, Kind.ALLOWANCE} or not currency:
        return None
    raw = terms.get(name)
    if raw == NONE and kind is Kind.ALLOWANCE:
        raw = "0"
    try:
        found = Money.parse(raw, currency) if raw != IN_KIND else None
    except BadInput:
        return None
    return found if found is not None and found.minor >= 0 else None


def _months(terms: Mapping[str, Any]) -> int | None:
    text = str(terms.get("contract_months", "")).strip()
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None
