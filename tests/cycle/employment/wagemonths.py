"""The crew's wage files of February, and what is on record after one was given."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support import employment
from tests.support.employment import Job

from corridor.cycle.corridors.models import StepTaken
from corridor.cycle.employment import actions, queries
from corridor.cycle.employment.models import WageFileUpload, WageFinding, WageLine

FEBRUARY = "2026-02"
PAID = date(2026, 3, 3)


def wage_file(
    jobs: list[Job], *lines: tuple[str, str, dict[str, Any]], month: str = FEBRUARY
) -> bytes:
    """A Qatar wage file for the crew; without lines everybody is paid 1,200."""
    given = lines or tuple((job.qid, "1200.00", {}) for job in jobs)
    return employment.qatar_file(jobs[0].employer, month, given)


def submit(jobs: list[Job], data: bytes, **given: Any) -> WageFileUpload:
    """Put the file on record as their employer."""
    return actions.submit_wages(
        by=jobs[0].who.employer,
        file=employment.base64_of(data),
        **{"format": "qat-sif", "paid_on": PAID, **given},
    )


def nothing_stored() -> bool:
    """No upload, line, finding or step."""
    return not (
        WageFileUpload.objects.exists()
        or WageLine.objects.exists()
        or WageFinding.objects.exists()
        or StepTaken.objects.filter(step="first_wage").exists()
    )


def state(job: Job, month: str = FEBRUARY) -> str:
    """The state of a month on the employer's page."""
    found = queries.month_page(job.who.employer, month)
    return next(row.month.state for row in found.rows if row.contract.id == job.contract.id)
