"""Registers of the platform as tables: what one row is decides what is counted, and nothing else.

A count from a register has no sampling error. It has a counting rule and people who are absent from
it; both stand in the register's specification and go with the figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions.model import Register
from corridor.engines.statistics.definitions.population import UNKNOWN

if TYPE_CHECKING:
    import polars as pl

SPANS = ("year", "quarter", "month")


@dataclass(frozen=True, slots=True)
class Count:
    """The cube, and what is not in it: rows left out by the counting rule, rows without a date."""

    cube: Cube
    left_out: int
    undated: int


def count(
    register: Register,
    frame: pl.DataFrame,
    breakdowns: Sequence[tuple[str, ...]] = ((),),
    span: str = "year",
    *,
    persons: bool = False,
) -> Count:
    """Rows of a register by period and breakdown, totals included.

    ``frame`` has the register's date (a date, or text beginning YYYY-MM-DD), its dimensions and its
    person. Where the unit is a person, or with ``persons``, different persons are counted: these do
    not add up over periods or breakdowns. A missing code is ``_X``. Raises ``Problems``.
    """
    import polars as pl

    by = sorted({name for each in breakdowns for name in each})
    distinct = persons or register.unit == "person"
    raise_all(_refusals(register, frame, by, span, distinct=distinct))
    kept = frame.filter(_counts(register, frame))
    dated = kept.with_columns(_time(register.date, span).alias("time"))
    dated = dated.filter(pl.col("time").is_not_null())
    dated = dated.with_columns(
        pl.col(name).cast(pl.String).replace("", None).fill_null(UNKNOWN) for name in by
    )
    measure = register.measure
    if persons and register.unit != "person":
        measure = f"register.{register.id}.persons@{register.version}"
    parts = [_part(dated, each, by, register, distinct=distinct) for each in breakdowns]
    cells = pl.concat(parts).with_columns(
        pl.lit(measure).alias("measure"), pl.lit(register.unit).alias("note")
    )
    return Count(Cube.of(cells), frame.height - kept.height, kept.height - dated.height)


def _counts(register: Register, frame: pl.DataFrame) -> Any:
    """True for rows the counting rule counts."""
    import polars as pl

    rules: list[Any] = [pl.lit(value=True)]
    for name, codes in register.left_out.items():
        if name in frame.columns:
            rules.append(~pl.col(name).cast(pl.String).is_in(codes).fill_null(value=False))
    return pl.all_horizontal(rules)


def _time(column: str, span: str) -> Any:
    import polars as pl

    text = pl.col(column).cast(pl.String)
    sound = text.str.contains(r"^\d{4}-(0[1-9]|1[0-2])")
    month = text.str.slice(5, 2).cast(pl.Int64, strict=False)
    year = text.str.slice(0, 4)
    if span == "month":
        found: Any = text.str.slice(0, 7)
    elif span == "quarter":
        found = year + "-Q" + ((month - 1) // 3 + 1).cast(pl.String)
    else:
        found = year
    return pl.when(sound).then(found)


def _part(
    dated: pl.DataFrame,
    each: tuple[str, ...],
    by: Sequence[str],
    register: Register,
    *,
    distinct: bool,
) -> pl.DataFrame:
    import polars as pl

    figure = pl.col(register.person).drop_nulls().n_unique() if distinct else pl.len()
    table = dated.group_by(["time", *each]).agg(
        figure.cast(pl.Int64).alias("value"), pl.len().cast(pl.Int64).alias("n")
    )
    table = table.with_columns(pl.lit(TOTAL).alias(name) for name in by if name not in each)
    return table.select(["time", *by, "value", "n"])


def _refusals(
    register: Register, frame: pl.DataFrame, by: Sequence[str], span: str, *, distinct: bool
) -> list[Problem]:
    found: list[Problem] = [
        _refusal(
            "register.breakdown",
            N_("{title}: the definition has no breakdown by “{found}”."),
            register,
            name,
            register.dimensions,
        )
        for name in by
        if name not in register.dimensions
    ]
    needed = [register.date, *(name for name in by if name in register.dimensions)]
    needed += [register.person] if distinct else []
    found += [
        _refusal(
            "register.column",
            N_("{title}: the register has no column “{found}”."),
            register,
            name,
            frame.columns,
        )
        for name in needed
        if name not in frame.columns
    ]
    if span not in SPANS:
        found.append(
            _refusal("register.span", N_("{title}: “{found}” is no period."), register, span, SPANS)
        )
    return found


def _refusal(
    code: str, said: str, register: Register, found: str, kinds: Sequence[str]
) -> BadInput:
    return BadInput(
        code,
        sentence(said, title=register.title.en, found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(kinds) or "-"),
        place=Place(field=found),
        found=found,
    )


def beside(registers: Mapping[str, Register]) -> list[dict[str, Any]]:
    """What may be compared with what: each register's unit, and what it must not be read as."""
    return [
        {
            "register": one.id,
            "unit": one.unit,
            "not": list(one.not_),
            "counting": one.counting.en,
            "absent": one.absent.en,
        }
        for one in registers.values()
    ]
