"""Pre-issued passes through the pages: two officers, slips to print, a register back, a report."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from tests.support import blanks, contracts, departure, office
from tests.support.clock import Clock

from corridor.core.text import N_
from corridor.cycle.departure import actions, queries
from corridor.cycle.departure.models import Batch, Register
from corridor.cycle.departure.registers.table import TABLE
from corridor.engines import qr
from corridor.platform.exchange.exports import as_csv
from corridor.platform.exchange.readers import lines

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOME = "/office/batches/"


def _text(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


def _file(content: bytes, name: str = "register.csv") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def test_from_the_request_to_the_report(clock: Clock) -> None:
    row, _ = departure.requested(clock)
    desk = departure.offices()
    one, two = office.client_of(desk.first), office.client_of(desk.second)
    assert "too late" in _text(one.get(HOME))
    day = queries.local_day("NPL-QAT").isoformat()
    asked = {"corridor": "NPL-QAT", "size": 3, "valid_from": day, "valid_to": day}
    refused = one.post(HOME, asked | {"size": 9999, "reason": "Works on the line."})
    assert refused.status_code == 422
    assert "between 1 and 200" in _text(refused)
    assert not Batch.objects.exists()
    made = one.post(HOME, asked | {"reason": "Works on the line."}, follow=True)
    assert "another officer of this office confirms it" in _text(made)
    batch = Batch.objects.get()
    page = f"{HOME}{batch.pk}/"
    own = one.post(f"{page}act/confirm/", {})
    assert (own.status_code, Batch.objects.get().state) == (403, "prepared")
    two.post(f"{page}act/confirm/", office.once_of(two.get(page), f"{page}act/confirm/"))
    assert "3 passes are not accounted for" in _text(two.get(page))
    printed = one.post(f"{page}slips.pdf")
    assert printed.content.startswith(b"%PDF-")
    assert "Printed 1 time" in _text(one.get(page))

    wanted = [column.name for column in TABLE.columns]
    for kind in ("csv", "xlsx"):
        form = list(lines(one.get(f"{page}register.{kind}").content))
        assert form[0][1] == wanted
        assert [cells[0] for _, cells in form[1:]] == [batch.named(serial) for serial in (1, 2, 3)]

    bad = as_csv(wanted, [["x", "", "", "", "", "", "eaten"]])
    answer = one.post(f"{page}hand-in/", {"file": _file(bad)}, follow=True)
    assert "2 errors" in _text(answer)
    filled = [
        blanks.cleared_line(batch, 1, row.contract, desk.first, desk.second),
        blanks.closed_line(batch, 2, "lost"),
        blanks.closed_line(batch, 2, "void"),
    ]
    answer = one.post(f"{page}hand-in/", {"file": _file(as_csv(wanted, filled))}, follow=True)
    said = _text(answer)
    assert "1 line fits" in said
    assert "2 lines do not fit and stay open" in said
    assert "stands in this register twice" in said
    assert "You handed this register in" in said
    listed = Register.objects.get(state="waiting")
    where = f"/office/registers/{listed.pk}/"
    assert one.post(where, {}).status_code == 403
    key = office.once_of(two.get(where), where)
    for _ in range(2):  # a thumb pressed twice
        assert two.post(where, key).status_code == 302
    row.refresh_from_db()
    assert row.state == "cleared"
    report = dict(line[:2] for _, line in lines(one.get(f"{page}report.csv").content) if line[1:])
    assert report[batch.named(1)] == "Cleared"
    assert {name: report[name] for name in ("Issued", "Cleared", "Lost", "Not accounted for")} == {
        "Issued": "3",
        "Cleared": "1",
        "Lost": "0",
        "Not accounted for": "2",
    }
    assert two.get(where).status_code == 200
    assert two.post(f"{where}withdraw/", {}).status_code == 409
    gate = office.client_of(desk.gate)
    slip = batch.blanks.get(serial=2)
    shown = _text(gate.post("/gate/", {"text": slip.short_code}))
    assert "Pre-issued, filled in by hand" in shown
    assert "2 of 3" in shown
    assert "Let it be used" not in shown
    used = batch.blanks.get(serial=1)
    assert "Let it be used" in _text(gate.post("/gate/", {"text": used.text}))
    public = _text(gate.post("/verify/", {"text": slip.text}))
    assert "Genuine, pre-issued, filled in by hand" in public
    clock.next_day(1)
    assert "Its last day has passed" in _text(gate.post("/gate/", {"text": slip.text}))


def test_a_batch_that_nobody_confirms_is_declined_and_a_register_withdrawn(clock: Clock) -> None:
    desk = departure.offices()
    client = office.client_of(desk.third)
    waiting = blanks.prepared(desk, 1)
    page = f"{HOME}{waiting.pk}/"
    assert client.post(f"{page}slips.pdf").status_code == 409
    assert client.post(f"{page}act/sing/", {}).status_code == 404
    assert "No pass was made" in _text(client.post(f"{page}act/decline/", {}, follow=True))
    batch = actions.confirm_batch(by=desk.second, batch=blanks.prepared(desk, 1).id)
    listed = blanks.handed_in(desk.first, batch, [blanks.closed_line(batch, 1, "void")])
    where = f"/office/registers/{listed.pk}/"
    assert "Fits" in _text(client.get(where))
    told = client.post(f"{where}withdraw/", {}, follow=True)
    assert "Nothing of it is kept" in _text(told)
    assert client.get(where).status_code == 404
    assert client.get(f"{HOME}{batch.pk}/hand-in/").status_code == 200


def test_what_was_missing_on_paper_is_in_the_queue_until_it_is_on_record(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    desk = departure.offices()
    batch = blanks.issued(desk, 1)
    line = blanks.cleared_line(batch, 1, contract, desk.first, desk.second)
    listed = blanks.handed_in(desk.first, batch, [line])
    actions.commit_register(by=desk.second, filled=listed.id)
    client = office.client_of(desk.third)
    case = f'href="/office/cases/{contract.pk}/"'
    for where in ("/office/?kind=catch_up", f"{HOME}{batch.pk}/"):
        assert case in client.get(where).content.decode()
    assert "For this office to add" in _text(client.get(f"{HOME}{batch.pk}/"))
    departure.papers(contract, who)
    assert case not in client.get("/office/?kind=catch_up").content.decode()
    assert "For this office to add" not in _text(client.get(f"{HOME}{batch.pk}/"))


def test_every_slip_has_a_code_that_scans(clock: Clock) -> None:
    from corridor.platform.documents import paper

    desk = departure.offices()
    batch = blanks.issued(desk, 1)
    slip = batch.blanks.get()
    drawn = paper.Slip(batch.named(1), "1/1", slip.text, slip.short_code)
    for language in ("en", "ar", "ne"):
        view = paper.Paper(
            title=N_("Departure pass"), language=language, slips=[drawn], blanks=["A"], boxes=["B"]
        )
        pages = paper.rendered("slips", view, "png")
        assert len(pages) == 2
        assert qr.read(pages[1]) == slip.text
    many = paper.Paper(title="x", language="en", slips=[drawn] * 4, signatures=["A", "B"])
    assert len(paper.rendered("slips", many, "png")) == 3
