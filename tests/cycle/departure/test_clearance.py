"""Two officers, reasons, a second request, and a clearance taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support import contracts, departure, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.corridors.queries import done, line
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Clearance, Pass
from corridor.engines import law
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _station(clearance: Clearance, step: str) -> str:
    return next(one.state for one in line(clearance.contract) if one.id == step)


def test_the_request_waits_for_every_paper(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    with pytest.raises(NotYet) as caught:
        actions.request(by=who.agency, contract=contract.id)
    assert caught.value.expected["steps"] == [
        "visa_recorded",
        "medical_fit",
        "orientation_done",
        "insured",
    ]
    assert not Clearance.objects.exists()


def test_the_clock_runs_from_the_request_in_working_days(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    days = law.book().known("OC.clearance.days", clearance.requested_on)
    free = law.book().jurisdiction("NPL").weekend
    day, left = clearance.requested_on, days
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() not in free
    assert clearance.decide_by == day


def test_one_request_at_a_time_and_none_after_clearing(clock: Clock) -> None:
    clearance, who = departure.requested(clock)
    with pytest.raises(Conflict) as caught:
        actions.request(by=who.agency, contract=clearance.contract_id)
    assert caught.value.code == "departure.open"
    desk = departure.offices()
    actions.check(by=desk.first, clearance=clearance.id)
    actions.clear(by=desk.second, clearance=clearance.id)
    with pytest.raises(Conflict) as caught:
        actions.request(by=who.agency, contract=clearance.contract_id)
    assert caught.value.code == "departure.cleared"


def test_the_employer_does_not_ask_for_it_by_agency(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    departure.papers(contract, who)
    with pytest.raises(NotPermitted):
        actions.request(by=who.employer, contract=contract.id)
    clearance = actions.request(by=who.worker, contract=contract.id)
    desk = departure.offices()
    actions.refuse(by=desk.first, clearance=clearance.id, reasons=["Papers."])
    # The step was taken before; that must not let the employer in by the back door.
    with pytest.raises(NotPermitted):
        actions.request(by=who.employer, contract=contract.id)
    assert Clearance.objects.get().state == Clearance.State.REFUSED


def test_the_first_officer_never_decides(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk = departure.offices()
    actions.check(by=desk.first, clearance=clearance.id)
    for decide in (
        lambda: actions.clear(by=desk.first, clearance=clearance.id),
        lambda: actions.refuse(by=desk.first, clearance=clearance.id, reasons=["No."]),
    ):
        with pytest.raises(NotPermitted) as caught:
            decide()
        assert caught.value.code == "departure.two_officers"
    assert not Pass.objects.exists()
    assert "cleared" not in done(clearance.contract)
    actions.clear(by=desk.second, clearance=clearance.id)
    assert "cleared" in done(clearance.contract)


def test_nobody_decides_unnamed(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk = departure.offices()
    nameless = replace(desk.first, person=None)
    for by in (nameless, SYSTEM):
        with pytest.raises(NotPermitted) as caught:
            actions.check(by=by, clearance=clearance.id)
        assert caught.value.code == "departure.named"
    actions.check(by=desk.first, clearance=clearance.id)
    with pytest.raises(NotPermitted):
        actions.clear(by=nameless, clearance=clearance.id)
    with pytest.raises(NotPermitted):
        actions.refuse(by=nameless, clearance=clearance.id, reasons=["No."])


def test_the_database_itself_wants_two_officers(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    clearance.first_officer = clearance.second_officer = "01SAMEPERSON"
    with pytest.raises(IntegrityError), transaction.atomic():
        clearance.save()


def test_nothing_is_cleared_before_it_was_checked(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    with pytest.raises(Conflict) as caught:
        actions.clear(by=departure.offices().second, clearance=clearance.id)
    assert caught.value.code == "departure.state"
    assert caught.value.found == "requested"


def test_officers_of_another_country_do_not_find_it(clock: Clock) -> None:
    clearance, who = departure.requested(clock)
    for by in (people.actor(Role.ORIGIN_OFFICER, "PHL"), departure.offices("IND").first):
        with pytest.raises(NotFound):
            actions.check(by=by, clearance=clearance.id)
    for by in (who.agency, who.worker, who.employer, who.destination):
        with pytest.raises(NotPermitted):
            actions.check(by=by, clearance=clearance.id)


def test_a_visa_that_has_ended_meanwhile_stops_the_second_officer(clock: Clock) -> None:
    clearance, _ = departure.requested(clock)
    desk = departure.offices()
    actions.check(by=desk.first, clearance=clearance.id)
    clock.next_day(departure.VISA_DAYS + 1)
    with pytest.raises(Conflict) as caught:
        actions.clear(by=desk.second, clearance=clearance.id)
    assert caught.value.code == "departure.visa_expired"


@pytest.mark.parametrize("reasons", [[], ["", "  "]])
def test_a_refusal_has_reasons(clock: Clock, reasons: list[str]) -> None:
    clearance, _ = departure.requested(clock)
    with pytest.raises(BadInput) as caught:
        actions.refuse(by=departure.offices().first, clearance=clearance.id, reasons=reasons)
    assert caught.value.code == "departure.reasons"
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.REQUESTED


@pytest.mark.parametrize("checked", [True, False])
def test_a_refusal_is_on_record_with_its_clock(clock: Clock, checked: bool) -> None:
    clearance, who, desk = departure.refused(clock, checked=checked)
    assert clearance.reasons == ["A page is missing."]
    assert clearance.decided_on == clearance.contract.local_today("origin")
    assert _station(clearance, "cleared") == "broken"
    days = law.book().known("OC.appeal.days", clearance.decided_on)
    page = queries.clearance_page(clearance.id, who.worker)
    assert page.appeal_until == clearance.decided_on + timedelta(days=days)
    assert page.reasons == ["A page is missing."]
    decided = {clearance.first_officer, clearance.second_officer} - {""}
    assert decided == ({desk.first.person, desk.second.person} if checked else {desk.first.person})


@pytest.mark.parametrize("checked", [True, False])
def test_after_a_refusal_a_new_request_goes_all_the_way(clock: Clock, checked: bool) -> None:
    clearance, who, desk = departure.refused(clock, checked=checked)
    clock.next_day(20)
    again = actions.request(by=who.agency, contract=clearance.contract_id)
    assert again.id != clearance.id
    assert _station(again, "cleared") == "ahead"
    # The clock is the new request's, not the old one's.
    assert again.decide_by is not None
    assert again.decide_by > clock.day
    actions.check(by=desk.second, clearance=again.id)
    assert actions.clear(by=desk.first, clearance=again.id).text
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.REFUSED


def test_every_act_is_journalled_under_the_workers_key(clock: Clock) -> None:
    issued, who, _ = departure.cleared(clock)
    entries = Entry.objects.filter(act__startswith="departure.")
    assert set(entries.values_list("act", flat=True)) == {
        "departure.record_visa",
        "departure.record_fitness",
        "departure.record_step",
        "departure.request",
        "departure.check",
        "departure.clear",
    }
    assert set(entries.values_list("key_subject", flat=True)) == {who.worker.person}
    assert issued.valid_from == date.fromisoformat(clock.day.isoformat())
