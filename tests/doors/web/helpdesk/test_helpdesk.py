"""The help desk: one exact number, two names, and no browsing."""

from __future__ import annotations

import pytest
from tests.support import contracts, people
from tests.support.clock import Clock
from tests.support.signed_in import account_of, client_of

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Contract, Counselling, Signature
from corridor.platform.access.actor import Role
from corridor.platform.journal.models import Entry
from corridor.platform.people.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_only_counsellors_open_it(clock: Clock) -> None:
    who = contracts.parties()
    for outsider in (who.worker, who.employer, who.agency, who.origin):
        assert client_of(outsider).get("/desk-help/").status_code == 403


def test_a_person_is_found_by_the_exact_number_only(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.counsellor)
    person = contracts.person_of(who.worker)
    number = people.passport_of(person)
    found = client.post("/desk-help/find/", {"passport": number})
    assert found["Location"] == f"/desk-help/person/{person.pk}/"
    by_contract = client.post("/desk-help/find/", {"reference": str(contract.pk)})
    assert by_contract["Location"] == f"/desk-help/person/{person.pk}/"
    for written in (contract.code, contract.code.lower().replace("-", " ")):
        by_code = client.post("/desk-help/find/", {"reference": written})
        assert by_code["Location"] == f"/desk-help/person/{person.pk}/"
    for wrong in (number[:-1], person.name, person.given_name, "%", "*"):
        assert client.post("/desk-help/find/", {"passport": wrong}).status_code == 404
    assert client.post("/desk-help/find/", {}).status_code == 422
    assert person.name not in client.get("/desk-help/").content.decode()


def test_a_misread_number_and_a_vain_search_say_what_was_tried(clock: Clock) -> None:
    who = contracts.parties()
    code = contracts.offered(who).code
    client = client_of(who.counsellor)
    assert "such as 7K3-9QD-2MXA" in client.get("/desk-help/find/").content.decode()
    last = "0" if code[-1] != "0" else "1"
    misread = client.post("/desk-help/find/", {"reference": code[:-1] + last})
    assert misread.status_code == 422
    assert f"“{code[:-1]}{last}” is no contract number" in misread.content.decode()
    for number in (code, "01M7ZK5HMQMZ2B8GMV0E6GJ8EJ"):
        other = client.post("/desk-help/find/", {"passport": number}).content.decode()
        assert f"“{number}” looks like the number of a contract." in other
    vain = client.post("/desk-help/find/", {"passport": "XX999", "reference": "01ABC"})
    page = vain.content.decode()
    assert vain.status_code == 404
    assert "No person of your country has the passport number “XX999”." in page
    assert "looks like the number of a contract" not in page
    assert "No contract of your country’s workers has the number “01ABC”." in page


def test_two_contracts_that_share_a_short_number_are_both_offered(clock: Clock) -> None:
    who, other = contracts.parties(), people.person("Sita", "Rai")
    contract = contracts.offered(who)
    twin = Contract.objects.get(pk=contract.pk)
    twin.pk, twin.worker, twin.candidate = f"7{contract.pk[1:]}", other, None
    twin.save(force_insert=True)
    assert twin.code == contract.code
    client = client_of(who.counsellor)
    page = client.post("/desk-help/find/", {"reference": contract.code}).content.decode()
    for one in (contracts.person_of(who.worker), other):
        assert f"/desk-help/person/{one.pk}/" in page
    alone = client.post("/desk-help/find/", {"reference": str(twin.pk)})
    assert alone["Location"] == f"/desk-help/person/{other.pk}/"


def test_somebody_of_another_country_is_not_found(clock: Clock) -> None:
    who = contracts.parties()
    foreign = people.person("Liza", "Santos", nationality="PHL")
    client = client_of(who.counsellor)
    number = people.passport_of(foreign)
    assert client.post("/desk-help/find/", {"passport": number}).status_code == 404
    assert client.get(f"/desk-help/person/{foreign.pk}/").status_code == 404
    assert client.post(f"/desk-help/person/{foreign.pk}/").status_code == 404


def test_sitting_beside_shows_both_names_on_every_page_and_ends(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.explained(contracts.offered(who), who)
    clock.next_day(3)
    client = client_of(who.counsellor)
    worker = contracts.person_of(who.worker)
    helper = contracts.person_of(who.counsellor)
    assert client.get("/my/").status_code == 403
    client.post(f"/desk-help/person/{worker.pk}/")
    for page in ("/my/", f"/my/c/{contract.pk}/offer/", "/desk-help/", "/law/"):
        html = client.get(page).content.decode()
        assert f"{helper.name} sits beside {worker.name}" in html, page
        assert "Stop helping" in html
    client.post(f"/my/c/{contract.pk}/think/", {"decision": "yes"})
    assert Signature.objects.get(party="worker").assisted_by == helper.pk
    assert Entry.objects.get(act="contracts.accept").assisted_by == helper.pk
    assert client.post("/desk-help/stop/")["Location"] == "/desk-help/"
    assert client.get("/my/").status_code == 403
    assert "sits beside" not in client.get("/desk-help/").content.decode()


def test_the_queue_says_what_to_explain_and_ends_with_the_talk(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    contracts.explained(contract, who, answers=contracts.wrong_answers(contract))
    waiting = Counselling.objects.get()
    client = client_of(who.counsellor)
    assert contracts.person_of(who.worker).name in client.get("/desk-help/").content.decode()
    page = client.get(f"/desk-help/counselling/{waiting.pk}/").content.decode()
    assert "How much is the basic wage?" in page
    assert "1200.00 QAR a month" in page
    client.post(f"/desk-help/counselling/{waiting.pk}/")
    waiting.refresh_from_db()
    assert waiting.done_on == clock.day
    assert waiting.done_by == who.counsellor.person


def test_another_countrys_desk_sees_none_of_it(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    actions.ask_counsellor(by=who.worker, contract=contract.id)
    waiting = Counselling.objects.get()
    other = client_of(people.actor(Role.COUNSELLOR, "PHL"))
    assert contracts.person_of(who.worker).name not in other.get("/desk-help/").content.decode()
    reply = other.get(f"/desk-help/counselling/{waiting.pk}/")
    assert reply.status_code == 404


def test_somebody_new_is_registered_and_can_sign_in(clock: Clock) -> None:
    counsellor = people.actor(Role.COUNSELLOR, "NPL")
    client = client_of(counsellor)
    data = {"given_name": "Gita", "family_name": "Rana", "nationality": "NPL", "language": "ne",
            "passport": "09998887", "phone": "+977 980 1234567"}  # fmt: skip
    reply = client.post("/desk-help/register/", data)
    made = Person.objects.get(given_name="Gita")
    assert reply["Location"] == f"/desk-help/person/{made.pk}/"
    assert account_of(people.worker(made)).phone_index == made.phone_index != ""
    again = client.post("/desk-help/register/", data | {"phone": ""})
    assert again.status_code == 409
    assert "already registered" in again.content.decode()
    bad = client.post("/desk-help/register/", data | {"passport": "1", "phone": "12"})
    assert "id_phone_error" in bad.content.decode()
