"""Staged imports: nothing counts until all of it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from corridor.core.problems import BadInput, Conflict, NotFound
from corridor.platform.access.actor import STRANGER, Actor, Role
from corridor.platform.clock.models import ClockShift
from corridor.platform.exchange import actions, queries, tables
from corridor.platform.exchange.models import Import
from corridor.platform.exchange.tables import Column, Table

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TABLE = Table("names", (Column("name", tables.text), Column("days", tables.whole)))
OFFICE = Actor(Role.EMPLOYER, person="01P", organisation="01EMPLOYER")
OTHERS = (
    STRANGER,
    Actor(Role.EMPLOYER, organisation="01OTHER"),
    Actor(Role.AGENCY, organisation="01EMPLOYER"),
    Actor(Role.WORKER, person="01P"),
)


@pytest.fixture(autouse=True)
def data(scratch: Path) -> Path:
    return scratch


def staged(text: str) -> Import:
    return actions.stage(
        by=OFFICE, table=TABLE, file_name="C:\\Users\\me\\list.csv", content=text.encode()
    )


def take(rows: Any) -> int:
    ClockShift.objects.create(days=sum(values["days"] for _, values in rows))
    return len(rows)


def test_a_clean_file_is_checked_and_then_taken_whole() -> None:
    row = staged("name,days\nSita,2\nMaya,3\n")
    assert (row.state, row.rows, row.errors, row.file_name) == ("validated", 2, 0, "list.csv")
    assert not ClockShift.objects.exists()
    assert actions.commit(by=OFFICE, staged=row.id, table=TABLE, act=take) == 2
    assert ClockShift.objects.get().days == 5
    row.refresh_from_db()
    assert row.state == "committed"


def test_it_is_taken_once() -> None:
    row = staged("name,days\nSita,2\n")
    actions.commit(by=OFFICE, staged=row.id, table=TABLE, act=take)
    with pytest.raises(Conflict):
        actions.commit(by=OFFICE, staged=row.id, table=TABLE, act=take)


def test_one_bad_row_refuses_all() -> None:
    row = staged("name,days\nSita,2\nMaya,three\n")
    assert (row.state, row.errors) == ("refused", 1)
    with pytest.raises(Conflict):
        actions.commit(by=OFFICE, staged=row.id, table=TABLE, act=take)
    (error,) = queries.first_errors(row.id, OFFICE)
    assert (error["file"], error["line"], error["column"]) == ("list.csv", 3, 2)
    assert b"three" in queries.report(row.id, OFFICE)


def test_an_act_that_fails_leaves_nothing() -> None:
    row = staged("name,days\nSita,2\n")

    def fails(rows: Any) -> None:
        take(rows)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        actions.commit(by=OFFICE, staged=row.id, table=TABLE, act=fails)
    assert not ClockShift.objects.exists()
    row.refresh_from_db()
    assert row.state == "validated"


def test_an_unreadable_file_leaves_nothing(data: Path) -> None:
    with pytest.raises(BadInput):
        staged('name,days\n"Sita,2\n')
    assert not Import.objects.exists()
    assert not (data / "files").exists()


@pytest.mark.parametrize("by", OTHERS)
def test_others_do_not_find_it(by: Actor) -> None:
    row = staged("name,days\nSita,2\nMaya,three\n")
    assert queries.imports(by) == []
    for ask in (queries.one, queries.report, queries.first_errors):
        with pytest.raises(NotFound):
            ask(row.id, by)
    with pytest.raises(NotFound):
        actions.commit(by=by, staged=row.id, table=TABLE, act=take)


def test_what_stood_in_a_cell_lies_sealed(data: Path) -> None:
    staged("name,days\nSita,N1234567\n")
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            assert "N1234567" not in str(row), model
    for file in (data / "files").rglob("*.sealed"):
        assert b"N1234567" not in file.read_bytes()
