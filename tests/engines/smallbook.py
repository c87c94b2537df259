"""A small law book for the engines' own tests: one value each, dated, no packs needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from corridor.core.money import Money
from corridor.core.periods import RoughDate
from corridor.core.problems import NotFound
from corridor.core.text import sentence


@dataclass
class SmallBook:
    """``values``: id -> list of (first day, value); the last that has begun answers."""

    values: dict[str, list[tuple[date, Any]]] = field(default_factory=dict)
    opened: RoughDate = field(default_factory=lambda: RoughDate("2005"))
    lists: dict[str, Any] = field(default_factory=dict)

    def ids(self) -> tuple[str, ...]:
        return tuple(self.values)

    def value(
        self, id: str, on: date, key: Mapping[str, str] | None = None, announced: bool = False
    ) -> Any:
        begun = [value for first, value in self.values.get(id, []) if first <= on]
        state = "known" if begun and begun[-1] is not None else "unknown" if begun else "missing"
        value = begun[-1] if begun else None
        return SimpleNamespace(id=id, state=state, value=value, reason=None)

    def jurisdiction(self, code: str) -> Any:
        languages = {"NPL": ("ne",), "PHL": ("fil", "en"), "QAT": ("ar",), "DEU": ("de",)}
        return SimpleNamespace(id=code, languages=languages[code])

    def corridor(self, code: str) -> Any:
        if code not in ("NPL-QAT", "PHL-DEU"):
            raise NotFound("law.corridor", sentence("No corridor {code}.", code=code))
        return SimpleNamespace(
            id=code,
            opened=self.opened,
            opened_by=f"{code}.BLA",
            routes=("agency", "rehire"),
            regimes=("general", "domestic"),
            prevailing="ar" if code == "NPL-QAT" else None,
        )

    def mandatory(self, jurisdiction: str) -> Any:
        return self.lists.get(jurisdiction)


def small_book() -> SmallBook:
    """Qatar's minimum wages as the packs have them, and an agreement known to the year."""
    first = date(2021, 3, 20)
    return SmallBook(
        {
            "QAT.minimum_wage.basic": [
                (date(2018, 1, 1), Money(75000, "QAR")),
                (first, Money(100000, "QAR")),
            ],
            "QAT.minimum_wage.food": [(first, Money(30000, "QAR"))],
            "QAT.minimum_wage.housing": [(first, Money(50000, "QAR"))],
        },
    )
