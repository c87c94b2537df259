"""The ``calibrate`` part of a plan: a method and the margins with their known totals."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose
from typing import Any

from corridor.core.text import N_, sentence
from corridor.engines.statistics.survey.fields import Fields
from corridor.engines.statistics.survey.plan import METHODS, Calibration, Margin

_AT = "design.calibrate"
_KNOWN = ("by", "totals", "variable", "total")


def calibration(fields: Fields, body: Any) -> Calibration:
    """The calibration of a plan; what does not fit together is a fault."""
    given = fields.mapping(body, _AT, ("method", "margins", "epsilon", "rounds"))
    method = fields.choice(given.get("method"), f"{_AT}.method", METHODS, "")
    margins = tuple(
        _margin(fields, one, f"{_AT}.margins[{at}]")
        for at, one in enumerate(fields.sequence(given.get("margins"), f"{_AT}.margins"))
    )
    if not method or not margins:
        words = sentence(N_("A calibration needs a method and at least one margin."))
        remedy = sentence(N_("Methods are: {known}."), known=", ".join(METHODS))
        fields.faults.add("stats.calibrate.empty", words, remedy, field=_AT)
    _fitting(fields, method, margins)
    _agreeing(fields, margins)
    return Calibration(
        method,
        margins,
        epsilon=fields.number(given.get("epsilon"), f"{_AT}.epsilon", 1e-14, 1e-16),
        rounds=int(fields.number(given.get("rounds"), f"{_AT}.rounds", 5000, 1, 1e6)),
    )


def _margin(fields: Fields, body: Any, path: str) -> Margin:
    given = fields.mapping(body, path, _KNOWN)
    by = fields.names(given.get("by"), f"{path}.by")
    if by:
        cells = dict(_cells(fields, given.get("totals"), f"{path}.totals", len(by), ()))
        if not cells:
            words = sentence(N_("{path} says no totals."), path=path)
            remedy = sentence(N_("Give the known total of every cell."))
            fields.faults.add("stats.calibrate.totals", words, remedy, field=path)
        return Margin(by=by, totals=cells)
    if given.get("total") is None:
        words = sentence(N_("{path} says no totals."), path=path)
        remedy = sentence(N_("Give “by” with “totals”, or “variable” with “total”."))
        fields.faults.add("stats.calibrate.totals", words, remedy, field=path)
    total = fields.number(given.get("total"), f"{path}.total", 0, -1e300)
    return Margin(variable=fields.text(given.get("variable"), f"{path}.variable"), total=total)


def _cells(
    fields: Fields, body: Any, path: str, depth: int, before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """The cells of nested mappings, one level for each variable of the margin."""
    for name, value in fields.mapping(body, path).items():
        at = f"{path}.{name}"
        if depth > 1:
            yield from _cells(fields, value, at, depth - 1, (*before, name.strip()))
        else:
            yield (*before, str(name).strip()), fields.number(value, at, 0)


def _fitting(fields: Fields, method: str, margins: tuple[Margin, ...]) -> None:
    """Post-stratification has one margin of cells; raking has only margins of cells."""
    counted = all(margin.by for margin in margins)
    if method == "poststratify" and (len(margins) > 1 or not counted):
        words = sentence(N_("Post-stratification takes one margin of cells."))
        remedy = sentence(N_("Cross the variables in one “by”, or use “rake” or “linear”."))
        fields.faults.add("stats.calibrate.margins", words, remedy, field=f"{_AT}.margins")
    if method == "rake" and not counted:
        words = sentence(N_("Raking takes margins of cells only."))
        remedy = sentence(N_("Use “linear” or “raking” for totals of a number column."))
        fields.faults.add("stats.calibrate.margins", words, remedy, field=f"{_AT}.margins")


def _agreeing(fields: Fields, margins: tuple[Margin, ...]) -> None:
    """All margins must imply one size of the population."""
    sizes = [(at, size) for at, margin in enumerate(margins) if (size := margin.size) is not None]
    for at, size in sizes[1:]:
        first = sizes[0][1]
        if not isclose(size, first, rel_tol=1e-9):
            words = sentence(
                N_("The margins do not sum to one population: {first} and {second}."),
                first=f"{first:.12g}",
                second=f"{size:.12g}",
            )
            remedy = sentence(N_("Bring the margins to the same sum."))
            path = f"{_AT}.margins[{at}]"
            fields.faults.add(
                "stats.calibrate.sums", words, remedy, field=path, expected=first, found=size
            )
