"""The averages of single services: all of them, by corridor, and the three cheapest (SmaRT)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import nsmallest
from typing import Any

from corridor.engines.statistics.remittance_services import BREAK, Service
from corridor.engines.statistics.remittances import TARGETS, mean, median

CHEAPEST = 3
WITHOUT = frozenset({"RUS"})
"""Senders whose services stay out of the one average over all services."""


@dataclass(slots=True)
class _Pot:
    """What is kept of one corridor in one quarter: never the services themselves."""

    total: Fraction = Fraction(0)
    services: int = 0
    cheap: list[Fraction] = field(default_factory=list)
    qualifying: int = 0

    def add(self, one: Service) -> None:
        self.total += one.total
        self.services += 1
        if one.smart:
            self.qualifying += 1
            self.cheap = nsmallest(CHEAPEST, [*self.cheap, one.total])


@dataclass(frozen=True, slots=True)
class CorridorCost:
    """One corridor: mean over its services, and over the cheapest that qualify."""

    sender: str
    receiver: str
    services: int
    mean: Fraction
    qualifying: int
    smart: Fraction | None

    def as_json(self) -> dict[str, Any]:
        """Costs in per cent; ``smart`` is null where no service qualifies."""
        return {
            "sender": self.sender,
            "receiver": self.receiver,
            "services": self.services,
            "mean": float(self.mean),
            "qualifying": self.qualifying,
            "smart": None if self.smart is None else float(self.smart),
        }


@dataclass(frozen=True, slots=True)
class Quarter:
    """Every average of one quarter."""

    quarter: str
    services: int
    mean_of_services: Fraction | None
    not_transparent: int
    left_out: int
    corridors: tuple[CorridorCost, ...]

    @property
    def smarts(self) -> list[Fraction]:
        """The SmaRT averages that rest on three services."""
        full = (one for one in self.corridors if one.qualifying >= CHEAPEST)
        return [one.smart for one in full if one.smart is not None]

    def as_json(self) -> dict[str, Any]:
        """The quarter's figures, without its corridors."""
        means = [one.mean for one in self.corridors]
        thin = sum(0 < one.qualifying < CHEAPEST for one in self.corridors)
        return {
            "quarter": self.quarter,
            "questionnaire": "from 2016Q2" if self.quarter >= BREAK else "to 2016Q1",
            "services": self.services,
            "mean_of_services": _float(self.mean_of_services),
            "not_transparent": self.not_transparent,
            "left_out_senders": self.left_out,
            "corridors": len(means),
            **_spread(means),
            "smart": {
                "corridors": len(self.smarts),
                "fewer_than_three": thin,
                **_spread(self.smarts),
            },
        }


def _spread(costs: Sequence[Fraction]) -> dict[str, Any]:
    limits = {f"at_most_{limit}": sum(cost <= limit for cost in costs) for limit in TARGETS}
    return {"mean": _float(mean(costs)), "median": _float(median(costs)), **limits}


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


@dataclass(slots=True)
class _Sums:
    pots: dict[tuple[str, str], _Pot] = field(default_factory=dict)
    total: Fraction = Fraction(0)
    services: int = 0
    hidden: int = 0
    left_out: int = 0

    def add(self, one: Service, without: frozenset[str]) -> None:
        if not one.transparent:
            self.hidden += 1
            return
        self.pots.setdefault((one.sender, one.receiver), _Pot()).add(one)
        if one.sender in without:
            self.left_out += 1
        else:
            self.total += one.total
            self.services += 1


def averages(
    services: Iterable[Service], without: frozenset[str] = WITHOUT
) -> Mapping[str, Quarter]:
    """Each quarter's averages, in order of time; memory grows with corridors, not with services.

    The mean over all services leaves out ``without``; corridor means and SmaRT do not.
    """
    sums: dict[str, _Sums] = {}
    for one in services:
        sums.setdefault(one.quarter, _Sums()).add(one, without)
    return {when: _quarter(when, sums[when]) for when in sorted(sums)}


def _quarter(when: str, sums: _Sums) -> Quarter:
    return Quarter(
        quarter=when,
        services=sums.services,
        mean_of_services=sums.total / sums.services if sums.services else None,
        not_transparent=sums.hidden,
        left_out=sums.left_out,
        corridors=tuple(
            CorridorCost(
                sender=sender,
                receiver=receiver,
                services=pot.services,
                mean=pot.total / pot.services,
                qualifying=pot.qualifying,
                smart=mean(pot.cheap),
            )
            for (sender, receiver), pot in sorted(sums.pots.items())
        ),
    )
