"""Appeals: in time, once, and decided by somebody new to the case."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from tests.support import departure, people
from tests.support.clock import Clock

from corridor.core.calendars import add_days
from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.cycle.corridors.queries import done, line
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Appeal, Clearance
from corridor.engines import law
from corridor.platform.access import rules
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_officers_of_the_decision_do_not_find_the_appeal(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id, grounds="The page was there.")
    for officer in (desk.first, desk.second):
        assert queries.appeals(officer) == []
        with pytest.raises(NotFound):
            actions.decide_appeal(by=officer, appeal=lodged.id, uphold=False, reason="No.")
        with pytest.raises(NotFound):
            queries.grounds(lodged.id, officer)
    assert [row.id for row in queries.appeals(desk.third)] == [lodged.id]
    assert queries.grounds(lodged.id, desk.third) == "The page was there."
    assert queries.grounds(lodged.id, who.worker) == "The page was there."
    assert b"page" not in bytes(lodged.grounds_sealed)


def test_an_appeal_needs_no_grounds_and_has_a_day_of_decision(clock: Clock) -> None:
    clearance, who, _ = departure.refused(clock)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.APPEALED
    assert lodged.decide_by is not None
    days = law.book().known("OC.appeal.decide_days", lodged.lodged_on)
    assert (lodged.decide_by - lodged.lodged_on).days >= days


def _upheld(clock: Clock) -> tuple[Clearance, departure.Offices]:
    """Refused by the first two officers; the third one upheld the appeal three weeks later."""
    clearance, who, desk = departure.refused(clock)
    clock.next_day(21)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason="The page is here.")
    clearance.refresh_from_db()
    return clearance, desk


def test_upheld_means_two_others_decide(clock: Clock) -> None:
    """Who refused and who decided the appeal neither sign nor are offered the case."""
    clearance, desk = _upheld(clock)
    assert clearance.state == Clearance.State.REQUESTED
    assert clearance.reasons == []
    assert "clearance_checked" not in done(clearance.contract)
    old = (desk.first, desk.second, desk.third)
    for officer in old:
        assert not queries.queue(officer)[0].mine
        for sign in (actions.check, partial(actions.refuse, reasons=["Again."])):
            with pytest.raises(NotPermitted) as caught:
                sign(by=officer, clearance=clearance.id)
            assert caught.value.code == "departure.barred"
    assert queries.queue(desk.fourth)[0].mine
    actions.check(by=desk.fourth, clearance=clearance.id)
    for officer in old:
        assert not queries.queue(officer)[0].mine
        for sign in (actions.clear, partial(actions.refuse, reasons=["Again."])):
            with pytest.raises(NotPermitted) as caught:
                sign(by=officer, clearance=clearance.id)
            assert caught.value.code == "departure.barred"
    assert queries.queue(desk.fifth)[0].mine
    issued = actions.clear(by=desk.fifth, clearance=clearance.id)
    for officer in old:  # and a pass that was won on appeal is not taken back by those who lost
        with pytest.raises(NotPermitted):
            actions.revoke(by=officer, clearance=clearance.id, reason="visa")
    assert queries.standing(issued.text, desk.first).standing == "valid"


def test_upheld_starts_a_clock_of_its_own(clock: Clock) -> None:
    clearance, _ = _upheld(clock)
    days = law.book().known("OC.appeal.reopened_days", clock.day)
    assert isinstance(days, int)
    free = law.book().jurisdiction("NPL").weekend
    today = clearance.contract.local_today("origin")
    assert clearance.decide_by == add_days(today, days, "working", free)
    contract = clearance.contract
    station = next(one for one in line(contract) if one.id == "clearance_checked")
    assert station.due is not None
    assert station.due >= today
    assert clearance.requested_on < today


def test_upheld_although_a_paper_has_lapsed_meanwhile(clock: Clock) -> None:
    """The appeal is decided on the refusal; what is missing now is for the two officers to see."""
    clearance, who, desk = departure.refused(clock)
    actions.record_fitness(by=who.origin, contract=clearance.contract_id, fit=False)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason="It was there.")
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.REQUESTED


def test_without_an_appeal_a_new_request_is_for_any_two_officers(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    again = actions.request(by=who.agency, contract=clearance.contract_id)
    assert queries.queue(desk.second)[0].mine
    actions.check(by=desk.second, clearance=again.id)
    assert actions.clear(by=desk.first, clearance=again.id).text


def test_a_second_appeal_is_not_for_those_of_the_first_decision(clock: Clock) -> None:
    clearance, desk = _upheld(clock)
    worker = people.worker(clearance.contract.worker)
    actions.check(by=desk.fourth, clearance=clearance.id)
    actions.refuse(by=desk.fifth, clearance=clearance.id, reasons=["Another page."])
    lodged = actions.appeal(by=worker, clearance=clearance.id)
    for officer in (desk.first, desk.second, desk.fourth, desk.fifth):
        assert queries.appeals(officer) == []
    newcomer = people.actor(Role.ORIGIN_OFFICER, "NPL")
    assert [row.id for row in queries.appeals(newcomer)] == [lodged.id]
    actions.decide_appeal(by=newcomer, appeal=lodged.id, uphold=True, reason="It is here too.")
    clearance.refresh_from_db()
    assert len(clearance.barred) == 6


def test_dismissed_the_refusal_stands_and_a_new_request_remains(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    row = actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=False, reason="It is not.")
    assert row.state == Appeal.State.DISMISSED
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.REFUSED
    with pytest.raises(Conflict) as caught:
        actions.appeal(by=who.worker, clearance=clearance.id)
    assert caught.value.code == "departure.appeal_decided"
    assert actions.request(by=who.worker, contract=clearance.contract_id).pk


def test_the_last_day_to_appeal_is_a_day_to_appeal(clock: Clock) -> None:
    clearance, who, _ = departure.refused(clock)
    last = queries.appeal_until(clearance)
    assert last is not None
    clock.set(last + timedelta(days=1))
    with pytest.raises(Conflict) as caught:
        actions.appeal(by=who.worker, clearance=clearance.id)
    assert caught.value.code == "departure.appeal_late"
    assert last.isoformat() in caught.value.say()
    clock.set(last)
    assert actions.appeal(by=who.worker, clearance=clearance.id).pk


def test_only_the_worker_appeals_and_only_a_refusal(clock: Clock) -> None:
    issued, who, _ = departure.cleared(clock)
    with pytest.raises(Conflict) as caught:
        actions.appeal(by=who.worker, clearance=issued.clearance_id)
    assert caught.value.code == "departure.state"
    for by in (who.agency, who.employer, who.origin):
        with pytest.raises(NotPermitted):
            actions.appeal(by=by, clearance=issued.clearance_id)
    with pytest.raises(NotFound):
        actions.appeal(by=people.worker(), clearance=issued.clearance_id)


def test_a_decision_has_a_reason_and_is_made_once(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    with pytest.raises(BadInput):
        actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason=" ")
    actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason="Yes.")
    with pytest.raises(Conflict):
        actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=False, reason="No.")


def test_employer_and_agency_know_of_no_appeal(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    actions.appeal(by=who.worker, clearance=clearance.id)
    for by in (who.employer, who.agency, who.destination, who.attache, desk.gate):
        assert not rules.rows(Appeal, by).exists()
