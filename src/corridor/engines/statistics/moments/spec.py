"""What a set of standard tables is: design, variables, populations, indicators, breakdowns.

A specification has an id, a version and a digest; moment files carry all three, so that files made
under two specifications never meet in one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from corridor.core import canonical

Key: TypeAlias = tuple[int, tuple[str, ...]]
"""A cell: the place of its breakdown in the specification, and one code for each dimension."""

KINDS = ("total", "mean", "ratio", "rate")
LONELY = ("fail", "remove", "certainty", "adjust", "average")
ROUNDINGS = ("exact", "nearest")
FORMAT = "corridor-tables/1"
HIGHEST_SCALE = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A column read as whole multiples of 10^-``scale``.

    ``rounding``: ``exact`` refuses more decimals, ``nearest`` rounds each record (half to even).
    ``missing``: ``refuse`` an empty value inside the population, or ``leave_out`` that record.
    """

    column: str
    scale: int = 0
    rounding: str = "exact"
    missing: str = "refuse"


@dataclass(frozen=True, slots=True)
class Design:
    """Weights, strata, primary sampling units (PSUs, read inside their stratum) and policies.

    ``psu`` None: each record is one. ``fpc``: the number of PSUs in the stratum's population.
    """

    weight: Number | None = None
    strata: str | None = None
    psu: str | None = None
    fpc: str | None = None
    lonely: str = "fail"
    zero_weights: str = "refuse"


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one column: ``in`` or ``not_in`` codes, ``min`` or ``max``; empty never passes."""

    column: str
    test: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. ``of`` and ``over`` name a variable, a population, or (empty) everybody."""

    id: str
    kind: str
    of: str = ""
    over: str = ""
    where: str = ""
    per: int = 1


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column that splits tables. ``levels`` translate its codes; none: codes as they stand.

    ``missing``: ``refuse`` an empty code, ``leave_out`` the record of tables by this column, or
    the code to count it under.
    """

    column: str
    levels: Mapping[str, str] = field(default_factory=dict)
    missing: str = "refuse"


@dataclass(frozen=True)
class Spec:
    """Everything that decides the figures, apart from the data."""

    id: str
    version: str
    design: Design
    variables: Mapping[str, Number]
    populations: Mapping[str, tuple[Condition, ...]]
    indicators: tuple[Indicator, ...]
    dimensions: Mapping[str, Dimension]
    breakdowns: tuple[tuple[str, ...], ...]
    confidence: str = "0.95"
    time: str = ""

    def as_json(self) -> dict[str, Any]:
        """The whole of it, defaults included: what the digest is over and moment files carry."""
        design = {name: getattr(self.design, name) for name in Design.__slots__}
        if self.design.weight:
            design["weight"] = _plain(self.design.weight)
        return {
            "tables": FORMAT,
            "id": self.id,
            "version": self.version,
            "design": design,
            "variables": {name: _plain(one) for name, one in self.variables.items()},
            "populations": {
                name: [_plain(one) | {"values": list(one.values)} for one in tests]
                for name, tests in self.populations.items()
            },
            "indicators": [_plain(one) for one in self.indicators],
            "dimensions": {
                name: _plain(one) | {"levels": dict(one.levels)}
                for name, one in self.dimensions.items()
            },
            "breakdowns": [list(one) for one in self.breakdowns],
            "confidence": self.confidence,
            "time": self.time,
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return canonical.digest(self.as_json())

    @property
    def name(self) -> str:
        """``id@version``."""
        return f"{self.id}@{self.version}"


def from_json(body: Mapping[str, Any]) -> Spec:
    """The specification that ``as_json`` wrote. Raises ``KeyError`` or ``TypeError`` else."""
    design = dict(body["design"])
    if design["weight"]:
        design["weight"] = Number(**design["weight"])
    populations = {
        name: tuple(Condition(**one | {"values": tuple(one["values"])}) for one in tests)
        for name, tests in body["populations"].items()
    }
    return Spec(
        id=body["id"],
        version=body["version"],
        design=Design(**design),
        variables={name: Number(**one) for name, one in body["variables"].items()},
        populations=populations,
        indicators=tuple(Indicator(**one) for one in body["indicators"]),
        dimensions={name: Dimension(**one) for name, one in body["dimensions"].items()},
        breakdowns=tuple(tuple(one) for one in body["breakdowns"]),
        confidence=body["confidence"],
        time=body["time"],
    )


def _plain(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__slots__}
