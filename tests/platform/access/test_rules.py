"""Scoping: default deny, declarations checked, one answer for hidden and absent."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Q
from tests.support import people

from corridor.core.problems import BadInput, Conflict, NotFound, NotPermitted
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, SYSTEM, Actor, Role
from corridor.platform.access.acts import ACTS, act
from corridor.platform.access.models import DoneOnce
from corridor.platform.access.once import once
from corridor.platform.people.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db


def test_every_model_of_ours_is_declared() -> None:
    ours = {model for model in apps.get_models() if model.__module__.startswith("corridor.")}
    assert ours == set(rules.DECLARATIONS)


def test_an_undeclared_role_sees_nothing() -> None:
    people.person()
    assert list(rules.rows(Person, STRANGER)) == []
    assert rules.readable(Person, STRANGER) == frozenset()


def test_hidden_and_absent_are_one_answer() -> None:
    who = people.person()
    answers = []
    for record_id in (who.id, "01J0000000000000000000000A"):
        with pytest.raises(NotFound) as refusal:
            rules.get(Person, record_id, STRANGER)
        answers.append((refusal.value.code, refusal.value.say()))
    assert answers[0] == answers[1]


def test_a_row_appears_once_even_across_a_relation() -> None:
    office = people.organisation("ministry", "NPL")
    for _ in range(3):
        people.member(Role.ORIGIN_OFFICER, office)
    kept = rules.DECLARATIONS[Organisation]
    try:
        rules.declare(
            Organisation,
            rows={Role.UNION: lambda by: Q(members__role="origin_officer")},
            fields={Role.UNION: ("id",)},
        )
        seen = rules.rows(Organisation, people.Actor(Role.UNION))
        assert [one.id for one in seen] == [office.id]
    finally:
        rules.DECLARATIONS[Organisation] = kept


@pytest.mark.parametrize(
    ("condition", "once"),
    [
        (Q(organisation__country="NPL"), False),
        (Q(person__family_name__startswith="G"), False),
        (Q(organisation="-"), False),
        (Q(organisation__members__role="employer"), True),
        (Q(organisation="-") | (Q(role="employer") & Q(person__memberships__role="x")), True),
    ],
)
def test_rows_are_told_apart_only_where_one_could_come_twice(condition: Q, once: bool) -> None:
    kept = rules.DECLARATIONS[Membership]
    try:
        rules.declare(
            Membership, rows={Role.UNION: lambda by: condition}, fields={Role.UNION: ("id",)}
        )
        asked = rules.rows(Membership, Actor(Role.UNION))
        assert asked.query.distinct is once
    finally:
        rules.DECLARATIONS[Membership] = kept


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ({Role.UNION: rules.everything}, {}),
        ({}, {Role.UNION: ("id",)}),
        ({Role.UNION: rules.everything}, {Role.UNION: ("no_such_field",)}),
    ],
)
def test_half_declarations_are_refused(rows: object, fields: object) -> None:
    with pytest.raises(ValueError, match="Membership"):
        rules.declare(Membership, rows=rows, fields=fields)  # type: ignore[arg-type]


def test_an_act_is_refused_before_it_starts() -> None:
    started = []

    @act("tests.try", roles=(Role.UNION,))
    def attempt(*, by: object) -> None:
        started.append(by)

    try:
        with pytest.raises(NotPermitted):
            attempt(by=STRANGER)
        attempt(by=people.Actor(Role.UNION))
        attempt(by=SYSTEM)
    finally:
        del ACTS["tests.try"]
    assert len(started) == 2


def test_once_is_once() -> None:
    ran = []

    def run() -> dict[str, int]:
        ran.append(1)
        return {"number": len(ran)}

    first = once(key="key-00000001", by=STRANGER, scope="s", body={"a": 1}, run=run)
    again = once(key="key-00000001", by=STRANGER, scope="s", body={"a": 1}, run=run)
    other = once(key="key-00000001", by=STRANGER, scope="t", body={"a": 1}, run=run)
    assert (first, again) == (({"number": 1}, True), ({"number": 1}, False))
    assert other == ({"number": 2}, True)
    with pytest.raises(Conflict):
        once(key="key-00000001", by=STRANGER, scope="s", body={"a": 2}, run=run)
    with pytest.raises(BadInput):
        once(key="short", by=STRANGER, scope="s", body={}, run=run)


def test_a_failed_run_leaves_no_trace() -> None:
    def fail() -> None:
        raise BadInput("tests.no", people.actions.sentence("No."))

    with pytest.raises(BadInput):
        once(key="key-00000001", by=STRANGER, scope="s", body={}, run=fail)
    assert DoneOnce.objects.count() == 0
