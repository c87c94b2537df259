"""A pass is taken back by two officers, with a reason; the worker is told and may appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.support import departure, people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.cycle.corridors.queries import line
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Clearance, Pass, PassRevoked, Revocation
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.journal.models import Entry
from corridor.platform.messages.models import Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_pass_holds_until_a_second_officer_has_confirmed(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    actions.revoke(by=desk.third, clearance=issued.clearance_id, reason="order")
    assert queries.standing(issued.text, who.worker).standing == "valid"
    assert queries.revoked_codes(clock.day) == []
    with pytest.raises(NotPermitted) as caught:
        actions.confirm_revocation(by=desk.third, clearance=issued.clearance_id)
    assert caught.value.code == "departure.two_officers"
    assert not PassRevoked.objects.exists()
    with pytest.raises(Conflict) as twice:
        actions.revoke(by=desk.fourth, clearance=issued.clearance_id, reason="visa")
    assert twice.value.code == "departure.revocation_asked"
    # The officer who had cleared may see the own mistake.
    row = actions.confirm_revocation(by=desk.second, clearance=issued.clearance_id)
    assert row.state == Clearance.State.REVOKED
    assert row.decided_on == row.contract.local_today("origin")
    assert next(one.state for one in line(row.contract) if one.id == "cleared") == "broken"
    assert queries.standing(issued.text, who.worker).standing == "taken_back"
    assert queries.travel_pass(row.contract_id, who.worker) is None
    for text in (issued.text, issued.short_code):
        with pytest.raises(NotPermitted) as refused:
            actions.use_pass(by=desk.gate, text=text)
        assert refused.value.code == "departure.pass_unknown"
    fact = PassRevoked.objects.get(revoked=issued)
    assert (fact.reason, fact.officer, fact.second) == (
        "order",
        desk.third.person,
        desk.second.person,
    )


def test_it_has_a_reason_that_the_worker_reads_and_is_told_of(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    for given in ({"reason": ""}, {"reason": "nonsense"}, {"reason": "other", "words": " "}):
        with pytest.raises(BadInput) as caught:
            actions.revoke(by=desk.third, clearance=issued.clearance_id, **given)
        assert caught.value.code == "departure.reasons"
    assert not Revocation.objects.exists()
    row = departure.taken_back(issued, desk, "other", "The employer has left the country.")
    assert row.reasons == ["The employer has left the country."]
    page = queries.clearance_page(row.id, who.worker)
    assert page.reasons == row.reasons
    assert page.appeal_until is not None
    sent = Message.objects.filter(person=who.worker.person, template="clearance_revoked")
    assert sent.count() == 1
    acts = {"departure.revoke", "departure.confirm_revocation"}
    entries = Entry.objects.filter(act__in=acts)
    assert set(entries.values_list("act", flat=True)) == acts
    assert set(entries.values_list("key_subject", flat=True)) == {who.worker.person}


def test_declined_or_withdrawn_the_pass_stays_good(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    with pytest.raises(Conflict) as caught:
        actions.decline_revocation(by=desk.third, clearance=issued.clearance_id)
    assert caught.value.code == "departure.not_asked"
    for decider in (desk.third, desk.fourth):
        actions.revoke(by=desk.third, clearance=issued.clearance_id, reason="danger")
        actions.decline_revocation(by=decider, clearance=issued.clearance_id)
        with pytest.raises(Conflict):
            actions.confirm_revocation(by=desk.fifth, clearance=issued.clearance_id)
    assert not PassRevoked.objects.exists()
    assert actions.use_pass(by=desk.gate, text=issued.text).pk


def test_nothing_is_taken_back_from_somebody_who_has_left(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    actions.revoke(by=desk.third, clearance=issued.clearance_id, reason="order")
    actions.use_pass(by=desk.gate, text=issued.text)
    for late in (
        lambda: actions.confirm_revocation(by=desk.fourth, clearance=issued.clearance_id),
        lambda: actions.revoke(by=desk.fourth, clearance=issued.clearance_id, reason="order"),
    ):
        with pytest.raises(Conflict) as caught:
            late()
        assert caught.value.code == "departure.gone"
    assert Clearance.objects.get().state == Clearance.State.CLEARED


def test_only_named_officers_of_the_own_country(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    given = {"clearance": issued.clearance_id, "reason": "order"}
    with pytest.raises(NotFound):
        actions.revoke(by=people.actor(Role.ORIGIN_OFFICER, "PHL"), **given)
    for by in (who.agency, who.employer, who.worker, who.attache, desk.gate):
        with pytest.raises(NotPermitted):
            actions.revoke(by=by, **given)
    with pytest.raises(NotPermitted) as caught:
        actions.revoke(by=replace(desk.first, person=None), **given)
    assert caught.value.code == "departure.named"
    actions.revoke(by=desk.first, **given)
    for reader in (who.worker, who.agency, who.employer, who.attache, desk.gate):
        assert not rules.rows(Revocation, reader).exists()


def test_an_appeal_against_it_is_for_newcomers_and_leads_to_a_new_pass(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    row = departure.taken_back(issued, desk)
    lodged = actions.appeal(by=who.worker, clearance=row.id)
    for officer in (desk.first, desk.second, desk.third, desk.fourth):
        assert queries.appeals(officer) == []
    actions.decide_appeal(by=desk.fifth, appeal=lodged.id, uphold=True, reason="The job is there.")
    for officer in (desk.third, desk.fourth, desk.fifth):
        with pytest.raises(NotPermitted):
            actions.check(by=officer, clearance=row.id)
    # Those who had cleared her lost nothing in the appeal.
    actions.check(by=desk.first, clearance=row.id)
    fresh = actions.clear(by=desk.second, clearance=row.id)
    assert queries.standing(fresh.text, who.worker).standing == "valid"
    assert queries.standing(issued.text, who.worker).standing == "taken_back"
    with pytest.raises(NotPermitted):
        actions.use_pass(by=desk.gate, text=issued.text)
    assert actions.use_pass(by=desk.gate, text=fresh.text).used_id == fresh.pk


def test_dismissed_it_stays_taken_back(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    row = departure.taken_back(issued, desk)
    lodged = actions.appeal(by=who.worker, clearance=row.id)
    actions.decide_appeal(by=desk.fifth, appeal=lodged.id, uphold=False, reason="It is gone.")
    row.refresh_from_db()
    assert row.state == Clearance.State.REVOKED


def test_the_list_for_gates_names_codes_and_days_only(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    departure.cleared(clock)  # another pass, which stands
    clock.next_day(2)
    departure.taken_back(issued, desk)
    today = issued.clearance.contract.local_today("origin")
    assert queries.revoked_codes(today) == [(issued.short_code, today, issued.valid_to)]
    # The list is dated in UTC, where it is still yesterday when Nepal's new day has begun.
    assert queries.revoked_codes(today - timedelta(days=1)) != []
    assert queries.revoked_codes(today - timedelta(days=2)) == []
    assert queries.revoked_codes(issued.valid_to + timedelta(days=1)) != []
    assert queries.revoked_codes(issued.valid_to + timedelta(days=2)) == []


def test_the_database_itself_wants_two_and_keeps_the_fact(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    one = str(desk.first.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        PassRevoked.objects.create(
            revoked=issued, on=clock.day, reason="visa", officer=one, second=one
        )
    departure.taken_back(issued, desk)
    with pytest.raises(DatabaseError), transaction.atomic():
        PassRevoked.objects.update(reason="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        PassRevoked.objects.all().delete()


def test_a_gate_lists_no_passes_and_finds_the_one_held_up(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    assert not rules.rows(Pass, desk.gate).exists()
    assert queries.by_text(issued.short_code, desk.gate) is None
    for text in (issued.text, issued.short_code):
        found = queries.held_up(text, desk.gate)
        assert found is not None
        assert found.pk == issued.pk
        for by in (
            people.actor(Role.BORDER_OFFICER, "PHL"),
            Actor(Role.BORDER_OFFICER),
            desk.first,
        ):
            assert queries.held_up(text, by) is None
