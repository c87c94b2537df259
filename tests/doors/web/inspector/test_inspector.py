"""The inspector's face: money owed by establishment, no names, nothing of other countries."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import employment as work
from tests.support import filters, people
from tests.support import inspection as house
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.employment import actions
from corridor.doors.web.inspector import views
from corridor.doors.web.inspector.presenters import heat
from corridor.governance.inspection import actions as acts
from corridor.governance.inspection.actions import count_nation
from corridor.platform.access.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONTH = "2026-03"


@pytest.fixture
def inspector(clock: Clock) -> Client:
    return client_of(people.actor(Role.INSPECTOR, "QAT"))


@pytest.fixture
def owing(clock: Clock, three: list[work.Job]) -> list[work.Job]:
    """Three workers of one employer, each paid 830 instead of 1,200 in March."""
    jobs = three
    clock.set(date(2026, 4, 9))
    work.paid(jobs, MONTH, "830.00", paid_on=date(2026, 4, 3))
    house.refreshed(jobs[0].employer)
    count_nation(by=SYSTEM, country="QAT")
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
    assert "By the authority’s threshold" in detail


def test_what_workers_let_the_inspectorate_know_stands_apart(
    inspector: Client, owing: list[work.Job]
) -> None:
    first, second, third = owing
    where = f"/inspection/{first.employer.pk}/"
    employer = client_of(first.who.employer)
    pages = ("/employer/", f"/employer/wages/{MONTH}/", "/employer/inspection/")
    before = [employer.get(page).content for page in pages]
    plain = inspector.get(where).content
    assert f"{where}told/" in plain.decode()
    assert "Nobody has let you know" in inspector.get(f"{where}told/").text

    def items(job: work.Job, **given: Any) -> None:
        by = job.who.worker
        actions.answer_items(by=by, contract=job.contract.id, month=MONTH, **given)

    items(first, food_given=False)
    items(second, food_given=False, tell_nobody=True)
    actions.state_account(by=third.who.worker, contract=third.contract.id, account=work.IBAN)
    with CaptureQueriesContext(connection) as asked:
        told = inspector.get(f"{where}told/").text
    assert len(asked) <= 10
    for words in ("Food or housing is promised", "account of the worker alone", "300.00"):
        assert words in told
    assert [job.contract.code in told for job in owing] == [True, False, True]
    assert work.IBAN[-4:] not in told
    with CaptureQueriesContext(connection) as asked:
        places = inspector.get("/inspection/told/").text
    assert len(asked) <= 10
    assert first.employer.name in places
    assert "Fewer than three workers" in places  # two of three let it be told
    assert f"{where}told/" in places
    items(second, food_given=False)
    assert "3 workers" in inspector.get("/inspection/told/").text
    assert (
        first.employer.name not in client_of(house.inspector("ARE")).get("/inspection/told/").text
    )
    assert inspector.get(where).content == plain  # figures are of contract and file alone
    assert [employer.get(page).content for page in pages] == before
    assert client_of(house.inspector("ARE")).get(f"{where}told/").status_code == 404


def test_lateness_counts_from_the_last_lawful_day(
    clock: Clock, inspector: Client, owing: list[work.Job]
) -> None:
    """Due on 1 April, in time until the 8th: the days of grace are nobody's lateness."""
    where = f"/inspection/{owing[0].employer.pk}/"
    said = "What is not paid is late: {} today."
    page = inspector.get(where).content.decode()
    assert "Due on 1 April 2026, in time until 8 April 2026." in page
    assert said.format("1 day") in page
    clock.set(date(2026, 4, 21))
    page = inspector.get(where).content.decode()
    assert said.format("13 days") in page
    assert "20 days" not in page


def test_with_fewer_than_three_workers_it_is_a_routine_visit(
    inspector: Client, clock: Clock
) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    work.paid([job], MONTH, "830.00", paid_on=date(2026, 4, 3))
    house.refreshed(job.employer)
    page = inspector.get(f"/inspection/{job.employer.pk}/").content.decode()
    assert "Routine visit only" in page
    assert "would point at them" in page
    listed = inspector.get("/inspection/?visit=wages").content.decode()
    assert job.employer.name not in listed
    routine = inspector.get("/inspection/").content.decode()
    assert job.employer.name in routine
    assert "370.00" not in routine
    csv_file = inspector.get("/inspection/establishments.csv").content.decode()
    assert job.employer.name in csv_file
    assert "370.00" not in csv_file


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
    "asked",
    ["sort=name", "visit=all", "show=everything", "stage=9", "regime=x", "sector=x", "page=2"],
)
def test_an_unknown_filter_is_refused(inspector: Client, asked: str) -> None:
    assert inspector.get(f"/inspection/?{asked}").status_code == 400


def test_filters_narrow_the_list(inspector: Client, owing: list[work.Job]) -> None:
    name = owing[0].employer.name

    def found(asked: str) -> bool:
        return name in inspector.get(f"/inspection/?{asked}").content.decode()

    for asked in ("regime=general", "visit=wages", f"q={name[:8]}", "sort=months", "sort=stage"):
        assert found(asked), asked
    number = owing[0].employer.registration_number
    assert found(f"q={number}")
    for asked in ("regime=domestic", "visit=routine", "q=zzzz", "show=repeated", "stage=1"):
        assert not found(asked), asked
    assert inspector.get("/inspection/?after=w~x~y").status_code == 422


def test_the_form_is_answered_as_the_page_renders_it(
    inspector: Client, owing: list[work.Job]
) -> None:
    """Search and filters, before and after a click on every column's head."""
    first = inspector.get("/inspection/").content.decode()
    heads = filters.heads(first)
    assert [one["sort"] for one in heads] == ["owed", "workers", "months", "repeat", "stage"]
    for asked in ({}, *heads):
        page = inspector.get("/inspection/", asked).content.decode()
        sent = filters.fields(page)
        assert sent["sort"] == asked.get("sort", "owed")
        assert filters.heads(page) == heads  # a second click asks for nothing unknown
        for more in ({}, {"q": "zzzz"}, {"show": "repeated"}, {"regime": "general"}):
            answer = inspector.get("/inspection/", sent | more)
            assert answer.status_code == 200, (sent, more)
            narrowed = more in ({"q": "zzzz"}, {"show": "repeated"})
            assert (owing[0].employer.name in answer.content.decode()) is not narrowed
    assert (
        inspector.get("/inspection/", filters.fields(first) | {"sort": "-owed"}).status_code == 400
    )


def test_a_line_without_a_contract_is_a_matter_for_the_inspector(
    inspector: Client, clock: Clock
) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 4, 9))
    lines: list[tuple[str, str, dict[str, object]]] = [
        (job.qid, "1200.00", {}),
        ("28999999999", "900.00", {}),
    ]
    file = work.base64_of(work.qatar_file(job.employer, MONTH, lines))
    actions.submit_wages(by=job.who.employer, file=file, format="qat-sif", paid_on=date(2026, 4, 3))
    house.refreshed(job.employer)
    page = inspector.get("/inspection/?show=ghosts").content.decode()
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
    house.refreshed(owing[0].employer)
    assert (inspector.get(address).content, inspector.get("/inspection/").content) == before


def test_tables_to_take_along_hold_no_name_and_no_formula(
    inspector: Client, owing: list[work.Job]
) -> None:
    employer = owing[0].employer
    type(employer).objects.filter(pk=employer.pk).update(name="=HYPERLINK(1)")
    house.refreshed(employer)
    answer = inspector.get("/inspection/establishments.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[1][2:5] == ["1110.00", "QAR", "3"]
    answer = inspector.get(f"/inspection/{employer.pk}/findings.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 4
    assert {row[4] for row in rows[1:]} == {"370.00"}
    assert owing[0].contract.worker.given_name not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_needs_few_look_ups(
    inspector: Client, clock: Clock, count: int, django_assert_max_num_queries: Any
) -> None:
    contract = work.arrived(clock).contract
    sites = [people.organisation("employer", "QAT", name=f"Firm {at}") for at in range(count)]
    for at, site in enumerate(sites):
        house.month_of(site, [contract], owed=37_000 + at)
    house.refreshed(*sites)
    inspector.get("/inspection/")
    with django_assert_max_num_queries(10):
        page = inspector.get("/inspection/").content.decode()
    assert page.count("data-queue-open") == count


def test_the_page_of_thirty_needs_few_look_ups(
    inspector: Client, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    job = work.arrived(clock)
    clock.set(house.DAY)
    house.month_of(job.employer, [job.contract] * 30)
    house.refreshed(job.employer)
    by = people.actor(Role.INSPECTOR, "QAT")
    acts.order(
        by=by, employer=str(job.employer.pk), deadline=date(2026, 5, 1), reason="Wages are owed."
    )
    acts.take_step(
        by=by, employer=str(job.employer.pk), month=MONTH, kind="inspection", reason="A round."
    )
    address = f"/inspection/{job.employer.pk}/"
    inspector.get(address)
    with django_assert_max_num_queries(10):
        page = inspector.get(address).content.decode()
    assert page.count("How this sum was made") == 25
    assert "To be paid" in page
    assert "A round." in page


def test_a_list_goes_on_from_page_to_page(
    inspector: Client, clock: Clock, three: list[work.Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = three
    clock.set(house.DAY)
    contracts = [job.contract for job in jobs]
    sites = [people.organisation("employer", "QAT", name=f"Firm {at}") for at in range(7)]
    for at, site in enumerate(sites):
        house.month_of(site, contracts if at < 5 else contracts[:1], owed=37_000 + at // 2)
    house.refreshed(*sites)
    monkeypatch.setattr(views, "PAGE", 2)
    for sort in ("owed", "workers"):
        seen, address = [], f"/inspection/?sort={sort}"
        for _ in range(10):
            page = inspector.get(address).content.decode()
            seen += re.findall(r"Firm \d", page.partition("<tbody>")[2].partition("</tbody>")[0])
            link = re.search(r'class="button" href="(\?[^"]*after=[^"]*)"', page)
            if link is None:
                break
            address = f"/inspection/{link[1].replace('&amp;', '&')}"
        assert len(seen) == 7, sort
        assert set(seen) == {f"Firm {at}" for at in range(7)}
        assert set(seen[5:]) == {"Firm 5", "Firm 6"}  # routine visits stand at the end
    assert seen[:5] == sorted(seen[:5], reverse=True)


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
