"""From the open offer to the signature, as the worker walks it."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.support import contracts, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Contract, Counselling, Understanding
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.people import actions as people_actions

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def answer(client: Client, contract: Contract, answers: dict[str, str]) -> str:
    """Answer the five questions one page at a time; the address after the last one."""
    address = ""
    for number, key in enumerate(answers.values(), 1):
        reply = client.post(f"/my/c/{contract.pk}/question/{number}/", {"answer": key})
        assert reply.status_code == 302, reply.content.decode()
        address = reply["Location"]
    return address


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    reply = client.get("/my/")
    assert reply.status_code == 302
    assert "/sign-in/" in reply["Location"]


def test_an_employer_has_no_such_page(clock: Clock) -> None:
    who = contracts.parties()
    assert client_of(who.employer).get("/my/").status_code == 403


def test_without_any_contract_the_page_says_what_will_come(clock: Clock) -> None:
    client = client_of(people.worker())
    page = client.get("/my/")
    assert page.status_code == 200
    assert "No offer has come yet." in page.content.decode()


def test_the_whole_way_to_the_signature(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    first = client.get("/my/").content.decode()
    assert "Read your job offer" in first
    assert f'<bdi class="code">{contract.code}</bdi>' in first  # short enough to read out

    offer = client.get(f"/my/c/{contract.pk}/offer/").content.decode()
    assert "one thousand two hundred" in offer
    assert "You keep your passport yourself." in offer
    reply = client.post(f"/my/c/{contract.pk}/offer/", {"way": "heard"})
    assert reply["Location"] == f"/my/c/{contract.pk}/question/1/"

    address = answer(client, contract, contracts.right_answers(contract))
    assert address == f"/my/c/{contract.pk}/questions/"
    assert "explained well" in client.get(address).content.decode()

    reply = client.post(f"/my/c/{contract.pk}/copy/", {"kept": "on"})
    assert reply["Location"] == f"/my/c/{contract.pk}/think/"
    think = client.get(f"/my/c/{contract.pk}/think/").content.decode()
    assert "You can sign from" in think
    assert 'value="yes"' not in think
    early = client.post(f"/my/c/{contract.pk}/think/", {"decision": "yes"})
    assert early.status_code == 422
    contract.refresh_from_db()
    assert contract.state == Contract.State.EXPLAINED

    clock.next_day(3)
    assert 'value="yes"' in client.get(f"/my/c/{contract.pk}/think/").content.decode()
    reply = client.post(f"/my/c/{contract.pk}/think/", {"decision": "yes"})
    assert reply["Location"] == f"/my/c/{contract.pk}/signed/"
    assert client.get(reply["Location"]).status_code == 200
    contract.refresh_from_db()
    assert contract.state == Contract.State.ACCEPTED


def test_a_low_score_sends_a_counsellor_and_bars_nothing(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    client.post(f"/my/c/{contract.pk}/offer/", {"way": "read"})
    address = answer(client, contract, contracts.wrong_answers(contract))
    page = client.get(address).content.decode()
    assert "The explanation did not work well." in page
    assert "not your fault" in page
    assert "score" not in page
    assert Counselling.objects.filter(contract=contract, done_on=None).count() == 1
    client.post(f"/my/c/{contract.pk}/copy/", {"kept": "on"})
    clock.next_day(3)
    reply = client.post(f"/my/c/{contract.pk}/think/", {"decision": "yes"})
    assert reply["Location"] == f"/my/c/{contract.pk}/signed/"


def test_questions_cannot_be_skipped(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    reply = client.get(f"/my/c/{contract.pk}/question/1/")
    assert reply["Location"] == f"/my/c/{contract.pk}/offer/"
    client.post(f"/my/c/{contract.pk}/offer/", {"way": "read"})
    reply = client.get(f"/my/c/{contract.pk}/question/4/")
    assert reply["Location"] == f"/my/c/{contract.pk}/question/1/"


def test_the_page_does_not_say_which_answer_is_right(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    client.post(f"/my/c/{contract.pk}/offer/", {"way": "read"})
    page = client.get(f"/my/c/{contract.pk}/question/1/").content.decode()
    assert page.count('type="radio"') == 4
    assert "right" not in page.lower()
    assert "checked" not in page


def test_whoever_worked_for_the_agency_may_not_sit_beside_her_at_the_questions(
    clock: Clock,
) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    helper = people.person("Former", "Agent")
    from corridor.platform.people.models import Organisation

    agency = Organisation.objects.get(pk=who.agency.organisation)
    people.member(Role.AGENCY, agency, helper)
    membership = helper.memberships.get()
    people_actions.end_role(by=SYSTEM, membership=membership.pk)
    clock.next_day()
    desk = people.organisation("desk", "NPL")
    counsellor = people.member(Role.COUNSELLOR, desk, helper)
    client = client_of(counsellor)
    actions.explain(by=who.worker, contract=contract.id, language="ne", way="heard")
    begun = client.post(f"/desk-help/person/{who.worker.person}/")
    assert begun["Location"] == "/my/"
    assert client.get(f"/my/c/{contract.pk}/question/1/").status_code == 403
    refused = client.post(f"/my/c/{contract.pk}/offer/", {"way": "heard"})
    assert refused.status_code == 403
    assert not Understanding.objects.exists()


def test_somebody_elses_contract_is_not_found(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(people.worker())
    pages = ("", "offer/", "languages/", "contract.pdf", "question/1/", "questions/", "copy/",
             "think/", "signed/", "paper/", "before/", "visa/", "request/", "pass/", "pass.pdf",
             "arrived/", "fees/", "wages/", "wages/2026-01/", "statement.pdf", "consent/",
             "union/", "change/", "photograph/", "counsellor/")  # fmt: skip
    for page in pages:
        reply = client.get(f"/my/c/{contract.pk}/{page}")
        assert reply.status_code == 404, page


def test_the_copy_is_a_pdf_in_the_readers_language(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    for language in ("en", "ar", "ne", "fil"):
        reply = client.get(f"/my/c/{contract.pk}/contract.pdf?lang={language}")
        assert reply["Content-Type"] == "application/pdf"
        assert reply.content.startswith(b"%PDF-")


def test_the_languages_stand_side_by_side(clock: Clock) -> None:
    from tests.support import orders

    who = contracts.parties()
    other = orders.terms(hours_week="40")
    contract = contracts.offered(who, languages={"en": orders.terms(), "ar": other})
    page = client_of(who.worker).get(f"/my/c/{contract.pk}/languages/").content.decode()
    assert "40" in page
    assert "do not say the same" in page


def test_saying_no_needs_no_days(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    client = client_of(who.worker)
    reply = client.post(f"/my/c/{contract.pk}/think/", {"decision": "no"})
    assert reply["Location"] == f"/my/c/{contract.pk}/"
    assert "This offer is over." in client.get(reply["Location"]).content.decode()


def test_an_impatient_thumb_signs_once(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.explained(contracts.offered(who), who)
    clock.next_day(3)
    client = client_of(who.worker)
    data = {"decision": "yes", "once": "0123456789abcdef"}
    first = client.post(f"/my/c/{contract.pk}/think/", data)
    assert first.status_code == 302
    second = client.post(f"/my/c/{contract.pk}/think/", data)
    assert second.status_code == 302
    contract.refresh_from_db()
    assert contract.versions.get().signatures.filter(party="worker").count() == 1
