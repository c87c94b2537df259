"""Records that change: every state that an act leaves is in the log, and every edit is named."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from tests.support import contracts, people
from tests.support.tampering import tamperer
from tests.support.tampering.sql import put, put_in, row_of
from tests.support.tampering.tamperer import kept

from corridor.cycle.contracts.models import Contract
from corridor.cycle.departure.models import PassUsed
from corridor.platform.access import acts
from corridor.platform.access.actor import SYSTEM
from corridor.platform.journal.models import Entry
from corridor.platform.keys.actions import destroy_subject
from corridor.platform.keys.models import Erasure
from corridor.platform.people import actions as registry
from corridor.platform.people.models import Organisation, Person
from corridor.platform.records import Record, new_id
from corridor.platform.translog import actions, facts
from corridor.platform.translog.models import Leaf, TakenUp
from corridor.platform.translog.trouble import Report
from corridor.platform.translog.verification import against
from corridor.platform.translog.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undone")]

# Records without an entry of their own. Each says why.
LEFT_OUT = {
    "journal.entry": "the journal has its own commitments, and its anchors are entries",
    "translog.checkpoint": "signed, and held against the tree",
    "translog.cosignature": "signed by somebody else, and held against the witness's key",
    "employment.wageline": "a part of its wage file's entry",
    "employment.wagefinding": "a part of its wage file's entry",
    "employment.wageanswer": "that somebody has answered is nobody's to read in a public log",
    "employment.itemsanswer": "that somebody has answered is nobody's to read in a public log",
    "employment.ownaccount": "that somebody has answered is nobody's to read in a public log",
    "employment.feeanswer": "that somebody has answered is nobody's to read in a public log",
    "contracts.understanding": "that somebody has answered is nobody's to read in a public log",
    "employment.employerarrivals": "counted afresh every night from records that are in the log",
    "corridor_messages.message": "its state follows a telephone network's answers",
    "inspection.standing": "counted afresh from records that are in the log",
    "inspection.standingmonth": "counted afresh from records that are in the log",
    "inspection.nation": "counted afresh from records that are in the log",
    "inspection.nationmonth": "counted afresh from records that are in the log",
    "inspection.ordergroup": "counts that hang on an order, which is in the log",
    "inspection.visit": "that a visit is planned is nobody's to read in a public log",
    "inspection.privatecheck": "that somebody was asked is nobody's to read in a public log",
    "inspection.checkanswer": "that somebody has answered is nobody's to read in a public log",
    "exchange.import": "what was staged and not taken is nobody's record yet",
}


@pytest.fixture(autouse=True)
def _exports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # The exported file of the world is not undone with the rest.
    monkeypatch.setattr("corridor.platform.translog.published.latest", lambda: "")


def named(report: Report) -> dict[str, tuple[str, str]]:
    """Record to the kind of trouble and the fields that it names."""
    return {
        one.values["record"]: (one.kind, one.values.get("fields", "")) for one in report.troubles
    }


def test_every_record_is_in_the_log_or_left_out_for_a_reason() -> None:
    ours = {m._meta.label_lower for m in apps.get_models() if issubclass(m, Record)}
    entered = {model._meta.label_lower for model in facts.logged_models()}
    assert entered & set(LEFT_OUT) == set()
    assert set(LEFT_OUT) <= ours
    unknown = ours - entered - set(LEFT_OUT)
    assert not unknown, f"declare ``logged`` or say in LEFT_OUT why not: {sorted(unknown)}"


def test_every_field_of_every_record_is_named_when_it_is_edited() -> None:
    """All at once: one record of each kind, all its fields, and one verification."""
    by, expected = tamperer(Random(3)), {}
    for model in facts.states():
        label = model._meta.label_lower
        index, _, record = by.compared(label.__eq__)
        fields = [one.attname for one in kept(model) if _edited(by, model, one, record)]
        assert len(fields) > 2, label
        expected[index] = (record, ", ".join(sorted(fields)))
    found = {
        one.index: (one.values["record"], one.values["fields"])
        for one in verify().troubles
        if one.kind in {"edited", "backdated"}
    }
    assert {index: found.get(index) for index in expected} == expected


def _edited(by: Any, model: type[models.Model], field: models.Field[Any, Any], record: str) -> bool:
    before = row_of(model, record)[field.attname]
    try:
        with transaction.atomic():
            put(model, record, **{field.attname: by.other(field, before)})
    except IntegrityError:  # a constraint of the table refuses this value
        return False
    return True


def test_fields_that_are_left_out_may_change() -> None:
    person, order = Person.objects.first(), verify().entries
    assert person is not None
    registry.choose_language(by=people.worker(person), language="ne")
    put(Person, person.pk, language="fil")
    report = verify()
    assert (report.troubles, report.entries) == ([], order)
    put(Person, person.pk, family_name="Somebody")
    assert named(verify()) == {person.pk: ("edited", "family_name")}


def test_an_act_that_touches_a_record_often_leaves_one_entry() -> None:
    before = verify()
    person = people.person()
    with acts._one_act():
        for name in ("A", "B", "C"):
            person.family_name = name
            person.save()
        Person.objects.filter(pk=person.pk).update(family_name="D")
        Person.objects.filter(pk=person.pk).update(language="ne")  # kept out of the log
    after = verify()
    assert after.troubles == []
    assert (after.entries, after.earlier) == (before.entries + 2, before.earlier + 1)
    put(Person, person.pk, family_name="C")
    assert named(verify()) == {person.pk: ("edited", "family_name")}


def test_many_rows_changed_at_once_are_seen() -> None:
    made = [people.person(name) for name in ("A", "B", "C")]
    before = verify().entries
    Person.objects.filter(pk__in=[one.pk for one in made]).update(family_name="Rai")
    for one in made:
        one.nationality = "PHL"
    Person.objects.bulk_update(made, ["nationality"])
    report = verify()
    assert (report.troubles, report.entries) == ([], before + 6)


def test_what_changes_during_a_verification_is_left_for_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person, read = people.person(), against._facts

    def meanwhile(rows: Any) -> Any:
        found = read(rows)
        Person.objects.filter(pk=person.pk).update(family_name=Leaf.objects.count())
        return found

    monkeypatch.setattr(against, "_facts", meanwhile)
    assert verify().troubles == []
    # Control: without looking at the newest entries the same is taken for an edit.
    monkeypatch.setattr(against, "newest_of", lambda rows: {})
    assert ("edited", "family_name") in named(verify()).values()


def test_a_node_of_before_takes_up_its_records_once() -> None:
    """Rows that were there stand in the log as they are; a row that comes later is named."""
    first = _without_an_act()
    assert named(verify())[first][0] == "inserted"
    made = actions.take_up(by=SYSTEM)
    assert made is not None
    assert set(made.kinds) == {model._meta.label_lower for model in facts.states()}
    assert made.rows == 1
    assert verify().troubles == []
    put(Organisation, first, name="Another")
    second = _without_an_act()
    assert actions.take_up(by=SYSTEM) is None
    assert named(verify()) == {first: ("edited", "name"), second: ("inserted", "")}
    assert TakenUp.objects.count() == 1


def _without_an_act() -> str:
    known = Organisation.objects.order_by("pk").first()
    assert known is not None
    made = new_id()
    put_in(
        Organisation, **row_of(Organisation, known.pk) | {"id": made, "registration_number": made}
    )
    return made


def test_after_an_erasure_her_records_still_change_and_are_seen() -> None:
    who = contracts.parties()
    offer = contracts.offered(who)
    worker = str(offer.worker_id)
    destroy_subject(by=SYSTEM, subject=worker)
    closed = Erasure.objects.get(subject=worker)
    assert closed.entries == list(
        Leaf.objects.filter(key_subject=worker).order_by("pk").values_list("pk", flat=True)
    )
    assert closed.journal == list(
        Entry.objects.filter(key_subject=worker).order_by("pk").values_list("pk", flat=True)
    )
    Contract.objects.filter(pk=offer.pk).update(state=Contract.State.LAPSED)
    assert verify().troubles == []
    put(Contract, offer.pk, state="in_force")
    assert named(verify()) == {offer.pk: ("edited", "state")}


def test_an_erasure_that_is_done_again_closes_nothing_more() -> None:
    who = contracts.parties()
    worker = str(contracts.offered(who).worker_id)
    for _ in range(2):
        destroy_subject(by=SYSTEM, subject=worker)
    assert Erasure.objects.filter(subject=worker).count() == 1


def test_an_erasure_of_before_this_was_written_down_closes_what_it_closes() -> None:
    gone = Erasure.objects.exclude(entries=[]).first()
    assert gone is not None
    put(Erasure, gone.pk, entries=None, journal=None)
    report = verify()
    assert [one.kind for one in report.troubles] == ["edited"]
    assert report.erased > 0


def test_the_use_of_a_pass_enters_with_the_days_anchor() -> None:
    label = PassUsed._meta.label_lower
    used, last = PassUsed.objects.get(), Leaf.objects.filter(model=label).get()
    anchor = Leaf.objects.filter(model="translog.journalanchor").order_by("pk").first()
    assert anchor is not None
    assert last.pk == anchor.pk - 1  # not when it was used
    row = row_of(PassUsed, used.pk)
    made = dict(row, id=used.pk[:-2] + "ZZ", used_id=_another_pass(row["used_id"]))
    put_in(PassUsed, **made)
    assert named(verify()) == {made["id"]: ("inserted", "")}
    actions.anchor_journal(by=SYSTEM)  # no act has written it: it never enters
    assert named(verify()) == {made["id"]: ("inserted", "")}


def _another_pass(other: str) -> str:
    found = apps.get_model("departure.Pass")._default_manager.exclude(pk=other).first()
    assert found is not None
    return str(found.pk)
