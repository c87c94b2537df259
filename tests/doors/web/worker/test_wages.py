"""Her months, her answers, and who never sees them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.support import employment as work
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.employment import actions
from corridor.cycle.employment.models import (
    AbsenceReport,
    ConsentToSeeWages,
    FeeAnswer,
    WageAnswer,
)
from corridor.cycle.employment.queries import month_page
from corridor.doors.web.worker import printing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_less_is_asked_in_two_steps_and_says_what_is_owed(clock: Clock) -> None:
    job = work.arrived(clock)
    first = f"{clock.day:%Y-%m}"
    clock.next_month(2)
    month = f"{clock.day.replace(day=1).year}-{clock.day.month - 1:02d}"
    assert month > first
    client = client_of(job.who.worker)
    assert "Did you get your wage for" in client.get("/my/").content.decode()
    address = f"/my/c/{job.contract.pk}/wages/{month}/"
    reply = client.post(address, {"said": "less"})
    assert reply["Location"] == f"{address}?said=less"
    reply = client.post(reply["Location"], {"amount": "830", "handed_back": "", "tell_nobody": ""})
    assert reply["Location"] == f"/my/c/{job.contract.pk}/wages/"
    page = re.sub(r"\s+", " ", client.get(reply["Location"]).content.decode())
    assert "Your employer still owes you 370 Qatari riyals" in page
    assert WageAnswer.objects.get().amount_minor == 83000

    client.post(f"{address}?said=full", {"tell_nobody": "on"})
    assert WageAnswer.objects.count() == 2
    page = client.get(f"/my/c/{job.contract.pk}/wages/").content.decode()
    assert "Only you see this" in page


def test_no_answer_changes_what_the_employer_reads(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.next_month(2)
    month = f"{clock.day.year}-{clock.day.month - 1:02d}"
    before = month_page(job.who.employer, month)
    client = client_of(job.who.worker)
    client.post(f"/my/c/{job.contract.pk}/wages/{month}/?said=nothing", {})
    client.post(f"/my/c/{job.contract.pk}/fees/?paid=yes", {"amount": "90000", "currency": "NPR"})
    assert WageAnswer.objects.count() == FeeAnswer.objects.count() == 1
    after = month_page(job.who.employer, month)
    assert repr(after.rows) == repr(before.rows)


def test_i_paid_is_private_and_blocks_nothing(clock: Clock) -> None:
    job = work.arrived(clock)
    client = client_of(job.who.worker)
    address = f"/my/c/{job.contract.pk}/fees/"
    assert client.post(address, {"paid": "later"})["Location"] == f"/my/c/{job.contract.pk}/"
    assert not FeeAnswer.objects.exists()
    client.post(address, {"paid": "no"})
    reply = client.post(address, {"paid": "yes"})
    assert reply["Location"] == f"{address}?paid=yes"
    reply = client.post(reply["Location"], {"amount": "120000", "currency": "NPR", "to_whom": "A"})
    assert reply["Location"] == f"/my/c/{job.contract.pk}/"
    assert [one.paid for one in FeeAnswer.objects.order_by("id")] == [False, True]
    assert client.get("/my/").status_code == 200
    for page in (address, f"/my/c/{job.contract.pk}/wages/"):
        assert "Leave this page now" in client.get(page).content.decode()
        assert client_of(job.who.employer).get(page).status_code == 403


def test_an_absence_report_is_a_claim_she_contests(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.next_day(20)
    report = actions.report_absence(by=job.who.employer, contract=job.contract.id, since=clock.day)
    client = client_of(job.who.worker)
    assert "says that you were absent" in client.get("/my/").content.decode()
    page = client.get(f"/my/absence/{report.pk}/").content.decode()
    assert "This is a claim and nothing more." in page
    client.post(f"/my/absence/{report.pk}/", {"statement": ""})
    assert AbsenceReport.objects.get().contested_on == clock.day
    assert "it is not true" in client.get(f"/my/absence/{report.pk}/").content.decode()
    assert client_of(people.worker()).get(f"/my/absence/{report.pk}/").status_code == 404


def test_food_and_the_account_are_hers_to_say(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    extra = {"extra_hours": "2.50", "account": work.IBAN}
    data = work.qatar_file(job.employer, "2026-03", [(job.qid, "1200.00", extra)])
    actions.submit_wages(
        by=job.who.employer, file=work.base64_of(data), format="qat-sif", paid_on=date(2026, 4, 3)
    )
    client, own = client_of(job.who.worker), f"/my/c/{job.contract.pk}/"
    employer = client_of(job.who.employer)
    before = employer.get("/employer/wages/2026-03/").content
    assert f"{own}wages/2026-03/given/" in client.get(f"{own}wages/").text
    assert client.get(f"{own}wages/2019-01/given/").status_code == 404
    form = {"food": "no", "housing": "", "tell_nobody": "on"}
    assert client.post(f"{own}wages/2026-03/given/", form)["Location"] == f"{own}wages/"
    assert client.post(f"{own}account/", {"account": "QA12"}).status_code == 422
    hers = {"account": "QA30 QNBA 0000 0000 0000 0000 0000 1", "since": "2026-01"}
    page = client.post(f"{own}account/", hers | {"account": "1234-5678"}, follow=True).text
    assert "•••• 5678" in page
    assert "1234" not in page.replace("1234-5678", "")
    page = client.get(f"{own}wages/").text
    march = page[page.index("March 2026") :]
    march = march[: march.index("</article>")]
    for words in ("I did not get the food", "Only you see this", "2.5", "owes you 31"):
        assert words in march, march
    assert "account of the worker alone" in march
    client.post(f"{own}account/none/")
    assert "•••• 5678" not in client.get(f"{own}account/").text
    assert "account of the worker alone" in client.get(f"{own}wages/").text  # the employer's own
    assert employer.get("/employer/wages/2026-03/").content == before
    assert employer.get(f"{own}account/").status_code == 403


def test_consent_is_given_and_taken_back(clock: Clock) -> None:
    job = work.arrived(clock)
    client = client_of(job.who.worker)
    client.post(f"/my/c/{job.contract.pk}/consent/")
    assert ConsentToSeeWages.objects.get().withdrawn_on is None
    client.post(f"/my/c/{job.contract.pk}/consent/end/")
    assert ConsentToSeeWages.objects.get().withdrawn_on is not None


def test_the_statement_is_a_paper(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.next_month(2)
    client = client_of(job.who.worker)
    for language in ("en", "ar"):
        reply = client.get(f"/my/c/{job.contract.pk}/statement.pdf?lang={language}")
        assert reply.content.startswith(b"%PDF-")


def test_what_is_kept_about_her(clock: Clock) -> None:
    job = work.arrived(clock)
    client = client_of(job.who.worker)
    assert "What is kept about me" in client.get("/my/data/").content.decode()
    data = client.get("/my/data.json").json()
    assert data["records"]["contracts.contract"][0]["id"] == job.contract.pk
    assert "vacancies.joborder" not in data["records"]
    assert "sealed" not in client.get("/my/data.json").content.decode()
    other = client_of(people.worker()).get("/my/data.json").json()
    assert "contracts.contract" not in other["records"]


def test_a_month_says_how_it_was_worked_out_with_its_law(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    work.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    page = client_of(job.who.worker).get(f"/my/c/{job.contract.pk}/wages/").text
    march = page[page.index("March 2026") :]
    march = march[: march.index("</article>")]
    assert "How this was worked out" in march
    assert "Less was paid than is due." in march
    assert 'href="/law/' in march
    assert "370" in march


def test_the_paper_keeps_the_law_and_leaves_out_what_she_tells_nobody(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She can show it to anybody: a month told to nobody stands there by contract and file."""
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    work.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    address, shown = f"/my/c/{job.contract.pk}/statement.pdf", list[Any]()

    def kept(view: Any) -> bytes:
        shown.append(view)
        return b"%PDF"

    monkeypatch.setattr(printing, "statement_pdf", kept)

    def said(nobody: bool) -> str:
        actions.answer_wages(
            by=job.who.worker, contract=job.contract.pk, month="2026-03", said="less",
            amount="800", handed_back="55", tell_nobody=nobody,
        )  # fmt: skip
        client_of(job.who.worker).get(address)
        rows = [row for section in shown[-1].sections for row in section.rows]
        words = [text for section in shown[-1].sections for text in section.paragraphs]
        return " ".join([*words, *(f"{row.label}: {row.value} {row.note}" for row in rows)])

    open_paper, closed = said(nobody=False), said(nobody=True)
    assert "Given back: QAR\xa055.00" in open_paper
    assert "QAR\xa0455.00" in open_paper  # 1,200 less 800, and the 55 she had to give back
    for hidden in ("Given back", "800.00", "455.00", "nobody"):
        assert hidden not in closed  # nor that something is left out
    assert "Still owed: QAR\xa0370.00 three hundred and seventy" in closed
    for paper in (open_paper, closed):
        assert "The law" in " ".join(section.heading for section in shown[-1].sections)
        assert "QAT." in paper
        assert "Law" in paper


def test_the_paper_is_made_in_every_script(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    work.paid([job], "2026-03", "830.00", paid_on=date(2026, 4, 3))
    client = client_of(job.who.worker)
    for language in ("ar", "ne"):
        answer = client.get(f"/my/c/{job.contract.pk}/statement.pdf?lang={language}")
        assert answer.content.startswith(b"%PDF")
        assert answer["Cache-Control"] == "no-store"
