"""From a source to everybody: two persons, one minute, one door, and corrections with a reason."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from tests.support import observatory as house
from tests.support import people
from tests.support.clock import Clock

from corridor.core.problems import BadInput, NotFound, NotYet, Problem
from corridor.engines.statistics.cube import read
from corridor.governance.observatory import actions, queries
from corridor.governance.observatory.guarding import Guarded
from corridor.governance.observatory.models import Protection, Publication, Table, Withdrawal
from corridor.governance.observatory.tasks import publish_what_is_due
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, SYSTEM, Actor, Role
from corridor.platform.jobs.worker import run_until_idle
from corridor.platform.translog.models import Leaf

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Two = tuple[Actor, Actor]


@pytest.fixture
def who() -> Two:
    return house.office()


def test_an_approved_table_is_everybodys_at_its_minute_and_not_before(
    clock: Clock, who: Two
) -> None:
    release = house.announced(clock, who[0])
    assert [one.state for one in queries.announced(STRANGER)] == ["waiting"]
    actions.approve(by=who[1], release=release.id)
    assert queries.due() == []
    with pytest.raises(NotYet):
        actions.publish(by=SYSTEM, release=release.id)
    assert queries.catalogue() == []

    clock.next_day(2)
    assert queries.due() == [release.id]
    made = actions.publish(by=SYSTEM, release=release.id)
    assert isinstance(made, Publication)
    assert actions.publish(by=SYSTEM, release=release.id) is None
    assert queries.due() == []

    cube = read(house.CSV.encode())
    assert (made.number, made.content.encode()) == (1, cube.canonical())
    assert made.manifest["cube_sha256"] == made.digest == cube.digest()
    assert queries.cube_of(queries.entry(house.INDICATOR)) == cube
    assert [one.state for one in queries.announced(STRANGER)] == ["published"]
    for role in (Role.ORIGIN_OFFICER, Role.UNION, Role.EMPLOYER, Role.STRANGER):
        assert rules.rows(Publication, Actor(role)).get() == made
    assert Leaf.objects.filter(record=made.pk).exists()


def test_one_person_alone_releases_nothing(clock: Clock, who: Two) -> None:
    release = house.announced(clock, who[0])
    with house.refused("second_person"):
        actions.approve(by=who[0], release=release.id)
    with house.refused("other_office"):
        actions.approve(by=house.office()[1], release=release.id)
    clock.next_day(2)
    assert queries.due() == []
    with house.refused("late"):
        actions.approve(by=who[1], release=release.id)
    actions.withdraw(by=who[1], release=release.id, reason="Nobody had time to look.")
    [place] = queries.announced(STRANGER)
    assert (place.state, place.reason) == ("withdrawn", "Nobody had time to look.")


@pytest.mark.parametrize("missing", ["review", "acceptance", "safety"])
def test_what_did_not_pass_the_door_is_not_announced(
    clock: Clock, who: Two, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "safety":
        monkeypatch.setattr(
            "corridor.governance.observatory.guarding.guarded",
            lambda raw, *given: Guarded(raw, 0, {"safe": False, "findings": ["all of it"]}),
        )
    table = house.drafted(who[0])
    made = actions.protect(by=who[0], table=table.id, rules_of_release={"threshold": 5})
    if missing != "review":
        accepted = missing == "safety"
        actions.review(by=who[1], protection=made.id, accepted=accepted, words="Looked at.")
    with pytest.raises(Problem):
        actions.announce(by=who[0], protection=made.id, at=house.minute(clock))
    assert queries.announced(STRANGER) == []


def test_the_minute_is_whole_and_far_enough_ahead(clock: Clock, who: Two) -> None:
    made = house.reviewed(who[0]).id
    at = house.minute(clock)
    wrong: tuple[datetime, ...] = (
        at.replace(tzinfo=None),
        at.replace(second=1),
        at - timedelta(days=2),
        at + timedelta(days=800),
    )
    for moment in wrong:
        with pytest.raises((BadInput, NotYet)):
            actions.announce(by=who[0], protection=made, at=moment)
    actions.announce(by=who[0], protection=made, at=at)
    with house.refused("announced"):
        actions.announce(by=who[0], protection=made, at=at)


def test_a_revision_says_why_and_the_old_version_stays(clock: Clock, who: Two) -> None:
    first = house.published(clock, who)
    with house.refused("no_words"):
        house.announced(clock, who[0])
    changed = house.CSV.replace("QAT,_T,2025,workers@1.0,600", "QAT,_T,2025,workers@1.0,601")
    second = house.published(clock, who, changed, "A late register was added.")
    assert [(one.number, one.kind) for one in queries.versions(house.INDICATOR)] == [
        (2, "revision"),
        (1, "first"),
    ]
    assert second.reason == "A late register was added."
    assert queries.cube_of(queries.entry(house.INDICATOR, 1)).digest() == first.digest
    with pytest.raises(NotFound):
        queries.entry(house.INDICATOR, 3)
    stranger = house.office()
    with house.refused("other_office"):
        house.announced(clock, stranger[0], reason="Ours now.")


def test_a_retraction_is_a_marked_version(clock: Clock, who: Two) -> None:
    house.published(clock, who)
    release = actions.retract(
        by=who[0], indicator=house.INDICATOR, at=house.minute(clock), reason="Counted twice."
    )
    actions.approve(by=who[1], release=release.id)
    clock.next_day(2)
    actions.publish(by=SYSTEM, release=release.id)
    [entry] = queries.catalogue()
    assert (entry.retracted, entry.newest.reason) == (True, "Counted twice.")
    assert queries.versions(house.INDICATOR)[1].cells == 9
    with house.refused("unpublished"):
        actions.retract(
            by=who[0], indicator=house.INDICATOR, at=house.minute(clock), reason="Again."
        )


def test_what_can_no_longer_pass_is_taken_off_the_calendar(
    clock: Clock, who: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sealed table is not the reviewed one: everybody reads that nothing goes out."""
    release = house.announced(clock, who[0])
    actions.approve(by=who[1], release=release.id)
    clock.next_day(2)
    other = read(house.CSV.replace("600", "601").encode())
    monkeypatch.setattr("corridor.governance.observatory.gate.protected", lambda row: other)
    assert isinstance(actions.publish(by=SYSTEM, release=release.id), Withdrawal)
    [place] = queries.announced(STRANGER)
    assert place.state == "withdrawn"
    assert queries.catalogue() == []


def test_a_table_that_withholds_what_was_told_cannot_go_out(clock: Clock, who: Two) -> None:
    house.published(clock, who)
    table = house.drafted(who[0], house.SMALL)
    found = actions.protect(by=who[0], table=table.id, rules_of_release={"threshold": 5})
    assert not found.safe
    assert "dest DEU, sex F, time 2025, measure workers" in found.audit["reopened"]


def test_a_table_protected_before_another_release_is_protected_again(
    clock: Clock, who: Two
) -> None:
    stale = house.reviewed(who[0])
    house.published(clock, who)
    with house.refused("stale"):
        actions.announce(by=who[0], protection=stale.id, at=house.minute(clock), reason="New.")


def test_the_worker_publishes_within_its_round(clock: Clock, who: Two) -> None:
    release = house.announced(clock, who[0])
    actions.approve(by=who[1], release=release.id)
    publish_what_is_due()
    run_until_idle()
    assert queries.catalogue() == []
    clock.next_day(2)
    publish_what_is_due()
    run_until_idle()
    assert [one.newest.release_id for one in queries.catalogue()] == [release.id]


def test_the_manifest_tells_no_digest_that_could_be_searched(clock: Clock, who: Two) -> None:
    made = house.published(clock, who)
    table = Table.objects.get()
    told = str(made.manifest)
    assert table.digest not in told.replace(made.digest, "")
    assert house.SHA not in told
    assert Protection.objects.get().digest == made.digest


def test_a_definition_is_complete_or_every_fault_is_said(who: Two) -> None:
    given = {"title": {"ar": "…"}, "unit": "person", "colour": "blue"}
    with pytest.raises(Problem) as refused:
        actions.draft(by=who[0], indicator="x", definition=given, table=house.CSV, sources=["none"])
    fields = sorted(str(one.place.field) for one in refused.value.problems)
    assert fields == [f"definition.{one}" for one in ("colour", "definition", "rule", "title")]


@pytest.mark.parametrize(
    "change",
    [{"kind": "rumour"}, {"sha256": "abc"}, {"period": "soon"}, {"rows": -1}, {"licence": " "}],
)
def test_a_source_says_what_it_is(who: Two, change: dict[str, object]) -> None:
    given: dict[str, object] = {
        "kind": "survey", "title": "Survey", "sha256": house.SHA, "licence": "Open",
        "period": "2025-Q1", "rows": 10,
    }  # fmt: skip
    assert actions.add_source(by=who[0], **given).period == "2025-Q1"  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        actions.add_source(by=who[0], **{**given, **change})  # type: ignore[arg-type]


def test_work_in_progress_is_the_offices_own(clock: Clock, who: Two) -> None:
    made = house.reviewed(who[0])
    other = people.actor(Role.STATISTICIAN, "NPL")
    officer = people.actor(Role.ORIGIN_OFFICER, "NPL")
    assert [one.state for one in queries.work(who[1])] == ["reviewed"]
    for by in (other, officer, STRANGER):
        assert queries.work(by) == []
        with pytest.raises(NotFound):
            queries.protection_of(made.id, by)


def test_only_public_sources_go_out_unprotected(who: Two) -> None:
    """The negative control: the same table, made of a published source, may."""
    table = house.drafted(who[0])
    with house.refused("not_public"):
        actions.protect(by=who[0], table=table.id, rules_of_release={"method": "open"})
    public = house.drafted(who[0], kind="published")
    assert actions.protect(by=who[0], table=public.id, rules_of_release={"method": "open"}).safe


def test_a_table_is_no_survey_of_its_own(who: Two) -> None:
    own = sha256(house.CSV.encode()).hexdigest()
    for kind, refused in (("survey", True), ("compiled", False)):
        source = actions.add_source(
            by=who[0], kind=kind, title="t", sha256=own, licence="l", period="2025", rows=1
        )
        given: dict[str, Any] = {
            "indicator": "x",
            "definition": house.DEFINITION,
            "table": house.CSV,
        }
        with house.refused("own_source") if refused else nullcontext():
            actions.draft(by=who[0], sources=[source.id], **given)


def test_what_another_indicator_told_of_the_same_people_is_remembered(clock: Clock) -> None:
    """Named populations of one source are one system; without a name nobody knows that."""
    who = house.office()
    about = {"population": {"of": "registered workers"}}
    csv = house.SMALL.replace("DEU,F,2025,workers@1.0,2,2", "DEU,F,2025,workers@1.0,4,4")
    csv = csv.replace("148,148", "146,146").replace("122,122", "124,124").replace("628", "626")
    first = house.published(clock, who, csv, more=about, rules={"threshold": 3})
    assert first.withheld == 0

    def again(more: dict[str, Any]) -> Protection:
        source = house.drafted(who[0], csv).sources
        table = actions.draft(
            by=who[0],
            indicator="paid-abroad",
            definition={**house.DEFINITION, **more},
            table=csv.replace("workers@1.0", "paid@1.0"),
            sources=source,
        )
        made: Protection = actions.protect(
            by=who[0], table=table.id, rules_of_release={"threshold": 5}
        )
        return made

    told = again(about)
    assert (told.safe, told.audit["against"]) == (False, [first.id])
    assert told.rules["population"] == {"of": "registered workers"}
    for alone in ({}, {"population": {"of": "others"}}):
        assert (again(alone).safe, again(alone).audit["against"]) == (True, [])
    with pytest.raises(Problem, match="does not say by characteristics"):
        again({"population": {"of": 3}})
