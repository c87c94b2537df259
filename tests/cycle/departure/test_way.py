"""The whole way from the papers to the gate, act by act."""

from __future__ import annotations

import pytest
from tests.support import departure
from tests.support.clock import Clock

from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Clearance

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_from_the_papers_to_the_gate(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    clearance = Clearance.objects.get(pk=issued.clearance_id)
    assert clearance.state == Clearance.State.CLEARED
    assert {clearance.first_officer, clearance.second_officer} == {
        desk.first.person,
        desk.second.person,
    }
    assert len(issued.text) <= 350
    assert queries.standing(issued.text, who.worker).standing == "valid"
    used = actions.use_pass(by=desk.gate, text=issued.text)
    assert used.on == clearance.contract.local_today("origin")
    assert "departed" in done(clearance.contract)
    assert queries.standing(issued.text, who.worker).standing == "used"
