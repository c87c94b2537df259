"""Registers of the node become tables of counts, with their rule and who is absent."""

from __future__ import annotations

import pytest
from tests.support import contracts
from tests.support import observatory as house
from tests.support.clock import Clock

from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.models import Source

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_registered_contracts_are_counted_once_and_nobody_is_named(clock: Clock) -> None:
    by = house.office()[0]
    with house.refused("empty_register"):
        actions.count_register(by=by, name="contracts")
    for _ in range(2):
        contracts.registered_contract(clock)
    table = actions.count_register(by=by, name="contracts", span="month")
    _, cube = queries.table_of(table.id, by)
    totals = {"origin": "_T", "destination": "_T", "isco_major": "_T"}
    assert [(one["time"], one["value"]) for one in cube.where(totals).cells()] == [("2026-01", 2)]
    assert cube.codes("origin") == ["_T", "NPL"]
    assert table.definition["unit"] == "contract"
    assert "twice" in table.definition["absent"]["en"]
    source = Source.objects.get()
    assert (source.kind, source.rows, source.period) == ("register", 2, "2026-01")
    made = actions.protect(by=by, table=table.id, rules_of_release={"threshold": 3})
    assert made.withheld == made.cells


def test_only_registers_of_this_node_are_counted(clock: Clock) -> None:
    by = house.office()[0]
    with house.refused("register"):
        actions.count_register(by=by, name="persons")
