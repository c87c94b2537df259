"""Powers of attorney with joint liability, candidates, selection."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.recruitment import actions, queries
from corridor.cycle.recruitment.models import Candidate, PowerOfAttorney
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.people.actions import register_person
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def who(clock: Clock) -> contracts.Parties:
    return contracts.parties()


@pytest.fixture
def order(who: contracts.Parties) -> JobOrder:
    return orders.open_order(who.employer, who.agency)


def passport(who: contracts.Parties) -> str:
    return people.passport_of(contracts.person_of(who.worker))


def test_an_unlicensed_agency_gets_no_power(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    unlicensed = people.organisation("agency", "NPL")
    with pytest.raises(NotYet, match="no licence on record"):
        actions.appoint_agency(by=who.employer, order=order.id, agency=unlicensed.id)
    with pytest.raises(BadInput):
        actions.appoint_agency(
            by=who.employer, order=order.id, agency=who.employer.organisation or ""
        )
    assert not PowerOfAttorney.objects.exists()


def test_one_agency_at_a_time_and_liability_outlives_the_power(
    clock: Clock, who: contracts.Parties, order: JobOrder
) -> None:
    power = queries.powers(who.employer, order=order.id)[0]
    other = orders.licensed_agency()
    with pytest.raises(Conflict):
        actions.appoint_agency(by=who.employer, order=order.id, agency=other.id)
    with pytest.raises(BadInput):
        actions.end_power(by=who.employer, power=power.id, reason="")
    ended = actions.end_power(by=who.employer, power=power.id, reason="Took fees")
    assert ended.liability_ends_on == date(2028, 1, 10)
    with pytest.raises(Conflict):
        actions.end_power(by=who.employer, power=power.id, reason="Again")
    held = queries.jointly_liable(who.employer, order.id, clock.day)
    assert [row.agency_id for row in held] == [who.agency.organisation]
    clock.next_day()
    assert queries.jointly_liable(who.employer, order.id, clock.day) == []
    again = actions.appoint_agency(by=who.employer, order=order.id, agency=other.id)
    assert again.agency_id == other.id
    order.refresh_from_db()
    assert order.agency_id == other.id


def test_an_agency_proposes_whom_it_registered_or_whose_passport_it_holds(
    who: contracts.Parties, order: JobOrder
) -> None:
    stranger = people.person()
    with pytest.raises(NotFound):
        actions.propose(by=who.agency, order=order.id, worker=stranger.id)
    with pytest.raises(NotFound):
        actions.propose(by=who.agency, order=order.id, passport="NOBODY1")
    with pytest.raises(BadInput):
        actions.propose(by=who.agency, order=order.id)
    own = register_person(by=who.agency, given_name="Mina", nationality="NPL")
    assert actions.propose(by=who.agency, order=order.id, worker=own.id).person_id == own.id
    found = actions.propose(by=who.agency, order=order.id, passport=passport(who))
    with pytest.raises(Conflict):
        actions.propose(by=who.agency, order=order.id, passport=passport(who))
    assert {row.id for row in queries.candidates(who.agency)} >= {found.id}


def test_another_agency_proposes_nobody(who: contracts.Parties, order: JobOrder) -> None:
    other = people.member(Role.AGENCY, orders.licensed_agency())
    with pytest.raises((NotFound, NotPermitted)):
        actions.propose(by=other, order=order.id, passport=passport(who))
    assert queries.candidates(other) == []


def test_nobody_is_considered_before_the_order_is_public(who: contracts.Parties) -> None:
    order = orders.filed_order(who.employer)
    with pytest.raises(NotFound):
        actions.apply(by=who.worker, order=order.id)


def test_a_worker_applies_withdraws_and_only_she_applies_again(
    who: contracts.Parties, order: JobOrder
) -> None:
    made = actions.apply(by=who.worker, order=order.id)
    actions.withdraw(by=who.worker, candidate=made.id)
    with pytest.raises(Conflict) as refused:
        actions.propose(by=who.agency, order=order.id, passport=passport(who))
    assert refused.value.code == "recruitment.withdrew"
    assert actions.apply(by=who.worker, order=order.id).id == made.id
    with pytest.raises(NotFound):
        actions.withdraw(by=people.worker(), candidate=made.id)


def test_selection_is_a_step_and_can_follow_a_first_no(
    who: contracts.Parties, order: JobOrder
) -> None:
    made = actions.apply(by=who.worker, order=order.id)
    assert actions.pass_over(by=who.agency, candidate=made.id).state == "not_selected"
    assert actions.select(by=who.employer, candidate=made.id).state == "selected"
    with pytest.raises(Conflict):
        actions.select(by=who.employer, candidate=made.id)


def test_an_employer_reads_names_of_its_own_candidates_and_no_more(
    who: contracts.Parties, order: JobOrder
) -> None:
    actions.apply(by=who.worker, order=order.id)
    other = people.actor(Role.EMPLOYER, "QAT")
    assert not rules.rows(Person, other).exists()
    assert not rules.rows(Candidate, other).exists()
    for by in (who.employer, who.agency):
        person = rules.rows(Person, by).get(pk=who.worker.person)
        assert set(rules.shown(person, by)) == {"id", "given_name", "family_name", "nationality"}


def test_candidates_are_read_in_one_look_up(
    who: contracts.Parties, order: JobOrder, django_assert_num_queries: object
) -> None:
    for _ in range(30):
        actions.propose(by=who.agency, order=order.id, passport=people.passport_of(people.person()))
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.candidates(who.employer, order=order.id)
        assert len({(row.person.name, row.order.employer.name) for row in found}) == 1
    assert len(found) == 30
