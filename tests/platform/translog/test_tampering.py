"""Every kind of change behind the application's back is found and named; nothing else is."""

from __future__ import annotations

from random import Random

import pytest
from tests.support import logged
from tests.support.tampering import EDITS, tamperer
from tests.support.tampering.sql import put

from corridor.cycle.licensing.models import LicenceDecision
from corridor.platform.translog.models import Checkpoint, Leaf
from corridor.platform.translog.trouble import KINDS, Report, Trouble
from corridor.platform.translog.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undone")]

# Brought from outside, or made with a checkpoint of somebody else: see test_verify.py.
ELSEWHERE = {"outside"}


@pytest.fixture(autouse=True)
def _exports_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # The exported file of the world is not undone with the rest.
    monkeypatch.setattr("corridor.platform.translog.published.latest", lambda: "")


def looked(recompute: bool = True) -> Report:
    """A verification against the newest checkpoint, as somebody outside keeps it."""
    newest = Checkpoint.objects.order_by("-size").first()
    assert newest is not None
    return verify(outside=[newest.text], recompute=recompute)


def test_a_clean_log_has_no_trouble_and_everything_was_looked_at() -> None:
    report = looked()
    assert report.troubles == []
    assert report.entries == Leaf.objects.count() > 256
    assert report.erased > 0
    assert report.earlier > 0
    assert report.facts + report.earlier + report.erased == report.entries
    assert (report.checkpoints, report.cosignatures) == (3, 5)
    assert report.journal > 20


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("edit", EDITS)
def test_a_change_is_named(edit: str, seed: int) -> None:
    newest = Checkpoint.objects.order_by("-size").first()
    assert newest is not None
    change = tamperer(Random(seed)).made(edit)
    report = verify(outside=[newest.text])
    assert not change.missed_by(report), [one.as_json() for one in report.troubles[:5]]
    for one in report.troubles:
        assert "{" not in one.sentence.say()


def test_a_back_dated_licence_is_named_by_its_number_and_its_holders_kind() -> None:
    licence = LicenceDecision.objects.order_by("pk").first()
    assert licence is not None
    put(LicenceDecision, licence.pk, decided_on="2019-01-01")
    first = looked().troubles[0]
    assert (first.kind, first.values["record"]) == ("backdated", licence.pk)
    called = f"licence {licence.number} ({licence.country}), agency: "
    assert f"{licence.pk} ({called}" in first.sentence.say()
    assert first.as_json()["named"].startswith(called)
    assert licence.agency.name not in first.sentence.say()


def test_every_kind_of_trouble_is_made_by_some_change() -> None:
    made = set()
    for edit in EDITS:
        with logged.undone():
            made.add(tamperer(Random(1)).made(edit).kind)
    assert made | ELSEWHERE | {"edited"} == set(KINDS)


@pytest.mark.parametrize("edit", ["delete_fact", "swap_facts", "edit_part", "insert_fact"])
def test_without_recomputing_changed_facts_go_unseen(edit: str) -> None:
    tamperer(Random(5)).made(edit)
    assert looked(recompute=False).ok
    assert not looked().ok


def test_causes_are_told_before_what_follows_from_them() -> None:
    report = Report()
    report.add("root", 3, size=4)
    report.add("edited", 2, model="m", record="r", fields="f")
    report.add("entry_deleted", 1)
    report.add("inserted", model="m", record="s")
    report.sort()
    assert [one.kind for one in report.troubles] == ["entry_deleted", "edited", "inserted", "root"]
    assert isinstance(report.troubles[0], Trouble)
    assert report.troubles[0].as_json()["index"] == 1
