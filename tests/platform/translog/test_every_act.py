"""No act changes a record past the log: it is in order after each of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Max
from tests.access import story
from tests.house import tree
from tests.support import people
from tests.support.clock import Clock

from corridor.platform.access import acts
from corridor.platform.people.models import Person
from corridor.platform.translog import facts
from corridor.platform.translog.models import Leaf
from corridor.platform.translog.verify import verify

Key = tuple[str, str]


def _records() -> dict[Key, tuple[Any, int]]:
    """Every record that changes: what it says, and its newest entry (-1: none)."""
    rows = Leaf.objects.order_by().values_list("model", "record").annotate(newest=Max("id"))
    newest = {(label, record): found for label, record, found in rows}
    kinds = [model for model in facts.states() if not facts.terms(model).daily]
    said = {
        (row._meta.label_lower, str(row.pk)): facts.content(row)
        for model in kinds
        for row in model._default_manager.all()
    }
    return {key: (found, newest.get(key, -1)) for key, found in said.items()}


class Looking:
    """Looks after every outermost act: whatever changed has a newer entry than before."""

    def __init__(self) -> None:
        self.acts = 0
        self.passed_by: list[str] = []
        self._before: dict[Key, tuple[Any, int]] = {}

    def look(self) -> None:
        """Compare with what stood there after the act before."""
        now = _records()
        for key, (said, newest) in now.items():
            before, entry = self._before.get(key, (None, -1))
            if said != before and newest <= entry:
                self.passed_by.append(f"{key} after {self.acts} acts")
        self.acts, self._before = self.acts + 1, now


@contextmanager
def looking() -> Iterator[Looking]:
    """Look after every act that is taken inside."""
    one_act, seen = acts._one_act, Looking()

    @contextmanager
    def watched() -> Iterator[None]:
        outermost = acts._closing.get() is None
        with one_act():
            yield
        if outermost:
            seen.look()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corridor.platform.translog.published.latest", lambda: "")
        patch.setattr(acts, "_one_act", watched)
        yield seen


@pytest.mark.django_db
def test_whatever_an_act_of_a_whole_story_changes_has_a_newer_entry(clock: Clock) -> None:
    with looking() as seen:
        story.full(clock, "A")
        assert (seen.passed_by, seen.acts > 100) == ([], True)
        assert verify().troubles == []


@pytest.mark.django_db
def test_a_write_that_goes_round_the_log_would_be_noticed() -> None:
    """Control: the very same look, at acts that write past the records' own ways."""
    with looking() as seen:
        row = people.person()
        with acts._one_act():
            row.family_name = "Somebody"
            row.save_base()
        with acts._one_act():
            Person(given_name="Sita", nationality="NPL").save_base()
    assert [one.split("after ")[1] for one in seen.passed_by] == ["1 acts", "2 acts"]


# Ways of writing that tell nobody.
_ROUND = frozenset({"save_base", "_base_manager", "_raw_delete", "_update", "cursor"})
_ALLOWED = {
    "platform/operations/actions.py": "tries whether the disk takes a write",
    "platform/translog/actions/closing.py": "waits for writers before an erasure",
}


def _goes_round(text: str) -> list[str]:
    return [
        one.attr
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.Attribute) and one.attr in _ROUND
    ]


def test_no_action_goes_round() -> None:
    found = set()
    for path in tree.modules("platform", "cycle", "governance"):
        is_action = path.name == "actions.py" or path.parent.name == "actions"
        if is_action and _goes_round(path.read_text("utf-8")):
            found.add(tree.name(path).removeprefix("src/corridor/"))
    assert found == set(_ALLOWED)


@pytest.mark.parametrize("line", ["row.save_base()", "M._base_manager.update()", "c.cursor()"])
def test_going_round_is_noticed(line: str) -> None:
    assert _goes_round(line)


@pytest.mark.django_db
def test_nothing_that_is_in_the_log_is_deleted() -> None:
    row = people.person()
    for delete in (row.delete, Person.objects.filter(pk=row.pk).delete):
        with pytest.raises(TypeError, match="never deleted"):
            delete()
    assert Person.objects.filter(pk=row.pk).exists()
