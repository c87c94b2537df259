"""The end as both parties read it: what is due, how it is reckoned, what was stated as paid."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support import employment as work
from tests.support.clock import Clock
from tests.support.signed_in import client_of

from corridor.cycle.contracts import actions as contract_acts

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
