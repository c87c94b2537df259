"""Pre-issued passes: two persons at each turn, every slip counted, nothing lost on the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.support import blanks, contracts, departure, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted, Problem
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.corridors.queries import done
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import (
    Batch,
    Blank,
    BlankClosed,
    Clearance,
    Pass,
    PassUsed,
    Register,
)
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Role
from corridor.platform.documents import tokens
from corridor.platform.exchange.models import Import
from corridor.platform.journal.models import Entry
from corridor.platform.messages.models import Message
from corridor.platform.translog.models import Leaf

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _codes(problem: Problem) -> list[str]:
    return [f"{one.code}:{one.place.field}" for one in problem.problems]


def test_a_batch_is_made_by_two_within_the_policy(clock: Clock) -> None:
    desk = departure.offices()
    day = queries.local_day("NPL-QAT")
    allowed = queries.limits(day)
    with pytest.raises(Problem) as caught:
        blanks.prepared(
            desk,
            allowed.most + 1,
            valid_from=day - timedelta(days=1),
            valid_to=day + timedelta(days=allowed.days),
            reason=" ",
        )
    fields = ("size", "valid_from", "valid_to", "reason")
    assert _codes(caught.value) == [f"batches.{name}:{name}" for name in fields]
    with pytest.raises(BadInput):
        blanks.prepared(desk, corridor="PHL-DEU")
    with pytest.raises(NotPermitted):
        actions.prepare_batch(
            by=replace(desk.first, person=None),
            corridor="NPL-QAT",
            size=1,
            valid_from=day,
            valid_to=day,
            reason="x",
        )
    assert not Batch.objects.exists()
    batch = blanks.prepared(desk, 3)
    with pytest.raises(Conflict):
        actions.print_batch(by=desk.first, batch=batch.id)
    with pytest.raises(NotPermitted) as two:
        actions.confirm_batch(by=desk.first, batch=batch.id)
    assert two.value.code == "batches.two_officers"
    with pytest.raises(NotFound):
        actions.confirm_batch(by=people.actor(Role.ORIGIN_OFFICER, "NPL"), batch=batch.id)
    assert not Blank.objects.exists()
    tokens.issue("blank", {"batch": "the key is made and logged at the first use"})
    before = Leaf.objects.count()
    actions.confirm_batch(by=desk.second, batch=batch.id)
    assert Leaf.objects.filter(model="departure.blank").count() == 3
    assert Leaf.objects.count() == before + 4  # and the batch as it now stands
    with pytest.raises(Conflict):
        actions.confirm_batch(by=desk.third, batch=batch.id)
    slips = list(Blank.objects.order_by("serial"))
    for serial, slip in enumerate(slips, start=1):
        assert len(slip.text) <= 350
        read = tokens.verify(slip.text, on=batch.valid_to)
        assert (read.state, read.kind) == ("valid", "blank")
        said = {"batch": batch.code, "serial": serial, "count": 3, "corridor": "NPL-QAT"}
        assert said.items() <= read.payload.items()
        assert f"{serial} of 3" in str(read.sentence)
        assert tokens.verify(slip.text, on=batch.valid_to + timedelta(days=1)).state == "expired"
    with pytest.raises(DatabaseError), transaction.atomic():
        Blank.objects.update(serial=9)
    declined = blanks.prepared(desk)
    assert actions.decline_batch(by=desk.first, batch=declined.id).state == "declined"
    assert actions.print_batch(by=desk.fifth, batch=batch.id).printed == 1
    noted = {"prepare_batch", "confirm_batch", "decline_batch", "print_batch"}
    entries = Entry.objects.filter(subject_type="departure.batch").values_list("act", flat=True)
    assert set(entries) == {f"departure.{name}" for name in noted}


def test_slips_not_accounted_for_block_another_batch(clock: Clock) -> None:
    desk = departure.offices()
    allowed = queries.limits(queries.local_day("NPL-QAT")).open_batches
    made = [blanks.issued(desk, 1) for _ in range(allowed)]
    with pytest.raises(Conflict) as caught:
        blanks.prepared(desk)
    assert caught.value.code == "batches.open"
    blanks.prepared(departure.offices())  # another office answers for its own
    clock.next_day(30)
    with pytest.raises(Conflict):
        blanks.prepared(desk)
    listed = blanks.handed_in(desk.first, made[0], [blanks.closed_line(made[0], 1, "lost")])
    actions.commit_register(by=desk.second, filled=listed.id)
    blanks.prepared(desk)


def test_cleared_on_paper_becomes_the_clearance_it_was(clock: Clock) -> None:
    waiting, who = departure.requested(clock)
    desk = departure.offices()
    bare, other = contracts.registered_contract(clock)
    batch = blanks.issued(desk, 6)
    slips = list(batch.blanks.order_by("serial"))
    assert queries.at_gate(slips[0].text, desk.gate).standing == "blank"
    assert queries.at_gate(slips[0].short_code, desk.gate).standing == "blank"
    assert queries.standing(slips[0].text, STRANGER).standing == "blank"
    foreign = people.actor(Role.BORDER_OFFICER, "PHL")
    assert queries.at_gate(slips[0].text, foreign).standing == "unknown"
    with pytest.raises(NotPermitted):
        actions.use_pass(by=desk.gate, text=slips[0].text)
    clock.next_day(2)
    day = queries.local_day(batch.corridor) - timedelta(days=1)
    lines = [
        blanks.cleared_line(batch, 1, waiting.contract, desk.first, desk.second, day),
        blanks.cleared_line(batch, 2, bare, desk.third, desk.first, day),
        blanks.closed_line(batch, 3, "void"),
        blanks.closed_line(batch, 4, "lost"),
        blanks.closed_line(batch, 5, ""),
        ["NOT-A-SLIP-1", "", "", "", "", "", "void"],
    ]
    refused = blanks.handed_in(desk.first, batch, lines)
    page = queries.register_page(refused.id, desk.second)
    assert (refused.state, len(page.faults), page.faults[0].place.line) == ("refused", 1, 7)
    lines[5] = [blanks.closed_line(batch, 1, "void")[0].replace("-001", "-099"), *[""] * 5, "void"]
    first = blanks.handed_in(desk.first, batch, lines)
    refused.refresh_from_db()
    assert refused.state == Register.State.WITHDRAWN
    assert Import.objects.filter(table="departure.register").count() == 1
    page = queries.register_page(first.id, desk.second)
    assert [one.fits for one in page.lines] == [True] * 4 + [False]
    assert [len(one.lacks) for one in page.lines] == [0, 4, 0, 0, 0]
    assert page.after.open == 2
    assert not BlankClosed.objects.exists()
    with pytest.raises(NotPermitted) as caught:
        actions.commit_register(by=desk.first, filled=first.id)
    assert caught.value.code == "batches.two_officers"
    actions.commit_register(by=desk.fourth, filled=first.id)

    row = Clearance.objects.get(pk=waiting.pk)
    assert (row.state, row.decided_on) == ("cleared", day)
    assert (row.first_officer, row.second_officer) == (desk.first.person, desk.second.person)
    fresh = Clearance.objects.get(contract=bare)
    assert done(bare)["cleared"] == day
    signed = StepTaken.objects.filter(subject=bare.id, step__in=("clearance_checked", "cleared"))
    assert set(signed.values_list("person", flat=True)) == {desk.third.person, desk.first.person}
    for worker, clearance in ((who.worker, row), (other.worker, fresh)):
        sent = Message.objects.filter(person=worker.person, template="clearance_given")
        assert sent.count() == 1
        noted = Entry.objects.filter(subject=clearance.pk, act="departure.commit_register")
        assert noted.get().key_subject == worker.person
        assert queries.travel_pass(clearance.contract_id, worker) is not None
    found = queries.batch_page(batch.id, desk.fifth)
    counts = found.counts
    assert (counts.issued, counts.used, counts.void, counts.lost) == (6, 2, 1, 1)
    assert (counts.unused, counts.open) == (0, 2)
    # What was missing is the office's task, until it is on record.
    assert [one.contract.pk for one in found.lacking] == [bare.pk]
    departure.papers(bare, other)
    assert queries.batch_page(batch.id, desk.fifth).lacking == []

    _twice_is_nothing_new(batch, first, lines, desk)
    _the_slip_is_now_the_pass(slips, row, who, desk)


def _twice_is_nothing_new(
    batch: Batch, first: Register, lines: list[list[Any]], desk: departure.Offices
) -> None:
    def state() -> list[int]:
        counted = (BlankClosed, Clearance, Pass, Message, StepTaken)
        return [model.objects.count() for model in counted]

    before = state()
    actions.commit_register(by=desk.fourth, filled=first.id)
    again = blanks.handed_in(desk.second, batch, lines)
    page = queries.register_page(again.id, desk.second)
    assert [one.already for one in page.lines] == [True] * 4 + [False]
    actions.commit_register(by=desk.first, filled=again.id)
    assert state() == before
    with pytest.raises(Conflict):
        actions.withdraw_register(by=desk.first, filled=again.id)


def _the_slip_is_now_the_pass(
    slips: list[Blank], row: Clearance, who: Any, desk: departure.Offices
) -> None:
    used, _, void, lost, unsaid, _ = slips
    today = row.contract.local_today("origin")
    assert queries.at_gate(void.text, desk.gate).standing == "closed"
    assert queries.standing(lost.text, STRANGER).standing == "closed"
    assert queries.at_gate(unsaid.text, desk.gate).standing == "blank"
    # A stolen slip that nobody travels on fails without a server too; what was lost comes first.
    ended = [code for code, _, _ in queries.revoked_codes(today)]
    assert ended == [lost.short_code, void.short_code]
    for text in (used.text, used.short_code):
        found = queries.at_gate(text, desk.gate)
        assert found.standing == "valid"
        assert found.verified.kind == "pass"
        assert found.verified.payload["contract"] == row.contract_id
    assert queries.standing(used.text, STRANGER).standing == "valid"
    kept = queries.travel_pass(row.contract_id, who.worker)
    assert actions.use_pass(by=desk.gate, text=used.short_code).used_id == getattr(kept, "pk", "")
    assert PassUsed.objects.count() == 1
    other = Clearance.objects.exclude(pk=row.pk).get()
    departure.taken_back(other.passes.get(), desk)
    listed = {code for code, _, _ in queries.revoked_codes(today)}
    taken_back = {slips[1].short_code, other.passes.get().short_code}
    assert {lost.short_code, void.short_code} | taken_back == listed
    assert queries.at_gate(slips[1].text, desk.gate).standing == "taken_back"


def test_what_does_not_fit_stays_open_and_nothing_is_half_done(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _, desk = departure.refused(clock)
    fits, _ = contracts.registered_contract(clock)
    batch = blanks.issued(desk, 3)
    lines = [
        blanks.cleared_line(batch, 1, row.contract, desk.third, desk.fourth),
        blanks.cleared_line(batch, 2, fits, desk.third, desk.fourth),
    ]
    listed = blanks.handed_in(desk.first, batch, lines)

    def broken(*_: Any) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patched:
        patched.setattr("corridor.cycle.departure.actions.registers.tell", broken)
        with pytest.raises(RuntimeError):
            actions.commit_register(by=desk.second, filled=listed.id)
    listed.refresh_from_db()
    assert listed.state == Register.State.WAITING
    assert not BlankClosed.objects.exists()
    assert not Clearance.objects.filter(contract=fits).exists()
    page = queries.register_page(listed.id, desk.second)
    assert [problem.code for problem in page.lines[0].problems] == ["batches.refused"]
    actions.commit_register(by=desk.second, filled=listed.id)
    row.refresh_from_db()
    assert row.state == Clearance.State.REFUSED
    assert list(BlankClosed.objects.values_list("blank__serial", flat=True)) == [2]
    assert queries.batch_page(batch.id, desk.first).counts.open == 2


def test_only_the_office_sees_its_slips_and_the_database_wants_two(clock: Clock) -> None:
    desk = departure.offices()
    batch = blanks.issued(desk, 1)
    listed = blanks.handed_in(desk.first, batch, [blanks.closed_line(batch, 1, "unused")])
    stranger = people.actor(Role.ORIGIN_OFFICER, "NPL")
    for by in (stranger, desk.gate, people.actor(Role.AGENCY, "NPL")):
        for model in (Batch, Blank, Register, BlankClosed):
            assert not rules.rows(model, by).exists()
    with pytest.raises(NotFound):
        actions.commit_register(by=stranger, filled=listed.id)
    with pytest.raises(BadInput):
        actions.hand_in_register(by=desk.first, batch=batch.id, file="?")
    one = str(desk.first.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.update(decided_by=one, prepared_by=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Register.objects.update(state="committed", committed_by=one)
    actions.withdraw_register(by=desk.third, filled=listed.id)
    assert not Import.objects.filter(table="departure.register").exists()
    with pytest.raises(Conflict):
        actions.commit_register(by=desk.second, filled=listed.id)
