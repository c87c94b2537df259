"""The union's face: live mandates only, and counts that tell about nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support import contracts as offers
from tests.support import employment as work
from tests.support import orders, people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions as contracts
from corridor.cycle.contracts.models import Mandate, PresentedPaper
from corridor.cycle.employment import actions
from corridor.cycle.employment import queries as employment
from corridor.cycle.employment.models import FeeAnswer
from corridor.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH = "2026-03"


@pytest.fixture
def union(clock: Clock) -> Actor:
    return people.actor(Role.UNION, "NPL")


@pytest.fixture
def job(clock: Clock) -> work.Job:
    """A worker paid 830 instead of 1,200 in March."""
    made = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    work.paid([made], MONTH, "830.00", paid_on=date(2026, 4, 3))
    return made


def mandated(job: work.Job, union: Actor) -> Mandate:
    return contracts.give_mandate(
        by=job.who.worker, contract=job.contract.pk, union=union.organisation or ""
    )


def pages(job: work.Job) -> list[str]:
    return [f"/union/{job.contract.pk}/{tail}" for tail in ("", "wages/", "present/")]


def test_without_a_mandate_nothing_is_there(union: Actor, job: work.Job) -> None:
    client = client_of(union)
    assert job.contract.worker.given_name not in client.get("/union/").content.decode()
    assert [client.get(page).status_code for page in pages(job)] == [404, 404, 404]


def test_a_mandate_opens_the_case_and_its_end_closes_it_at_once(
    union: Actor, job: work.Job
) -> None:
    client, other = client_of(union), client_of(people.actor(Role.UNION, "NPL"))
    mandate = mandated(job, union)
    paper = contracts.present(
        by=job.who.worker, contract=job.contract.pk, terms=orders.terms(basic_wage="830.00")
    )
    listed = client.get("/union/").content.decode()
    assert job.contract.worker.name in listed
    assert "370.00" in listed
    assert [client.get(page).status_code for page in pages(job)] == [200, 200, 200]
    assert client.get(f"/union/papers/{paper.pk}/").status_code == 200
    assert [other.get(page).status_code for page in pages(job)] == [404, 404, 404]

    contracts.withdraw_mandate(by=job.who.worker, mandate=mandate.pk)

    assert [client.get(page).status_code for page in pages(job)] == [404, 404, 404]
    assert client.get(f"/union/papers/{paper.pk}/").status_code == 404
    listed = client.get("/union/").content.decode()
    assert job.contract.worker.name not in listed
    assert "taken back on" in listed


def test_the_case_shows_papers_in_money(union: Actor, job: work.Job) -> None:
    mandated(job, union)
    paper = contracts.present(
        by=job.who.worker, contract=job.contract.pk, terms=orders.terms(basic_wage="830.00")
    )
    client = client_of(union)
    case = client.get(f"/union/{job.contract.pk}/").content.decode()
    assert f"/union/papers/{paper.pk}/" in case
    shown = client.get(f"/union/papers/{paper.pk}/").content.decode()
    assert "370.00" in shown
    assert "8,140" in shown  # the 22 months that are left


def test_the_union_enters_a_paper_once(union: Actor, job: work.Job) -> None:
    mandated(job, union)
    client = client_of(union)
    sent = {
        "once": "k" * 20,
        "where": "Camp office",
        "terms.basic_wage": "830.00",
        "terms.currency": "QAR",
        "terms.pay_period": "month",
    }
    address = f"/union/{job.contract.pk}/present/"
    first, again = client.post(address, sent), client.post(address, sent)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    paper = PresentedPaper.objects.get(contract=job.contract)
    assert (paper.role, paper.where, paper.verdict) == ("union", "Camp office", "worse")


def test_a_paper_that_cannot_be_read_comes_back(union: Actor, job: work.Job) -> None:
    mandated(job, union)
    address = f"/union/{job.contract.pk}/present/"
    answer = client_of(union).post(
        address,
        {"terms.basic_wage": "many", "terms.currency": "QAR", "terms.pay_period": "month"},
    )
    assert answer.status_code == 422
    assert not PresentedPaper.objects.exists()


def test_her_word_is_shown_unless_she_tells_nobody(union: Actor, job: work.Job) -> None:
    mandated(job, union)
    client, address = client_of(union), f"/union/{job.contract.pk}/wages/"
    said = {"by": job.who.worker, "contract": job.contract.pk, "month": MONTH}
    actions.answer_wages(**said, said="less", amount="800.00")
    assert "Received less" in client.get(address).content.decode()
    actions.answer_wages(**said, said="nothing", tell_nobody=True)
    page = client.get(address).content.decode()
    assert "Received" not in page
    assert "800.00" not in page
    assert "370.00" in page  # contract against file is still there


def test_pages_need_few_look_ups(
    union: Actor, job: work.Job, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    mandated(job, union)
    client = client_of(union)
    clock.set(date(2026, 11, 4))
    for count in (1, 12):
        for _ in range(count):
            contracts.present(
                by=job.who.worker, contract=job.contract.pk, terms=orders.terms(hours_week="60")
            )
        for page in ["/union/", *pages(job)[:2]]:
            client.get(page)
            with django_assert_max_num_queries(10):
                assert client.get(page).status_code == 200


def test_many_cases_need_few_look_ups(
    union: Actor, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for at in range(6):
        who = offers.parties()
        contract = offers.offered(who)
        contracts.give_mandate(by=who.worker, contract=contract.pk, union=union.organisation or "")
        if at in (0, 5):
            client = client_of(union)
            client.get("/union/")
            with django_assert_max_num_queries(10):
                page = client.get("/union/").content.decode()
            assert page.count("data-queue-open") == at + 1


def test_monitoring_only_with_a_seat() -> None:
    german, nepali = (client_of(people.actor(Role.UNION, one)) for one in ("DEU", "NPL"))
    assert "/union/monitoring/PHL-DEU/" in german.get("/union/").content.decode()
    assert german.get("/union/monitoring/PHL-DEU/").status_code == 200
    assert german.get("/union/monitoring/NPL-QAT/").status_code == 404
    assert nepali.get("/union/monitoring/PHL-DEU/").status_code == 404
    assert "monitoring" not in nepali.get("/union/").content.decode()


def test_monitoring_holds_small_groups_back(clock: Clock) -> None:
    by = people.actor(Role.UNION, "DEU")
    for at in range(6):
        who = offers.parties("PHL-DEU")
        contract = offers.plain_offer(who, "direct")
        if at < 2:
            offers.accepted(contract, who, clock)
        if at + 1 == 4:
            early = {one.id: one for one in employment.monitoring("PHL-DEU", by).figures}
            assert early["offered"].value is None
            assert early["accepted"].value is None
    found = {one.id: one for one in employment.monitoring("PHL-DEU", by).figures}
    assert found["offered"].value == 6
    assert found["accepted"].value is None  # two of six would tell about two
    assert found["arrived"].value == 0
    page = client_of(by).get("/union/monitoring/PHL-DEU/").content.decode()
    assert "Not shown: too few people" in page


def test_monitoring_does_not_tell_what_everybody_said(clock: Clock) -> None:
    by = people.actor(Role.UNION, "DEU")
    for _ in range(6):
        contract = offers.plain_offer(offers.parties("PHL-DEU"), "direct")
        FeeAnswer.objects.create(contract=contract, paid=True)
    found = {one.id: one for one in employment.monitoring("PHL-DEU", by).figures}
    assert (found["fees"].value, found["fees"].of) == (None, 6)


def test_monitoring_needs_few_look_ups(clock: Clock, django_assert_max_num_queries: Any) -> None:
    client = client_of(people.actor(Role.UNION, "DEU"))
    offers.plain_offer(offers.parties("PHL-DEU"), "direct")
    client.get("/union/monitoring/PHL-DEU/")
    with django_assert_max_num_queries(10):
        client.get("/union/monitoring/PHL-DEU/")


def test_arrears_are_told_as_groups_without_a_name_and_without_her_word(
    union: Actor, clock: Clock
) -> None:
    """Three of one employer are a group; of the two others nobody reads that they spoke."""
    start = clock.day
    crew = work.crew(clock, 3)
    clock.set(start)
    few = work.crew(clock, 2)
    clock.set(date(2026, 4, 9))
    work.paid(crew, MONTH, "1000.00", paid_on=date(2026, 4, 3))
    work.paid(few, MONTH, "700.00", paid_on=date(2026, 4, 3))
    for job in crew[:2]:
        mandated(job, union)
    client = client_of(union)
    assert "No group is large enough to be told." in client.get("/union/arrears/").text
    for job in few:
        mandated(job, union)
    mandate = mandated(crew[2], union)
    actions.answer_wages(
        by=crew[0].who.worker, contract=crew[0].contract.pk, month=MONTH, said="nothing"
    )
    page, table = client.get("/union/arrears/"), client.get("/union/arrears.csv")
    assert "600.00" in page.text  # three times 200: contract and file, not that one got nothing
    assert crew[0].employer.name in page.text
    assert few[0].employer.name not in page.text
    assert "Some groups are too small to be told" in page.text
    sheet = table.content.decode("utf-8-sig")
    assert "600.00 QAR" in sheet
    for job in (*crew, *few):
        for text in (page.text, sheet):
            assert job.contract.worker.name not in text
            assert job.contract.pk not in text
    contracts.withdraw_mandate(by=crew[2].who.worker, mandate=mandate.pk)
    assert "600.00" not in client.get("/union/arrears/").text
    other = client_of(people.actor(Role.UNION, "NPL"))
    assert "No group is large enough" in other.get("/union/arrears/").text


def test_small_groups_are_told_together_when_they_are_enough(union: Actor, clock: Clock) -> None:
    start = clock.day
    pairs = []
    for _ in range(2):
        clock.set(start)
        pairs.append(work.crew(clock, 2))
    clock.set(date(2026, 4, 9))
    for pair in pairs:
        work.paid(pair, MONTH, "1100.00", paid_on=date(2026, 4, 3))
        for job in pair:
            mandated(job, union)
    text = client_of(union).get("/union/arrears/").text
    assert "Several employers, each with few workers" in text
    assert "400.00" in text
    assert not any(pair[0].employer.name in text for pair in pairs)
