"""Registers as tables: the unit decides what is counted."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics import definitions, register

CLEARANCES = definitions.catalogue().registers["clearances"]
ROWS = pl.DataFrame(
    {
        "worker": ["ana", "ana", "bim", "cho", "cho"],
        "issued_on": ["2026-01-10", "2026-08-01", "2026-02-02", "2026-02-03", None],
        "destination": ["QAT", "QAT", "ARE", None, "QAT"],
        "sex": ["F", "F", "M", "F", "F"],
        "state": ["given", "given", "given", "cancelled", "given"],
    }
)


def _cells(found: register.Count) -> dict:
    keys = found.cube.keys
    return {tuple(cell[key] for key in keys): cell["value"] for cell in found.cube.cells()}


def test_clearances_are_counted_and_not_persons() -> None:
    found = register.count(CLEARANCES, ROWS, ((), ("destination",)))
    assert _cells(found) == {
        ("_T", "2026", "register.clearances@1"): 3,
        ("ARE", "2026", "register.clearances@1"): 1,
        ("QAT", "2026", "register.clearances@1"): 2,
    }
    assert (found.left_out, found.undated) == (1, 1)
    assert {cell["note"] for cell in found.cube.cells()} == {"clearance"}


def test_persons_are_another_measure_that_does_not_add_up() -> None:
    found = register.count(CLEARANCES, ROWS, span="quarter", persons=True)
    assert _cells(found) == {
        ("2026-Q1", "register.clearances.persons@1"): 2,
        ("2026-Q3", "register.clearances.persons@1"): 1,
    }
    year = register.count(CLEARANCES, ROWS, persons=True)
    assert list(_cells(year).values()) == [2]
    payroll = definitions.catalogue().registers["wage_payments"]
    twice = pl.DataFrame({"worker": ["a", "a"], "month": ["2026-01", "2026-01"]})
    assert list(_cells(register.count(payroll, twice, span="month")).values()) == [1]


def test_a_missing_code_is_a_row_of_its_own() -> None:
    free = replace(CLEARANCES, left_out={})
    found = _cells(register.count(free, ROWS, (("destination", "sex"),), "month"))
    assert found[("_X", "F", "2026-02", "register.clearances@1")] == 1


def test_what_the_register_does_not_have_is_refused_at_once() -> None:
    with pytest.raises(Problem) as refused:
        register.count(CLEARANCES, ROWS.drop("issued_on"), (("income",),), "week")
    codes = [one.code for one in refused.value.problems]
    assert codes == ["register.breakdown", "register.column", "register.span"]


def test_what_may_be_compared_is_said() -> None:
    said = {one["register"]: one for one in register.beside(definitions.catalogue().registers)}
    assert said["clearances"]["not"] == ["person", "departure"]
