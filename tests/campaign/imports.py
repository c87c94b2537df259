"""A wage file for the campaign: an employer with workers at work, and a file of many lines."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.campaign.world import CANARY, Request

MONTH, LINES = "2026-02", 120
STRANGERS = 28800000000


@dataclass(frozen=True)
class Payroll:
    """Who gives the files: the employer's id, its token, and the numbers of its workers."""

    employer: str
    token: str
    numbers: tuple[str, ...]

    def save(self, path: Path) -> None:
        """Keep it for the children."""
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Payroll:
        """What ``save`` kept."""
        kept = json.loads(path.read_text())
        return cls(**{**kept, "numbers": tuple(kept["numbers"])})


def make(workers: int = 2) -> Payroll:
    """An employer and its workers, through the acts themselves, some months ago."""
    from unittest.mock import patch

    from tests.support import employment
    from tests.support.clock import Clock

    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.people.actions import issue_token
    from corridor.platform.people.models import Membership

    clock = Clock()
    with (
        patch("corridor.platform.clock.queries.now", clock.now),
        patch("corridor.platform.journal.actions.now", clock.now),
    ):
        jobs = employment.crew(clock, workers)
    by = jobs[0].who.employer
    held = Membership.objects.get(person=by.person)
    token = str(issue_token(by=SYSTEM, membership=held.id))
    return Payroll(str(by.organisation), token, tuple(job.qid for job in jobs))


def content(payroll: Payroll, number: int, lines: int = LINES) -> bytes:
    """File ``number``: the same people, each with a wage that no other file gives them."""
    from tests.support.employment import qatar_file

    from corridor.platform.people.models import Organisation

    wage, strangers = f"{1200 + number}.00", lines - len(payroll.numbers)
    people = [*payroll.numbers, *(str(STRANGERS + at) for at in range(strangers))]
    rows: list[tuple[str, str, dict[str, Any]]] = [
        (qid, wage, {"name": f"{CANARY} {at}"}) for at, qid in enumerate(people)
    ]
    return qatar_file(Organisation.objects.get(pk=payroll.employer), MONTH, rows)


def write_many(payroll: Payroll, folder: Path, numbers: range) -> None:
    """Write files for later rounds in one go: making a file costs more than reading one."""
    for number in numbers:
        (folder / f"file-{number}").write_bytes(content(payroll, number))


def stage(payroll: Payroll, number: int, folder: Path) -> Request:
    """The request that hands the file in."""
    file = base64.b64encode((folder / f"file-{number}").read_bytes()).decode()
    body = {"file": file, "format": "qat-sif", "name": f"file-{number}.csv"}
    return Request(f"stage-{number:06d}", payroll.token, "employment/stage_wages", body, "")


def submit(payroll: Payroll, number: int, staged: str) -> Request:
    """The request that puts it on record."""
    body = {"staged": staged}
    return Request(f"submit-{number:06d}", payroll.token, "employment/submit_staged", body, "")
