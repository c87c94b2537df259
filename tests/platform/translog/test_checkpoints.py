"""Checkpoints, the files they leave, proofs, anchors, and an older copy put back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.support import contracts, people
from tests.support.clock import Clock
from tests.support.logged import COSIGNERS, Cosigner, signed, steps, witnesses_file

from corridor.core.problems import BadInput, NotFound, Unavailable
from corridor.cycle.contracts.models import ContractVersion
from corridor.cycle.corridors.models import StepTaken
from corridor.engines.log.leaf import parse_opening
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import judge
from corridor.engines.log.proof import parse_proof
from corridor.platform.access.actor import SYSTEM
from corridor.platform.journal.models import Entry
from corridor.platform.keys.actions import destroy_subject, rotate
from corridor.platform.translog import actions, published, queries, witnesses
from corridor.platform.translog.models import Cosignature, JournalAnchor, Leaf
from corridor.platform.translog.verification.heads import log_keys
from corridor.platform.translog.verify import rolled_back, verify
from corridor.platform.translog.watch import Watch
from corridor.platform.translog.witnesses import policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """A data directory and three witnesses of this test alone."""
    settings.CORRIDOR_DATA = tmp_path
    settings.CORRIDOR_WITNESSES = str(witnesses_file(tmp_path, *COSIGNERS))
    return tmp_path


def test_a_checkpoint_is_signed_only_when_the_log_has_grown() -> None:
    assert actions.checkpoint(by=SYSTEM) is None
    actions.make_log_key()
    first = actions.checkpoint(by=SYSTEM)
    assert first is not None
    assert first.size == 1
    assert actions.checkpoint(by=SYSTEM) is None
    steps(3)
    second = actions.checkpoint(by=SYSTEM)
    assert second is not None
    assert second.size == 4
    assert queries.latest_checkpoint() == second
    assert [key.name for key in parse_note(second.text).verified_by(log_keys())] == [
        queries.origin()
    ]


def test_a_smaller_one_never_replaces_the_exported_one(data: Path) -> None:
    """After a roll-back the exported checkpoint is the evidence; a larger one follows it."""
    steps(3)
    first = actions.checkpoint(by=SYSTEM)
    steps(1)
    second = actions.checkpoint(by=SYSTEM)
    assert first is not None
    assert second is not None
    published.export(second)
    published.export(first)
    assert published.latest() == second.text
    (data / "log" / published.LATEST).write_text("torn")
    published.export(first)
    assert published.latest() == first.text


def test_the_newest_is_exported_after_the_commit(
    data: Path, django_capture_on_commit_callbacks: Any
) -> None:
    steps(1)
    with django_capture_on_commit_callbacks(execute=True):
        made = signed()
        assert published.latest() == ""
    assert published.latest() == made.text
    assert [one.name for one in (data / "log").iterdir()] == [published.LATEST]
    assert rolled_back(published.latest()) is None


def test_an_older_copy_is_told_from_the_exported_file() -> None:
    actions.make_log_key()
    with transaction.atomic():
        steps(5)
        kept = signed().text
        transaction.set_rollback(True)
    found = rolled_back(kept)
    assert found is not None
    assert (found.kind, found.values) == ("restored", {"size": 6, "found": 1})
    published.folder().mkdir()
    (published.folder() / published.LATEST).write_text(kept)
    assert verify().troubles[0].kind == "restored"
    steps(5)  # as long as before, and another history
    other = rolled_back(kept)
    assert other is not None
    assert other.kind == "root"
    assert verify().troubles[0].kind == "root"


def test_a_damaged_export_is_said_kept_and_followed_by_a_whole_one(
    django_capture_on_commit_callbacks: Any,
) -> None:
    steps(2)
    signed()
    published.folder().mkdir(exist_ok=True)
    damaged = b"\xff\xfe" * 40
    (published.folder() / published.LATEST).write_bytes(damaged)
    published.of_this_node()  # it is not taken for another node's
    assert [one.kind for one in verify().troubles] == ["outside"]
    assert not Watch().look().ok
    steps(1)
    with django_capture_on_commit_callbacks(execute=True):
        newer = signed()
    assert published.latest() == newer.text
    assert (published.folder() / published.DAMAGED).read_bytes() == damaged
    assert verify().ok


def test_a_checkpoint_of_somebody_else_is_refused_and_named() -> None:
    steps(2)
    mine = signed()
    stranger = Cosigner.called("other.example/log")
    note = mine.text.split("\n\n")[0] + "\n\n" + stranger.line(mine.text)
    with pytest.raises(BadInput) as refusal:
        rolled_back(note)
    assert refusal.value.code == "log.checkpoint"
    named = verify(outside=[note]).troubles
    assert [(one.kind, one.values["size"]) for one in named] == [("outside", str(mine.size))]
    assert verify(outside=[mine.text]).troubles == []


def test_keys_can_change_and_older_checkpoints_stay_genuine() -> None:
    steps(2)
    before = signed()
    rotate(by=SYSTEM, purpose=actions.LOG_KEY)
    after = signed()
    assert verify(outside=[before.text, after.text]).troubles == []
    assert len(log_keys()) == 2
    assert (
        parse_note(after.text).signatures[0].key_id != parse_note(before.text).signatures[0].key_id
    )
    told = policy()
    assert told is not None
    assert [(one.key, one.until) for one in told.earlier] == [(log_keys()[0], before.size)]
    assert judge(parse_note(before.text), told).logged
    cut = replace(told, earlier=(replace(told.earlier[0], until=before.size - 1),))
    assert not judge(parse_note(before.text), cut).logged


def test_a_proof_shows_one_fact_and_no_more(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    version = ContractVersion.objects.get(contract=contract)
    with pytest.raises(Unavailable):
        queries.proof_of(version)
    made = signed(*COSIGNERS[:2])
    proof = parse_proof(queries.proof_of(version, show=("digest",)).text())
    told = parse_opening(proof.extra)
    assert dict(told.fields) == {"digest": version.digest}
    assert told.says()["type"] == "contract.version"
    entry = queries.public_entry(proof.index)
    assert entry.data == told.entry.decode()
    assert proof.holds(bytes.fromhex(entry.hash))
    assert len(parse_note(proof.checkpoint_text).signatures) == 3
    plain = queries.inclusion(proof.index)
    assert (plain.extra, plain.hashes) == (b"", proof.hashes)
    assert queries.index_of(version) == proof.index < made.size
    with pytest.raises(NotFound):
        queries.public_entry(queries.size())
    destroy_subject(by=SYSTEM, subject=who.worker.person or "")
    with pytest.raises(Unavailable):
        queries.proof_of(version)


def test_a_proof_of_an_altered_fact_is_never_given_out() -> None:
    StepTaken(subject="S", step="home", on="2026-01-01", role="worker").save()
    signed()
    fact = StepTaken.objects.get()
    fact.step = "arrived"  # in memory alone
    with pytest.raises(BadInput):
        queries.proof_of(fact)


def test_anchors_cover_what_has_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    people.person()
    assert actions.anchor_journal(by=SYSTEM) is None  # acts of the last minutes may still write
    monkeypatch.setattr("corridor.platform.translog.actions.noting.SETTLED", timedelta(seconds=-5))
    made = actions.anchor_journal(by=SYSTEM)
    assert made is not None
    assert made.entries == Entry.objects.count()
    people.person()
    actions.anchor_journal(by=SYSTEM)
    assert JournalAnchor.objects.count() == 2
    assert verify().troubles == []
    assert Leaf.objects.filter(model="translog.journalanchor").count() == 2


def test_the_law_is_noted_when_it_changes() -> None:
    assert actions.note_law(by=SYSTEM, digest="a" * 64, version="1") is not None
    assert actions.note_law(by=SYSTEM, digest="a" * 64, version="1") is None
    assert actions.note_law(by=SYSTEM, digest="b" * 64, version="1") is not None
    assert Leaf.objects.filter(model="translog.lawinforce").count() == 2


def test_cosignatures_count_when_they_hold_and_their_witness_is_known() -> None:
    ours, qatar, union = COSIGNERS
    steps(2)
    made = signed(ours)
    judged = witnesses.judged(queries.with_cosignatures(made))
    assert judged is not None
    assert not judged.accepted
    stranger = Cosigner.called("stranger.example/w")
    note = made.text + stranger.line(made.text) + union.line(made.text)
    assert [one.witness for one in actions.add_cosignatures(by=SYSTEM, note=note)] == [union.name]
    assert actions.add_cosignatures(by=SYSTEM, note=note) == []
    judged = witnesses.judged(queries.with_cosignatures(made))
    assert judged is not None
    assert judged.accepted
    assert judged.witnesses == (ours.name, union.name)
    altered = qatar.line(made.text, time=7), qatar.line(made.text, time=8)
    swapped = altered[0][:-20] + altered[1][-20:]
    with pytest.raises(BadInput) as refusal:
        actions.add_cosignatures(by=SYSTEM, note=made.text + swapped)
    assert refusal.value.code == "log.cosignature"
    with pytest.raises(BadInput) as refusal:  # of another log
        actions.add_cosignatures(by=SYSTEM, note=made.text.replace(queries.origin(), "x.example/l"))
    assert refusal.value.code == "log.checkpoint"
    assert verify().troubles == []
    assert Cosignature.objects.count() == 2


def test_a_file_of_witnesses_that_cannot_be_is_refused(data: Path, settings: Any) -> None:
    one = COSIGNERS[0].key.text()
    for told in (
        "{",
        json.dumps({"needed": 1}),
        json.dumps({"needed": 1, "witnesses": [{"key": "x"}]}),
        json.dumps({"needed": 3, "witnesses": [{"key": one, "ours": False}]}),
        json.dumps({"needed": 1, "witnesses": [{"key": one, "ours": True}]}),
    ):
        (data / "bad.json").write_text(told)
        settings.CORRIDOR_WITNESSES = str(data / "bad.json")
        witnesses._read.cache_clear()
        with pytest.raises(BadInput) as refusal:
            witnesses.circle()
        assert refusal.value.code == "log.witnesses"
    settings.CORRIDOR_WITNESSES = ""
    assert witnesses.circle() == witnesses.Circle()
