"""Every page says who acts, in which role and for whom; names cannot turn their direction."""

from __future__ import annotations

import pytest
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts.models import Contract
from corridor.platform.access.actor import Role
from corridor.platform.people.models import Organisation, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_header_names_person_role_and_organisation(clock: Clock) -> None:
    employer = people.actor(Role.EMPLOYER, "QAT", kind="employer")
    page = client_of(employer).get("/employer/").content.decode()
    head = page[page.index("<header") : page.index("</header>")]
    assert Person.objects.get(pk=employer.person).name in head
    assert Organisation.objects.get(pk=employer.organisation).name in head
    assert "Employer" in head
    assert "/sign-out/" in head
    assert "/capacity/" in head


def test_a_worker_signs_out_from_every_page(clock: Clock) -> None:
    page = client_of(people.worker()).get("/my/language/").content.decode()
    assert 'href="/sign-out/"' in page[page.index("<header") : page.index("</header>")]


def test_a_name_cannot_turn_its_direction(clock: Clock) -> None:
    given = {"employer_name": "Al \u202eahaW\u202c Co", "basic_wage": "1000", "currency": "QAR",
             "pay_period": "month", "corridor": "NPL-QAT"}  # fmt: skip
    reply = client_of(people.worker()).post("/my/bring/", given)
    assert reply.status_code == 302, reply.content.decode()[:3000]
    assert Contract.objects.get().employer.name == "Al ahaW Co"
