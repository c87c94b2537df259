"""The gate: eight answers, a holder to compare, one use, and nothing kept of a scan."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from tests.support import departure, office, people
from tests.support.clock import Clock

from corridor.cycle.departure.models import PassUsed
from corridor.doors.web.gate.views import WITHOUT_A_SERVER
from corridor.engines import qr
from corridor.engines.tokens import STATE_WORDS
from corridor.platform.access.actor import Role
from corridor.platform.access.models import DoneOnce
from corridor.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _word(page: str) -> str:
    found = re.search(r'class="verdict-word">.*?</svg>\s*([^<]+?)\s*</p>', page, re.DOTALL)
    return found.group(1) if found else ""


def _hidden(page: str) -> dict[str, str]:
    form = page[page.index('action="/gate/use/"') :]
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', form).group(1)  # type: ignore[union-attr]
        for name in ("once", "text")
    }


def test_only_border_officers_open_the_gate(clock: Clock) -> None:
    assert (
        office.client_of(people.actor(Role.ORIGIN_OFFICER, "NPL")).get("/gate/").status_code == 403
    )
    client = office.client_of(people.actor(Role.BORDER_OFFICER, "NPL"))
    assert client.get("/gate/").status_code == 200
    page = client.get("/gate/offline/").content.decode()
    assert "corridor pass verify" in page
    for state, word in STATE_WORDS.items():
        assert word in page
        assert "_" not in state or state not in page
    days = []
    for clock.hour in (9, 20):  # at 20 in Greenwich it is past midnight in Kathmandu
        said = re.search(r"As of ([^.]+?)\. Number", client.get("/gate/offline/").text)
        days.append(said.group(1) if said else "")
    assert [str(clock.day.day + more) in day for more, day in enumerate(days)] == [True, True]
    assert days[0] != days[1]
    clock.hour = 9
    other = client.get("/gate/offline/?lang=ne").content.decode()
    for word in STATE_WORDS.values():
        assert f">{word}</bdi>" in other, "as the program writes it"
    assert other.count("<td>") == page.count("<td>") + len(WITHOUT_A_SERVER), "and in her language"


def test_a_pass_by_text_code_and_photograph_is_valid_then_used_once(clock: Clock) -> None:
    issued, _who, desk = departure.cleared(clock)
    client = office.client_of(desk.gate)
    photo = BytesIO(qr.png(issued.text))
    photo.name = "pass.png"
    for given in ({"text": issued.text}, {"text": issued.short_code.lower()}, {"photo": photo}):
        page = client.post("/gate/", given).content.decode()
        assert _word(page) == "Valid"
        assert "SITA GURUNG" in page.upper()
    hidden = _hidden(page)
    assert client.post("/gate/use/", hidden).status_code == 422  # the passport comes first
    assert not PassUsed.objects.exists()
    for _ in range(2):  # an impatient thumb
        answer = client.post("/gate/use/", hidden | {"same": "on"})
        assert answer.headers["Location"] == "/gate/?done=1"
    assert PassUsed.objects.count() == 1
    assert (
        _word(client.post("/gate/", {"text": issued.short_code}).content.decode()) == "Already used"
    )
    again = client.post("/gate/use/", hidden | {"once": "another-key", "same": "on"})
    assert again.status_code == 409
    assert _word(again.content.decode()) == "Already used"


def test_what_the_gate_answers_to_bad_papers(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    client = office.client_of(desk.gate)
    forged = issued.text.replace(":N.", ":N.X")
    elsewhere = office.client_of(people.actor(Role.BORDER_OFFICER, "PHL"))
    answers = [
        (client, forged, "Forged"),
        (client, "AAAAA-BBBBB", "Not known here"),
        (client, "hello, this is no pass at all", "Cannot be read"),
        (elsewhere, issued.text, "Not known here"),
        (elsewhere, issued.short_code, "Not known here"),
    ]
    for browser, text, word in answers:
        page = browser.post("/gate/", {"text": text}).content.decode()
        assert _word(page) == word, text
        assert "SITA" not in page.upper()
        assert 'action="/gate/use/"' not in page
    blurred = BytesIO(b"\x89PNG\r\n\x1a\nnothing")
    blurred.name = "pass.png"
    assert client.post("/gate/", {"photo": blurred}).status_code == 422
    assert client.post("/gate/", {}).status_code == 422
    clock.next_month(12)
    page = office.client_of(desk.gate).post("/gate/", {"text": issued.text}).content.decode()
    assert _word(page) == "Expired"


def test_a_pass_taken_back_fails_at_the_gate(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    departure.taken_back(issued, desk)
    page = office.client_of(desk.gate).post("/gate/", {"text": issued.text}).content.decode()
    assert _word(page) == "Taken back"


def test_nothing_is_kept_of_a_scan_and_no_officer_of_a_use(clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    client = office.client_of(desk.gate)
    client.get("/gate/")
    before = Entry.objects.count(), DoneOnce.objects.count(), PassUsed.objects.count()
    page = client.post("/gate/", {"text": issued.text}).content.decode()
    client.post("/gate/", {"text": "AAAAA-BBBBB"})
    assert (Entry.objects.count(), DoneOnce.objects.count(), PassUsed.objects.count()) == before
    client.post("/gate/use/", _hidden(page) | {"same": "on"})
    row = DoneOnce.objects.latest("id") if hasattr(DoneOnce, "id") else DoneOnce.objects.last()
    assert row is not None
    kept = f"{row.actor} {row.scope} {row.answer}"
    assert (desk.gate.person or "?") not in kept
    assert issued.short_code not in kept
    journal = Entry.objects.filter(act="departure.use_pass").get()
    assert journal.person == ""
    assert journal.organisation == ""


def test_the_gate_takes_ten_look_ups_at_most(clock: Clock) -> None:
    _, _, desk = departure.cleared(clock)
    assert office.queries_of(office.client_of(desk.gate), "/gate/") <= 10
