"""Deleting or widening any single access rule is noticed by the matrix."""

from __future__ import annotations

import pytest
from tests.access import matrix, mutants, tables
from tests.access.world import World

pytestmark = pytest.mark.django_db(databases="__all__")

LEAST = 101  # percent


def test_mutants_are_killed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    made, alive = mutants.survivors(world)
    with capsys.disabled():
        print(f"\naccess mutants: {made - len(alive)} of {made} killed")
    assert made > 5000
    assert (made - len(alive)) * 100 >= LEAST * made, "\n".join(alive)


def test_nothing_stays_broken(world: World) -> None:
    """The mutants were taken back: the matrix is whole again."""
    assert matrix.row_cells(world, tables.rows())[1] == []
    assert matrix.field_cells(tables.fields())[1] == []
    assert matrix.act_cells(world, tables.acts())[1] == []
