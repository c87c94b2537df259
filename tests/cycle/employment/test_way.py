"""From arrival to a checked wage month, act by act."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support import employment
from tests.support.clock import Clock

from corridor.core.money import Money
from corridor.cycle.contracts.models import Contract
from corridor.cycle.corridors.queries import done
from corridor.cycle.employment import actions, queries

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_from_arrival_to_what_is_owed(clock: Clock) -> None:
    job = employment.arrived(clock)
    assert job.contract.state == Contract.State.IN_FORCE
    assert job.contract.starts == clock.day
    clock.set(date(2026, 3, 9))
    upload = employment.paid([job], "2026-02", "830.00", paid_on=date(2026, 3, 3))
    assert (upload.version, upload.records, upload.total_minor) == (1, 1, 83000)
    assert "first_wage" in done(job.contract)
    found = queries.timeline(job.contract.id, job.who.worker)
    february = next(one for one in found.months if one.wage.month == "2026-02")
    assert february.wage.state == "short"
    assert february.wage.due == Money(120000, "QAR")
    assert february.wage.owed == Money(37000, "QAR")
    assert february.said is None
    assert february.says.say() == "Your employer still owes you 370.00 QAR for 2026-02."
    actions.answer_wages(
        by=job.who.worker, contract=job.contract.id, month="2026-02", said="less", amount="500.00"
    )
    found = queries.timeline(job.contract.id, job.who.worker)
    february = next(one for one in found.months if one.wage.month == "2026-02")
    assert february.agreement == "contradicts"
    assert february.owed_by_answer == Money(70000, "QAR")
    assert february.wage.owed == Money(37000, "QAR")
