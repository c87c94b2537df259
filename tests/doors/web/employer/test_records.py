"""Wage files on record: versions, what each changed, the receipt, and files that do not fit."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import employment as work
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.employment.models import WageFileUpload, WageLine
from corridor.doors.web.employer import receipts
from corridor.doors.web.employer.views import records
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH, STRANGER = "2026-03", "28999999999"
ON_RECORD = f"/employer/wages/{MONTH}/"


@pytest.fixture
def jobs(clock: Clock) -> list[work.Job]:
    made = work.crew(clock, 2)
    clock.set(date(2026, 4, 9))
    return made


@pytest.fixture
def client(jobs: list[work.Job]) -> Client:
    return client_of(jobs[0].who.employer)


def file_of(jobs: list[work.Job], *lines: tuple[str, str]) -> bytes:
    """A file of March; each line is a number and what was paid."""
    return work.qatar_file(jobs[0].employer, MONTH, [(qid, net, {}) for qid, net in lines])


def look(client: Client, content: bytes) -> str:
    """Give a file through the page; where it can be looked at."""
    data = {"file": SimpleUploadedFile("m.csv", content), "format": "", "paid_on": "2026-04-03"}
    return str(client.post("/employer/wages/give/", data)["Location"])


def submit(client: Client, content: bytes) -> None:
    """Give a file and put it on record."""
    where = look(client, content)
    key = f"key-{hashlib.sha256(content).hexdigest()[:20]}"
    assert client.post(where, {"once": key, "paid_on": "2026-04-03"}).status_code == 302


def table(answer: Any) -> list[list[str]]:
    """A CSV answer as rows."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_new_version_shows_its_difference_before_and_after_it_is_on_record(
    client: Client, jobs: list[work.Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One corrected, one gone, one stranger new; version 1 can still be read and says so."""
    one, other = jobs
    submit(client, file_of(jobs, (one.qid, "830.00"), (other.qid, "1200.00")))
    second = file_of(jobs, (one.qid, "1200.00"), (STRANGER, "900.00"))
    ahead = client.get(look(client, second)).text
    assert "What this file would change" in ahead
    assert "Against version 1: 1 new, 1 gone, 1 changed, 0 the same." in ahead
    assert "Nobody with a contract on record here" in ahead
    assert WageFileUpload.objects.count() == 1
    submit(client, second)
    page = client.get(ON_RECORD).text
    assert "What this version changed" in page
    assert one.contract.worker.name in page
    assert "no longer counts" not in page
    old = client.get(f"{ON_RECORD}1/").text
    assert "This version no longer counts: version 2 has replaced it." in old
    assert "370.00" in old
    assert hashlib.sha256(second).hexdigest() in page

    lines = table(client.get(f"{ON_RECORD}2/lines.csv"))
    assert [row[0] for row in lines[1:]] == ["4", "5"]
    assert lines[1][1:3] == [one.contract.worker.name, one.contract.pk]
    assert (lines[1][8], lines[2][8], lines[2][1]) == ("1200.00", "900.00", "")
    assert STRANGER not in str(lines)  # numbers are kept as blind indexes only

    shown: list[Any] = []

    def kept(view: Any) -> bytes:
        shown.append(view)
        return b"%PDF"

    monkeypatch.setattr(receipts, "statement_pdf", kept)
    answer = client.get(f"{ON_RECORD}1/receipt.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"] == "no-store"
    (paper,) = shown
    said = " ".join(f"{row.label} {row.value} {row.note}" for row in paper.facts)
    digest = WageFileUpload.objects.get(version=1).digest
    assert digest in said.replace(" ", "")
    assert "Entry in the public log" in said
    wrong = [row for section in paper.sections for row in section.rows if "Less" in row.value]
    assert [(row.label, row.note) for row in wrong] == [(one.contract.worker.name, "QAR\xa0370.00")]


def test_the_receipt_is_a_paper(client: Client, jobs: list[work.Job]) -> None:
    submit(client, file_of(jobs, *((job.qid, "1200.00") for job in jobs)))
    for language in ("en", "ar"):
        answer = client.get(f"{ON_RECORD}1/receipt.pdf?lang={language}")
        assert answer.content.startswith(b"%PDF")


def test_the_same_file_with_the_same_day_is_no_new_version(
    client: Client, jobs: list[work.Job]
) -> None:
    content = file_of(jobs, *((job.qid, "1200.00") for job in jobs))
    submit(client, content)
    again = client.post(
        look(client, content), {"once": "another-key-here", "paid_on": "2026-04-03"}
    )
    assert again.status_code == 409
    assert "This file is already on record" in again.text
    # Another day of payment is news: whether the wage was late depends on it.
    where = look(client, content)
    news = client.post(where, {"once": "a-third-key-here", "paid_on": "2026-04-02"})
    assert news.status_code == 302
    assert set(WageLine.objects.values_list("upload__version", flat=True)) == {1, 2}


def test_another_employers_file_and_a_version_that_is_not_there(
    client: Client, jobs: list[work.Job]
) -> None:
    other = people.organisation("employer", "QAT", number="10999999")
    foreign = work.qatar_file(other, MONTH, [(jobs[0].qid, "1200.00", {})])
    page = client.get(look(client, foreign)).text
    assert "The file is of employer 10999999" in page
    assert not WageFileUpload.objects.exists()
    submit(client, file_of(jobs, (jobs[0].qid, "1200.00")))
    for tail in ("2/", "2/receipt.pdf", "2/lines.csv", "0/"):
        assert client.get(f"{ON_RECORD}{tail}").status_code == 404
    stranger = client_of(people.actor(Role.EMPLOYER, "QAT"))
    for tail in ("1/", "1/receipt.pdf", "1/lines.csv"):
        assert stranger.get(f"{ON_RECORD}{tail}").status_code == 404
    assert client.get("/employer/wages/2026-13/1/").status_code in {404, 422, 400}


def test_a_file_in_another_currency_is_said_and_nobody_is_judged_by_it(
    client: Client, jobs: list[work.Job]
) -> None:
    """1,200 dirhams are not 1,200 riyals, and neither more nor less: unknown, in words."""
    number = jobs[0].employer.registration_number
    heading = "employer_id,salary_month,currency,worker_id,net,basic,deduction_reason\r\n"
    why = "A loan of May as agreed in writing"
    rows = "".join(f"{number},{MONTH},AED,{job.qid},1200.00,1200.00,{why}\r\n" for job in jobs)
    where = look(client, (heading + rows).encode())
    page = client.get(where).text
    assert "The file pays in AED, and the contracts of 2 workers name QAR." in page
    assert "Less was paid than is due." not in page
    key = {"once": "a-key-of-its-own", "paid_on": "2026-04-03", "format": "csv"}
    assert client.post(where, key).status_code == 302
    assert set(WageLine.objects.values_list("deduction_reason", flat=True)) == {why}
    longest = WageLine._meta.get_field("deduction_reason").max_length or 0
    assert longest >= 140  # as long as our own table lets it be; PostgreSQL keeps to it
    on_record = client.get(ON_RECORD).text
    assert "Not known" in on_record
    assert "Paid as agreed" not in on_record
    assert "QAR" in on_record
    assert "AED" in on_record


def test_a_month_is_read_page_by_page_and_by_what_was_found(
    client: Client, jobs: list[work.Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    short, fine = jobs
    before = client.get(ON_RECORD).text  # no file yet: the contracts alone, by the same filters
    assert "No wage was paid for the month. (2)" in before
    submit(client, file_of(jobs, (short.qid, "830.00"), (fine.qid, "1200.00")))
    links = [f"/employer/contracts/{one.contract.pk}/" for one in jobs]

    def listed(query: str) -> list[bool]:
        page = client.get(f"{ON_RECORD}{query}").text
        return [link in page for link in links]

    page = client.get(ON_RECORD).text
    assert "Less was paid than is due. (1)" in page
    assert "Page" not in page[page.index("<table") :]
    assert listed("") == [True, True]
    assert listed("?check=short") == [True, False]
    assert listed("?check=payee") == [False, False]
    assert "No worker fits." in client.get(f"{ON_RECORD}?check=payee").text
    monkeypatch.setattr(records, "PAGE", 1)
    assert [listed(""), listed("?page=2"), listed("?page=3")] == [
        [True, False], [False, True], [False, False],
    ]  # fmt: skip
    assert 'href="?page=2"' in client.get(ON_RECORD).text
    assert listed("?check=short&page=2") == [False, False]
    for wrong in ("?check=nothing", "?page=0", "?sort=name"):
        assert client.get(f"{ON_RECORD}{wrong}").status_code == 400
