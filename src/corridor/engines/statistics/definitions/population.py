"""Standard variables turned into what an estimate is made of: who belongs, and what is added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corridor.engines.statistics.definitions import conditions, values
from corridor.engines.statistics.definitions.model import Catalogue, Indicator, Variable

if TYPE_CHECKING:
    import polars as pl

INSIDE, TOP, BOTTOM = "_inside.{}", "_top.{}", "_bottom.{}"
UNKNOWN = "_X"
"""The code of a breakdown that nobody answered: shown, so that parts add up to their total."""


def derive(
    known: Catalogue, frame: pl.DataFrame, wanted: Sequence[str], options: Mapping[str, str]
) -> pl.DataFrame:
    """``frame`` with the derived variables among ``wanted``, in an order that they can follow."""
    waiting = [known.variables[name] for name in wanted if known.variables[name].derived]
    while waiting:
        ready = [one for one in waiting if _sources(known, one, options) <= set(frame.columns)]
        if not ready:
            names = ", ".join(one.id for one in waiting)
            raise ValueError(f"the variables behind {names} are not in the frame")
        frame = frame.with_columns(_derived(known, one, options).alias(one.id) for one in ready)
        waiting = [one for one in waiting if one not in ready]
    return frame


def _sources(known: Catalogue, one: Variable, options: Mapping[str, str]) -> set[str]:
    derived = one.derived or {}
    found = {str(derived["of"])} if "of" in derived else set()
    for case in derived.get("cases", ()):
        found |= set(conditions.variables(case["when"], known.condition, options))
    return found


def _derived(known: Catalogue, one: Variable, options: Mapping[str, str]) -> Any:
    import polars as pl

    derived = one.derived or {}
    if "digits" in derived:
        return pl.col(str(derived["of"])).str.head(int(derived["digits"]))
    if "bands" in derived:
        return bands(str(derived["of"]), [int(edge) for edge in derived["bands"]])
    found: Any = pl.lit(None, dtype=pl.String)
    for case in reversed(derived["cases"]):
        holds = conditions.expression(case["when"], options, known.condition)
        found = pl.when(holds).then(pl.lit(str(case["code"]))).otherwise(found)
    return found


def bands(column: str, edges: Sequence[int]) -> Any:
    """Codes of age bands: ``Y_LT15``, ``Y15T24``, …, ``Y_GE65``; null for an unknown age."""
    import polars as pl

    age = pl.col(column)
    found: Any = pl.when(age < edges[0]).then(pl.lit(f"Y_LT{edges[0]}"))
    for low, high in pairwise(edges):
        found = found.when(age < high).then(pl.lit(f"Y{low}T{high - 1}"))
    return found.when(age >= edges[-1]).then(pl.lit(f"Y_GE{edges[-1]}"))


def prepare(
    known: Catalogue,
    one: Indicator,
    frame: pl.DataFrame,
    options: Mapping[str, str],
) -> pl.DataFrame:
    """``frame`` with ``_inside.ID`` (yes, no, null for nobody knows), ``_top.ID``, ``_bottom.ID``.

    ``ID`` is the indicator's, so that many of them stand beside each other over one design.
    """
    import polars as pl

    inner = known.condition
    inside = conditions.expression(inner(one.population), options, inner)
    made = [
        pl.when(inside)
        .then(pl.lit("yes"))
        .when(~inside)
        .then(pl.lit("no"))
        .alias(INSIDE.format(one.id)),
        values.expression(one.numerator, options, inner).alias(TOP.format(one.id)),
    ]
    if one.denominator is not None:
        made.append(values.expression(one.denominator, options, inner).alias(BOTTOM.format(one.id)))
    return frame.with_columns(made)
