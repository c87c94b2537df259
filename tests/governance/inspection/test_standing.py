"""Running totals: what they add up, what they hold back, how they keep true."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock

from corridor.cycle.employment import actions as employment
from corridor.cycle.employment.models import WageFinding
from corridor.governance.inspection import actions, tasks
from corridor.governance.inspection.models import Nation, NationMonth, Standing, StandingMonth
from corridor.governance.inspection.queries import nation, national, stale
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, SYSTEM
from corridor.platform.jobs.worker import run_until_idle

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_wage_file_becomes_a_standing(clock: Clock, three: list[work.Job]) -> None:
    jobs = house.owing(clock, jobs=three)
    site = jobs[0].employer
    [row] = house.refreshed(site)
    assert (row.owed_minor, row.currency, row.workers, row.months) == (111_000, "QAR", 3, 1)
    assert (row.repeats, row.silent, row.ghosts, row.breaches) == (1, 0, 0, 3)
    assert (row.few, row.listed, row.last_month) == (False, True, house.MARCH)
    assert (row.regime, row.country, row.name) == ("general", "QAT", site.name)
    month = StandingMonth.objects.get(employer=site)
    assert (month.contracts, month.in_time, month.late) == (3, 0, 3)
    assert (month.due_minor, month.paid_minor, month.owed_minor) == (360_000, 249_000, 111_000)
    # A corrected file changes it at once; the row keeps its number.
    work.paid(jobs, house.MARCH, "1200.00", paid_on=house.PAID)
    [again] = house.refreshed(site)
    assert (again.pk, again.owed_minor, again.listed) == (row.pk, 0, False)


@pytest.mark.parametrize("size", [2, 3])
def test_with_fewer_than_three_no_figure_is_stored(clock: Clock, size: int) -> None:
    jobs = house.owing(clock, size)
    [row] = house.refreshed(jobs[0].employer)
    held = (row.owed_minor, row.workers, row.months, row.repeats, row.breaches)
    assert (row.few, row.listed) == (size < 3, True)
    assert held == ((0, 0, 0, 0, 0) if size < 3 else (111_000, 3, 1, 1, 3))
    assert (row.late_since is None, row.others) == (size < 3, {})


def test_what_workers_say_never_changes_a_standing(clock: Clock, three: list[work.Job]) -> None:
    jobs = house.owing(clock, jobs=three)
    site = jobs[0].employer

    def stood() -> object:
        house.refreshed(site)
        return (
            Standing.objects.filter(employer=site)
            .exclude(pk="")
            .values_list(
                *[one.name for one in Standing._meta.concrete_fields if one.name != "seen"]
            )[0]
        )

    before = stood()
    for said, hidden in (("nothing", False), ("less", True)):
        employment.answer_wages(
            by=jobs[0].who.worker, contract=jobs[0].contract.pk, month=house.MARCH,
            said=said, tell_nobody=hidden,
        )  # fmt: skip
    assert stood() == before


def test_the_worker_computes_again_what_came(clock: Clock, three: list[work.Job]) -> None:
    jobs = three
    assert stale.recent(10) == [str(jobs[0].employer.pk)]  # contracts were registered
    tasks.notice_what_came()
    run_until_idle()
    clock.set(house.DAY)
    assert stale.recent(10) == []
    work.paid(jobs, house.MARCH, "830.00", paid_on=house.PAID)
    assert stale.recent(10) == [str(jobs[0].employer.pk)]
    tasks.notice_what_came()
    run_until_idle()
    assert Standing.objects.get(employer=jobs[0].employer).owed_minor == 111_000
    assert stale.recent(10) == []
    employment.report_absence(
        by=jobs[0].who.employer, contract=jobs[0].contract.pk, since=date(2026, 4, 1)
    )
    assert stale.recent(10) == [str(jobs[0].employer.pk)]
    tasks.notice_what_came()
    run_until_idle()
    assert stale.recent(10) == []


def test_every_day_finds_what_was_missed(clock: Clock, three: list[work.Job]) -> None:
    jobs = house.owing(clock, jobs=three)
    Standing.objects.all().delete()
    StandingMonth.objects.all().delete()
    assert str(jobs[0].employer.pk) in stale.every(clock.day)
    tasks.keep_true.enqueue(clock.day.isoformat())
    run_until_idle()
    assert Standing.objects.get(employer=jobs[0].employer).owed_minor == 111_000
    assert stale.every(clock.day) == []


def test_a_file_that_came_in_time_counts_from_the_day_after_the_last_lawful_one(
    clock: Clock, three: list[work.Job]
) -> None:
    clock.set(date(2026, 3, 4))
    work.paid(three, "2026-02", "1100.00", paid_on=date(2026, 3, 3))
    tasks.refresh_some.func([three[0].employer.pk])
    early = Standing.objects.get(employer=three[0].employer)
    assert (early.owed_minor, early.breaches, early.listed) == (0, 0, False)
    assert early.rises_on == date(2026, 3, 9)
    assert three[0].employer.pk not in stale.every(clock.set(date(2026, 3, 8)))
    assert three[0].employer.pk in stale.every(clock.set(date(2026, 3, 9)))
    tasks.refresh_some.func([three[0].employer.pk])
    late = Standing.objects.get(employer=three[0].employer)
    assert (late.owed_minor, late.breaches, late.listed) == (30_000, 3, True)


def test_a_finding_cannot_be_edited(clock: Clock, three: list[work.Job]) -> None:
    house.owing(clock, jobs=three)
    finding = WageFinding.objects.filter(check_id="wage").latest("id")
    finding.owed_minor = 0
    with pytest.raises(DatabaseError), transaction.atomic():
        finding.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        WageFinding.objects.filter(pk=finding.pk).update(owed_minor=0)
    assert WageFinding.objects.get(pk=finding.pk).owed_minor == 37_000


def test_an_employer_reads_no_standing_and_a_neighbour_country_none_of_ours(
    clock: Clock, three: list[work.Job]
) -> None:
    jobs = house.owing(clock, jobs=three)
    assert rules.rows(Standing, house.inspector()).count() == 1
    assert not rules.rows(Standing, house.inspector("ARE")).exists()
    for by in (jobs[0].who.employer, jobs[0].who.worker, jobs[0].who.origin, STRANGER):
        assert not rules.rows(Standing, by).exists()
        assert not rules.rows(StandingMonth, by).exists()


def test_an_office_is_no_establishment(clock: Clock) -> None:
    ministry = people.organisation("ministry", "QAT")
    assert actions.refresh(by=SYSTEM, employers=[str(ministry.pk)]) == 0
    assert not Standing.objects.exists()


# Figures for everybody


@pytest.mark.parametrize("size", [3, 10])
def test_national_figures_hold_small_groups_back(clock: Clock, size: int) -> None:
    contract = work.arrived(clock).contract
    clock.set(house.DAY)
    for at in range(12):
        site = people.organisation("employer", "QAT", name=f"Firm {at}")
        house.month_of(site, [contract] if at < size else [])
        house.refreshed(site)
    actions.count_nation(by=SYSTEM, country="QAT")
    [month] = national("QAT", STRANGER)
    if size == 3:
        assert (month.contracts, month.owed_minor, month.late) == (None, None, None)
    else:
        assert (month.contracts, month.late, month.in_time) == (10, 10, 0)
        assert (month.workers_owed, month.owed_minor) == (10, 370_000)
    counted = nation(house.inspector())
    assert counted is not None
    assert nation(house.inspector("ARE")) is None


def test_a_share_tells_nothing_about_its_few_others() -> None:
    from corridor.governance.inspection.actions.figures import held_back

    row = {"establishments": 40, "without_file": 0, "contracts": 500, "in_time": 497, "late": 3,
           "unknown": 0, "workers_owed": 3, "owed": 1000}  # fmt: skip
    told = held_back(row, 10)
    assert told["contracts"] == 500
    assert {"in_time", "late", "workers_owed", "owed_minor"}.isdisjoint(told)
    many = held_back({**row, "in_time": 480, "late": 20, "workers_owed": 20}, 10)
    assert (many["in_time"], many["late"], many["owed_minor"]) == (480, 20, 1000)
    assert held_back({**row, "contracts": 9}, 10) == {}


def test_counting_twice_replaces(clock: Clock, three: list[work.Job]) -> None:
    house.owing(clock, jobs=three)
    for _ in range(2):
        counted = actions.count_nation(by=SYSTEM, country="QAT")
        assert (counted.owed_minor, counted.establishments) == (111_000, 1)
    assert (Nation.objects.count(), NationMonth.objects.count()) == (1, 1)
    assert rules.readable(NationMonth, STRANGER) == rules.readable(NationMonth, house.inspector())
