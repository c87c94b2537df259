"""Appeals: in time, once, and decided by somebody new to the case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support import departure, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.cycle.corridors.queries import done
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


def test_upheld_means_two_fresh_decisions(clock: Clock) -> None:
    clearance, who, desk = departure.refused(clock)
    lodged = actions.appeal(by=who.worker, clearance=clearance.id)
    actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=True, reason="The page is here.")
    clearance.refresh_from_db()
    assert clearance.state == Clearance.State.REQUESTED
    assert clearance.reasons == []
    assert "clearance_checked" not in done(clearance.contract)
    for decide in (
        lambda: actions.check(by=desk.second, clearance=clearance.id),
        lambda: actions.refuse(by=desk.second, clearance=clearance.id, reasons=["Again."]),
    ):
        with pytest.raises(NotPermitted) as caught:
            decide()
        assert caught.value.code == "departure.refuser"
    actions.check(by=desk.first, clearance=clearance.id)
    with pytest.raises(NotPermitted):
        actions.clear(by=desk.second, clearance=clearance.id)
    assert actions.clear(by=desk.third, clearance=clearance.id).text


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


def test_a_clearance_taken_back_can_be_appealed(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    actions.revoke(by=desk.third, clearance=issued.clearance_id, reasons=["Withdrawn."])
    lodged = actions.appeal(by=who.worker, clearance=issued.clearance_id)
    # The officer who took it back took part, although neither first nor second officer.
    assert queries.appeals(desk.third) == []
    with pytest.raises(NotFound):
        actions.decide_appeal(by=desk.third, appeal=lodged.id, uphold=False, reason="Mine.")
    fourth = people.actor(Role.ORIGIN_OFFICER, "NPL")
    assert [row.id for row in queries.appeals(fourth)] == [lodged.id]


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
