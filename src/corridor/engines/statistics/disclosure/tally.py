"""The true figures of every cell: from records, or from a table that was made elsewhere.

For each cell: its figure for each measure, how many contributors stand behind it, and the largest
contributions where a rule looks at them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence
from corridor.engines.statistics.disclosure.graph import Graph
from corridor.engines.statistics.disclosure.model import Dimension, Specification

MOST_PROBLEMS = 200
LINE = "__line"
"""The line of each row where rows were left out; otherwise the first row is line 2."""


@dataclass(frozen=True)
class Figures:
    """By cell: ``values`` of each measure, ``n`` contributors, ``largest`` (cells x k) of each.

    ``records`` says, for each cell, how many rows of the data it is; ``whole`` which measures are
    whole numbers.
    """

    values: Mapping[str, np.ndarray]
    n: np.ndarray
    records: np.ndarray
    largest: Mapping[str, np.ndarray]
    whole: Mapping[str, bool]


def of_records(graph: Graph, frame: pl.DataFrame) -> Figures:
    """Figures from one row a record.

    Raises ``Problems`` for columns that are missing, codes that the specification lacks, and
    values that are missing, no numbers or below nothing, with their lines (a CSV's; the first row
    is line 2).
    """
    spec = graph.spec
    _columns(spec, frame)
    problems: list[Problem] = []
    codes = [_codes(spec.dimensions[name], frame, name, problems) for name in spec.names]
    weight = _numbers(frame, spec.weight, problems)
    values = {
        one.id: weight if one.column is None else weight * _numbers(frame, one.column, problems)
        for one in spec.measures
    }
    raise_all(problems[:MOST_PROBLEMS])
    owner = _owners(spec, frame)
    return _tallied(graph, np.stack(codes, axis=1), values, owner)


def of_cells(graph: Graph, frame: pl.DataFrame) -> Figures:
    """Figures from a table of cells: dimensions, time, measure, value, n, and top1, top2 ...

    A cell that the table lacks counts as empty. Raises ``Problems`` where parts do not sum to
    their whole, and for the faults of ``of_records``.
    """
    spec = graph.spec
    _columns(spec, frame, ("measure", "value", "n"))
    wanted = frame.with_row_index(LINE, 2).filter(
        (pl.col("measure").is_in([one.id for one in spec.measures]))
        & (pl.col("time") == spec.time if "time" in frame.columns else pl.lit(value=True))
    )
    problems = _absent(spec, wanted)
    cells = _placed(graph, wanted, problems)
    found = _spread(graph, wanted, cells, problems)
    raise_all(problems[:MOST_PROBLEMS])
    _additive(graph, found)
    return found


def _absent(spec: Specification, wanted: pl.DataFrame) -> list[Problem]:
    """Measures of which the table has no cell, and cells that stand there twice."""
    have = set(wanted["measure"].to_list())
    problems: list[Problem] = [
        _problem(
            "measure",
            sentence(
                N_("The data have no cell of {measure} in {time}."), measure=one.id, time=spec.time
            ),
            N_("Name measure and time in the specification as they are named in the data."),
            field="measure",
        )
        for one in spec.measures
        if one.id not in have
    ]
    keys = [*spec.names, "measure"]
    for row in wanted.filter(pl.struct(keys).is_duplicated()).sort(keys).to_dicts():
        cell = ", ".join(f"{name} {row[name]}" for name in keys)
        words = sentence(N_("A cell stands twice in the table: {cell}."), cell=cell)
        problems.append(
            _problem("twice", words, N_("Keep one row for each cell."), line=int(row[LINE]))
        )
    return problems


def _columns(spec: Specification, frame: pl.DataFrame, more: tuple[str, ...] = ()) -> None:
    wanted = [*spec.names, *more]
    if not more:
        wanted += [one.column for one in spec.measures if one.column]
        wanted += [name for name in (spec.weight, spec.contributor, spec.record) if name]
    else:
        wanted += [f"top{place + 1}" for place in range(spec.rules.largest)]
    missing = [name for name in dict.fromkeys(wanted) if name not in frame.columns]
    raise_all(
        [
            _problem(
                "column",
                sentence(N_("The data have no column “{name}”."), name=name),
                N_("Name the column in the specification as it is named in the data."),
                field=name,
            )
            for name in missing
        ]
    )
    if not frame.height:
        raise _problem("empty", sentence(N_("The data hold no row.")), N_("Give a file with data."))


def _line(frame: pl.DataFrame, row: int) -> int:
    return int(frame[LINE][row]) if LINE in frame.columns else row + 2


def _codes(
    dimension: Dimension, frame: pl.DataFrame, name: str, problems: list[Problem]
) -> np.ndarray:
    """The place of each row's code among the leaves; unknown and missing codes are problems."""
    column = frame[name]
    at = {code: place for place, code in enumerate(dimension.leaves)}
    found = column.cast(pl.String).replace_strict(at, default=-1, return_dtype=pl.Int64)
    wrong = found.fill_null(-1).to_numpy() < 0
    for row in np.flatnonzero(wrong)[:MOST_PROBLEMS].tolist():
        code = column[row]
        why = N_("The code “{code}” is not one of the dimension's codes.")
        words = (
            sentence(N_("The code is missing."))
            if code is None or code == ""
            else sentence(why, code=code)
        )
        remedy = N_("Correct it, or add the code to the specification (a code for “not stated”).")
        problems.append(
            _problem("code", words, remedy, field=dimension.id, line=_line(frame, row), found=code)
        )
    return np.where(wrong, 0, found.fill_null(0).to_numpy())


def _numbers(frame: pl.DataFrame, name: str | None, problems: list[Problem]) -> np.ndarray:
    """A column's numbers, not negative; ones for no column."""
    if name is None:
        return np.ones(frame.height)
    column = frame[name].cast(pl.Float64, strict=False).fill_nan(None)
    found: np.ndarray = column.fill_null(-1.0).to_numpy()
    wrong = np.flatnonzero(~np.isfinite(found) | (found < 0))
    for row in wrong[:MOST_PROBLEMS].tolist():
        problems.append(
            _problem(
                "value",
                sentence(N_("A number that is not negative is expected here.")),
                N_("Correct it; what is owed and what is had are measures of their own."),
                field=name,
                line=_line(frame, row),
                found=frame[name][row],
            )
        )
    return found


def _owners(spec: Specification, frame: pl.DataFrame) -> np.ndarray:
    """A number for each row's contributor: the holding or household, else the row itself."""
    if spec.contributor is None:
        return np.arange(frame.height)
    names = frame[spec.contributor].cast(pl.String)
    found: np.ndarray = names.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    alone = names.is_null().to_numpy()  # whoever is not named stands alone
    found[alone] = found.max(initial=0) + 1 + np.arange(alone.sum())
    return found


def _tallied(
    graph: Graph, codes: np.ndarray, values: Mapping[str, np.ndarray], owner: np.ndarray
) -> Figures:
    """Every row enters each cell that contains it."""
    cells, rows = _memberships(graph, codes)
    size = graph.size
    records = np.bincount(cells, minlength=size)
    pairs, which = _contributions(cells, owner[rows], alone=graph.spec.contributor is None)
    wanted = graph.spec.rules.largest
    totals, largest = {}, {}
    for name, column in values.items():
        totals[name] = np.bincount(cells, column[rows], size)
        if wanted:
            held = np.bincount(which, column[rows], len(pairs))
            largest[name] = _largest(pairs[:, 0], held, size, wanted)
    weighted = graph.spec.weight is not None
    whole = {one.id: one.counts and not weighted for one in graph.spec.measures}
    return Figures(totals, np.bincount(pairs[:, 0], minlength=size), records, largest, whole)


def _contributions(
    cells: np.ndarray, owners: np.ndarray, *, alone: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Each cell's different contributors, and to which of them each row belongs."""
    pairs = np.stack([cells, owners], axis=1)
    if alone:
        return pairs, np.arange(len(pairs))
    found, which = np.unique(pairs, axis=0, return_inverse=True)
    return found, which.reshape(-1)


def summed(graph: Graph, frame: pl.DataFrame, values: np.ndarray) -> np.ndarray:
    """Whole numbers below 2**32 of the records, summed in each cell."""
    problems: list[Problem] = []
    spec = graph.spec
    codes = [_codes(spec.dimensions[name], frame, name, problems) for name in spec.names]
    cells, rows = _memberships(graph, np.stack(codes, axis=1))
    found = np.zeros(graph.size, dtype=np.int64)
    np.add.at(found, cells, values[rows])
    return found


def _memberships(graph: Graph, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(cell, row) for every cell that a row is part of."""
    above = [_above(graph.spec.dimensions[name]) for name in graph.spec.names]
    cells, rows = [], []
    every = np.arange(len(codes))
    for levels in product(*(range(table.shape[1]) for table in above)):
        keys, there = np.zeros(len(codes), dtype=np.int64), np.ones(len(codes), dtype=bool)
        for place, level in enumerate(levels):
            code = above[place][codes[:, place], level]
            there &= code >= 0
            keys += code * graph.strides[place]
        at = np.searchsorted(graph.keys, keys)
        at[at == graph.size] = 0
        there &= graph.keys[at] == keys
        cells.append(at[there])
        rows.append(every[there])
    return np.concatenate(cells), np.concatenate(rows)


def _above(dimension: Dimension) -> np.ndarray:
    """For each leaf the places of all codes that contain it; -1 fills up."""
    at = {code: place for place, code in enumerate(dimension.codes)}
    lists = [[at[code] for code in dimension.above[leaf]] for leaf in dimension.leaves]
    width = max(map(len, lists), default=1)
    return np.array([row + [-1] * (width - len(row)) for row in lists])


def _largest(cells: np.ndarray, held: np.ndarray, size: int, wanted: int) -> np.ndarray:
    """The ``wanted`` largest contributions of each cell, nothing where there are fewer."""
    order = np.lexsort((-held, cells))
    sorted_cells = cells[order]
    first = np.searchsorted(sorted_cells, sorted_cells)
    rank = np.arange(len(order)) - first
    kept = rank < wanted
    found = np.zeros((size, wanted))
    found[sorted_cells[kept], rank[kept]] = held[order][kept]
    return found


def _placed(graph: Graph, frame: pl.DataFrame, problems: list[Problem]) -> np.ndarray:
    """The cell of each row; -1 for a row of another table, a problem for an unknown code."""
    keys = np.zeros(frame.height, dtype=np.int64)
    for name, stride in zip(graph.spec.names, graph.strides, strict=True):
        every = Dimension(name, graph.spec.dimensions[name].codes, ())
        keys += _codes(every, frame, name, problems) * stride
    at = np.searchsorted(graph.keys, keys)
    at[at == graph.size] = 0
    return np.where(graph.keys[at] == keys, at, -1)


def _spread(
    graph: Graph, frame: pl.DataFrame, cells: np.ndarray, problems: list[Problem]
) -> Figures:
    spec, size = graph.spec, graph.size
    names, tops = frame["measure"].to_numpy(), spec.rules.largest
    value, n = _numbers(frame, "value", problems), _numbers(frame, "n", problems)
    top = [_numbers(frame, f"top{place + 1}", problems) for place in range(tops)]
    values, largest, whole = {}, {}, {}
    contributors = np.zeros(size, dtype=np.int64)
    for one in spec.measures:
        mine = (names == one.id) & (cells >= 0)
        values[one.id] = np.bincount(cells[mine], value[mine], size)
        whole[one.id] = one.counts and bool((values[one.id] % 1 == 0).all())
        contributors = np.maximum(contributors, n_of(cells[mine], n[mine], size))
        if tops:
            columns = [np.bincount(cells[mine], column[mine], size) for column in top]
            largest[one.id] = np.stack(columns, axis=1)
    return Figures(values, contributors, contributors, largest, whole)


def n_of(cells: np.ndarray, n: np.ndarray, size: int) -> np.ndarray:
    """Contributors by cell, as whole numbers."""
    return np.bincount(cells, n, size).astype(np.int64)


def _additive(graph: Graph, figures: Figures) -> None:
    """Every whole against the sum of its parts."""
    problems: list[Problem] = []
    for name, values in figures.values.items():
        gap = graph.seen @ values
        near = 1e-9 * max(float(values.max(initial=0.0)), 1.0)
        for row in np.flatnonzero(np.abs(gap) > near)[:MOST_PROBLEMS].tolist():
            problems.append(_unequal(graph, name, values, row, float(gap[row])))
    raise_all(problems[:MOST_PROBLEMS])


def _unequal(graph: Graph, name: str, values: np.ndarray, row: int, gap: float) -> Problem:
    line = graph.seen[row]
    whole = int(line.indices[line.data > 0][0])
    cell = ", ".join(f"{place} {code}" for place, code in graph.names(whole).items())
    return _problem(
        "additive",
        sentence(
            N_("The parts of {cell} sum to {parts}, not to {whole} ({measure})."),
            cell=cell,
            parts=_said(float(values[whole]) - gap),
            whole=_said(float(values[whole])),
            measure=name,
        ),
        N_("Give unrounded figures of one source; round afterwards, if at all."),
        expected=float(values[whole]) - gap,
        found=float(values[whole]),
    )


def _said(value: float) -> str:
    return f"{value:.10g}"


def _problem(
    code: str,
    words: Sentence,
    remedy: str,
    *,
    field: str | None = None,
    line: int | None = None,
    found: Any = None,
    expected: Any = None,
) -> BadInput:
    return BadInput(
        f"disclosure.{code}",
        words,
        remedy=sentence(remedy),
        place=Place(field=field, line=line),
        found=found,
        expected=expected,
    )
