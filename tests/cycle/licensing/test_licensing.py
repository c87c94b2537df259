"""Licence decisions, the licence of a day, the public register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.support import people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.cycle.licensing import actions, queries
from corridor.cycle.licensing.models import LicenceDecision
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor, Role
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FIRST = date(2026, 1, 1)


@pytest.fixture
def officer(clock: Clock) -> Actor:
    return people.actor(Role.ORIGIN_OFFICER, "NPL")


@pytest.fixture
def agency(clock: Clock) -> Organisation:
    return people.organisation("agency", "NPL", "Himal Overseas")


def decide(officer: Actor, agency: Organisation, decision: str, **given: Any) -> LicenceDecision:
    return actions.decide(
        by=officer,
        agency=agency.id,
        **{"number": "123/064", "decision": decision, "valid_from": FIRST, **given},
    )


def test_a_licence_holds_from_its_first_to_its_last_day(
    officer: Actor, agency: Organisation
) -> None:
    decide(officer, agency, "issued", valid_to=date(2026, 12, 31))
    states = {
        date(2025, 12, 31): "none",
        FIRST: "active",
        date(2026, 12, 31): "active",
        date(2027, 1, 1): "expired",
    }
    assert {day: queries.licence(agency.id, day).state for day in states} == states
    assert queries.is_licensed(agency.id, FIRST)
    assert not queries.is_licensed(agency.id, date(2027, 1, 1))


def test_a_suspension_pauses_and_reinstatement_restores(
    officer: Actor, agency: Organisation
) -> None:
    decide(officer, agency, "issued")
    decide(officer, agency, "suspended", valid_from=date(2026, 3, 1), reason="Took fees")
    found = queries.licence(agency.id, date(2026, 3, 1))
    assert (found.state, found.reason, found.number) == ("suspended", "Took fees", "123/064")
    assert queries.licence(agency.id, date(2026, 2, 28)).valid
    decide(officer, agency, "reinstated", valid_from=date(2026, 4, 1))
    assert queries.licence(agency.id, date(2026, 4, 1)).valid
    assert not queries.licence(agency.id, date(2026, 3, 31)).valid


def test_a_suspension_for_a_time_ends_by_itself(officer: Actor, agency: Organisation) -> None:
    decide(officer, agency, "issued")
    decide(
        officer,
        agency,
        "suspended",
        valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31),
        reason="Late papers",
    )
    assert queries.licence(agency.id, date(2026, 3, 31)).state == "suspended"
    assert queries.licence(agency.id, date(2026, 4, 1)).valid


def test_revoked_stays_revoked_until_issued_anew(officer: Actor, agency: Organisation) -> None:
    decide(officer, agency, "issued")
    decide(officer, agency, "revoked", valid_from=date(2026, 3, 1), reason="Forged papers")
    with pytest.raises(Conflict):
        decide(officer, agency, "reinstated", valid_from=date(2026, 4, 1))
    with pytest.raises(Conflict):
        decide(officer, agency, "renewed", valid_from=date(2026, 4, 1))
    decide(officer, agency, "issued", number="9/083", valid_from=date(2026, 5, 1))
    assert queries.licence(agency.id, date(2026, 5, 1)).number == "9/083"


@pytest.mark.parametrize("decision", ["renewed", "suspended", "reinstated", "revoked"])
def test_nothing_but_issuing_begins_a_licence(
    officer: Actor, agency: Organisation, decision: str
) -> None:
    with pytest.raises(Conflict) as refused:
        decide(officer, agency, decision, reason="A reason")
    assert refused.value.found == "none"


def test_every_bad_field_is_named_at_once(officer: Actor, agency: Organisation) -> None:
    with pytest.raises(BadInput) as refused:
        decide(officer, agency, "suspended", number=" ", valid_to=date(2025, 1, 1), reason="")
    fields = {problem.place.field for problem in refused.value.problems}
    assert fields == {"number", "valid_to", "reason"}
    with pytest.raises(BadInput) as refused:
        decide(officer, agency, "blessed")
    assert refused.value.place.field == "decision"
    assert not LicenceDecision.objects.exists()


def test_only_the_agencys_own_country_decides(agency: Organisation, clock: Clock) -> None:
    with pytest.raises(NotPermitted):
        decide(people.actor(Role.ORIGIN_OFFICER, "PHL"), agency, "issued")
    for role in (Role.AGENCY, Role.EMPLOYER, Role.ADMIN, Role.DESTINATION_OFFICER):
        with pytest.raises(NotPermitted):
            decide(people.actor(role, "NPL"), agency, "issued")


def test_only_agencies_have_licences(officer: Actor) -> None:
    employer = people.organisation("employer", "NPL")
    with pytest.raises(BadInput) as refused:
        decide(officer, employer, "issued")
    assert refused.value.place.field == "agency"


def test_the_register_is_public_and_names_no_officer(
    officer: Actor, agency: Organisation, django_assert_max_num_queries: Any
) -> None:
    decide(officer, agency, "issued")
    for number in range(30):
        people.organisation("agency", "NPL", f"Other agency {number}")
    with django_assert_max_num_queries(2):
        found = queries.register(STRANGER)
    assert len(found) == 31
    assert [row.agency.name for row in queries.register(STRANGER, "himal")] == ["Himal Overseas"]
    assert [row.agency.name for row in queries.register(STRANGER, "123/0")] == ["Himal Overseas"]
    row = rules.rows(LicenceDecision, STRANGER).get()
    assert "decided_by" not in rules.shown(row, STRANGER)
    assert queries.decisions(agency.id, STRANGER)[0].decision == "issued"


def test_a_decision_can_never_be_changed(officer: Actor, agency: Organisation) -> None:
    decide(officer, agency, "issued")
    with pytest.raises(DatabaseError), transaction.atomic():
        LicenceDecision.objects.update(decision="revoked")
    with pytest.raises(DatabaseError), transaction.atomic():
        LicenceDecision.objects.all().delete()
    assert LicenceDecision.objects.get().decision == "issued"
