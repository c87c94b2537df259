"""Orders: amounts from the findings, evidence together with private answers, appeals, the end."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import Any

import pytest
from tests.support import employment as work
from tests.support import inspection as house
from tests.support import people
from tests.support.clock import Clock
from tests.support.employment import Job
from tests.support.signed_in import client_of

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, NotYet
from corridor.governance.inspection import actions
from corridor.governance.inspection.models import CheckAnswer, Order, OrderEvent, PrivateCheck
from corridor.governance.inspection.queries import (
    calendar,
    checks_waiting,
    employer_orders,
    one_check,
    order_page,
    paper_of,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.keys.actions import destroy_subject
from corridor.platform.messages.queries import inbox
from corridor.platform.people.models import Membership
from corridor.platform.translog.models import Leaf

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
LATER = house.DAY + timedelta(days=14)


@pytest.fixture
def jobs(clock: Clock, three: list[Job]) -> list[Job]:
    return house.owing(clock, jobs=three)


@pytest.fixture
def by() -> Actor:
    return house.inspector()


def _says(jobs: list[Job], *said: str) -> None:
    for job, word in zip(jobs, said, strict=False):
        [check] = checks_waiting(job.who.worker)
        actions.answer_check(by=job.who.worker, check=check.id, said=word)


def test_an_order_takes_its_amounts_from_the_findings(jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    assert (order.amount_minor, order.currency, order.workers) == (111_000, "QAR", 3)
    [group] = order.groups.all()
    assert (group.month, group.workers, group.amount_minor) == (house.MARCH, 3, 111_000)
    assert order.law == ["QAT.wps.pay_within"]
    employer = jobs[0].who.employer
    [line] = employer_orders(employer)
    assert (line.order.pk, line.state, line.amount.text()) == (order.pk, "open", "1110.00")
    assert "officer" not in rules.readable(Order, employer)
    with pytest.raises(Conflict) as twice:
        house.ordered(jobs, by)
    assert twice.value.code == "inspection.ordered"
    assert Leaf.objects.filter(model="inspection.order", record=order.pk).count() == 1


def test_evidence_and_private_answers_close_it_together(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    order = house.ordered(jobs, by)
    with pytest.raises(NotYet) as caught:
        actions.close_order(by=by, order=order.id)
    assert caught.value.code == "inspection.unpaid"
    shown = house.evidence(jobs, order, file=PDF)
    assert paper_of(shown.id, by)[1].startswith(b"%PDF")
    _says(jobs, "came", "came", "came")
    with pytest.raises(NotYet) as caught:  # on the day itself nobody can close it
        actions.close_order(by=by, order=order.id)
    assert caught.value.code == "inspection.close_wait"
    clock.set(LATER)
    ended = actions.close_order(by=by, order=order.id)
    assert ended.kind == "closed"
    [row] = house.refreshed(jobs[0].employer)
    assert (row.owed_minor, row.listed) == (0, False)
    with pytest.raises(Conflict):
        actions.close_order(by=by, order=order.id)
    with pytest.raises(Conflict):
        house.evidence(jobs, order)


def test_evidence_alone_closes_nothing(clock: Clock, jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    house.evidence(jobs, order)
    checks = [checks_waiting(job.who.worker)[0] for job in jobs]
    clock.set(LATER)
    story = [
        ((), "waiting"),
        (("came",), "waiting"),
        (("came", "came"), "confirmed"),
        (("came", "came", "not"), "contradicted"),
        (("came", "came", "part"), "contradicted"),
    ]
    for said, state in story:
        for job, check, word in zip(jobs, checks, said, strict=False):
            actions.answer_check(by=job.who.worker, check=check.id, said=word)
        page = order_page(order.id, by, private=True)
        assert page.private is not None
        assert (page.private.asked, page.private.state) == (3, state)
        if state != "confirmed":
            with pytest.raises(NotYet) as caught:
                actions.close_order(by=by, order=order.id)
            assert caught.value.code == "inspection.unconfirmed"
    assert house.refreshed(jobs[0].employer)[0].owed_minor == 111_000


def test_a_corrected_file_takes_nobodys_question_away(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    order = house.ordered(jobs, by)
    work.paid(jobs, house.MARCH, "1200.00", paid_on=house.PAID)
    house.refreshed(jobs[0].employer)
    house.evidence(jobs, order)
    house.evidence(jobs, order, "0.01")
    assert [len(checks_waiting(job.who.worker)) for job in jobs] == [1, 1, 1]


def test_answers_alone_close_nothing(clock: Clock, jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    house.evidence(jobs, order, "1109.99")
    _says(jobs, "came", "came", "came")
    clock.set(LATER)
    with pytest.raises(NotYet) as caught:
        actions.close_order(by=by, order=order.id)
    assert caught.value.code == "inspection.unpaid"
    house.evidence(jobs, order, "0.01", paid_on=LATER)
    with pytest.raises(NotYet) as caught:  # the fixed time begins again with new evidence
        actions.close_order(by=by, order=order.id)
    assert caught.value.code == "inspection.close_wait"


def test_of_fewer_than_three_no_contradiction_is_told(clock: Clock, by: Actor) -> None:
    jobs = house.owing(clock, 2)
    order = house.ordered(jobs, by)
    house.evidence(jobs, order, "740.00")
    _says(jobs, "not")
    page = order_page(order.id, by, private=True)
    assert page.private is not None
    assert page.private.state == "waiting"


def test_an_answer_can_be_revised_and_erasure_is_silence(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    order = house.ordered(jobs, by)
    house.evidence(jobs, order)
    checks = {job.qid: checks_waiting(job.who.worker)[0] for job in jobs}
    _says(jobs, "not", "came", "came")

    def state() -> str:
        found = order_page(order.id, by, private=True).private
        assert found is not None
        return found.state

    assert state() == "contradicted"
    first = jobs[0].who.worker
    actions.answer_check(by=first, check=checks[jobs[0].qid].id, said="came")
    assert state() == "confirmed"
    for job in jobs[1:]:
        destroy_subject(by=people.actor(Role.ADMIN, "QAT"), subject=job.who.worker.person or "")
    assert state() == "waiting"
    assert b"came" not in b"".join(bytes(row.sealed) for row in CheckAnswer.objects.all())


def test_nobody_but_she_knows_of_a_private_check(clock: Clock, jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    employer = jobs[0].who.employer
    house.evidence(jobs, order)
    before = _everything(employer, order)
    _says(jobs, "not", "came", "part")
    assert _everything(employer, order) == before
    union = people.actor(Role.UNION, "QAT")
    for reader in (employer, by, union, jobs[0].who.origin, jobs[0].who.agency):
        assert not rules.rows(PrivateCheck, reader).exists()
        assert not rules.rows(CheckAnswer, reader).exists()
    assert rules.rows(PrivateCheck, jobs[0].who.worker).count() == 1
    mine = rules.rows(PrivateCheck, jobs[1].who.worker).get()
    with pytest.raises(NotFound):
        one_check(mine.id, jobs[0].who.worker)


def _everything(by: Actor, order: Order) -> Any:
    page = order_page(order.id, by)
    assert page.private is None
    return repr([page.line, page.groups, page.evidence, page.events, page.opens])


def test_who_works_for_the_employer_may_not_sit_beside_her(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    house.evidence(jobs, house.ordered(jobs, by))
    worker = jobs[0].who.worker
    [check] = checks_waiting(worker)
    helped = worker.with_help_of(jobs[0].who.employer.person or "")
    with pytest.raises(NotPermitted):
        actions.answer_check(by=helped, check=check.id, said="came")
    with pytest.raises(NotPermitted):
        actions.answer_check(by=jobs[0].who.employer, check=check.id, said="came")
    with pytest.raises(BadInput):
        actions.answer_check(by=worker, check=check.id, said="yes")
    assert not CheckAnswer.objects.exists()


def test_an_appeal_is_answered_by_another_officer(clock: Clock, jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    other = people.actor(Role.INSPECTOR, "QAT")
    with pytest.raises(BadInput):
        actions.uphold_order(by=other, order=order.id, reason="It stands.")
    actions.appeal_order(by=jobs[0].who.employer, order=order.id, grounds="The bank erred.")
    assert employer_orders(jobs[0].who.employer)[0].state == "appealed"
    with pytest.raises(Conflict):
        actions.appeal_order(by=jobs[0].who.employer, order=order.id, grounds="Again.")
    with pytest.raises(NotPermitted):
        actions.uphold_order(by=by, order=order.id, reason="It stands.")
    actions.uphold_order(by=other, order=order.id, reason="The bank paid what it was told.")
    clock.set(order.deadline + timedelta(days=1))
    assert employer_orders(jobs[0].who.employer)[0].state == "late"
    due = calendar(by, clock.day).of("late")
    assert [one.order for one in due] == [order.id]


def test_a_judgment_or_a_withdrawal_ends_it_and_pays_nothing(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    order = house.ordered(jobs, by)
    row = actions.judge_order(
        by=by, order=order.id, court="Labour court, Doha", reference="L 12/2026",
        reason="The employer must pay.",
    )  # fmt: skip
    assert row.reference == "Labour court, Doha, L 12/2026"
    again = house.ordered(jobs, by, deadline=house.DAY + timedelta(days=7))
    actions.withdraw_order(by=by, order=again.id, reason="Made by mistake.")
    clock.set(order.deadline + timedelta(days=1))
    assert calendar(by, clock.day).rows == ()
    assert house.refreshed(jobs[0].employer)[0].owed_minor == 111_000
    third = house.ordered(jobs, by, deadline=clock.day + timedelta(days=7))
    assert third.amount_minor == 111_000
    assert OrderEvent.objects.count() == 2


def test_bad_orders_and_bad_evidence_say_what_to_do(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"deadline": house.DAY}, "inspection.deadline"),
        ({"reason": ""}, "inspection.no_words"),
        ({"law_id": "QAT.nothing"}, "law.id"),
        ({"months": ["2026-02"]}, "inspection.nothing_owed"),
        ({"months": [house.MARCH, "2026-02"]}, "inspection.nothing_owed"),
    ]
    for given, code in bad:
        with pytest.raises((BadInput, NotYet)) as caught:
            house.ordered(jobs, by, **given)
        assert caught.value.code == code
        assert caught.value.remedy
    assert not Order.objects.exists()
    order = house.ordered(jobs, by)
    claims: list[dict[str, Any]] = [
        {"amount": "much"},
        {"amount": "0"},
        {"workers": 0},
        {"paid_on": date(2027, 1, 1)},
        {"reference": " "},
        {"file": "%%%"},
    ]
    for claim in claims:
        with pytest.raises(BadInput) as caught:
            house.evidence(jobs, order, **claim)
        assert caught.value.place.field == next(iter(claim))
    assert not order.evidence.exists()
    assert not PrivateCheck.objects.exists()


def test_an_order_is_nobody_elses(clock: Clock, jobs: list[Job], by: Actor) -> None:
    order = house.ordered(jobs, by)
    stranger = work.qatari_parties().employer
    with pytest.raises(NotFound):
        actions.bring_evidence(
            by=stranger, order=order.id, amount="1.00", workers=1, paid_on=clock.day,
            reference="x",
        )  # fmt: skip
    with pytest.raises(NotFound):
        actions.close_order(by=house.inspector("ARE"), order=order.id)
    assert employer_orders(stranger) == []


def test_the_employer_hears_of_orders_and_of_no_private_check(
    clock: Clock, jobs: list[Job], by: Actor
) -> None:
    site, own = jobs[0].employer, jobs[0].who.employer
    gone, other = people.member(Role.EMPLOYER, site), people.actor(Role.EMPLOYER, "QAT")
    yesterday = house.DAY - timedelta(days=1)
    Membership.objects.filter(person=gone.person).update(starts=yesterday, ends=house.DAY)
    second = people.member(Role.EMPLOYER, site)
    before = len(inbox(own))

    def told() -> list[str]:
        return [str(one.body) for one in inbox(own)][: len(inbox(own)) - before]

    order = house.ordered(jobs, by)
    assert told() == ["The labour inspectorate made an order. Sign in to read it and its deadline."]
    house.evidence(jobs, order)
    _says(jobs, "came", "came", "came")
    assert len(told()) == 1, "evidence, questions and answers are no news to the employer"
    actions.appeal_order(by=own, order=order.id, grounds="Paid.")
    actions.uphold_order(by=house.inspector(), order=order.id, reason="It stands.")
    clock.set(LATER)
    actions.close_order(by=by, order=order.id)
    assert [one.split(".")[0] for one in told()] == [
        "The labour inspectorate closed an order",
        "Your appeal to the labour inspectorate was answered",
        "The labour inspectorate made an order",
    ]
    assert [len(inbox(one)) for one in (second, gone, other)] == [3, 0, 0]
    page = client_of(own).get("/employer/messages/").content.decode()
    assert "The labour inspectorate closed an order." in page
