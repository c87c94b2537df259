"""People: no duplicate passport, no two sides in one hand, nothing sensitive in the clear."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.support import people

from corridor.core.problems import BadInput, Conflict, NotPermitted
from corridor.platform.access.actor import STRANGER, SYSTEM, Role
from corridor.platform.access.rules import shown
from corridor.platform.people import actions, queries
from corridor.platform.people.models import Membership, Person

pytestmark = pytest.mark.django_db


def test_passport_and_phone_are_found_again_but_never_stored_in_clear() -> None:
    who = people.person(passport="PA7654321", phone="+9779801234567")
    assert queries.passport(who) == "PA7654321"
    assert queries.phone(who) == "+9779801234567"
    assert queries.by_passport("pa 7654321") == who
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person WHERE id = %s", [who.id])
        row = " ".join(str(bytes(x) if isinstance(x, memoryview) else x) for x in cursor.fetchone())
    assert "7654321" not in row
    assert "9801234567" not in row


def test_a_passport_registers_one_person() -> None:
    people.person(passport="PA1")
    with pytest.raises(Conflict) as refusal:
        people.person(passport="pa 1")
    assert refusal.value.code == "people.passport_known"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("given_name", {"given_name": "  "}),
        ("nationality", {"nationality": "NEP"}),
        ("phone", {"phone": "12"}),
    ],
)
def test_bad_input_names_its_field(field: str, given: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.register_person(by=SYSTEM, **{"given_name": "Sita", "nationality": "NPL", **given})
    assert refusal.value.place.field == field
    assert refusal.value.remedy is not None
    assert Person.objects.count() == 0


@pytest.mark.parametrize("pair", actions.INCOMPATIBLE, ids=lambda pair: "+".join(sorted(pair)))
def test_no_hand_makes_and_checks(pair: frozenset[Role]) -> None:
    one, other = sorted(pair)
    who = people.person(nationality="NPL")
    office = people.organisation(people.KINDS[one], "NPL")
    second = people.organisation(people.KINDS[other], "NPL")
    actions.grant_role(by=SYSTEM, person=who.id, organisation=office.id, role=one.value)
    with pytest.raises(Conflict) as refusal:
        actions.grant_role(by=SYSTEM, person=who.id, organisation=second.id, role=other.value)
    assert refusal.value.code == "people.incompatible"


def test_a_role_that_ended_is_gone_at_once_and_frees_the_other() -> None:
    actor = people.actor(Role.EMPLOYER, "QAT")
    held = Membership.objects.get(person=actor.person)
    today = date(2026, 11, 21)
    assert queries.capacities(str(actor.person), today + timedelta(days=1)) == [held]
    actions.end_role(by=SYSTEM, membership=held.id)
    held.refresh_from_db()
    assert held.ends is not None
    assert queries.capacities(str(actor.person), held.ends) == []


def test_strangers_register_nobody() -> None:
    with pytest.raises(NotPermitted):
        actions.register_person(by=STRANGER, given_name="X", nationality="NPL")


def test_no_role_reads_sealed_fields() -> None:
    who = people.person(passport="PA9")
    for role in Role:
        if role is not Role.SYSTEM:
            fields = shown(who, people.Actor(role, person=who.id, country="NPL"))
            assert not {"passport_sealed", "passport_index", "phone_sealed"} & set(fields), role
