"""Disclosure control for releases: rules in, a protected cube and its audit out.

A release is protected by the records behind its figures: the pattern of withheld cells is found
for their number (``n``) and for every measure whose parts sum to their whole, one period at a time;
every figure of a withheld cell goes with it. All withheld cells look alike: which of them is
sensitive would help to work out the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import COMPLEMENT, FREE, TOTAL, WITHHELD, Cube, withheld

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.statistics.disclosure.model import Specification
    from corridor.engines.statistics.disclosure.released import Released

LEAST, USUAL = 3, 10
OPEN = "open"
"""The method for what is public already: nothing is withheld. Only for published sources."""
RECORDS = "records"
_OF_THE_RULES = ("threshold", "range", "zeros", "insiders", "most_dimensions", "never")
_KNOWN = (*_OF_THE_RULES, "additive", "dimensions", "population")
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Guarded:
    """The protected cube, how many cells only hide others, and what an attack found."""

    cube: Cube
    complementary: int
    audit: dict[str, Any]


@dataclass(frozen=True)
class Earlier:
    """A version that is out: its cells, and the rules that say what its codes are.

    ``other``: of another indicator about the same people. Where the records behind it are not the
    records behind this one (who did not answer one question answered another), nothing is known.
    """

    id: str
    cube: Cube
    rules: Mapping[str, Any]
    other: bool = False


def rules_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rules, complete. Raises ``BadInput`` for an unknown one or a threshold that is none."""
    if dict(given) == {"method": OPEN}:
        return {"method": OPEN}
    unknown = sorted(set(given) - set(_KNOWN))
    threshold = given.get("threshold", USUAL)
    if unknown or type(threshold) is not int or not LEAST <= threshold <= 1000:
        raise BadInput(
            "observatory.rules",
            sentence(N_("The rules of protection cannot be read.")),
            remedy=sentence(N_("Give a threshold of at least {least} people."), least=LEAST),
            found=unknown or threshold,
        ).at(field="rules_of_release")
    return {**given, "threshold": threshold}


def guarded(raw: Cube, rules: Mapping[str, Any], known: Sequence[Earlier]) -> Guarded:
    """Protect ``raw`` and attack it with everything in ``known``.

    Raises ``Problems`` of the engine where the table cannot be protected: parts that do not sum,
    more breakdown than the rules allow, a cell without its number of records.
    """
    if rules.get("method") == OPEN:
        return Guarded(raw, 0, _audit(raw.frame.height))
    _counted(raw)
    known = sorted(known, key=lambda one: one.cube.digest())
    hidden: dict[tuple[Codes, str], str] = {}
    audit = _audit(raw.frame.height)
    for time in raw.codes("time"):
        _one_period(raw, rules, known, time, hidden, audit)
    return Guarded(_emptied(raw, hidden), sum(one == COMPLEMENT for one in hidden.values()), audit)


def _audit(cells: int) -> dict[str, Any]:
    return {"safe": True, "cells": cells, "attacked": 0, "programs": 0, "findings": []}


def _counted(raw: Cube) -> None:
    missing = raw.frame["n"].null_count()
    if missing:
        raise BadInput(
            "observatory.uncounted",
            sentence(N_("{count} cells do not say how many records they rest on."), count=missing),
            remedy=sentence(
                N_("Fill in the column n: without it nobody can say what to withhold.")
            ),
        ).at(field="table")


def _one_period(
    raw: Cube,
    rules: Mapping[str, Any],
    known: Sequence[Earlier],
    time: str,
    hidden: dict[tuple[Codes, str], str],
    audit: dict[str, Any],
) -> None:
    from corridor.engines.statistics.disclosure.run import run

    frame = _frame(raw, time)
    spec = _specification(raw, rules, time)
    if spec is None:
        few = frame.filter(frame["n"].is_between(1, rules["threshold"] - 1))
        hidden.update({(_at(raw, row), time): WITHHELD for row in few.to_dicts()})
        return
    before = list(_before(known, spec, frame, time))
    made = run(spec, frame, before)
    closed = made.review.filter(made.review["conf"] != FREE)
    hidden.update({(_at(raw, row), time): row["conf"] for row in closed.to_dicts()})
    audit["safe"] = audit["safe"] and made.passed
    audit["attacked"] += len(made.audit.learnt)
    audit["programs"] += made.audit.questions
    audit["findings"] += [_finding(one, time) for one in made.audit.failures]


def _before(
    known: Sequence[Earlier], spec: Specification, frame: pl.DataFrame, time: str
) -> Iterator[Released]:
    """The earlier versions of a period that say something about these people."""
    from corridor.engines.statistics.disclosure.knowledge import revised
    from corridor.engines.statistics.disclosure.released import Released

    now = Released(spec, frame)
    for one in known:
        found = _released(one, time)
        if found is not None and not (one.other and revised(now, found, RECORDS)):
            yield found


def _at(cube: Cube, row: Mapping[str, Any]) -> Codes:
    """A cell's codes in the order of the cube; the total of what the tables do not use."""
    return tuple(str(row.get(one, TOTAL)) for one in cube.dimensions)


def _finding(one: Any, time: str) -> str:
    cell = ", ".join(f"{name} {code}" for name, code in one.codes.items())
    return f"{cell}, {time}: {one.low:g} – {one.high:g} ({one.verdict})"


def _frame(cube: Cube, time: str) -> pl.DataFrame:
    """The records behind each cell as a measure of their own, with the additive measures."""
    import polars as pl

    rows = cube.frame.filter(pl.col("time") == time)
    counts = (
        rows.sort("n", descending=True, nulls_last=True)
        .unique(cube.dimensions, keep="first", maintain_order=True)
        .with_columns(measure=pl.lit(RECORDS), value=pl.col("n").cast(pl.Float64))
    )
    wanted = [*cube.dimensions, "time", "measure", "value", "n", "conf"]
    more = rows.with_columns(value=pl.col("value").cast(pl.Float64))
    return _with_totals(pl.concat([counts.select(wanted), more.select(wanted)]), cube.dimensions)


def _with_totals(frame: pl.DataFrame, dimensions: Codes) -> pl.DataFrame:
    """Add the total over each dimension that has none: whoever reads the parts has it."""
    import polars as pl

    for name in dimensions:
        if TOTAL in frame[name]:
            continue
        others = [*(one for one in dimensions if one != name), "time", "measure"]
        totals = frame.group_by(others, maintain_order=True).agg(
            pl.col("value").sum(), pl.col("n").sum(), pl.lit(FREE).alias("conf")
        )
        frame = pl.concat([frame, totals.with_columns(pl.lit(TOTAL).alias(name))], how="diagonal")
    return frame


def _specification(
    cube: Cube, rules: Mapping[str, Any], time: str, name: str = "release"
) -> Specification | None:
    """The linked tables that the cells of one period make; None for a single cell."""
    from corridor.engines.statistics.disclosure.reading import parse

    tables = list(_tables(cube, time))
    if not tables:
        return None
    own = rules.get("dimensions", {})
    used = sorted({name for one in tables for name in one})
    given = {
        "specification": name,
        "time": time,
        "population": dict(rules.get("population", {})),
        "source": {"kind": "cells"},
        "dimensions": {name: _codes(cube, name, own.get(name, {})) for name in used},
        "tables": [{"by": list(one)} for one in tables],
        "measures": [
            {"id": RECORDS},
            *({"id": one, "sum": "value"} for one in _additive(cube, rules)),
        ],
        "rules": {name: _plain(rules[name]) for name in _OF_THE_RULES if name in rules},
    }
    return parse(given)


def _additive(cube: Cube, rules: Mapping[str, Any]) -> list[str]:
    """Measures whose parts sum to their whole; those that the rules name, if they name any."""
    if "additive" in rules or rules.get("dimensions"):
        return list(rules.get("additive", ()))
    return [one for one in cube.codes("measure") if _adds_up(cube, one)]


def _adds_up(cube: Cube, measure: str) -> bool:
    import polars as pl

    rows = cube.frame.filter(pl.col("measure") == measure)
    if rows["value"].null_count() or (rows["value"] < 0).any():
        return False
    checked = False
    for name in cube.dimensions:
        others = [*(one for one in cube.dimensions if one != name), "time"]
        parts = rows.filter(pl.col(name) != TOTAL).group_by(others).agg(sum=pl.col("value").sum())
        both = rows.filter(pl.col(name) == TOTAL).join(parts, on=others)
        near = 1e-9 * pl.col("value").abs().clip(1)
        if not both.select(((pl.col("value") - pl.col("sum")).abs() <= near).all()).item():
            return False
        checked = checked or both.height > 0
    return checked


def _plain(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _codes(cube: Cube, name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    groups = set(own.get("groups", {}))
    return {"codes": [one for one in cube.codes(name) if one not in {TOTAL, *groups}], **own}


def _tables(cube: Cube, time: str) -> Iterator[Codes]:
    """The widest breakdowns of a period; each holds all totals of its own."""
    import polars as pl

    rows = cube.frame.filter(pl.col("time") == time).select(cube.dimensions)
    shapes = {
        frozenset(name for name, code in row.items() if code != TOTAL) for row in rows.to_dicts()
    }
    for shape in sorted(shapes, key=lambda one: (-len(one), sorted(one))):
        if shape and not any(shape < other for other in shapes):
            yield tuple(sorted(shape))


def _released(one: Earlier, time: str) -> Released | None:
    """An earlier version as an attacker holds it against this one."""
    from corridor.engines.statistics.disclosure.released import Released

    if one.rules.get("method") == OPEN or time not in one.cube.codes("time"):
        return None
    spec = _specification(one.cube, one.rules, time, one.id)
    if spec is None:
        return None
    return Released(spec, _frame(one.cube, time))


def _emptied(raw: Cube, hidden: Mapping[tuple[Codes, str], str]) -> Cube:
    """The cube without the figures of withheld cells; all of them look alike."""
    import polars as pl

    keys = pl.struct([*raw.dimensions, "time"])
    names = {(*codes, time) for codes, time in hidden}
    status = keys.map_elements(
        lambda row: WITHHELD if tuple(row.values()) in names else FREE, return_dtype=pl.String
    )
    frame = raw.frame.with_columns(
        conf=pl.when(pl.col("conf") == FREE).then(status).otherwise(pl.lit(WITHHELD))
    )
    free = pl.col("conf") == FREE
    quality = pl.when(free).then(pl.col("quality")).otherwise(pl.lit(""))
    note = pl.when(free).then(pl.col("note")).otherwise(pl.lit(""))
    return Cube.of(withheld(frame).with_columns(quality=quality, note=note))
