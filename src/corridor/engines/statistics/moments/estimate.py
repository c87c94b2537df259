"""From moments to figures: the one division comes last.

The variance of a ratio needs the sums of squares of residuals, but the residual contains the ratio.
Expanding the square leaves three sums that do not: aa, ab and bb, centred within strata.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.moments import wide
from corridor.engines.statistics.moments.exact import quotient, root
from corridor.engines.statistics.moments.plan import Plan, Wanted, plan
from corridor.engines.statistics.moments.spec import Key
from corridor.engines.statistics.moments.state import Moments, Stratum

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table; None where it cannot be told. ``codes``: by dimension."""

    indicator: str
    kind: str
    codes: dict[str, str]
    estimate: float | None
    se: float | None
    low: float | None
    high: float | None
    cv: float | None
    deff: float | None
    df: int
    n: int
    n_psu: int
    quality: str

    def as_json(self) -> dict[str, Any]:
        """The figure as commands and the API answer it."""
        ci = None if self.low is None else [self.low, self.high]
        return {
            "indicator": self.indicator, "kind": self.kind, "breakdown": self.codes,
            "estimate": self.estimate, "se": self.se, "ci": ci, "cv": self.cv, "deff": self.deff,
            "df": self.df, "n": self.n, "n_psu": self.n_psu, "quality": self.quality,
        }  # fmt: skip


def figures(moments: Moments) -> Iterator[Figure]:
    """Every indicator in every cell that has a record of its population, in a fixed order.

    Raises ``BadInput`` where the policy on strata of one sampling unit is to refuse them.
    """
    made = plan(moments.spec)
    held = _added(moments, made)
    order = sorted(range(len(moments.keys)), key=lambda place: moments.keys[place])
    for place in order:
        for one in made.wanted:
            if held.counts[place, one.base]:
                yield _figure(held, moments, moments.keys[place], place, one)


@dataclass
class _Added:
    """Over all strata: sums, centred squares times ``common``, counts, units and strata met."""

    sums: Objects
    squares: Objects
    counts: npt.NDArray[np.int64]
    units: npt.NDArray[np.int64]
    strata: npt.NDArray[np.int64]
    single: npt.NDArray[np.int64]
    products: int
    """Where sums over records begin, after lanes and pairs."""
    common: int = 1


def _added(moments: Moments, made: Plan) -> _Added:
    cells, bases = len(moments.keys), len(made.bases)
    counted = [np.zeros((cells, bases), np.int64) for _ in range(4)]
    held = _Added(
        np.full((cells, made.sums), 0, object),
        np.full((cells, len(made.pairs)), 0, object),
        counted[0],
        counted[1],
        counted[2],
        counted[3],
        len(made.lanes) + len(made.pairs),
    )
    shares = {name: _share(one) for name, one in moments.strata.items()}
    lonely = moments.spec.design.lonely
    alone = [name for name, one in moments.strata.items() if one.size == 1 and shares[name][0]]
    if alone and lonely == "fail":
        raise _lonely(alone)
    held.common = lcm(*(under for _over, under in shares.values()))  # of none: 1
    for name in sorted(moments.strata):
        _stratum(held, moments.strata[name], made, shares[name], lonely, alone=name in alone)
    return held


def _share(one: Stratum) -> tuple[int, int]:
    """What the centred squares of a stratum are multiplied by: over, under.

    Squares come as n·Σxy − Σx·Σy, so n in n/(n−1) is in them already.
    """
    over, under = (one.fpc - one.size, one.fpc) if one.fpc else (1, 1)
    return over, under * max(one.size - 1, 1)


def _stratum(
    held: _Added, one: Stratum, made: Plan, share: tuple[int, int], lonely: str, *, alone: bool
) -> None:
    at = one.cells
    sums = wide.whole(one.sums)
    held.sums[at] += sums
    held.counts[at] += one.counts
    held.units[at] += one.units
    met = (one.units > 0).astype(np.int64)
    held.strata[at] += met
    if alone:
        held.single[at] += met
        if lonely != "adjust":
            return
    if not made.pairs:
        return
    first, second = (list(side) for side in zip(*made.pairs, strict=True))
    start = len(made.lanes)
    squares = one.size * sums[:, start : start + len(made.pairs)]
    if not alone:  # a stratum's only unit is not held against its own mean
        squares = squares - sums[:, first] * sums[:, second]
    held.squares[at] += squares * (share[0] * (held.common // share[1]))


def _figure(held: _Added, moments: Moments, key: Key, place: int, one: Wanted) -> Figure:
    spec = moments.spec
    scale = spec.design.weight.scale if spec.design.weight else 0
    n, n_psu = int(held.counts[place, one.base]), int(held.units[place, one.base])
    strata = int(held.strata[place, one.base])
    parts = _Parts(held, place, one, scale)
    estimate = parts.estimate()
    over, under = parts.variance()
    if spec.design.lonely == "average":
        single = int(held.single[place, one.base])
        over, under = over * strata, under * (strata - single)
    se = root(over, under) if under and estimate is not None else None
    df = n_psu - strata
    low, high = _interval(estimate, se, df, spec.confidence)
    cv = None if se is None or not estimate else se / abs(estimate)
    return Figure(
        indicator=one.indicator.id,
        kind=one.indicator.kind,
        codes=dict(zip(spec.breakdowns[key[0]], key[1], strict=True)),
        estimate=estimate, se=se, low=low, high=high, cv=cv,
        deff=parts.deff(over, under, n) if se else None,
        df=df, n=n, n_psu=n_psu, quality=quality(cv, n, df),
    )  # fmt: skip


class _Parts:
    """The integers of one figure in one cell; everything stays a quotient of two integers."""

    def __init__(self, held: _Added, place: int, one: Wanted, scale: int) -> None:
        self.sums, self.one, self.products = held.sums[place], one, held.products
        squares, self.common = held.squares[place], held.common
        self.weights: int = self.sums[one.weight]
        self.unit = 10**scale
        self.a: int = self.sums[one.a]
        self.b: int | None = None if one.b is None else self.sums[one.b]
        self.aa: int = squares[one.aa]
        self.ab: int = 0 if one.ab is None else squares[one.ab]
        self.bb: int = 0 if one.bb is None else squares[one.bb]

    def _scales(self) -> tuple[int, int]:
        """The figure is a (or a/b) times over, by under."""
        one = self.one
        if self.b is None:
            return one.indicator.per, self.unit * 10**one.scale_a
        return one.indicator.per * 10**one.scale_b, 10**one.scale_a

    def estimate(self) -> float | None:
        over, under = self._scales()
        if self.b == 0:
            return None
        return quotient(self.a * over, under * (1 if self.b is None else self.b))

    def _residual(self, aa: int, ab: int, bb: int) -> tuple[int, int]:
        """(aa − 2 R ab + R² bb) / B² with R = A/B; for totals aa itself."""
        if self.b is None:
            return aa, 1
        a, b = self.a, self.b
        return b * b * aa - 2 * a * b * ab + a * a * bb, b**4

    def variance(self) -> tuple[int, int]:
        over, under = self._scales()
        centred, by = self._residual(self.aa, self.ab, self.bb)
        return centred * over * over, by * self.common * under * under

    def deff(self, over: int, under: int, n: int) -> float | None:
        """Variance by that of a simple random sample of as many records without replacement."""
        people = self.weights - n * self.unit
        if n < 2 or people <= 0:
            return None
        one = self.one
        rows = [self._rows(at) for at in (one.rows_aa, one.rows_ab, one.rows_bb)]
        square, by = self._residual(*rows)
        if self.b is None:  # a total's values are not centred yet
            square, by = square * self.weights - self.a * self.a, self.weights
        scale, less = self._scales()
        if square <= 0:
            return None
        simple = under * square * people * scale * scale
        return quotient(over * by * (n - 1) * less * less, simple)

    def _rows(self, at: tuple[str, int] | None) -> int:
        if at is None:
            return 0
        kind, place = at
        return int(self.sums[place if kind == "lane" else self.products + place])


def _interval(
    estimate: float | None, se: float | None, df: int, confidence: str
) -> tuple[float | None, float | None]:
    if estimate is None or se is None or df < 1:
        return None, None
    reach = se * _student(df, confidence)
    return estimate - reach, estimate + reach


@lru_cache(maxsize=4096)
def _student(df: int, confidence: str) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + float(confidence) / 2))


def quality(cv: float | None, n: int, df: int) -> str:
    """The observatory's rule: by the coefficient of variation, and never reliable on little."""
    if cv is None:
        return ""
    if cv >= 0.333:
        return "unreliable"
    return "reliable" if cv < 0.165 and n >= 30 and df >= 10 else "with_care"


def _lonely(names: list[str]) -> BadInput:
    words = N_("{count} strata have one sampling unit, the first of them {name}.")
    return BadInput(
        "moments.lonely",
        sentence(words, count=len(names), name=min(names) or "-"),
        remedy=sentence(
            N_(
                "Merge such strata, or say in the design: lonely: remove, certainty, adjust "
                "or average."
            )
        ),
        found=len(names),
    )
