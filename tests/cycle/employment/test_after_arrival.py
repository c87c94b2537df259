"""Cleared and never paid: counted from stations, told to the officers of that origin alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, employment, orders, people
from tests.support.arrivals import Worked, cleared
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.core.problems import BadInput, NotFound, NotPermitted
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.employment import actions, tasks
from corridor.cycle.employment.arrivals import count
from corridor.cycle.employment.models import EmployerArrivals
from corridor.cycle.employment.queries import after_arrival
from corridor.cycle.employment.queries import aggregates as after_arrival_totals
from corridor.cycle.vacancies.actions import record_quota
from corridor.cycle.vacancies.models import JobOrder
from corridor.cycle.vacancies.queries import quotas
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.people.models import Organisation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY, CLEARED = date(2026, 6, 10), date(2026, 3, 2)
GOOD, NEVER = Worked(), Worked(paid=None)
MOVED = Worked(paid=None, state="ended", ended=80, reason="changed_employer")


@pytest.fixture
def officer() -> Actor:
    """An officer of the origin."""
    return people.actor(Role.ORIGIN_OFFICER, "NPL")


def counted() -> None:
    """What the night's job does."""
    tasks.count_arrivals.func(TODAY.isoformat())


def firm(name: str, headcount: int | None = None) -> Organisation:
    """An employer with a name that can be looked for."""
    made = people.organisation("employer", "QAT", name)
    if headcount is not None:
        Organisation.objects.filter(pk=made.pk).update(headcount=headcount)
    return made


def order(employer: Organisation, headcount: int, **given: object) -> JobOrder:
    """A job order as a row."""
    row = {
        "employer": employer, "corridor": "NPL-QAT", "route": "agency", "title": "Cleaner",
        "occupation_isco": "9112", "worksite": "Doha", "headcount": headcount, "terms": {},
        "state": "open", "governed_on": TODAY - timedelta(days=90), **given,
    }  # fmt: skip
    return JobOrder.objects.create(**row)


def test_through_the_acts_a_first_wage_a_change_of_employer_and_silence(
    clock: Clock, officer: Actor
) -> None:
    """One is paid, one changes employer unpaid, one hears nothing: three different things."""
    jobs = employment.crew(clock, 3)
    clock.set(date(2026, 3, 4))
    employment.paid(jobs[:1], "2026-02", "1200.00", paid_on=date(2026, 3, 3))
    new = employment.qatari_parties()
    new.worker = jobs[1].who.worker
    offer = contracts.plain_offer(new, "change_of_employer")
    contracts.explained(offer, new)
    clock.next_day(4)
    contract_acts.accept(by=new.worker, contract=offer.id)
    change = contract_acts.request_change(
        by=new.worker, contract=offer.id, leaving=jobs[1].contract.id
    )
    clock.set(change.notice_until or clock.day)
    contract_acts.release(by=new.destination, change=change.id)
    clock.set(TODAY)
    counted()
    found = after_arrival.employer(officer, "NPL-QAT", jobs[0].employer.pk)
    row = found.row
    assert (row.cleared, row.arrived) == (3, 3)
    assert (row.paid, row.changed, row.never_paid) == (1, 1, 1)
    assert [one.contract.pk for one in after_arrival.cases(officer, found, "never_paid")] == [
        jobs[2].contract.pk
    ]
    assert found.paid_share is None  # three workers are too few for a share
    assert sum(step.paid for step in found.steps) == 1
    assert sum(step.censored for step in found.steps) == 2
    assert row.totals == []
    (whole,) = [one for one in after_arrival.corridors(officer) if one.row.corridor == "NPL-QAT"]
    assert whole.row.never_paid == 1
    assert whole.totals == after_arrival_totals(officer)
    assert {(one.month, one.workers, one.owed) for one in whole.totals} == {("2026-02", None, None)}
    new_row = EmployerArrivals.objects.filter(employer=new.employer.organisation)
    assert not new_row.exists()  # nobody was cleared for the new employer, and none is held to it


def test_a_phantom_employer_stands_first_and_a_small_one_is_not_judged(
    clock: Clock, officer: Actor
) -> None:
    clock.set(TODAY)
    worker = people.person()
    phantom, small, fine, house = firm("Mirage Trading"), firm("Two Palms"), firm("Al Sadd"), firm(
        "A household"
    )  # fmt: skip
    cleared(phantom, worker, [NEVER] * 9 + [GOOD, MOVED, Worked(arrived=None, paid=None)], CLEARED)
    cleared(small, worker, [NEVER] * 9, CLEARED)
    cleared(fine, worker, [GOOD] * 30 + [Worked(paid=80), MOVED], CLEARED)
    cleared(house, worker, [Worked(paid=None, regime="domestic")] * 12, CLEARED, route="direct")
    counted()
    ranked = after_arrival.employers(officer, "NPL-QAT")
    assert [one.row.employer_id for one in ranked.rows[:2]] == [phantom.pk, small.pk]
    first, second = ranked.rows[:2]
    assert first.flags == [("never_paid", True)]
    share = first.paid_share
    assert share is not None
    # One was moved on after 75 days without a wage: the share knows it, “never paid” does not.
    assert (share.hits, share.of) == (1, 11)
    assert (first.row.never_paid, first.row.changed, first.row.not_seen) == (9, 1, 1)
    assert (second.flags, second.paid_share) == ([], None)
    by_name = {one.row.employer_id: one.row for one in ranked.rows}
    assert (by_name[fine.pk].flags, by_name[fine.pk].in_time, by_name[fine.pk].watched) == (
        [],
        30,
        32,
    )
    assert (by_name[house.pk].unknown, by_name[house.pk].never_paid) == (12, 0)
    assert len(after_arrival.employers(officer, "NPL-QAT", only="flagged").rows) == 1
    assert len(after_arrival.employers(officer, "NPL-QAT", name="palm").rows) == 1
    page = after_arrival.employers(officer, "NPL-QAT", first=1, limit=2)
    assert (len(page.rows), page.more) == (2, True)
    unseen = after_arrival.cases(officer, first, "not_seen")
    assert len(unseen) == 1
    assert len(after_arrival.cases(officer, first, "never_paid")) == 9


def test_orders_larger_than_the_employer_are_a_doubt(clock: Clock, officer: Actor) -> None:
    """What the quota was nobody has said; an order of two years ago is history."""
    clock.set(TODAY)
    large, known, old = firm("Grand Hopes", 6), firm("As it is", 80), firm("Long ago", 2)
    order(large, 40)
    order(large, 60, state="filed")
    order(large, 500, state="withdrawn")
    order(known, 80)
    order(old, 90, governed_on=TODAY - timedelta(days=400))
    order(firm("Says nothing"), 40)
    counted()
    rows = {one.row.employer_id: one for one in after_arrival.employers(officer, "NPL-QAT").rows}
    assert (rows[large.pk].row.demand, rows[large.pk].flags) == (100, [("demand", False)])
    assert rows[known.pk].flags == []
    assert old.pk not in rows


def test_with_the_quota_on_record_a_phantom_order_is_a_flag(clock: Clock, officer: Actor) -> None:
    """Larger than headcount and quota: sure. Covered by either, or by an older day: none."""
    clock.set(TODAY)
    by = people.actor(Role.DESTINATION_OFFICER, "QAT")
    phantom, allowed, unsized = firm("Grand", 6), firm("Allowed", 6), firm("Nobody counted")
    asked = {one.pk: order(one, 40) for one in (phantom, allowed, unsized)}

    def quota(site: Organisation, workers: int, **given: Any) -> None:
        record_quota(
            by=by, order=asked[site.pk].pk, workers=workers, reference="MOL 7/2026", **given
        )

    quota(phantom, 400, until=TODAY + timedelta(days=2))
    quota(phantom, 30)
    quota(allowed, 30)
    quota(allowed, 40)
    quota(unsized, 5)
    counted()
    rows = {one.row.employer_id: one for one in after_arrival.employers(officer, "NPL-QAT").rows}
    assert (rows[phantom.pk].row.quota, rows[phantom.pk].flags) == (30, [("demand", True)])
    assert (rows[allowed.pk].row.quota, rows[allowed.pk].flags) == (40, [])
    assert (rows[unsized.pk].row.headcount, rows[unsized.pk].flags) == (None, [("demand", False)])
    page = client_of(officer).get(f"/office/arrivals/employers/NPL-QAT/{unsized.pk}/").text
    assert "How many people it has is not on record here." in page
    assert quotas([phantom.pk], TODAY - timedelta(days=1)) == {}
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"workers": -1}, "vacancies.quota"),
        ({"workers": 9, "reference": " "}, "vacancies.quota_reference"),
        ({"workers": 9, "until": TODAY - timedelta(days=1)}, "vacancies.quota_over"),
    )
    for wrong, code in wrongs:
        with pytest.raises(BadInput) as caught:
            record_quota(by=by, order=asked[phantom.pk].pk, **{"reference": "x", **wrong})
        assert caught.value.code == code
    abroad = people.actor(Role.DESTINATION_OFFICER, "DEU")
    with pytest.raises(NotFound):
        record_quota(by=abroad, order=asked[phantom.pk].pk, workers=9, reference="x")


def test_the_destinations_officer_records_it_on_the_page_of_an_order(clock: Clock) -> None:
    clock.set(TODAY)
    client = client_of(people.actor(Role.DESTINATION_OFFICER, "QAT"))
    url = f"/office/orders/{order(firm('Large'), 40, terms=orders.terms()).pk}/"
    assert "Nobody has put a decision on record yet." in client.get(url).text
    sent = client.post(f"{url}act/quota/", {"workers": "30", "reference": "MOL 7/2026"})
    assert sent["Location"] == url
    page = client.get(url).text
    assert "MOL 7/2026" in page
    assert "This order alone asks for more." in page
    assert client.post(f"{url}act/quota/", {"workers": "-3"}).status_code == 422
    attache = client_of(people.actor(Role.LABOUR_ATTACHE, "NPL"))
    assert "MOL 7/2026" not in attache.get(url).text


def test_counting_twice_replaces_and_a_wage_taken_back_is_none(clock: Clock) -> None:
    clock.set(TODAY)
    (contract,) = cleared(firm("Once"), people.person(), [GOOD], CLEARED)
    counted()
    counted()
    assert EmployerArrivals.objects.filter(corridor="NPL-QAT").count() == 2  # it, and the whole
    StepTaken.objects.create(
        subject=contract.pk, step="first_wage", outcome="undone", on=TODAY, role="system"
    )
    assert count("NPL-QAT", TODAY).whole.of("never_paid") == 1


def test_only_officers_of_the_origin_read_and_only_the_system_counts(
    clock: Clock, officer: Actor
) -> None:
    clock.set(TODAY)
    here = firm("Al Sadd")
    cleared(here, people.person(), [NEVER], CLEARED)
    counted()
    abroad = people.actor(Role.ORIGIN_OFFICER, "PHL")
    assert after_arrival.corridors(abroad) == [] or all(
        one.row.corridor.startswith("PHL-") for one in after_arrival.corridors(abroad)
    )
    with pytest.raises(NotFound):
        after_arrival.employer(abroad, "NPL-QAT", here.pk)
    employer = people.member(Role.EMPLOYER, here)
    assert after_arrival.corridors(employer) == []
    with pytest.raises(NotPermitted):
        actions.note_arrivals(by=officer, counted=count("NPL-QAT", TODAY))
    assert actions.note_arrivals(by=SYSTEM, counted=count("NPL-QAT", TODAY)) == 1


def test_the_pages_cost_ten_look_ups_and_say_what_a_mark_is(clock: Clock, officer: Actor) -> None:
    clock.set(TODAY)
    phantom = firm("Mirage Trading")
    cleared(phantom, people.person(), [NEVER] * 12, CLEARED)
    for at in range(30):
        cleared(firm(f"Firm {at}"), people.person(), [GOOD], CLEARED)
    counted()
    browser = client_of(officer)
    for address in (
        "/office/arrivals/",
        "/office/arrivals/?only=never_paid&q=mirage&corridor=NPL-QAT&first=0",
        f"/office/arrivals/employers/NPL-QAT/{phantom.pk}/",
    ):
        browser.get(address)
        with CaptureQueriesContext(connections["default"]) as seen:
            answer = browser.get(address)
        assert answer.status_code == 200
        assert len(seen) <= 10, [one["sql"][:120] for one in seen]
        assert "Mirage Trading" in answer.text
        assert "A mark is a question, not a finding." in answer.text
    assert "More employers" in browser.get("/office/arrivals/").text
    assert "More employers" not in browser.get("/office/arrivals/?first=25").text
    for odd in ("?corridor=XXX-YYY", "?first=-1", "?first=9999999", "?only=everything", "?q=%00"):
        assert browser.get(f"/office/arrivals/{odd}").status_code == 200
    assert browser.get("/office/arrivals/employers/NPL-QAT/nobody/").status_code == 404
