"""How the system stands, on one screen: in order, or what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.support import people
from tests.support.signed_in import client_of

from corridor.core.text import Sentence
from corridor.doors.web.admin.operations import Line, standing
from corridor.platform.access.actor import Role
from corridor.platform.jobs.queries import Standing
from corridor.platform.operations import marks
from corridor.platform.operations.queries import Disk, LogStanding, Vitals
from corridor.platform.operations.tally import FIGURES

NOW = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
WELL = Vitals(
    read_only_since=None,
    databases={"default": True, "keys": True},
    sizes={"default": 5_000_000, "keys": 1_000_000},
    jobs=Standing(2, 0, 0, 1),
    guards_missing=[],
    disk=Disk(50, 100),
    log=LogStanding(7, NOW),
    backup=NOW - timedelta(hours=3),
    drill=NOW - timedelta(days=3),
    drill_passed=True,
    refused_lately=0,
)


def bad(now: Vitals) -> list[Line]:
    return [line for line in standing(now, NOW) if line.status.state != "ok"]


def test_all_is_well() -> None:
    assert bad(WELL) == []
    assert len(standing(WELL, NOW)) == 9


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"read_only_since": NOW}, "The disk is full"),
        ({"databases": {"default": True, "keys": False}}, "does not answer"),
        ({"guards_missing": ["journal_entry"]}, "journal_entry"),
        ({"jobs": Standing(9, 0, 0, 720)}, "12 minutes"),
        ({"jobs": Standing(0, 0, 4, 0)}, "4 did not succeed"),
        ({"disk": Disk(9, 100)}, "9 %"),
        ({"backup": None}, "None was made"),
        ({"backup": NOW - timedelta(hours=30)}, "2026-02-01"),
        ({"drill": None, "drill_passed": None}, "None was made"),
        ({"drill_passed": False}, "did not pass"),
        ({"drill": NOW - timedelta(days=40)}, "2025-12-25"),
        ({"log": LogStanding(3, None)}, "none signed"),
        ({"refused_lately": 12}, "12 requests"),
        ({"disk": None}, "could not be asked"),
    ],
)
def test_what_is_not_in_order_stands_first(change: dict[str, Any], says: str) -> None:
    now = replace(WELL, **change)
    (line,) = bad(now)
    assert standing(now, NOW)[0] == line
    assert says in (line.says.say() if isinstance(line.says, Sentence) else str(line.says))


def test_a_database_that_does_not_answer_leaves_the_rest_unknown() -> None:
    gone = replace(WELL, databases={"default": False, "keys": True}, jobs=None, log=None)
    assert {line.status.state for line in bad(gone)} == {"breach", "unknown"}


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_page_is_for_the_administrator_alone(scratch: Path) -> None:
    admin = client_of(people.actor(Role.ADMIN, "NPL"))
    marks.leave(marks.BACKUP, files=3)
    marks.leave(marks.DRILL, passed=False)
    FIGURES.turned_away("api", 429)
    page = admin.get("/admin-desk/operations/").content.decode()
    for words in (
        "need somebody",
        "New records are stored",
        "It did not pass on",
        "corridor drill",
    ):
        assert words in page, words
    assert "None was made yet" not in page
    assert (
        client_of(people.actor(Role.INSPECTOR, "NPL")).get("/admin-desk/operations/").status_code
        == 403
    )
    assert admin.get("/admin-desk/operations/?x=1").status_code == 400
