"""The whole way of one contract, act by act."""

from __future__ import annotations

import pytest
from tests.support import contracts
from tests.support.clock import Clock

from corridor.cycle.contracts.models import Contract

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_from_order_to_registration(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    assert contract.state == Contract.State.ACCEPTED
    assert contract.agency_id == who.agency.organisation
