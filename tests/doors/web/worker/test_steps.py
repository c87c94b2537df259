"""Steps she takes herself: what is asked, who sees it, and nothing that leads nowhere."""

from __future__ import annotations

import pytest
from tests.support import contracts
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.corridors.queries import done
from corridor.cycle.employment.models import WorkNumber

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_she_says_that_she_is_insured_and_only_what_can_be_said(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.accepted(contracts.offered(who), who, clock)
    client = client_of(who.worker)
    home, before = f"/my/c/{contract.pk}/", f"/my/c/{contract.pk}/before/"
    page = f"{home}step/insured/"
    # The agency may do this as well, so it is among her steps but not the one thing to do now.
    assert page in client.get(home).content.decode()
    assert "Show that you are insured." not in client.get(home).content.decode()
    assert page in client.get(before).content.decode()
    assert "Yes, I am insured" in client.get(page).content.decode()
    assert client.post(page)["Location"] == home
    assert "insured" in done(contract)
    again = client.get(page).content.decode()
    assert "Done" in again
    assert "Yes, I am insured" not in again
    early = client.get(f"{home}step/departed/").content.decode()
    assert "Something else comes first:" in early
    assert "Yes, I have left" not in early
    assert client.post(f"{home}step/departed/").status_code == 409
    for other in ("recognition_started", "medical_fit", "cleared", "nonsense"):
        assert client.get(f"{home}step/{other}/").status_code == 404


def test_a_nurse_is_told_to_begin_recognition_before_anything_else(clock: Clock) -> None:
    who = contracts.parties("PHL-DEU")
    contract = contracts.accepted(contracts.government_offer(who), who, clock)
    client = client_of(who.worker)
    page = f"/my/c/{contract.pk}/step/recognition_started/"
    first = client.get("/my/").content.decode()
    assert "Have your training recognised." in first
    assert page in first
    client.post(page)
    assert "recognition_started" in done(contract)
    after = client.get("/my/").content.decode()
    assert "Have your training recognised." not in after
    assert f"/my/c/{contract.pk}/step/insured/" in after


def test_the_first_wage_is_shown_by_her_alone_and_she_is_told_who_sees_it(clock: Clock) -> None:
    job = work.arrived(clock)
    client = client_of(job.who.worker)
    page = f"/my/c/{job.contract.pk}/first-wage/"
    assert "Say that your first wage has come" in client.get("/my/").content.decode()
    assert "Your employer can see this step" in client.get(page).content.decode()
    assert client_of(job.who.employer).get(page).status_code == 403
    client.post(page)
    assert "first_wage" in done(job.contract)
    assert "Done" in client.get(page).content.decode()


def test_her_number_in_wage_files_is_hers_to_give(clock: Clock) -> None:
    job = work.arrived(clock, number=False)
    client = client_of(job.who.worker)
    page = f"/my/c/{job.contract.pk}/number/"
    assert page in client.get("/my/").content.decode()
    before = WorkNumber.objects.count()
    assert client.post(page, {"number": "", "issued_by": "state"}).status_code == 422
    reply = client.post(page, {"number": "29912345678", "issued_by": "state"})
    assert reply["Location"] == f"/my/c/{job.contract.pk}/wages/"
    assert WorkNumber.objects.count() == before + 1
