"""The demo: told through acts, in the middle of things, and told again the same."""

from __future__ import annotations

import pytest
from django.test import override_settings

from corridor.core.problems import NotPermitted
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import Clearance
from corridor.cycle.employment.models import WageFinding
from corridor.doors.demo import reset, seed
from corridor.platform.access.actor import SYSTEM
from corridor.platform.journal import guard
from corridor.platform.journal.models import Entry
from corridor.platform.journal.queries import holds
from corridor.platform.keys.models import IssuerKey
from corridor.platform.people.models import Organisation
from corridor.platform.translog import actions as translog
from corridor.platform.translog import published
from corridor.platform.translog.models import Leaf
from corridor.platform.translog.verify import rolled_back, verify


@pytest.mark.django_db
def test_the_demo_stands_in_the_middle_of_things() -> None:
    seed.ensure()
    assert {"NPL-QAT", "PHL-DEU"} == set(Contract.objects.values_list("corridor", flat=True))
    states = set(Contract.objects.values_list("state", flat=True))
    assert {"offered", "explained", "accepted", "in_force"} <= states
    assert Clearance.objects.filter(state="appealed").count() == 1
    owed = WageFinding.objects.filter(verdict="breach").values_list("owed_minor", flat=True)
    assert 37_000 in set(owed)
    assert all(holds(entry) for entry in Entry.objects.all()[:50])


@pytest.mark.django_db
def test_a_demo_that_was_told_is_left_alone() -> None:
    seed.ensure()
    before = Organisation.objects.count(), Entry.objects.count()
    seed.ensure()
    assert (Organisation.objects.count(), Entry.objects.count()) == before


@pytest.mark.django_db(transaction=True)
@override_settings(CORRIDOR_DEMO=True)
def test_starting_again_tells_it_anew_and_guards_stand() -> None:
    seed.ensure()
    counted = Contract.objects.count()
    first = set(Contract.objects.values_list("id", flat=True))
    assert verify().troubles == []
    assert verify().checkpoints == 1
    before = published.latest()
    assert rolled_back(before) is None
    reset.reset()
    assert verify().troubles == []
    assert Leaf.objects.filter(model="keys.issuerkey").count() == IssuerKey.objects.count()
    assert rolled_back(published.latest()) is None
    found = rolled_back(before)  # the old file would raise an alarm, and it is gone
    assert found is not None
    assert Contract.objects.count() == counted
    assert first.isdisjoint(Contract.objects.values_list("id", flat=True))
    assert guard.missing() == []


@pytest.mark.django_db
def test_real_data_is_never_started_again() -> None:
    with pytest.raises(NotPermitted):
        reset.reset()
    with pytest.raises(NotPermitted):
        translog.start_over(by=SYSTEM)
