"""PHL-DEU: another order of steps, no wage file, hourly pay; her own word is the record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support import contracts, departure
from tests.support.clock import Clock

from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions as departures
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.tasks import note_missing_files
from corridor.engines import law

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _at_work(clock: Clock) -> tuple[Contract, contracts.Parties, int]:
    """Placed by two employment services, cleared and arrived; and the pass's days."""
    who = contracts.parties("PHL-DEU")
    offer = contracts.government_offer(who)
    contract, _ = contracts.registered_contract(clock, who, sides=("origin",), contract=offer)
    departures.record_step(by=who.worker, contract=contract.id, step="recognition_started")
    visa_ends = clock.day + timedelta(days=180)
    departure.visa(contract, who, by=who.employer, valid_to=visa_ends)
    departures.record_fitness(by=who.origin, contract=contract.id, fit=True)
    for step in ("orientation_done", "insured"):
        departures.record_step(by=who.origin, contract=contract.id, step=step)
    clearance = departures.request(by=who.worker, contract=contract.id)
    desk = departure.offices("PHL")
    departures.check(by=desk.first, clearance=clearance.id)
    issued = departures.clear(by=desk.second, clearance=clearance.id)
    departures.use_pass(by=desk.gate, text=issued.text)
    clock.next_day()
    contract = actions.arrive(by=who.worker, contract=contract.id)
    return contract, who, (issued.valid_to - issued.valid_from).days


def test_a_nurse_without_a_wage_file(clock: Clock) -> None:
    contract, who, days = _at_work(clock)
    assert days == law.book().known("PHL.oec.valid_days", clock.day)
    assert contract.state == Contract.State.IN_FORCE
    assert "recognition_started" in done(contract)
    clock.next_month(2)
    month = f"{clock.day.replace(day=1) - timedelta(days=1):%Y-%m}"
    assert note_missing_files.func(clock.day.isoformat()) == 0
    found = queries.timeline(contract.id, who.worker)
    assert not found.covered
    assert {one.wage.state for one in found.months} == {"not_covered"}
    # Paid by the hour: without hours nobody knows what is due, and nobody says it was paid.
    assert all(one.wage.due is None and one.still_owed is None for one in found.months)
    actions.answer_wages(
        by=who.worker, contract=contract.id, month=month, said="less", amount="2100.00"
    )
    last = next(
        one for one in queries.timeline(contract.id, who.worker).months if one.wage.month == month
    )
    assert last.amount is not None
    assert (last.said, last.amount.text(), last.agreement) == ("less", "2100.00", "unknown")
    # Her answer takes no station of the line that her employer sees; only she herself does.
    assert "first_wage" not in done(contract)
    actions.show_first_wage(by=who.worker, contract=contract.id)
    assert "first_wage" in done(contract)


def test_the_other_states_light_stays_unknown(clock: Clock) -> None:
    contract, who, _ = _at_work(clock)
    actions.answer_fees(by=who.worker, contract=contract.id, paid=False)
    lights = {light.id: light.verdict.value for light in queries.lights(contract, who.origin)}
    assert lights["employer"] == "unknown"
    assert lights["fees"] == "ok"
