"""Change of employer without consent, and contracts brought from abroad."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support import contracts, orders, people
from tests.support.clock import Clock

from corridor.core.periods import add_months
from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.contracts import actions, queries
from corridor.cycle.contracts.actions.changes import service_months
from corridor.cycle.contracts.models import Contract, Counselling, EmployerChange
from corridor.cycle.vacancies.models import JobOrder
from corridor.platform.access import rules
from corridor.platform.access.actor import Role
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def at_work(clock: Clock, months: int) -> tuple[Contract, contracts.Parties]:
    contract, who = contracts.registered_contract(clock)
    actions.begin(contract, clock.day)
    clock.next_month(months)
    return contract, who


def new_offer(clock: Clock, old: contracts.Parties) -> tuple[Contract, contracts.Parties]:
    new = contracts.parties(old.corridor)
    new.worker = old.worker
    offer = contracts.plain_offer(new, "change_of_employer")
    return contracts.accepted(offer, new, clock), new


@pytest.mark.parametrize(("served", "notice"), [(5, 1), (26, 2)])
def test_notice_follows_from_service_and_nobody_is_asked(
    clock: Clock, served: int, notice: int
) -> None:
    old, who = at_work(clock, served)
    fresh, new = new_offer(clock, who)
    change = actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    until = add_months(clock.day, notice)
    assert change.notice_until == until
    clock.set(until)
    clock.next_day(-1)
    with pytest.raises(NotYet) as refused:
        actions.release(by=new.destination, change=change.id)
    assert refused.value.expected == {"not_before": until.isoformat()}
    clock.next_day()
    actions.release(by=new.destination, change=change.id)
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.state, old.end_reason, old.ends) == ("ended", "changed_employer", clock.day)
    assert (fresh.state, fresh.starts, fresh.previous_id) == ("in_force", clock.day, old.id)
    with pytest.raises(Conflict):
        actions.release(by=new.destination, change=change.id)


def test_the_new_employer_never_sees_the_old_contract(clock: Clock) -> None:
    old, who = at_work(clock, 5)
    fresh, new = new_offer(clock, who)
    change = actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    with pytest.raises(NotFound):
        queries.contract_page(old.id, new.employer)
    fresh.refresh_from_db()
    assert "previous_id" not in rules.shown(fresh, new.employer)
    assert "contract_id" not in rules.shown(change, new.employer)
    assert not rules.rows(EmployerChange, who.employer).exists()
    with pytest.raises(NotFound):
        queries.contract_page(fresh.id, who.employer)


@pytest.mark.parametrize("name", ["employer", "agency", "origin", "destination"])
def test_nobody_but_the_worker_gives_notice(clock: Clock, name: str) -> None:
    old, who = at_work(clock, 1)
    fresh, new = new_offer(clock, who)
    with pytest.raises(NotPermitted):
        actions.request_change(by=getattr(new, name), contract=fresh.id, leaving=old.id)


def test_neither_employer_can_release_or_withhold(clock: Clock) -> None:
    old, who = at_work(clock, 1)
    fresh, new = new_offer(clock, who)
    change = actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    clock.next_month()
    for party in (who.employer, new.employer):
        with pytest.raises(NotPermitted):
            actions.release(by=party, change=change.id)
    with pytest.raises(NotPermitted):
        actions.release(by=who.worker, change=change.id)


def test_where_the_state_takes_no_part_the_worker_records_it(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    bound, _ = contracts.registered_contract(
        clock, who, sides=("origin",), contract=contracts.government_offer(who)
    )
    actions.begin(bound, clock.day)
    clock.next_month(3)
    fresh, _ = new_offer(clock, who)
    change = actions.request_change(by=who.worker, contract=fresh.id, leaving=bound.id)
    assert change.notice_until is None
    actions.release(by=who.worker, change=change.id)
    bound.refresh_from_db()
    fresh.refresh_from_db()
    assert (bound.state, fresh.state) == ("ended", "in_force")


def test_a_notice_can_be_withdrawn_and_given_again(clock: Clock) -> None:
    old, who = at_work(clock, 1)
    fresh, _ = new_offer(clock, who)
    change = actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    with pytest.raises(Conflict):
        actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    actions.withdraw_change(by=who.worker, change=change.id)
    again = actions.request_change(by=who.worker, contract=fresh.id, leaving=old.id)
    assert again.id != change.id


def test_notice_needs_an_accepted_offer_of_the_new_employer(clock: Clock) -> None:
    old, who = at_work(clock, 1)
    new = contracts.parties()
    new.worker = who.worker
    offer = contracts.plain_offer(new, "change_of_employer")
    with pytest.raises(NotYet, match="Accepted by the worker must come first"):
        actions.request_change(by=who.worker, contract=offer.id, leaving=old.id)
    with pytest.raises(BadInput) as refused:
        actions.request_change(by=who.worker, contract=old.id, leaving=old.id)
    assert refused.value.place.field == "contract"


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 1, 9), 0),
        (date(2026, 1, 10), 1),
        (date(2026, 2, 9), 1),
        (date(2026, 2, 10), 2),
        (date(2028, 1, 9), 24),
        (date(2028, 1, 10), 25),
    ],
)
def test_months_of_service_count_the_one_begun(on: date, months: int) -> None:
    contract = Contract(starts=date(2026, 1, 10), governed_on=date(2026, 1, 1))
    assert service_months(contract, on) == months


# A contract brought


def test_a_worker_without_a_contract_brings_one_in_any_form(clock: Clock) -> None:
    who = contracts.parties()
    brought = actions.bring(
        by=who.worker,
        corridor="NPL-QAT",
        employer_name="Al Noor Cleaning",
        terms={"basic_wage": "700.00", "currency": "QAR"},
    )
    assert (brought.state, brought.route) == ("brought", "already_abroad")
    assert not brought.versions.get().signatures.exists()
    employer = Organisation.objects.get(pk=brought.employer_id)
    assert (employer.name, employer.country, employer.registration_number) == (
        "Al Noor Cleaning",
        "QAT",
        "",
    )
    page = queries.contract_page(brought.id, who.worker)
    assert any(finding.verdict == "breach" for finding in page.findings)
    assert Counselling.objects.get().reason == "contract_brought"
    assert [row.contract_id for row in queries.counselling_queue(who.counsellor)] == [brought.id]
    first = page.lights()[0]
    assert (first.id, first.verdict) == ("employer", "unknown")


def test_the_employer_learns_of_a_brought_contract_only_when_its_state_registers_it(
    clock: Clock,
) -> None:
    who = contracts.parties()
    brought = actions.bring(
        by=who.worker,
        corridor="NPL-QAT",
        employer=who.employer.organisation or "",
        terms=orders.terms(),
    )
    assert queries.contract_list(who.employer) == []
    actions.register(by=who.attache, contract=brought.id)
    assert queries.contract_list(who.employer) == []
    actions.register(by=who.destination, contract=brought.id)
    assert [case.contract.id for case in queries.contract_list(who.employer)] == [brought.id]
    brought.refresh_from_db()
    assert brought.state == "in_force"


def test_a_union_or_counsellor_brings_it_for_her_with_her_passport(clock: Clock) -> None:
    who = contracts.parties()
    passport = people.passport_of(contracts.person_of(who.worker))
    union = people.actor(Role.UNION, "QAT")
    brought = actions.bring(
        by=union,
        corridor="NPL-QAT",
        passport=passport,
        employer_name="A household",
        household=True,
        regime="domestic",
        terms=orders.terms(occupation_isco="9111"),
    )
    assert brought.worker_id == who.worker.person
    with pytest.raises(NotPermitted):
        actions.bring(by=who.employer, corridor="NPL-QAT", passport=passport, terms=orders.terms())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"terms": orders.terms()}, "employer_name"),
        (
            {"employer_name": "X", "terms": {"basic_wage": "x", "currency": "QAR"}},
            "terms.basic_wage",
        ),
        ({"employer_name": "X", "terms": {}}, "terms"),
    ],
)
def test_bringing_badly_says_where(clock: Clock, given: dict, field: str) -> None:
    who = contracts.parties()
    with pytest.raises(BadInput) as refused:
        actions.bring(by=who.worker, corridor="NPL-QAT", **given)
    assert refused.value.place.field == field
    assert not Contract.objects.exists()


def test_a_route_without_an_order_has_none(clock: Clock) -> None:
    who = contracts.parties()
    brought = actions.bring(
        by=who.worker, corridor="NPL-QAT", employer_name="X", terms=orders.terms()
    )
    assert brought.order_id is None
    assert not JobOrder.objects.exists()
    stations = {station.id: station.state for station in queries.journey(brought.id, who.worker)}
    assert stations["contract_brought"] == "done"
    assert "cleared" not in stations
