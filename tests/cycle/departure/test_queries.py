"""What each reader finds, and in how many look-ups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, departure, people
from tests.support.clock import Clock

from corridor.core.problems import NotFound
from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Clearance, Fitness, Pass, Visa
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Role
from corridor.platform.records import new_id

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BUDGET = 10


def _look_ups(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connections["default"]) as seen:
        read()
    return len(seen)


def _copies(clearance: Clearance, count: int) -> None:
    """The same case so many times again, for counting look-ups."""
    for _ in range(count):
        contract = Contract.objects.get(pk=clearance.contract_id)
        contract.pk, contract.candidate_id = new_id(), None
        contract.worker = people.person()
        contract.save(force_insert=True)
        copy = Clearance.objects.get(pk=clearance.pk)
        copy.pk, copy.contract = new_id(), contract
        copy.save(force_insert=True)


def test_the_queue_takes_as_many_look_ups_for_thirty_as_for_one(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk = departure.offices()
    one = _look_ups(lambda: queries.queue(desk.first))
    _copies(clearance, 30)
    thirty = _look_ups(lambda: queries.queue(desk.first))
    assert len(queries.queue(desk.first)) == 31
    assert one == thirty <= BUDGET


def test_the_queue_is_ranked_by_deadline(clock: Clock) -> None:
    early, _ = departure.requested(clock)
    clock.next_day(3)
    late, _ = departure.requested(clock)
    desk = departure.offices()
    assert [row.clearance.id for row in queries.queue(desk.first)] == [early.id, late.id]
    clock.next_month()
    row = queries.queue(desk.first)[0]
    assert row.overdue
    assert (row.visa, row.fit) == (True, True)


def test_the_queue_says_who_may_act(clock: Clock) -> None:
    clearance, who = departure.requested(clock)
    desk = departure.offices()
    assert queries.queue(desk.first)[0].mine
    actions.check(by=desk.first, clearance=clearance.id)
    assert not queries.queue(desk.first)[0].mine
    assert queries.queue(desk.second)[0].mine
    assert not queries.queue(who.worker)[0].mine
    assert queries.queue(STRANGER) == []


def test_a_page_shows_each_reader_what_is_hers(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    actions.appeal(by=who.worker, clearance=clearance.id)
    hers = queries.clearance_page(clearance.id, who.worker)
    assert hers.reasons
    assert hers.visa is not None
    assert hers.fitness is not None
    assert len(hers.appeals) == 1
    agency = queries.clearance_page(clearance.id, who.agency)
    assert agency.reasons
    assert (agency.fitness, agency.appeals) == (None, [])
    employer = queries.clearance_page(clearance.id, who.employer)
    assert (employer.reasons, employer.decide_by, employer.appeal_until) == ([], None, None)
    assert (employer.visa, employer.fitness, employer.appeals, employer.passes) == (
        None,
        None,
        [],
        [],
    )
    assert queries.clearance_page(clearance.id, desk.third).appeals
    for by in (STRANGER, people.worker(), people.actor(Role.AGENCY, "NPL"), desk.gate):
        with pytest.raises(NotFound):
            queries.clearance_page(clearance.id, by)
    assert _look_ups(lambda: queries.clearance_page(clearance.id, who.worker)) <= BUDGET


def test_no_reader_is_promised_a_sealed_or_secret_field() -> None:
    sealed = {"number_sealed", "grounds_sealed"}
    for model in (Visa, Clearance, Fitness, Pass):
        for role in Role:
            if role is Role.SYSTEM:
                continue
            from corridor.platform.access.actor import Actor

            assert not sealed & rules.readable(model, Actor(role))


def test_an_agency_without_organisation_sees_no_direct_hire(clock: Clock) -> None:
    from corridor.platform.access.actor import Actor

    departure.requested(clock)
    Contract.objects.update(agency=None)
    nobody = Actor(Role.AGENCY, person="01X", organisation=None)
    for model in (Clearance, Visa, Pass):
        assert not rules.rows(model, nobody).exists()


def test_the_checklist_follows_the_procedure(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    items = {item.step: item for item in queries.checklist(contract, who.agency)}
    assert items["visa_recorded"].mine
    assert not items["orientation_done"].mine
    assert items["clearance_requested"].waits_for
    assert items["registered_origin"].state == "done"
    assert items["insured"].fees
    departure.papers(contract, who)
    items = {item.step: item for item in queries.checklist(contract, who.agency)}
    assert items["clearance_requested"].mine
    assert items["visa_recorded"].state == "done"
    assert _look_ups(lambda: queries.checklist(contract, who.agency)) <= BUDGET


def test_the_newest_clearance_of_a_contract(clock: Clock) -> None:
    clearance, who, _ = departure.refused(clock)
    found = queries.of_contract(clearance.contract_id, who.worker)
    assert found is not None
    assert found.id == clearance.id
    again = actions.request(by=who.worker, contract=clearance.contract_id)
    newest = queries.of_contract(clearance.contract_id, who.worker)
    assert newest is not None
    assert newest.id == again.id
    assert queries.of_contract(clearance.contract_id, STRANGER) is None


def test_the_visa_match_is_known_to_those_who_know_the_contract(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    assert queries.visa_matches([contract], who.employer) == {}
    departure.visa(contract, who, occupation_isco="9112")
    for by in (who.employer, who.origin, who.destination, who.worker):
        assert queries.visa_matches([contract], by) == {contract.id: False}
    departure.visa(contract, who, valid_to=clock.day + timedelta(days=9))
    assert queries.visa_matches([contract], who.origin) == {contract.id: True}
    assert queries.visa_matches([contract], people.actor(Role.EMPLOYER, "QAT")) == {}
