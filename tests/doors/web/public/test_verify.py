"""Checking a paper: every state in words, by text, file and photograph; nothing is kept."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support import contracts, departure
from tests.support.clock import Clock

from corridor.cycle.contracts.models import Registration
from corridor.cycle.departure import actions
from corridor.engines import qr
from corridor.platform.documents import tokens
from corridor.platform.journal.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _fresh_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


def _pass(**given: str) -> str:
    payload: dict[str, str | int] = {
        "holder": "MAYA TAMANG",
        "occupation": "9313",
        "valid_from": "2026-01-01",
        "valid_to": "2026-03-01",
        **given,
    }
    return tokens.issue("pass", payload).text


def _check(client: Client, **given: Any) -> tuple[int, str]:
    answer = client.post("/verify/", given)
    return answer.status_code, answer.content.decode()


def test_a_receipt_as_text_in_a_file_and_in_a_photograph(client: Client, clock: Clock) -> None:
    text = tokens.issue("receipt", {"corridor": "NPL-QAT", "registered_on": "2026-01-05"}).text
    for given in (
        {"text": text},
        {"text": text.lower() + "\n"},
        {"paper": SimpleUploadedFile("r.txt", text.encode())},
        {"paper": SimpleUploadedFile("r.json", json.dumps({"text": text}).encode())},
        {"paper": SimpleUploadedFile("r.png", qr.png(text))},
    ):
        status, page = _check(client, **given)
        assert status == 200
        assert "Genuine and valid" in page
        assert "Nepal to Qatar" in page
        assert "5 Jan 2026" in page


def test_a_pass_this_office_never_issued_is_not_called_valid(client: Client, clock: Clock) -> None:
    _, page = _check(client, text=_pass())
    assert "Not on record here" in page
    assert "Genuine and valid" not in page


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"valid_to": "2026-01-05"}, "Expired"),
        ({"valid_from": "2026-02-01"}, "Not valid yet"),
    ],
)
def test_days_are_told(client: Client, clock: Clock, given: dict[str, str], word: str) -> None:
    _, page = _check(client, text=_pass(**given))
    assert word in page
    assert "was 2026-01-05" not in page


def test_a_changed_pass_shows_nothing_of_what_it_claims(client: Client, clock: Clock) -> None:
    text = _pass()
    _, page = _check(client, text=text.replace("MAYA", "SITA"))
    assert "Not genuine" in page
    assert "TAMANG" not in page
    assert "Signed with the key" not in page


def test_a_pass_is_valid_then_used(client: Client, clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    _, page = _check(client, text=issued.text)
    assert "Genuine and valid" in page
    assert "on record, and it was not used yet" in page
    actions.use_pass(by=desk.gate, text=issued.text)
    _, page = _check(client, text=issued.text)
    assert "Genuine, but already used" in page


def test_a_pass_taken_back_is_not_valid(client: Client, clock: Clock) -> None:
    issued, _, desk = departure.cleared(clock)
    departure.taken_back(issued, desk, words="Job withdrawn.")
    _, page = _check(client, text=issued.text)
    assert "Taken back" in page
    assert "Genuine and valid" not in page
    assert "Job withdrawn" not in page


def test_a_short_code_tells_only_the_fingerprint(client: Client, clock: Clock) -> None:
    contract, _ = contracts.registered_contract(clock)
    registration = Registration.objects.filter(version__contract=contract).earliest("id")
    _, page = _check(client, text=registration.short_code.lower().replace("-", ""))
    assert "A receipt with this code exists" in page
    assert registration.version.digest[:32] in page
    for private in (contract.pk, contract.employer.name, contract.worker.family_name):
        assert private not in page


def test_an_unreadable_photograph_gets_one_sentence(client: Client, clock: Clock) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    status, page = _check(client, paper=SimpleUploadedFile("p.png", out.getvalue()))
    assert status == 422
    assert "No QR code can be read in this picture." in page


def test_nothing_given_is_said(client: Client) -> None:
    status, page = _check(client, text=" ")
    assert status == 422
    assert "Paste the text, or choose a photograph or file." in page


def test_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/verify/", {"text": "x"}, CONTENT_LENGTH=str(14 * 1024 * 1024))
    assert answer.status_code == 422
    assert "larger than 12 megabytes" in answer.content.decode()


def test_nothing_is_kept(client: Client, clock: Clock, scratch: Any) -> None:
    text = _pass()
    before = Entry.objects.count(), sorted(scratch.rglob("*"))
    large = SimpleUploadedFile("p.txt", text.encode() + b" " * 5_000_000)
    _check(client, paper=large)
    _check(client, text=text)
    assert (Entry.objects.count(), sorted(scratch.rglob("*"))) == before
    assert not client.session.keys()


def test_codes_cannot_be_tried_one_after_the_other(client: Client, clock: Clock) -> None:
    answers = [_check(client, text="7K3QD-0XH2M")[0] for _ in range(11)]
    assert answers[:10] == [200] * 10
    assert answers[10] == 429


def test_public_keys_verify_offline(client: Client, clock: Clock) -> None:
    text = tokens.issue("receipt", {"corridor": "NPL-QAT"}).text
    keys = client.get("/verify/keys/").json()["keys"]
    known = {key["kid"]: bytes.fromhex(key["public"]) for key in keys}
    assert tokens.verify(text, known, clock.day).state == "valid"
