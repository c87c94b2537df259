"""The inspector's face: money owed by establishment, no names, nothing of other countries."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.support import employment as work
from tests.support import people
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment import actions
from corridor.cycle.employment.models import WageFileUpload, WageFinding
from corridor.doors.web.inspector.presenters import heat
from corridor.platform.access.actor import Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH = "2026-03"


@pytest.fixture
def inspector(clock: Clock) -> Client:
    return client_of(people.actor(Role.INSPECTOR, "QAT"))


@pytest.fixture
def owing(clock: Clock) -> list[work.Job]:
    """Three workers of one employer, each paid 830 instead of 1,200 in March."""
    jobs = work.crew(clock, 3)
    clock.set(date(2026, 4, 4))
    work.paid(jobs, MONTH, "830.00", paid_on=date(2026, 4, 3))
    return jobs


def test_money_owed_is_ranked_and_a_name_is_nowhere(
    inspector: Client, owing: list[work.Job]
) -> None:
    page = inspector.get("/inspection/").content.decode()
    employer = owing[0].employer
    assert employer.name in page
    assert "1,110.00" in page  # three times 370
    detail = inspector.get(f"/inspection/{employer.pk}/").content.decode()
    for job in owing:
        worker = job.contract.worker
        assert job.contract.code in detail
        assert worker.given_name not in page + detail
        assert worker.family_name not in page + detail
        assert job.qid not in detail
    assert "370.00" in detail
    assert "Less was paid than is due." in detail
    assert "Visit because of wages" in detail


def test_with_fewer_than_three_workers_it_is_a_routine_visit(
    inspector: Client, clock: Clock
) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 4))
    work.paid([job], MONTH, "830.00", paid_on=date(2026, 4, 3))
    page = inspector.get(f"/inspection/{job.employer.pk}/").content.decode()
    assert "Routine visit only" in page
    assert "would point at them" in page
    listed = inspector.get("/inspection/?visit=wages").content.decode()
    assert job.employer.name not in listed


def test_another_country_sees_nothing(owing: list[work.Job]) -> None:
    abroad = client_of(people.actor(Role.INSPECTOR, "ARE"))
    employer = owing[0].employer
    assert employer.name not in abroad.get("/inspection/").content.decode()
    assert abroad.get(f"/inspection/{employer.pk}/").status_code == 404
    assert abroad.get(f"/inspection/{employer.pk}/findings.csv").status_code == 404


def test_an_office_is_no_establishment(inspector: Client) -> None:
    ministry = people.organisation("ministry", "QAT")
    assert inspector.get(f"/inspection/{ministry.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.UNION, Role.ADMIN, Role.DESTINATION_OFFICER])
def test_other_roles_are_turned_away(role: Role) -> None:
    client = client_of(people.actor(role, "QAT"))
    assert client.get("/inspection/").status_code == 403


def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get("/inspection/").status_code == 302


@pytest.mark.parametrize(
    "asked", ["month=March", "visit=all", "show=everything", "page=0", "employer=x", "page=x"]
)
def test_an_unknown_filter_is_refused(inspector: Client, asked: str) -> None:
    assert inspector.get(f"/inspection/?{asked}").status_code == 400


def test_filters_narrow_the_list(inspector: Client, owing: list[work.Job]) -> None:
    name = owing[0].employer.name
    assert name in inspector.get(f"/inspection/?month={MONTH}").content.decode()
    assert name not in inspector.get("/inspection/?month=2026-02").content.decode()
    assert name not in inspector.get("/inspection/?show=repeated").content.decode()
    assert name in inspector.get(f"/inspection/?q={name[:8]}").content.decode()
    assert name not in inspector.get("/inspection/?q=zzzz").content.decode()


def test_a_line_without_a_contract_is_a_matter_for_the_inspector(
    inspector: Client, clock: Clock
) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 4))
    lines = [(job.qid, "1200.00", {}), ("28999999999", "900.00", {})]
    file = work.base64_of(work.qatar_file(job.employer, MONTH, lines))
    actions.submit_wages(by=job.who.employer, file=file, format="qat-sif", paid_on=date(2026, 4, 3))
    page = inspector.get("/inspection/?show=strangers").content.decode()
    assert job.employer.name in page
    detail = inspector.get(f"/inspection/{job.employer.pk}/").content.decode()
    assert "fits no registered contract" in detail
    assert "28999999999" not in detail


def test_a_report_of_absence_is_a_claim(inspector: Client, clock: Clock) -> None:
    job = work.arrived(clock)
    report = actions.report_absence(
        by=job.who.employer, contract=job.contract.pk, since=clock.day, statement="She left."
    )
    page = inspector.get(f"/inspection/{job.employer.pk}/").content.decode()
    assert "what an employer claims" in page
    assert "Silence is no yes" in page
    actions.contest_absence(by=job.who.worker, report=report.pk, statement="I am in hospital.")
    page = inspector.get(f"/inspection/{job.employer.pk}/").content.decode()
    assert "Contested" in page
    assert "hospital" not in page
    assert "She left" not in page


def test_what_a_worker_says_changes_nothing_here(inspector: Client, owing: list[work.Job]) -> None:
    address = f"/inspection/{owing[0].employer.pk}/"
    before = inspector.get(address).content, inspector.get("/inspection/").content
    actions.answer_wages(
        by=owing[0].who.worker, contract=owing[0].contract.pk, month=MONTH, said="nothing"
    )
    assert (inspector.get(address).content, inspector.get("/inspection/").content) == before


def test_tables_to_take_along_hold_no_name_and_no_formula(
    inspector: Client, owing: list[work.Job]
) -> None:
    employer = owing[0].employer
    type(employer).objects.filter(pk=employer.pk).update(name="=HYPERLINK(1)")
    answer = inspector.get("/inspection/establishments.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][:3] == ["'=HYPERLINK(1)", "1110.00", "QAR"]
    answer = inspector.get(f"/inspection/{employer.pk}/findings.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert {row[4] for row in rows[1:]} == {"370.00"}
    assert owing[0].contract.worker.given_name not in answer.content.decode()


def _establishments(contract: Contract, count: int) -> None:
    for at in range(count):
        employer = people.organisation("employer", "QAT", name=f"Firm {at}")
        for month in ("2026-02", MONTH):
            upload = WageFileUpload.objects.create(
                employer=employer, month=month, version=1, format="qat-sif", digest="0" * 64,
                records=1, total_minor=83_000, currency="QAR", uploaded_on=date(2026, 4, 3),
            )  # fmt: skip
            WageFinding.objects.create(
                upload=upload, contract=contract, month=month, check_id="wage", verdict="breach",
                owed_minor=37_000 + at, currency="QAR",
                finding={"due_minor": 120_000, "paid_minor": 83_000, "still_owed_minor": 37_000},
            )  # fmt: skip


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_needs_few_look_ups(
    inspector: Client, clock: Clock, count: int, django_assert_max_num_queries: Any
) -> None:
    _establishments(work.arrived(clock).contract, count)
    inspector.get("/inspection/")
    with django_assert_max_num_queries(10):
        page = inspector.get("/inspection/").content.decode()
    assert page.count("data-queue-open") == count


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_needs_few_look_ups(
    inspector: Client, clock: Clock, count: int, django_assert_max_num_queries: Any
) -> None:
    job = work.arrived(clock)
    upload = WageFileUpload.objects.create(
        employer=job.employer, month=MONTH, version=1, format="qat-sif", digest="0" * 64,
        records=count, total_minor=1, currency="QAR", uploaded_on=date(2026, 4, 3),
    )  # fmt: skip
    figures = {"due_minor": 120_000, "paid_minor": 83_000, "still_owed_minor": 37_000}
    for _ in range(count):
        WageFinding.objects.create(
            upload=upload, contract=job.contract, month=MONTH, check_id="wage", verdict="breach",
            owed_minor=37_000, currency="QAR", finding=figures,
        )  # fmt: skip
    address = f"/inspection/{job.employer.pk}/"
    inspector.get(address)
    with django_assert_max_num_queries(10):
        page = inspector.get(address).content.decode()
    assert page.count("How this sum was made") == min(count, 25)


@pytest.mark.parametrize(
    ("day", "state", "said"),
    [
        (date(2026, 5, 31), "ok", "No midday ban today"),
        (date(2026, 6, 1), "late", "10:00 and 15:30"),
        (date(2026, 9, 15), "late", "September 15"),
        (date(2026, 9, 16), "ok", "June 1"),
    ],
)
def test_the_heat_rule_of_the_day(day: date, state: str, said: str) -> None:
    found = heat("QAT", day)
    assert found is not None
    assert found.state == state
    assert said in found.says.say()
    assert found.law.id == "QAT.heat.ban"


def test_a_country_without_a_heat_rule_shows_none() -> None:
    assert heat("DEU", date(2026, 7, 1)) is None
