"""Visa, clearance, refusal and appeal, the pass, arrival."""

from __future__ import annotations

import pytest
from tests.support import contracts, departure, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import Appeal, Clearance

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_checklist_names_who_does_what(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    page = client_of(who.worker).get(f"/my/c/{contract.pk}/before/")
    assert page.status_code == 200
    assert "task" in page.content.decode()


def test_a_refusal_is_explained_and_appealed_without_grounds(clock: Clock) -> None:
    clearance, who, _desk = departure.refused(clock)
    client = client_of(who.worker)
    home = client.get("/my/").content.decode()
    assert "You were not cleared to leave. Read why." in home
    address = f"/my/clearance/{clearance.pk}/"
    page = client.get(address).content.decode()
    assert "A page is missing." in page
    assert "You can appeal" in page
    assert client.post(address, {"grounds": ""})["Location"] == address
    assert Appeal.objects.get().clearance_id == clearance.pk
    after = client.get(address).content.decode()
    assert "You have appealed." in after
    assert "I appeal" not in after
    assert client_of(people.worker()).get(address).status_code == 404
    assert client_of(who.agency).get(address).status_code == 403


def test_the_pass_is_shown_and_printed_and_arrival_confirmed(clock: Clock) -> None:
    issued, who, _desk = departure.cleared(clock)
    contract = Clearance.objects.get(pk=issued.clearance_id).contract
    client = client_of(who.worker)
    assert "Your pass is ready." in client.get("/my/").content.decode()
    page = client.get(f"/my/c/{contract.pk}/pass/").content.decode()
    assert issued.short_code in page
    assert "<svg" in page
    paper = client.get(f"/my/c/{contract.pk}/pass.pdf")
    assert paper.content.startswith(b"%PDF-")

    from corridor.cycle.departure import actions

    actions.use_pass(by=_desk.gate, text=issued.text)
    spent = client.get(f"/my/c/{contract.pk}/pass/").content.decode()
    assert "Already used" in spent
    assert "Show it at the airport" not in spent
    # No paper that would look like a good pass in somebody's hand.
    assert "pass.pdf" in page
    assert "pass.pdf" not in spent
    printed = client.get(f"/my/c/{contract.pk}/pass.pdf")
    assert printed["Location"] == f"/my/c/{contract.pk}/pass/"
    clock.next_day()
    assert "Have you arrived?" in client.get("/my/").content.decode()
    reply = client.post(f"/my/c/{contract.pk}/arrived/")
    assert reply["Location"] == f"/my/c/{contract.pk}/"
    contract.refresh_from_db()
    assert contract.state == Contract.State.IN_FORCE


def test_without_a_pass_the_page_says_what_is_missing(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    reply = client_of(who.worker).get(f"/my/c/{contract.pk}/pass/")
    assert reply["Location"] == f"/my/c/{contract.pk}/before/"
