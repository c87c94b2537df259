"""The ladder: due acts, steps that officers take, what the law leaves out. Debts never change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.cycle.contracts.models import Contract
from corridor.cycle.employment.models import AbsenceReport
from corridor.governance.inspection import actions
from corridor.governance.inspection.models import LadderStep, Standing
from corridor.governance.inspection.queries import calendar, site
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.journal.models import Entry
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DUE = date(2026, 7, 1)
JUNE = "2026-06"
NOTICE, PERMITS = "2: Notice", "5: No new work permits"


@pytest.fixture
def by() -> Actor:
    return house.inspector("ARE")


@pytest.fixture
def late(clock: Clock, three: list[work.Job]) -> Organisation:
    """An establishment in the Emirates with three workers unpaid for June; it is 4 July."""
    contracts = [job.contract for job in three]
    clock.set(DUE + timedelta(days=3))
    found = people.organisation("employer", "ARE", name="Marina Works")
    house.month_of(found, contracts, JUNE, due=DUE, currency="AED", uploaded=DUE)
    house.refreshed(found)
    return found


def _stage(found: Organisation) -> tuple[int, str, date | None]:
    [row] = house.refreshed(found)
    return row.stage, row.next_step, row.next_on


def test_what_falls_due_is_listed_and_taken_by_an_officer(
    clock: Clock, late: Organisation, by: Actor
) -> None:
    assert _stage(late) == (1, "Notice", DUE + timedelta(days=2))
    [due] = calendar(by, clock.day).rows
    assert (due.when, due.step, due.month, due.name) == ("late", "Notice", JUNE, "Marina Works")
    assert due.amount is not None
    assert due.amount.text() == "1110.00"
    with pytest.raises(NotYet) as early:
        actions.take_step(
            by=by, employer=late.id, month=JUNE, kind="permits", step=PERMITS, reason="Late."
        )
    assert early.value.code == "inspection.step_early"
    step = actions.take_step(
        by=by, employer=late.id, month=JUNE, kind="notice", step=NOTICE, reason="Two days late."
    )
    assert (step.label, step.consequence, step.officer) == ("2", "Notice", by.person)
    assert "ARE.wps.ladder" in step.law
    entry = Entry.objects.get(act="inspection.take_step")
    assert (entry.person, entry.law) == (by.person, step.law)
    # What comes next: tomorrow's step is in the calendar of the week, not before it is reached.
    [due] = calendar(by, clock.day).rows
    assert (due.when, due.step) == ("week", "No new work permits")
    clock.next_day()
    assert calendar(by, clock.day).rows[0].when == "tomorrow"
    with pytest.raises(Conflict):
        actions.take_step(
            by=by, employer=late.id, month=JUNE, kind="notice", step=NOTICE, reason="Again."
        )


def test_the_stage_rises_by_the_day_and_nothing_happens_by_itself(
    clock: Clock, late: Organisation
) -> None:
    from corridor.governance.inspection.queries import stale

    seen = []
    for days in (1, 2, 5, 11, 16, 21, 60):
        clock.set(DUE + timedelta(days=days))
        assert str(late.pk) in stale.every(clock.day) or days in {1, 60}
        seen.append(_stage(late)[0])
    assert seen == [0, 1, 2, 3, 4, 5, 5]
    assert not LadderStep.objects.exists()


def test_the_law_of_the_due_date_counts(clock: Clock, three: list[work.Job], by: Actor) -> None:
    """Wages due before June 2026 climb the older ladder, which depends on the size."""
    contracts = [job.contract for job in three]
    due = date(2026, 5, 1)
    for size, stage in ((600, 7), (60, 6), (None, 5)):
        found = people.organisation("employer", "ARE")
        Organisation.objects.filter(pk=found.pk).update(headcount=size)
        house.month_of(found, contracts, "2026-04", due=due, currency="AED")
        clock.set(due + timedelta(days=50))
        [row] = house.refreshed(found)
        assert row.stage in {stage, stage - 1}, size
    found_site = site(str(found.pk), by)
    assert found_site.climbs[0].standing.unknown  # the size was not said: nobody guesses


def test_exclusions_and_reports_of_absence_change_the_ladder_never_the_debt(
    clock: Clock, late: Organisation, by: Actor
) -> None:
    [before] = house.refreshed(late)
    actions.exclude_month(by=by, employer=late.id, month=JUNE, reason="A claim is in court.")
    [row] = house.refreshed(late)
    assert (row.stage, row.next_on) == (0, None)
    assert (row.owed_minor, row.workers) == (before.owed_minor, before.workers)
    with pytest.raises(Conflict):
        actions.exclude_month(by=by, employer=late.id, month=JUNE, reason="Again.")
    actions.resume_month(by=by, employer=late.id, month=JUNE, reason="The claim was settled.")
    assert _stage(late)[0] == 1
    with pytest.raises(Conflict):
        actions.resume_month(by=by, employer=late.id, month=JUNE, reason="Again.")
    # A claim of absence about one of three: the others still climb, and all is still owed.
    contracts = list(Contract.objects.order_by("id"))
    Contract.objects.update(employer=late)
    _reported(contracts)
    [row] = house.refreshed(late)
    assert (row.stage, row.owed_minor) == (0, before.owed_minor)
    _contested()
    [row] = house.refreshed(late)
    assert (row.stage, row.owed_minor) == (1, before.owed_minor)


def _reported(contracts: list[Contract]) -> None:
    for contract in contracts:
        AbsenceReport.objects.create(contract=contract, since=DUE, reported_on=DUE)


def _contested() -> None:
    AbsenceReport.objects.update(contested_on=DUE)


def test_without_a_ladder_nothing_falls_due(clock: Clock) -> None:
    contract = work.arrived(clock).contract
    inspector, found = house.inspector("DEU"), people.organisation("employer", "DEU")
    house.month_of(found, [contract] * 3, JUNE, due=DUE, currency="EUR")
    clock.set(DUE + timedelta(days=3))
    house.refreshed(found)
    assert calendar(inspector, clock.day).rows == ()
    page = site(found.id, inspector)
    assert [(climb.stage, climb.open) for climb in page.climbs] == [(0, ())]
    assert not page.may_exclude
    given = {"by": inspector, "employer": found.id, "month": JUNE, "reason": "Short by a third."}
    visit = actions.take_step(kind="inspection", **given)
    assert (visit.label, visit.law) == ("", [])
    with pytest.raises(BadInput) as caught:
        actions.exclude_month(**given)
    assert caught.value.code == "inspection.no_exclusions"


def test_a_bad_step_is_answered_in_words(late: Organisation, by: Actor) -> None:
    bad: list[tuple[dict[str, str], str | None]] = [
        ({"kind": "arrest"}, "kind"),
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"kind": "fine"}, "law_id"),
        ({"kind": "fine", "law_id": "ARE.no.such"}, None),
        ({"step": "99: Exile"}, "step"),
        ({"month": "June"}, None),
    ]
    whole = {"employer": late.id, "month": JUNE, "kind": "notice", "reason": "Late."}
    for given, field in bad:
        with pytest.raises(BadInput) as caught:
            actions.take_step(by=by, **{**whole, **given})
        assert caught.value.place.field == field or field is None
        assert caught.value.remedy
    assert not LadderStep.objects.exists()


def test_only_inspectors_of_the_country_take_steps(
    clock: Clock, late: Organisation, by: Actor
) -> None:
    given = {"employer": late.id, "month": JUNE, "kind": "inspection", "reason": "Late."}
    with pytest.raises(NotFound):
        actions.take_step(by=house.inspector("QAT"), **given)
    employer = people.member(people.Role.EMPLOYER, late)
    with pytest.raises(NotPermitted):
        actions.take_step(by=employer, **given)
    step = actions.take_step(by=by, **given)
    # The employer reads what was done, not who did it.
    assert [row.pk for row in rules.rows(LadderStep, employer)] == [step.pk]
    assert "officer" not in rules.readable(LadderStep, employer)
    assert not Standing.objects.filter(country="QAT", listed=True).exists()
