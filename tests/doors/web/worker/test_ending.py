"""The end as both parties read it: what is due, how it is reckoned, what was stated as paid."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.core.money import Money
from corridor.cycle.contracts import actions as contract_acts
from corridor.cycle.employment.queries import ending

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_before_the_end_and_after_it(clock: Clock) -> None:
    job = work.arrived(clock)
    clock.set(date(2026, 3, 4))
    work.paid([job], "2026-02", "830.00", paid_on=date(2026, 3, 3))
    clock.set(date(2027, 6, 1))
    mine, theirs = client_of(job.who.worker), client_of(job.who.employer)
    where = f"/my/c/{job.contract.pk}/ending/"
    office = f"/employer/contracts/{job.contract.pk}/settlement/"
    live = mine.get(f"{where}?why=resigned").content.decode()
    assert "If your work ended today" in live
    assert "Nobody is told" in live
    assert "× 21 (days a year)" in live
    assert mine.get(f"{where}?why=nonsense").status_code == 200
    assert "This is how it would stand today" in theirs.get(office).content.decode()

    contract_acts.end(by=job.who.worker, contract=job.contract.pk, reason="resigned")
    ended = mine.get(where).content.decode()
    assert "What you are owed at the end" in ended
    assert "370 Qatari riyals" in ended
    assert "/law/QAT.eos.bands/" in ended
    assert "/law/QAT.final_dues/" in ended
    bad = theirs.post(office, {"leaving_on": "2027-06-01", "reason": "resigned", "paid": "x"})
    assert bad.status_code == 422
    assert "How the end of service is reckoned" in bad.content.decode()
    sent = theirs.post(
        office,
        {
            "leaving_on": "2027-06-01", "reason": "resigned", "paid": "500.00",
            "paid_on": "2027-06-01", "once": "key-of-a-settlement",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    stated = theirs.get(office).content.decode()
    assert "On record" in stated
    assert "Less is on record than is due" in stated
    after = mine.get(where).content.decode()
    assert "500 Qatari riyals" in after
    assert "Less is on record than is due" in after
    assert client_of(work.arrived(clock).who.worker).get(where).status_code == 404


def test_this_month_until_today_stands_in_the_sum(clock: Clock) -> None:
    """Twenty-one days of November at 1,200 are 840, also while no file is due for them."""
    job = work.arrived(clock)
    clock.set(date(2026, 3, 4))
    work.paid([job], "2026-02", "830.00", paid_on=date(2026, 3, 3))
    clock.set(date(2026, 11, 21))
    where = f"/my/c/{job.contract.pk}/ending/?why=resigned"
    found = ending(job.contract.pk, job.who.worker, "resigned")
    assert found.earned is not None
    assert found.earned.amount == Money(84_000, "QAR")
    assert found.least == found.ending.least + Money(84_000, "QAR")
    mine = client_of(job.who.worker)
    live = mine.get(where).content.decode()
    assert "Wage of this month until today" in live
    assert "840 Qatari riyals" in live
    assert "For November 2026 until today." in live
    silent = len(found.ending.wages.explain["without_file"])
    assert f"Months without a wage file: {silent - 1}." in live  # November is no silent month

    clock.set(date(2026, 12, 1))
    over = contract_acts.end(by=job.who.worker, contract=job.contract.pk, reason="resigned")
    assert over.ends == date(2026, 12, 1)
    page = ending(job.contract.pk, job.who.worker)
    assert page.earned is not None
    assert (page.earned.month, page.earned.amount) == ("2026-12", Money(3_871, "QAR"))
    assert page.least == page.ending.least  # it may have come with a payment nobody told of
    ended = mine.get(where).content.decode()
    assert "For December 2026 until" in ended
    assert "It is not in this sum: the wage file is not due yet." in ended
    clock.set(date(2027, 1, 9))
    assert ending(job.contract.pk, job.who.worker).earned is None  # its file is late now
