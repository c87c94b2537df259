"""Facts enter the log in their act's transaction: together, in order, or not at all."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from tests.support import people

from corridor.cycle.corridors.models import StepTaken
from corridor.engines.log import tree
from corridor.platform.access.actor import SYSTEM, Actor
from corridor.platform.access.acts import ACTS, act
from corridor.platform.keys.actions import destroy_subject
from corridor.platform.keys.models import SubjectKey
from corridor.platform.translog import storage
from corridor.platform.translog.models import Leaf, Subtree
from corridor.platform.translog.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    """A data directory of this test alone: other tests export checkpoints of their own."""
    settings.CORRIDOR_DATA = tmp_path


def step(subject: str, name: str = "home") -> StepTaken:
    """A fact, not written yet."""
    return StepTaken(subject=subject, step=name, on="2026-01-01", role="worker")


@pytest.fixture
def acts() -> Any:
    """Acts that only these tests know."""
    before = set(ACTS)

    @act("tests.inner", roles=())
    def inner(*, by: Actor, subject: str, fails: bool = False) -> None:
        step(subject).save()
        if fails:
            raise ValueError(subject)

    @act("tests.outer", roles=())
    def outer(*, by: Actor, subject: str, fails: bool = False) -> None:
        step(subject, "cleared").save()
        with suppress(ValueError):
            inner(by=by, subject=f"{subject}I", fails=fails)
        assert Leaf.objects.count() == 0  # nothing is appended before the outermost act ends
        step(subject, "arrived").save()

    yield {"inner": inner, "outer": outer}
    for name in set(ACTS) - before:
        del ACTS[name]


def logged() -> list[tuple[int, str]]:
    """Index and step of every entry, through the fact it is about."""
    facts = {one.pk: f"{one.subject} {one.step}" for one in StepTaken.objects.all()}
    return [(one.pk, facts[one.record]) for one in Leaf.objects.order_by("pk")]


def test_nested_acts_append_once_in_the_order_of_writing(acts: Any) -> None:
    acts["outer"](by=SYSTEM, subject="S")
    assert logged() == [(0, "S cleared"), (1, "SI home"), (2, "S arrived")]
    assert verify().troubles == []


def test_gates_leave_no_hour_in_the_log() -> None:
    """That somebody left is no entry, and its absence is no trouble; other steps are both."""
    step("S", "departed").save()
    assert logged() == []
    assert verify().troubles == []
    step("S", "arrived").save()
    assert logged() == [(0, "S arrived")]


def test_a_failed_inner_act_leaves_nothing(acts: Any) -> None:
    acts["outer"](by=SYSTEM, subject="S", fails=True)
    assert logged() == [(0, "S cleared"), (1, "S arrived")]
    assert StepTaken.objects.count() == 2
    assert verify().troubles == []


def test_a_rollback_leaves_nothing(acts: Any) -> None:
    with pytest.raises(ValueError, match="S"):
        acts["inner"](by=SYSTEM, subject="S", fails=True)
    with transaction.atomic():
        acts["inner"](by=SYSTEM, subject="S")
        transaction.set_rollback(True)
    assert (StepTaken.objects.count(), Leaf.objects.count()) == (0, 0)
    acts["inner"](by=SYSTEM, subject="T")
    assert logged() == [(0, "T home")]


def test_many_facts_append_together_with_the_hashes_of_their_subtrees() -> None:
    StepTaken.objects.bulk_create(step(f"S{at % 3}") for at in range(300))
    step("S0", "arrived").save()
    assert storage.size() == 301
    assert [one.id for one in Subtree.objects.all()] == ["8.0"]
    hashes = [bytes(one) for one in Leaf.objects.order_by("id").values_list("hash", flat=True)]
    assert bytes(Subtree.objects.get().hash) == tree.root(hashes[:256])
    report = verify()
    assert (report.troubles, report.entries) == ([], 301)
    assert report.root == tree.root(hashes)
    last = json.loads(bytes(Leaf.objects.get(pk=300).data))
    assert last["previous"] == hashes[297].hex()  # the newest of S0 before it


def test_an_entry_says_nothing_about_its_fact() -> None:
    step("SECRET").save()
    row = Leaf.objects.get()
    assert set(json.loads(bytes(row.data))) == {
        "v", "index", "type", "commitment", "previous", "hour",
    }  # fmt: skip
    assert b"SECRET" not in bytes(row.data) + bytes(row.sealed)
    step("SECRET").save()
    commitments = [json.loads(bytes(one.data))["commitment"] for one in Leaf.objects.all()]
    assert len(set(commitments)) == 2


@pytest.mark.parametrize("table", ["translog_leaf", "translog_subtree", "translog_checkpoint"])
def test_the_database_refuses_to_change_the_log(table: str, acts: Any) -> None:
    StepTaken.objects.bulk_create(step("S") for _ in range(256))
    from corridor.platform.translog.actions import checkpoint

    checkpoint(by=SYSTEM)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="insert-only"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_lawful_erasure_is_counted_and_a_lost_key_is_named() -> None:
    from tests.support import contracts

    one, two = contracts.parties(), contracts.parties()
    for who in (one, two):
        contracts.offered(who)
    entries = verify().entries
    destroy_subject(by=SYSTEM, subject=one.worker.person or "")
    report = verify()
    assert report.troubles == []
    assert report.erased > 0
    assert report.entries == entries + 1  # the erasure itself
    lost = Leaf.objects.filter(key_subject=two.worker.person).order_by("id")
    SubjectKey.objects.filter(subject=two.worker.person).update(wrapped=None)
    named = verify().troubles
    assert [one.index for one in named if one.kind == "key_lost"] == [row.pk for row in lost]


@pytest.mark.django_db(transaction=True)
def test_concurrent_writers_keep_the_log_without_gaps() -> None:
    writers, each = 4, 6
    begin, failed = Barrier(writers), []

    def write(number: int) -> None:
        begin.wait()
        try:
            for at in range(each):
                with transaction.atomic():
                    StepTaken.objects.bulk_create(step(f"W{number}") for _ in range(1 + at % 3))
        except Exception as error:  # noqa: BLE001 - told by the test itself
            failed.append(error)
        finally:
            connections.close_all()

    people.person()
    before = storage.size()
    threads = [Thread(target=write, args=(number,)) for number in range(writers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert list(Leaf.objects.order_by("id").values_list("id", flat=True)) == list(
        range(before + writers * 12)
    )
    assert verify().troubles == []
