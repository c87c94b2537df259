"""Another paper, a proposed change, mandates, change of employer, a contract from abroad."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support import contracts, orders, people
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions
from corridor.cycle.contracts.models import Contract, ContractVersion, Mandate, PresentedPaper
from corridor.platform.access.actor import Role
from corridor.platform.documents.models import File

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAPER: dict[str, Any] = {
    "basic_wage": "830",
    "hours_week": "48",
    "contract_months": "24",
    "where": "the camp office",
}


def test_another_paper_shows_the_loss_in_money_and_the_next_step(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    client = client_of(who.worker)
    reply = client.post(f"/my/c/{contract.pk}/paper/", PAPER)
    paper = PresentedPaper.objects.get()
    assert reply["Location"] == f"/my/paper/{paper.pk}/"
    page = client.get(reply["Location"]).content.decode()
    assert "370.00" in page
    assert "8,880.00" in page
    assert f"/my/c/{contract.pk}/union/" in page
    for outsider in (who.employer, who.agency, people.worker()):
        assert client_of(outsider).get(f"/my/paper/{paper.pk}/").status_code in {403, 404}


@pytest.mark.parametrize("wage", ["८३०", "٨٣٠", "8 30"])
def test_figures_may_be_written_as_she_writes_them(clock: Clock, wage: str) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    client_of(who.worker).post(f"/my/c/{contract.pk}/paper/", PAPER | {"basic_wage": wage})
    assert PresentedPaper.objects.get().terms["basic_wage"] == "830"


def test_a_bad_figure_comes_back_beside_its_field(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    reply = client_of(who.worker).post(
        f"/my/c/{contract.pk}/paper/", PAPER | {"basic_wage": "about 800"}
    )
    assert reply.status_code == 400 or reply.status_code == 422
    assert 'id="id_basic_wage_error"' in reply.content.decode()
    assert not PresentedPaper.objects.exists()


def test_a_change_can_be_refused_at_once_and_signed_after_the_days(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    proposed = actions.propose_amendment(
        by=who.employer, contract=contract.id, terms=orders.terms(basic_wage="1100.00")
    )
    client = client_of(who.worker)
    assert "wants to change your contract" in client.get("/my/").content.decode()
    page = client.get(f"/my/change/{proposed.pk}/").content.decode()
    assert "100.00" in page
    assert 'value="yes"' not in page
    assert client.post(f"/my/change/{proposed.pk}/", {"decision": "yes"}).status_code == 422
    assert ContractVersion.objects.filter(contract=contract).count() == 1
    clock.next_day(3)
    assert 'value="yes"' in client.get(f"/my/change/{proposed.pk}/").content.decode()
    assert client.post(f"/my/change/{proposed.pk}/", {"decision": "no"}).status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == "refused"
    assert client.get(f"/my/change/{proposed.pk}/").status_code == 200


def test_a_mandate_is_given_and_taken_back_and_the_employer_page_knows_nothing(
    clock: Clock,
) -> None:
    job = work.arrived(clock)
    union = people.organisation("union", "NPL", "Workers’ Union")
    client = client_of(job.who.worker)
    assert "Workers’ Union" in client.get(f"/my/c/{job.contract.pk}/union/").content.decode()
    client.post(f"/my/c/{job.contract.pk}/union/", {"union": union.pk})
    mandate = Mandate.objects.get(withdrawn_on=None)
    page = client.get(f"/my/c/{job.contract.pk}/union/").content.decode()
    assert f"/my/union/{mandate.pk}/end/" in page
    client.post(f"/my/union/{mandate.pk}/end/")
    assert not Mandate.objects.filter(withdrawn_on=None).exists()
    assert client_of(people.worker()).post(f"/my/union/{mandate.pk}/end/").status_code == 404


def test_change_of_employer_names_the_day_and_asks_nobody(clock: Clock) -> None:
    job = work.arrived(clock)
    who = contracts.parties()
    who.worker = job.who.worker
    new = contracts.plain_offer(who, "change_of_employer")
    contracts.accepted(new, who, clock)
    client = client_of(who.worker)
    page = client.get(f"/my/c/{new.pk}/change/").content.decode()
    assert job.employer.name in page
    reply = client.post(f"/my/c/{new.pk}/change/", {"leaving": job.contract.pk})
    assert reply["Location"] == f"/my/c/{new.pk}/change/"
    assert "Your notice runs until" in client.get(reply["Location"]).content.decode()


BROUGHT: dict[str, Any] = {
    "corridor": "NPL-QAT",
    "employer_name": "Al Rashid Trading",
    "basic_wage": "900",
    "currency": "QAR",
    "pay_period": "month",
    "starts": "2025-06-01",
}


def test_a_contract_from_abroad_in_any_form(clock: Clock, scratch: Any) -> None:
    worker = people.worker()
    client = client_of(worker)
    reply = client.post("/my/bring/", BROUGHT)
    contract = Contract.objects.get()
    assert contract.state == Contract.State.BROUGHT
    assert reply["Location"] == f"/my/c/{contract.pk}/photograph/"
    picture = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 something", "application/pdf")
    client.post(f"/my/c/{contract.pk}/photograph/", {"file": picture})
    assert File.objects.get().subject == str(contract.pk)
    home = client.get("/my/").content.decode()
    assert "Have the papers you brought explained" in home
    assert "Read or hear the offer" not in home
    read = client.get(f"/my/c/{contract.pk}/offer/").content.decode()
    assert "This is what Al Rashid Trading promised you, as you wrote it down." in read


def test_she_says_in_which_country_she_works(clock: Clock) -> None:
    client = client_of(people.worker())
    page = client.get("/my/bring/").content.decode()
    assert "In which country do you work?" in page
    assert "Qatar" in page
    elsewhere = client.post("/my/bring/", BROUGHT | {"corridor": "elsewhere"})
    assert elsewhere.status_code == 422
    assert "The law of that country is not kept here yet." in elsewhere.content.decode()
    foreign = client.post("/my/bring/", BROUGHT | {"corridor": "PHL-DEU"})
    assert foreign.status_code == 422
    assert not Contract.objects.exists()


def test_a_photograph_must_be_one(clock: Clock, scratch: Any) -> None:
    worker = people.worker()
    client = client_of(worker)
    client.post("/my/bring/", BROUGHT)
    contract = Contract.objects.get()
    wrong = SimpleUploadedFile("paper.pdf", b"MZ not a picture", "application/pdf")
    reply = client.post(f"/my/c/{contract.pk}/photograph/", {"file": wrong})
    assert reply.status_code == 400 or reply.status_code == 422
    assert "PDF, PNG or JPEG" in reply.content.decode()
    assert not File.objects.exists()


def test_an_employer_may_not_attach(clock: Clock) -> None:
    from corridor.core.problems import NotPermitted

    who = contracts.parties()
    contract = contracts.offered(who)
    with pytest.raises(NotPermitted):
        actions.attach(by=who.employer, contract=contract.id, file="JVBERi0=")
    assert Role.EMPLOYER is who.employer.role
