"""No wage file: noted once the last lawful day is over."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cycle.employment.wagemonths import FEBRUARY, PAID, state
from tests.support import employment
from tests.support.clock import Clock
from tests.support.employment import Job

from corridor.core.problems import Conflict, NotPermitted, NotYet
from corridor.cycle.employment import actions, tasks
from corridor.cycle.employment.models import WageFileUpload
from corridor.cycle.employment.months import month_text
from corridor.platform.access.actor import SYSTEM

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_no_file_is_noted_once_its_last_day_is_over(clock: Clock, crew: list[Job]) -> None:
    employer = crew[0].employer.id
    with pytest.raises(NotYet):
        actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    clock.set(date(2026, 3, 20))
    note = actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    assert (note.version, note.format, note.records) == (0, "none", 0)
    assert state(crew[0]) == "missing"
    with pytest.raises(Conflict):
        actions.note_missing_file(by=SYSTEM, employer=employer, month=FEBRUARY)
    late = employment.paid(crew, FEBRUARY, "1200.00", paid_on=date(2026, 3, 20))
    assert late.version == 1
    assert state(crew[0]) == "late"
    with pytest.raises(NotPermitted):
        actions.note_missing_file(by=crew[0].who.employer, employer=employer, month="2026-03")


def test_the_daily_job_notes_each_missing_month_once(clock: Clock, crew: list[Job]) -> None:
    employment.paid(crew, FEBRUARY, "1200.00", paid_on=PAID)
    clock.set(date(2026, 5, 20))
    noted = tasks.note_missing_files.func(clock.day.isoformat())
    months = set(WageFileUpload.objects.filter(version=0).values_list("month", flat=True))
    assert months == {"2026-01", "2026-03", "2026-04"}
    assert noted == 3
    assert tasks.note_missing_files.func(clock.day.isoformat()) == 0


def test_open_months_are_found_in_as_many_look_ups_for_any_number_of_employers(
    clock: Clock, crew: list[Job]
) -> None:
    clock.set(date(2026, 5, 20))
    for month in ("2026-01", "2026-03"):
        actions.note_missing_file(by=SYSTEM, employer=crew[0].employer.id, month=month)
    with CaptureQueriesContext(connection) as asked:
        employers = tasks._employers()
        open_ = {
            month_text(one): tasks._without_file(employers, one) for one in tasks._months_over()
        }
    assert len(asked) == 1 + len(open_)
    employer = str(crew[0].employer.id)
    assert employers == {employer: min(job.contract.starts for job in crew if job.contract.starts)}
    assert [month for month, found in open_.items() if found] == ["2026-02", "2026-04"]
    assert len(open_) == 24
