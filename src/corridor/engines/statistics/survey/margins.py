"""The margins of a plan met in a table: the cell of each row, and the known total of each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.columns import Columns, Floats, Ints, crossed
from corridor.engines.statistics.survey.plan import Calibration, Margin


@dataclass(frozen=True, slots=True)
class Known:
    """A margin met in a table: ``cells`` (rows,) with ``totals`` (cells,), or ``values`` (rows,)
    of a number column with one total.
    """

    totals: Floats
    cells: Ints | None = None
    values: Floats | None = None

    @property
    def coded(self) -> Ints:
        """The cells of a margin that has them, which the reader of plans has seen to."""
        if self.cells is None:
            raise ValueError("this calibration needs margins of cells")
        return self.cells


def margins(plan: Calibration, columns: Columns) -> tuple[Known, ...]:
    """The margins of a plan as columns of the table; cells that do not fit are faults."""
    found = [
        _met(margin, columns, f"design.calibrate.margins[{at}]")
        for at, margin in enumerate(plan.margins)
    ]
    return tuple(one for one in found if one is not None)


def _met(margin: Margin, columns: Columns, path: str) -> Known | None:
    if margin.by:
        return _cells(margin, columns, path)
    total = np.array([margin.total or 0.0])
    if margin.variable is None:
        return Known(total, values=np.ones(columns.rows))
    if not columns.known(margin.variable, path):
        return None
    values = columns.numbers(margin.variable)
    _complete(columns, margin.variable, columns.missing(margin.variable))
    return Known(total, values=values)


def _complete(columns: Columns, name: str, rows: Ints) -> None:
    if len(rows):
        words = sentence(N_("“{field}” is missing, and the calibration needs it."), field=name)
        remedy = sentence(N_("Fill it in for every row of the sample."))
        columns.cells("stats.calibrate.missing", words, remedy, name, rows)


def _cells(margin: Margin, columns: Columns, path: str) -> Known | None:
    """The cells of a margin: the sample and the totals must name the same ones."""
    if not columns.all_known(margin.by, path):
        return None
    for name in margin.by:
        _complete(columns, name, np.flatnonzero(columns.codes(name).values < 0))
    coded = crossed([columns.codes(name) for name in margin.by])
    sampled = coded.cells
    for cell in sampled:
        if not margin.totals.get(cell):
            words = sentence(
                N_("The sample has rows in cell “{cell}”, and the margin gives it no total."),
                cell=", ".join(cell),
            )
            remedy = sentence(N_("Give the total of the cell, or join cells."))
            columns.faults.add("stats.calibrate.cell", words, remedy, field=path)
    for cell, total in margin.totals.items():
        if total and cell not in sampled:
            words = sentence(
                N_("The margin names cell “{cell}”, and no row of the sample is in it."),
                cell=", ".join(cell),
            )
            remedy = sentence(N_("Correct the name, or join the cell with another."))
            columns.faults.add("stats.calibrate.cell", words, remedy, field=f"{path}.totals")
    totals = np.array([margin.totals.get(cell, 0.0) for cell in sampled])
    return Known(totals, cells=coded.values)
