"""Procedure pages: every way of every corridor, with who, costs, clocks and unknown sides."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support.clock import Clock

from corridor.engines import law

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WAYS = [
    (corridor.id, route, regime)
    for corridor in law.book().corridors()
    for route, regime, _ in law.book().procedures(corridor.id)
]


@pytest.mark.parametrize(("corridor", "route", "regime"), WAYS)
def test_every_way_is_told_step_by_step(
    client: Client, clock: Clock, corridor: str, route: str, regime: str
) -> None:
    answer = client.get(f"/law/corridors/{corridor}/", {"route": route, "regime": regime})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert len(page.encode()) < 100_000
    procedure = law.book().procedure(corridor, route, regime, clock.day)
    for step in procedure.steps:
        assert f'id="{step.id}"' in page
    silent = sum(procedure.silent(step) for step in procedure.steps)
    assert page.count("Unknown: this state takes no part") == silent


def test_costs_against_the_definition_are_flagged(client: Client, clock: Clock) -> None:
    page = client.get("/law/corridors/NPL-QAT/").content.decode()
    worker = [one for one in law.book().corridor("NPL-QAT").pays if one.against]
    assert page.count("Contrary to the ILO definition of recruitment costs") >= len(worker)
    assert len(worker) == 4


def test_the_state_that_takes_no_part_is_named(client: Client, clock: Clock) -> None:
    page = client.get("/law/corridors/PHL-DEU/").content.decode()
    assert "Germany takes no part here yet" in page
    other = client.get("/law/corridors/NPL-QAT/").content.decode()
    assert "takes no part here yet" not in other


def test_policy_clocks_are_called_policy(client: Client, clock: Clock) -> None:
    page = client.get("/law/corridors/NPL-QAT/").content.decode()
    assert "Policy, not law" in page
    assert "at least 3 days" in page
    assert "within 15 days" in page
