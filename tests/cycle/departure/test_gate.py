"""The gate: once, while it is valid, and nothing kept but used or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from tests.support import departure, people
from tests.support.clock import Clock

from corridor.core.problems import Conflict, NotPermitted, Problem
from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.actions.passes import VALID_DAYS, issue
from corridor.cycle.departure.models import Pass, PassUsed
from corridor.engines import law, tokens
from corridor.platform.access.actor import STRANGER, Role
from corridor.platform.documents.tokens import keys_by_id
from corridor.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _everything() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("corridor.")
    }


def test_a_pass_is_used_once(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    actions.use_pass(by=desk.gate, text=issued.text)
    with pytest.raises(Conflict) as caught:
        actions.use_pass(by=desk.gate, text=issued.text)
    assert caught.value.code == "departure.pass_used"
    assert PassUsed.objects.count() == 1


@pytest.mark.parametrize("way", ["plain", "typed", "code", "code without hyphen"])
def test_a_pass_is_read_however_it_is_typed(clock: Clock, way: str) -> None:
    issued, _, desk = departure.cleared(clock)
    text = {
        "plain": issued.text,
        "typed": f" {issued.text[:60].lower()}\n{issued.text[60:].lower()} ",
        "code": issued.short_code,
        "code without hyphen": issued.short_code.replace("-", "").lower(),
    }[way]
    assert actions.use_pass(by=desk.gate, text=text).used_id == issued.pk


def test_a_pass_signed_after_midnight_at_home_is_valid_there_at_once(clock: Clock) -> None:
    """In Kathmandu the day is a new one long before it is in Greenwich."""
    clock.hour = 20
    issued, _, desk = departure.cleared(clock)
    assert issued.valid_from == clock.day + timedelta(days=1)
    assert tokens.verify(issued.text, keys_by_id(), clock.day).state == "not_yet"
    for found in (queries.at_gate(issued.text, desk.gate), queries.standing(issued.text, STRANGER)):
        assert (found.verified.state, found.standing) == ("valid", "valid")
    actions.use_pass(by=desk.gate, text=issued.text)


def test_nothing_is_kept_of_a_scan_but_that_the_pass_was_used(clock: Clock) -> None:
    earlier, _, gate = departure.cleared(clock)
    actions.use_pass(by=gate.gate, text=earlier.text)
    issued, _, desk = departure.cleared(clock)
    before = _everything()
    used = actions.use_pass(by=desk.gate, text=issued.text)
    after = _everything()
    changed = {
        label: after[label] - before[label] for label in after if after[label] != before[label]
    }
    assert changed == {
        "departure.PassUsed": 1,
        "corridors.StepTaken": 1,
        "journal.Entry": 1,
    }
    used.refresh_from_db()
    assert {field.name for field in PassUsed._meta.concrete_fields} == {
        "id",
        "created_at",
        "home_node",
        "used",
        "on",
    }
    assert (used.created_at.hour, used.created_at.minute, used.created_at.second) == (0, 0, 0)
    entry = Entry.objects.get(act="departure.use_pass", subject=used.pk)
    assert (entry.person, entry.organisation, entry.assisted_by) == ("", "", "")
    assert issued.clearance.contract.worker_id not in {entry.key_subject, entry.subject}
    step = StepTaken.objects.get(step="departed", subject=issued.clearance.contract_id)
    assert (step.person, step.organisation, step.country) == ("", "", "")


def test_a_scan_that_fails_leaves_no_trace(clock: Clock) -> None:
    issued, _who, desk = departure.cleared(clock)
    actions.use_pass(by=desk.gate, text=issued.text)
    before = _everything()
    forged = issued.text[:-4] + ("AAAA" if issued.text[-4:] != "AAAA" else "BBBB")
    for text in ("", "x", "OC1:P:nonsense", forged, issued.text, "AAAAA-AAAAA"):
        with pytest.raises(Problem):
            actions.use_pass(by=desk.gate, text=text)
    queries.standing(issued.text, STRANGER)
    assert _everything() == before


def test_validity_comes_from_policy_and_never_passes_the_visa(clock: Clock) -> None:
    issued, _, _ = departure.cleared(clock)
    days = law.book().known(VALID_DAYS, issued.valid_from)
    assert isinstance(days, int)
    assert issued.valid_to == issued.valid_from + timedelta(days=days)
    visa_ends = clock.day + timedelta(days=30)
    short, parties = departure.requested(clock, valid_to=visa_ends)
    desk = departure.offices(parties.origin_country)
    actions.check(by=desk.first, clearance=short.id)
    second = actions.clear(by=desk.second, clearance=short.id)
    assert second.valid_to == visa_ends


def test_the_last_day_of_a_pass_is_a_day_to_travel(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    clock.set(issued.valid_to + timedelta(days=1))
    with pytest.raises(Conflict) as caught:
        actions.use_pass(by=desk.gate, text=issued.text)
    assert caught.value.code == "departure.pass_expired"
    assert issued.valid_to.isoformat() in caught.value.say()
    clock.set(issued.valid_to)
    assert actions.use_pass(by=desk.gate, text=issued.text).pk


def test_only_the_gates_of_origin_use_passes(clock: Clock) -> None:
    issued, who, desk = departure.cleared(clock)
    with pytest.raises(NotPermitted) as caught:
        actions.use_pass(by=people.actor(Role.BORDER_OFFICER, "PHL"), text=issued.text)
    assert caught.value.code == "departure.pass_unknown"
    for by in (who.worker, who.agency, who.origin, desk.first, STRANGER):
        with pytest.raises(NotPermitted) as caught:
            actions.use_pass(by=by, text=issued.text)
        assert caught.value.code == "access.act"


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Sita", "Gurung"),
        ("Bhimsen Bahadur Narayan Prasad", "Chaudhary Tharu Basnet Khadka Adhikari"),
        ("सीता देवी महालक्ष्मी", "गुरुङ श्रेष्ठ अधिकारी"),
    ],
)
def test_a_pass_fits_the_code_whatever_the_name(clock: Clock, given: str, family: str) -> None:
    from tests.support import contracts

    who = contracts.parties()
    who.worker = people.worker(people.person(given, family))
    issued, _, _ = departure.cleared(clock, who)
    assert len(issued.text) <= 350
    verified = tokens.verify(issued.text, keys_by_id(), clock.day)
    assert verified.state == "valid"
    contract = issued.clearance.contract
    assert verified.payload["contract"] == contract.id
    assert verified.payload["valid_to"] == issued.valid_to.isoformat()
    assert str(verified.payload["digest"]).lower() == contract.versions.get().digest[:16]
    assert "passport" not in verified.payload
    # A second pass of the same day is another one, and still fits.
    again = issue(issued.clearance)
    assert again.short_code != issued.short_code
    assert len(again.text) <= 350


def test_a_text_that_verifies_but_was_never_put_on_record(clock: Clock) -> None:
    from corridor.platform.documents import tokens as issuing

    _, who, desk = departure.cleared(clock)
    stray = issuing.issue("pass", {"holder": "NOBODY", "valid_to": "2030-01-01"})
    found = queries.standing(stray.text, STRANGER)
    assert (found.verified.state, found.standing) == ("valid", "unknown")
    receipt = issuing.issue("receipt", {"contract": "X"})
    assert queries.standing(receipt.text, STRANGER).standing == "not_a_pass"
    assert queries.standing("hello", who.worker).standing == "not_a_pass"
    assert not Pass.objects.filter(text=stray.text).exists()
    with pytest.raises(NotPermitted):
        actions.use_pass(by=desk.gate, text=stray.text)
