"""The access matrix: rows, fields and acts against tables written by hand."""

from __future__ import annotations

import pytest
from tests.access import matrix, tables
from tests.access.figures import tell
from tests.access.world import World, our_models

from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.access.acts import ACTS

pytestmark = pytest.mark.django_db(databases="__all__")


def test_every_model_is_declared_and_classified() -> None:
    """A new model without a line in the tables fails here."""
    labels = {model._meta.label for model in our_models()}
    assert {model._meta.label for model in rules.DECLARATIONS} == labels
    assert tables.models() == labels
    assert tables.field_models() == labels


def test_every_model_has_rows_in_the_world(world: World) -> None:
    """An empty table would pass every comparison."""
    assert [model._meta.label for model in our_models() if not world.marks[model]] == []


def test_rows(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked, wrong = matrix.row_cells(world, tables.rows())
    tell(
        capsys, "row cells (model, role, relation)", f"{checked:,} checked, {len(wrong)} mismatches"
    )
    assert not wrong, "\n".join(wrong)
    assert checked == len(our_models()) * len(tables.ROLES) * 5


def test_fields(capsys: pytest.CaptureFixture[str]) -> None:
    checked, wrong = matrix.field_cells(tables.fields())
    tell(
        capsys, "field cells (model, role, field)", f"{checked:,} checked, {len(wrong)} mismatches"
    )
    assert not wrong, "\n".join(wrong)
    assert checked > 4000


def test_a_role_that_sees_rows_has_fields_and_the_reverse() -> None:
    """The two tables speak of the same roles."""
    seen = {pair for pair, cells in tables.rows().items() if set(cells.values()) != {"-"}}
    assert seen == {pair for pair, names in tables.fields().items() if names}


def test_every_act_is_classified() -> None:
    """A new act without a line in the table fails here."""
    assert set(tables.acts()) == set(ACTS)


def test_acts(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    checked, wrong = matrix.act_cells(world, tables.acts())
    tell(capsys, "act cells (act, role)", f"{checked:,} checked, {len(wrong)} mismatches")
    assert not wrong, "\n".join(wrong)
    assert checked == len(ACTS) * len(tables.ROLES)


def test_the_system_is_no_role_that_anybody_holds() -> None:
    assert Role.SYSTEM not in tables.ROLES
