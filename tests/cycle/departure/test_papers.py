"""Papers: the visa's match, fit or unfit and nothing else, steps that are only ticked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support import contracts, departure, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet, Problems
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions
from corridor.cycle.departure.actions.papers import TICKED, VISA_NUMBER
from corridor.cycle.departure.models import Fitness, Visa
from corridor.platform.access.actor import Role
from corridor.platform.keys.queries import open_sealed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("given", "employer", "occupation"),
    [
        ({}, True, True),
        ({"employer_number": "REG-OTHER"}, False, True),
        ({"occupation_isco": "9112"}, True, False),
        ({"employer_number": "", "employer_name": "Somebody else"}, False, True),
        ({"employer_number": "REG-OTHER", "occupation_isco": "5152"}, False, False),
    ],
)
def test_the_visa_is_matched_with_the_contract(
    clock: Clock, given: dict[str, str], employer: bool, occupation: bool
) -> None:
    contract, who = contracts.registered_contract(clock)
    visa = departure.visa(contract, who, **given)
    assert (visa.employer_matches, visa.occupation_matches) == (employer, occupation)


def test_an_employer_is_matched_by_name_where_a_number_is_missing(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    name = f"  {contract.employer.name.upper()} "
    visa = departure.visa(contract, who, employer_number="", employer_name=name)
    assert visa.employer_matches


def test_everything_wrong_with_a_visa_is_said_at_once(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    with pytest.raises(Problems) as caught:
        departure.visa(
            contract,
            who,
            employer_name=" ",
            occupation_isco="931",
            number="",
            valid_to=contract.local_today() - timedelta(days=1),
        )
    assert {problem.place.field for problem in caught.value.problems} == {
        "employer_name",
        "occupation_isco",
        "number",
        "valid_to",
    }
    assert not Visa.objects.exists()
    assert "visa_recorded" not in done(contract)


def test_the_visa_number_is_sealed(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    visa = departure.visa(contract, who, number="QV-778899")
    visa.refresh_from_db()
    assert b"QV-778899" not in bytes(visa.number_sealed)
    assert open_sealed(contract.worker_id, VISA_NUMBER, visa.number_sealed) == "QV-778899"


def test_a_corrected_visa_counts_and_the_old_one_stays(clock: Clock) -> None:
    clearance, who = departure.requested(clock, occupation_isco="9112")
    desk = departure.offices()
    actions.check(by=desk.first, clearance=clearance.id)
    with pytest.raises(Conflict) as caught:
        actions.clear(by=desk.second, clearance=clearance.id)
    assert caught.value.code == "departure.visa_mismatch"
    departure.visa(clearance.contract, who)
    assert Visa.objects.filter(contract=clearance.contract).count() == 2
    assert actions.clear(by=desk.second, clearance=clearance.id).text


def test_a_visa_is_not_changed_after_departure(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    actions.use_pass(by=desk.gate, text=issued.text)
    with pytest.raises(Conflict) as caught:
        departure.visa(issued.clearance.contract, who)
    assert caught.value.code == "departure.departed"


def test_the_procedure_says_who_brings_the_visa(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    with pytest.raises(NotPermitted) as caught:
        departure.visa(contract, who, by=who.worker)
    assert caught.value.code == "procedure.other_office"
    with pytest.raises(NotFound):
        departure.visa(contract, who, by=people.actor(Role.AGENCY, "NPL"))


def test_health_is_fit_or_unfit_and_nothing_else() -> None:
    assert {field.name for field in Fitness._meta.concrete_fields} == {
        "id",
        "created_at",
        "home_node",
        "contract",
        "fit",
        "on",
    }


def test_unfit_blocks_the_request_until_a_new_result(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    departure.papers(contract, who)
    actions.record_fitness(by=who.origin, contract=contract.id, fit=False)
    with pytest.raises(NotYet) as caught:
        actions.request(by=who.agency, contract=contract.id)
    assert caught.value.expected["steps"] == ["medical_fit"]
    actions.record_fitness(by=who.origin, contract=contract.id, fit=True)
    assert actions.request(by=who.agency, contract=contract.id).pk


def test_unfit_after_the_request_stops_the_second_officer(clock: Clock) -> None:
    clearance, who = departure.requested(clock)
    desk = departure.offices()
    actions.check(by=desk.first, clearance=clearance.id)
    actions.record_fitness(by=who.origin, contract=clearance.contract_id, fit=False)
    with pytest.raises(Conflict) as caught:
        actions.clear(by=desk.second, clearance=clearance.id)
    assert caught.value.code == "departure.unfit"


def test_only_named_steps_are_ticked(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    for step in ("cleared", "accepted", "registered_origin", "medical_fit", "nonsense"):
        assert step not in TICKED
        with pytest.raises(NotPermitted) as caught:
            actions.record_step(by=who.origin, contract=contract.id, step=step)
        assert caught.value.code == "departure.not_ticked"
    with pytest.raises(NotPermitted):
        actions.record_step(by=who.employer, contract=contract.id, step="orientation_done")
    actions.record_step(by=who.origin, contract=contract.id, step="orientation_done")
    with pytest.raises(Conflict):
        actions.record_step(by=who.origin, contract=contract.id, step="orientation_done")


def test_one_bad_clause_is_a_bad_input(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    with pytest.raises(BadInput) as caught:
        departure.visa(contract, who, occupation_isco="0000")
    assert caught.value.place.field == "occupation_isco"
