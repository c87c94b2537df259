"""Deleting or widening any single access rule is noticed by the matrix."""

from __future__ import annotations

import time

import pytest
from tests.access import matrix, mutants, tables
from tests.access.figures import tell
from tests.access.world import World

# The unbroken matrix is held against both databases in test_matrix.py.
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.on_sqlite_only]

LEAST = 98  # percent of each kind
LONGEST = 60  # seconds of the processor: a busy machine is no fault of the tests


def test_mutants_are_killed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    started = time.process_time()
    found = mutants.survivors(world)
    taken = time.process_time() - started
    for kind, (made, alive) in found.items():
        tell(capsys, f"mutants of {kind}", f"{made - len(alive):,} of {made:,} killed")
        assert (made - len(alive)) * 100 >= LEAST * made, "\n".join(alive)
    assert set(found) == {"rows", "fields", "act"}
    assert sum(made for made, _ in found.values()) > 5000
    assert taken < LONGEST


def test_nothing_stays_broken(world: World) -> None:
    """The mutants were taken back: the matrix is whole again."""
    assert matrix.row_cells(world, tables.rows())[1] == []
    assert matrix.field_cells(tables.fields())[1] == []
    assert matrix.act_cells(world, tables.acts())[1] == []
