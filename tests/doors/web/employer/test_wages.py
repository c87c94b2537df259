"""Wage files through the page: faults row by row, findings first, record only when asked."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import contracts, orders, people
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.employment.models import WageFileUpload
from corridor.platform.access.actor import Role
from corridor.platform.exchange.models import Import

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH = "2026-03"


@pytest.fixture
def job(clock: Clock) -> work.Job:
    found = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    return found


@pytest.fixture
def client(job: work.Job) -> Client:
    return client_of(job.who.employer)


def give(client: Client, content: bytes, name: str = "march.csv") -> str:
    """Upload a file; the address of the page that shows what is in it."""
    data = {"file": SimpleUploadedFile(name, content), "format": "", "paid_on": "2026-04-03"}
    answer = client.post("/employer/wages/give/", data)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def test_findings_come_before_the_record(client: Client, job: work.Job) -> None:
    look = give(client, work.qatar_file(job.employer, MONTH, [(job.qid, "830.00", {})]))
    page = client.get(look).content.decode()
    assert "370.00" in page
    assert "Less was paid than is due." in page
    assert WageFileUpload.objects.count() == 0
    first = client.post(look, {"once": "the-same-key", "paid_on": "2026-04-03"})
    again = client.post(look, {"once": "the-same-key", "paid_on": "2026-04-03"})
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"] == f"/employer/wages/{MONTH}/"
    assert WageFileUpload.objects.count() == 1
    assert "370.00" in client.get(f"/employer/wages/{MONTH}/").content.decode()


def test_a_file_that_speaks_for_no_kind_asks_which_it_is(client: Client, job: work.Job) -> None:
    def send(kind: str) -> Any:
        file = SimpleUploadedFile("march.txt", b"Salaries of March\n1;2;3\n")
        return client.post("/employer/wages/give/", {"file": file, "format": kind, "paid_on": ""})

    asked = send("")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "No wage file known here begins with “Salaries of March”." in page
    assert 'id="id_format_error"' in page
    assert "are-sif:" not in page
    assert not Import.objects.exists()
    read = send("qat-sif")
    assert read["Location"].endswith("format=qat-sif")  # the choice is kept for the next page
    faults = client.get(read["Location"]).content.decode()
    assert "Nothing was taken over" in faults
    assert "No wage file known" not in faults


def test_a_corrected_file_is_a_new_version_and_the_change_is_shown(
    client: Client, job: work.Job
) -> None:
    for net in ("830.00", "1200.00"):
        look = give(client, work.qatar_file(job.employer, MONTH, [(job.qid, net, {})]))
        client.post(look, {"once": f"key-for-{net}", "paid_on": "2026-04-03"})
    page = client.get(f"/employer/wages/{MONTH}/").content.decode()
    assert "Version 2" in page
    assert "What this version changed" in page
    assert "830.00" in page
    assert "1,200.00" in page


def test_a_file_is_taken_once(client: Client, job: work.Job) -> None:
    look = give(client, work.qatar_file(job.employer, MONTH, [(job.qid, "1200.00", {})]))
    client.post(look, {"once": "first-time-key", "paid_on": ""})
    second = client.post(look, {"once": "second-time-key", "paid_on": ""})
    assert second.status_code == 409
    assert WageFileUpload.objects.count() == 1


def test_every_fault_is_shown_with_line_and_field_and_in_the_report(
    client: Client, job: work.Job
) -> None:
    good = work.qatar_file(job.employer, MONTH, [(job.qid, "1200.00", {})]).decode()
    broken = good.replace(job.qid, "not-a-number")
    look = give(client, broken.encode())
    page = client.get(look).content.decode()
    assert "Nothing was taken over" in page
    assert "not-a-number" in page
    report = client.get(look.partition("?")[0] + "report.csv")
    assert report["Content-Type"].startswith("text/csv")
    assert b"not-a-number" in report.content
    refused = client.post(look, {"once": "try-it-anyway"})
    assert refused.status_code == 409
    assert WageFileUpload.objects.count() == 0


def test_another_employer_sees_neither_file_nor_report(client: Client, job: work.Job) -> None:
    look = give(client, work.qatar_file(job.employer, MONTH, [(job.qid, "1200.00", {})]))
    other = client_of(people.actor(Role.EMPLOYER, "QAT"))
    assert other.get(look).status_code == 404
    assert other.get(look.partition("?")[0] + "report.csv").status_code == 404
    assert other.post(look, {"once": "not-my-own-file"}).status_code == 404


def test_twenty_thousand_lines_are_answered_within_ten_seconds(
    client: Client, job: work.Job
) -> None:
    lines: list[tuple[str, str, dict[str, Any]]] = [(job.qid, "1200.00", {})] + [
        (f"{29000000000 + at}", "1200.00", dict[str, Any]()) for at in range(19_999)
    ]
    content = work.qatar_file(job.employer, MONTH, lines)
    began = time.perf_counter()
    look = give(client, content)
    page = client.get(look)
    taken = time.perf_counter() - began
    assert page.status_code == 200
    assert "19,999" in page.content.decode()
    assert taken < 10, f"{taken:.1f} s"


def test_a_household_has_no_file_to_give_and_sees_what_is_due(clock: Clock) -> None:
    who = work.qatari_parties("household")
    terms = orders.terms(occupation_isco="9111")
    given = {"regime": "domestic", "terms": terms, "starts": date(2026, 1, 20)}
    offer = contracts.plain_offer(who, "change_of_employer", **given)
    contracts.accepted(offer, who, clock)
    clock.set(date(2026, 4, 20))
    client = client_of(who.employer)
    overview = client.get("/employer/wages/").content.decode()
    assert "You have no wage file to give." in overview
    assert "Give a wage file" not in overview
    page = client.get(f"/employer/wages/{MONTH}/").content.decode()
    assert "1,200.00" in page
    assert "The law asks no wage file of you." in page
    assert "No wage was paid" not in page
    assert "Give a wage file" not in page
