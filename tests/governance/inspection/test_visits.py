"""Visits: planned for a day, routine where few are concerned, never known to an employer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock
from tests.support.employment import Job
from tests.support.signed_in import client_of

from corridor.core.problems import BadInput, Conflict, NotFound, NotYet
from corridor.governance.inspection import actions
from corridor.governance.inspection.models import Standing, Visit
from corridor.governance.inspection.queries import visits
from corridor.platform.access import rules
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.messages.queries import inbox
from corridor.platform.people.models import Membership, Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SOON = house.DAY + timedelta(days=3)


def test_a_visit_from_the_plan_to_what_was_found(clock: Clock, three: list[Job]) -> None:
    jobs = house.owing(clock, jobs=three)
    by, colleague = house.inspector(), house.inspector()
    mine, theirs = client_of(by), client_of(colleague)
    site, own = jobs[0].employer, jobs[0].who.employer
    before = len(inbox(own))
    page = mine.get(f"/inspection/{site.pk}/visit/").content.decode()
    assert "The employer is not told" in page
    assert "listed as routine" not in page
    late = mine.post(f"/inspection/{site.pk}/visit/", {"on": "2026-01-01", "look_at": "x"})
    assert late.status_code == 422
    sent = mine.post(
        f"/inspection/{site.pk}/visit/", {"on": SOON.isoformat(), "look_at": "Payslips of March."}
    )
    assert sent["Location"] == "/inspection/visits/"
    row = Visit.objects.get()
    with CaptureQueriesContext(connection) as asked:
        page = mine.get("/inspection/visits/").content.decode()
    assert len(asked) <= 10
    assert "Payslips of March." in page
    assert "Visit because of wages" in page
    with pytest.raises(Conflict):
        actions.plan_visit(by=colleague, employer=str(site.pk), on=SOON, look_at="Again.")
    Standing.objects.filter(employer=site).update(few=True)
    page = theirs.get("/inspection/visits/").content.decode()
    assert "Routine visit only" in page
    assert "Visit because of wages" not in page
    assert "No visit is planned." in theirs.get("/inspection/visits/?who=mine").content.decode()
    hand = f"/inspection/visits/{row.pk}/hand/"
    assert "no other inspector" in mine.get(hand).text
    beside = people.member(Role.INSPECTOR, Organisation.objects.get(pk=by.organisation))
    left = people.member(Role.INSPECTOR, Organisation.objects.get(pk=by.organisation))
    Membership.objects.filter(person=left.person).update(
        starts=house.DAY - timedelta(days=9), ends=house.DAY
    )
    assert "Hand this visit to a colleague" in mine.get(f"/inspection/visits/{row.pk}/").text
    page = mine.get(hand).text
    assert f'value="{beside.person}"' in page
    assert str(left.person) not in page
    assert theirs.get(hand)["Location"] == f"/inspection/visits/{row.pk}/"
    for to in (left.person, colleague.person, by.person):
        with pytest.raises(NotFound):
            actions.hand_visit(by=by, visit=row.pk, to=to or "")
    with pytest.raises(Conflict):
        actions.hand_visit(by=colleague, visit=row.pk, to=beside.person or "")
    assert mine.post(hand, {"to": beside.person})["Location"] == "/inspection/visits/"
    assert [(one.mine, len(inbox(beside))) for one in visits(beside)] == [(True, 1)]
    assert len(inbox(own)) == before
    theirs.post(f"/inspection/visits/{row.pk}/", {})
    assert [one.mine for one in visits(colleague)] == [True]
    with pytest.raises(NotYet):
        actions.end_visit(by=colleague, visit=row.pk, state="done", found="Paid.")
    with pytest.raises(BadInput):
        actions.end_visit(by=colleague, visit=row.pk, state="late", found="Paid.")
    clock.set(SOON)
    theirs.post(f"/inspection/visits/{row.pk}/", {"state": "done", "found": "Payslips differ."})
    assert "Payslips differ." in mine.get(f"/inspection/visits/{row.pk}/").content.decode()
    assert visits(by) == []
    with pytest.raises(Conflict):
        actions.take_visit(by=by, visit=row.pk)
    abroad = people.actor(Role.INSPECTOR, "ARE")
    with pytest.raises(NotFound):
        actions.take_visit(by=abroad, visit=row.pk)
    assert not rules.rows(Visit, own).exists()
    assert len(inbox(own)) == before
    assert client_of(own).get("/inspection/visits/").status_code == 403


def test_sectors_of_the_list_are_counted_with_the_country(clock: Clock, three: list[Job]) -> None:
    house.owing(clock, jobs=three)
    by = house.inspector()
    Standing.objects.update(sector="construction")
    actions.count_nation(by=SYSTEM, country="QAT", months=False)
    client = client_of(by)
    page = client.get("/inspection/?sector=construction")
    assert page.status_code == 200
    assert 'value="construction" selected' in page.content.decode()
    assert client.get("/inspection/?sector=cleaning").status_code == 400
