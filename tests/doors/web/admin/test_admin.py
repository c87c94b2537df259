"""The administrator's face: who may act for whom, every change on record, no case to be seen."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.support import contracts as offers
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.doors.web.shared.vocabulary import ROLES
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.clock.models import ClockShift
from corridor.platform.clock.queries import forget
from corridor.platform.people import actions
from corridor.platform.people.models import AccessToken, Account, Membership, Organisation, Person
from corridor.platform.people.queries import actor_by_token

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def ada(clock: Clock) -> Actor:
    return people.actor(Role.ADMIN, "NPL")


@pytest.fixture
def client(ada: Actor) -> Client:
    return client_of(ada)


def once(**fields: str) -> dict[str, str]:
    return {"once": "k" * 20, **fields}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_people_are_found_by_name_alone(client: Client) -> None:
    who = people.person("Bishnu", "Adhikari", passport="PX7654321")
    page = text(client.get("/admin-desk/?q=bishnu adh"))
    assert f"/admin-desk/people/{who.pk}/" in page
    for asked in ("", "b", "PX7654321", "zzzz"):
        assert f"/admin-desk/people/{who.pk}/" not in text(client.get("/admin-desk/", {"q": asked}))


def test_no_case_can_be_seen(client: Client, clock: Clock) -> None:
    who = offers.parties()
    contract = offers.offered(who)
    person = Person.objects.get(pk=who.worker.person)
    page = text(client.get(f"/admin-desk/people/{person.pk}/"))
    assert person.name in page
    assert str(contract.pk) not in page
    assert contract.code not in page
    assert contract.employer.name not in page
    assert contract.employer.name not in text(client.get("/admin-desk/changes/")).split("<main")[0]
    for page in ("/inspection/", "/union/", f"/union/{contract.pk}/"):
        assert client.get(page).status_code == 403


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ORIGIN_OFFICER, Role.EMPLOYER, Role.UNION])
def test_nobody_else_opens_this_desk(role: Role) -> None:
    other = client_of(people.actor(role, "NPL"))
    for page in ("", "organisations/", "changes/", "people/new/", "organisations/new/"):
        assert other.get(f"/admin-desk/{page}").status_code == 403


def test_an_organisation_is_registered_once(client: Client) -> None:
    form = {"kind": "union", "name": "Care Union", "country": "DEU", "registration_number": "U1"}
    sent = once(**form)
    answer = client.post("/admin-desk/organisations/new/", sent)
    assert answer.status_code == 302
    assert client.post("/admin-desk/organisations/new/", sent)["Location"] == answer["Location"]
    assert Organisation.objects.filter(name="Care Union").count() == 1
    again = client.post("/admin-desk/organisations/new/", {**form, "once": "z" * 20})
    assert again.status_code == 409
    assert "already registered" in text(again)


def test_a_role_is_granted_and_ended(client: Client) -> None:
    who, office = people.person(), people.organisation("inspectorate", "QAT")
    page = f"/admin-desk/people/{who.pk}/"
    answer = client.post(f"{page}role/", once(organisation=office.pk, role="inspector"))
    assert answer.status_code == 302
    assert answer["Location"] == page
    held = Membership.objects.get(person=who)
    assert "Labour inspector" in text(client.get(page))
    ended = client.post(f"/admin-desk/roles/{held.pk}/end/", once())
    assert ended.status_code == 302
    held.refresh_from_db()
    assert held.ends is not None
    changes = text(client.get("/admin-desk/changes/"))
    assert "Role granted" in changes
    assert "Role ended" in changes
    assert who.name in changes


@pytest.mark.parametrize(
    ("held", "asked", "kind"),
    [
        (Role.EMPLOYER, Role.INSPECTOR, "inspectorate"),
        (Role.AGENCY, Role.ORIGIN_OFFICER, "ministry"),
        (Role.DESTINATION_OFFICER, Role.INSPECTOR, "inspectorate"),
    ],
)
def test_roles_that_must_not_meet_are_refused_in_words(
    client: Client, held: Role, asked: Role, kind: str
) -> None:
    holder = people.actor(held, "QAT")
    office = people.organisation(kind, "QAT")
    answer = client.post(
        f"/admin-desk/people/{holder.person}/role/",
        once(organisation=office.pk, role=asked.value),
    )
    assert answer.status_code == 409
    page = text(answer)
    assert "cannot hold these two roles at the same time" in page
    for role in (held, asked):
        assert ROLES[role.value] in page.split("error-summary")[1][:600]
    assert Membership.objects.filter(person=holder.person).count() == 1


def test_a_firm_has_no_inspectors(client: Client) -> None:
    who, firm = people.person(), people.organisation("employer", "QAT", name="Firm & Sons")
    answer = client.post(
        f"/admin-desk/people/{who.pk}/role/", once(organisation=firm.pk, role="inspector")
    )
    assert answer.status_code == 422
    assert not Membership.objects.filter(person=who).exists()


def test_an_account_is_opened_once(client: Client) -> None:
    who = people.person()
    page = f"/admin-desk/people/{who.pk}/account/"
    sent = once(username="bishnu", password="correct horse battery")
    assert client.post(page, sent).status_code == 302
    account = Account.objects.get(person=who)
    assert account.check_password("correct horse battery")
    again = client.post(page, {**sent, "once": "z" * 20})
    assert again.status_code == 409
    taken = client.post(
        f"/admin-desk/people/{people.person().pk}/account/", {**sent, "once": "y" * 20}
    )
    assert taken.status_code == 409
    assert "correct horse battery" not in text(taken)


def test_a_key_is_shown_once_and_ends(client: Client) -> None:
    holder = people.actor(Role.INSPECTOR, "QAT")
    held = Membership.objects.get(person=holder.person)
    answer = client.post(f"/admin-desk/roles/{held.pk}/key/", once(), follow=True)
    found = re.search(r'id="token">([^<]+)<', text(answer))
    assert found
    token = found.group(1)
    assert "no-store" in answer["Cache-Control"]
    assert actor_by_token(token) == holder
    assert token not in text(client.get(f"/admin-desk/people/{holder.person}/key/", follow=True))
    row = AccessToken.objects.get(membership=held)
    assert token not in row.digest
    assert client.post(f"/admin-desk/keys/{row.pk}/end/", once()).status_code == 302
    assert actor_by_token(token) is None


def test_what_is_not_there_is_not_found(client: Client) -> None:
    nothing = "01J00000000000000000000000"
    for page in (
        f"people/{nothing}/",
        f"people/{nothing}/role/",
        f"roles/{nothing}/end/",
        f"roles/{nothing}/key/",
    ):
        assert client.get(f"/admin-desk/{page}").status_code == 404
    assert client.post(f"/admin-desk/keys/{nothing}/end/", once()).status_code == 404


def test_the_clock_moves_in_the_demo_only(client: Client, settings: Any) -> None:
    assert client.get("/admin-desk/clock/").status_code == 404
    settings.CORRIDOR_DEMO = True
    forget()
    assert client.post("/admin-desk/clock/", once(step="day")).status_code == 302
    assert ClockShift.objects.get().days == 1
    settings.CORRIDOR_DEMO = False
    forget()


def test_the_audit_list_knows_no_case(ada: Actor, clock: Clock) -> None:
    from corridor.platform.journal.queries import latest

    offers.offered(offers.parties())
    seen = {entry.act for entry in latest(ada, limit=500)}
    assert "people.grant_role" in seen
    assert not {one for one in seen if one.split(".")[0] not in {"people", "clock"}}
    assert "people.register_person" not in seen


@pytest.mark.parametrize("count", [1, 30])
def test_pages_need_few_look_ups(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    office = people.organisation("inspectorate", "QAT")
    last = people.person()
    for _ in range(count):
        last = people.person("Manyname", "Gurung")
        people.member(Role.INSPECTOR, office, last)
    held = Membership.objects.get(person=last)
    for _ in range(count):
        actions.issue_token(by=SYSTEM, membership=held.pk, ends=date(2099, 1, 1))
    for page in (
        "?q=manyname",
        f"people/{last.pk}/",
        "organisations/",
        "changes/",
        f"people/{last.pk}/role/",
    ):
        client.get(f"/admin-desk/{page}")
        with django_assert_max_num_queries(10):
            assert client.get(f"/admin-desk/{page}").status_code == 200


class TestDesk:
    """From the desk to each role's own first page, and from one role to another."""

    @pytest.mark.parametrize(
        ("role", "home"),
        [
            (Role.INSPECTOR, "/inspection/"),
            (Role.UNION, "/union/"),
            (Role.ADMIN, "/admin-desk/"),
            (Role.EMPLOYER, "/employer/"),
            (Role.BORDER_OFFICER, "/gate/"),
            (Role.LABOUR_ATTACHE, "/office/"),
        ],
    )
    def test_each_role_has_its_home(self, role: Role, home: str) -> None:
        assert client_of(people.actor(role, "NPL")).get("/desk/")["Location"] == home

    def test_a_worker_has_hers(self) -> None:
        assert client_of(people.worker()).get("/desk/")["Location"] == "/my/"

    def test_strangers_sign_in_first(self) -> None:
        assert Client().get("/desk/")["Location"].startswith("/sign-in/")
        assert Client().get("/capacity/")["Location"].startswith("/sign-in/")

    def test_changing_the_role(self) -> None:
        who = people.person()
        people.member(Role.UNION, people.organisation("union", "NPL", name="Union A"), who)
        people.member(Role.COUNSELLOR, people.organisation("desk", "NPL", name="Desk B"), who)
        client = client_of(people.worker(who))
        page = text(client.get("/capacity/"))
        assert "Union A" in page
        assert "Desk B" in page
        union = Membership.objects.get(person=who, role="union")
        assert client.post("/capacity/", {"capacity": union.pk})["Location"] == "/desk/"
        assert client.get("/desk/")["Location"] == "/union/"
        client.post("/capacity/", {"capacity": "worker"})
        assert client.get("/desk/")["Location"] == "/my/"

    def test_somebody_elses_role_is_refused(self) -> None:
        other = people.actor(Role.ADMIN, "NPL")
        held = Membership.objects.get(person=other.person)
        client = client_of(people.worker())
        assert client.post("/capacity/", {"capacity": held.pk}).status_code == 422
        assert client.get("/desk/")["Location"] == "/my/"
