"""Every kind of wage file through the page, and what a page answers to a file it cannot take."""

from __future__ import annotations

import base64
import re
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.engines.wagefiles import banks
from tests.support import employment as work
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.core.money import Money
from corridor.core.problems import BadInput, NotFound
from corridor.cycle.employment import actions, drafts, queries
from corridor.cycle.employment.actions.staging import SLIPS, payslips_of
from corridor.cycle.employment.models import WageFileUpload, WageLine
from corridor.doors.web.employer import forms
from corridor.engines import wagefiles
from corridor.platform.access.actor import Role
from corridor.platform.exchange.models import Import

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH = "2026-03"


@pytest.fixture
def job(clock: Clock) -> work.Job:
    found = work.arrived(clock)
    clock.set(date(2026, 4, 4))
    return found


@pytest.fixture
def client(job: work.Job) -> Client:
    return client_of(job.who.employer)


def send(client: Client, content: bytes, **given: Any) -> Any:
    data = {"format": "", "paid_on": "2026-04-03", "month": "", **given}
    file = SimpleUploadedFile("wages.bin", content)
    return client.post("/employer/wages/give/", {"file": file, **data})


def table(job: work.Job, form: str, **changes: Any) -> bytes:
    header = {
        "employer_id": job.employer.registration_number,
        "salary_month": MONTH,
        "currency": "QAR",
    } | {name: changes.pop(name) for name in ("salary_month", "currency") if name in changes}
    row = {"worker_id": job.qid, "net": Money.parse("1200.00", str(header["currency"])), **changes}
    return wagefiles.write(form, header, [row])


def bank(job: work.Job) -> bytes:
    number = str(job.employer.registration_number)
    text = banks.pain(
        banks.batch("B-1", banks.payment("E-1", "1200.00", job.qid)), count=1, total="1200.00"
    )
    return text.replace(">10007822<", f">{number}<").encode()


def test_tables_and_bank_files_go_from_page_to_record(client: Client, job: work.Job) -> None:
    kinds = {form: table(job, form) for form in ("csv", "xlsx", "parquet")}
    for version, (form, content) in enumerate({**kinds, "pain001": bank(job)}.items(), 1):
        answer = send(client, content, month=MONTH if form == "pain001" else "")
        assert answer.status_code == 302, answer.content.decode()[:3000]
        look = answer["Location"]
        assert f"format={form}" in look
        page = client.get(look).content.decode()
        assert "Put this file on record" in page
        hidden = {"month": MONTH if form == "pain001" else "", "format": form}
        done = client.post(look, {"once": f"the-key-of-{form}", "paid_on": "2026-04-03", **hidden})
        assert done["Location"] == f"/employer/wages/{MONTH}/"
        upload = WageFileUpload.objects.get(version=version)
        assert (upload.format, upload.total_minor) == (form, 120_000)
    line = WageLine.objects.get(upload=upload)
    assert line.contract_id == job.contract.pk
    assert (line.net_minor, line.basic_minor) == (120_000, 120_000)


def test_a_file_without_a_month_asks_for_it(client: Client, job: work.Job) -> None:
    for given, words in (("", "names no salary month"), ("March", "is not a month")):
        answer = send(client, bank(job), month=given)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page
        assert 'id="id_month_error"' in page
    assert not Import.objects.exists()
    other = client.get(send(client, table(job, "csv"), month="2026-02")["Location"])
    assert "you chose 2026-02" in other.content.decode()


def test_a_bank_file_with_its_payslips_and_without_a_number(client: Client, job: work.Job) -> None:
    """The page asks whose file it is; the number is checked again when it goes on record."""
    own = str(job.employer.registration_number)
    nobodys = re.sub(r"<Id>\s*<OrgId>.*?</OrgId>\s*</Id>", "", bank(job).decode(), flags=re.DOTALL)
    content = nobodys.encode()
    assert own not in nobodys
    asked = send(client, content, month=MONTH)
    assert asked.status_code == 422
    assert 'id="id_number_error"' in asked.content.decode()
    assert not Import.objects.exists()
    other = client.get(send(client, content, month=MONTH, number="99999999")["Location"])
    assert f"you act for employer {own}" in other.content.decode()
    slips = b"end_to_end_id,basic,deductions,deduction_reason\nE-1,1300.00,100.00,advance\n"
    given: dict[str, Any] = {"month": MONTH, "number": own}
    wrong = SimpleUploadedFile("slips.csv", slips.replace(b"E-1", b"E-2"))
    page = client.get(send(client, content, **given, payslips=wrong)["Location"])
    assert "No payment in the bank file" in page.content.decode()
    look = send(client, content, **given, payslips=SimpleUploadedFile("slips.csv", slips))
    seen = client.get(look["Location"]).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', seen))
    assert client.post(look["Location"], hidden)["Location"] == f"/employer/wages/{MONTH}/"
    line = WageLine.objects.get()
    assert (line.basic_minor, line.deductions_minor) == (130_000, 10_000)
    stranger = client_of(people.actor(Role.EMPLOYER, "QAT"))
    assert stranger.get(look["Location"]).status_code == 404
    kept = str(Import.objects.filter(table=SLIPS).latest("id").pk)
    with pytest.raises(NotFound):
        payslips_of(kept, people.actor(Role.EMPLOYER, "QAT"))


def test_payslips_come_with_the_file_where_a_program_gives_it(job: work.Job) -> None:
    by = job.who.employer
    slips = b"end_to_end_id,basic,deductions,deduction_reason\nE-1,1300.00,100.00,advance\n"
    data = base64.b64encode(bank(job)).decode()
    beside = base64.b64encode(slips).decode()
    upload = actions.submit_wages(by=by, file=data, month=MONTH, payslips=beside)
    line = WageLine.objects.get(upload=upload)
    assert (line.basic_minor, line.deductions_minor) == (130_000, 10_000)
    assert line.deduction_reason == "advance"
    wrong = base64.b64encode(slips.replace(b"E-1", b"E-2")).decode()
    with pytest.raises(BadInput, match="No payment in the bank file"):
        actions.submit_wages(by=by, file=data, month=MONTH, payslips=wrong)


REFUSED: list[tuple[Any, str]] = [
    (lambda data: data.replace(b"2026-03", b"1447-09"), "Hijri"),
    (lambda data: data.replace(b"2026-03", b"2082-12"), "Bikram Sambat"),
    (lambda data: data.replace(b"1200.00", b"1,2e3"), "cells"),
    (lambda data: data + data.splitlines()[1] + b"\r\n", "already paid on line 2"),
    (lambda data: data.decode().encode("utf-16"), "UTF-16"),
    (lambda data: data.replace(b"1200.00", b"12\x0000.00"), "control character"),
    (lambda data: data.splitlines()[0], "no line of a worker"),
    (lambda data: b"PK\x03\x04" + data, "damaged"),
    (lambda data: b"PAR1" + data, "damaged or cut off"),
    (lambda data: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "declares a document type"),
]


def test_what_cannot_be_taken_is_answered_in_words(client: Client, job: work.Job) -> None:
    good = table(job, "csv")
    for change, words in REFUSED:
        look = send(client, change(good), month=MONTH)
        assert look.status_code == 302, look.content.decode()[:2000]
        page = client.get(look["Location"]).content.decode()
        assert words in page
        assert "Put this file on record" not in page
    taken = client.get(send(client, good)["Location"]).content.decode()
    assert "Put this file on record" in taken
    assert WageFileUpload.objects.count() == 0


def test_another_employers_file_and_one_that_names_nobody(client: Client, job: work.Job) -> None:
    mine = str(job.employer.registration_number).encode()
    other = client.get(send(client, table(job, "csv").replace(mine, b"99999999"))["Location"])
    assert "is of employer 99999999" in other.content.decode()
    nobody = bank(job).replace(mine, b"")
    asked = send(client, nobody, month=MONTH)
    assert asked.status_code == 422
    assert "does not say which employer" in asked.content.decode()


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(
    client: Client, job: work.Job
) -> None:
    with patch.object(forms, "LARGEST", 0):
        answer = send(client, table(job, "csv"))
    assert answer.status_code == 422
    assert "larger than 0 megabytes" in answer.content.decode()
    assert not Import.objects.exists()
    with (
        patch.object(drafts, "_MOST_LINES", 0),
        pytest.raises(BadInput, match="more than 0 records"),
    ):
        queries.preview_wages(job.who.employer, data=table(job, "csv"))
