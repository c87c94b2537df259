"""The front page's figures come from data, and its line from the procedure."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.support import orders, people
from tests.support.clock import Clock

from corridor.doors.web.public.views import _EXAMPLE, example
from corridor.engines import law
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _figures(page: str) -> list[str]:
    return re.findall(r"<strong>([\d,]+)</strong>", page)


def test_headline_figures_are_counted(client: Client, clock: Clock) -> None:
    assert _figures(client.get("/").content.decode())[0] == "0"
    agency = people.member(Role.AGENCY, orders.licensed_agency())
    orders.open_order(people.actor(Role.EMPLOYER, "QAT"), agency)
    orders.filed_order(people.actor(Role.EMPLOYER, "QAT"))
    jobs, values, doubts = _figures(client.get("/").content.decode())
    assert jobs == "1"
    assert values == str(len(law.book().ids()))
    assert doubts == str(
        sum(one.open for found in law.book().conflicts().values() for one in found)
    )


def test_the_example_is_a_walk_the_procedure_allows(clock: Clock) -> None:
    stations = {one.id: one.state for one in example()}
    assert stations["arrived"] == "done"
    assert stations["first_wage"] == "now"
    assert "broken" not in stations.values()
    procedure = law.book().procedure("NPL-QAT", "agency", "general", clock.day)
    days = [_EXAMPLE[step.id] for step in procedure.steps if step.id in _EXAMPLE]
    for step in procedure.steps:
        for before in step.before:
            if step.id in _EXAMPLE and before in _EXAMPLE:
                assert _EXAMPLE[before] >= _EXAMPLE[step.id]
    assert len(days) == len(_EXAMPLE)
