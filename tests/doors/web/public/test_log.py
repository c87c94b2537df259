"""The log for everybody: how it stands, one entry, its proof, and a proof that is brought."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import contracts, logged
from tests.support.clock import Clock
from tests.support.logged import COSIGNERS, signed, steps, witnesses_file

from corridor.cycle.contracts.models import ContractVersion
from corridor.doors.web.public.log import TYPES
from corridor.engines.log.note import parse_note
from corridor.engines.log.policy import judge, parse_policy
from corridor.engines.log.proof import parse_proof
from corridor.platform.translog import actions, facts, queries
from corridor.platform.translog.models import Leaf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_witnesses(tmp_path: Path, settings: Any) -> Any:
    settings.CORRIDOR_DATA = tmp_path
    settings.CORRIDOR_WITNESSES = str(witnesses_file(tmp_path, *COSIGNERS))
    actions.make_log_key()
    cache.clear()
    yield
    cache.clear()


def page(client: Client, address: str = "/log/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def check(client: Client, text: str = "", **given: Any) -> tuple[int, str]:
    answer = client.post("/log/", {"text": text, **given})
    return answer.status_code, answer.content.decode()


def test_an_empty_log_says_so(client: Client, settings: Any) -> None:
    settings.CORRIDOR_WITNESSES = ""
    text = page(client)
    assert "Not yet" in text
    assert "Nobody else watches this log yet" in text
    assert page(client, "/log/checkpoint", 404)


def test_the_page_says_who_has_signed(client: Client) -> None:
    steps(4)
    made = signed(COSIGNERS[0])
    text = page(client)
    assert "confirmed by 1 of the 2 witnesses" in text
    assert bytes(made.root).hex()[:16] in text
    steps(2)
    signed(COSIGNERS[1], COSIGNERS[2])
    with CaptureQueriesContext(connection) as asked:
        text = page(client)
    assert len(asked) <= 10
    assert "Confirmed" in text
    assert "An older one" in text
    for one in COSIGNERS:
        assert one.name in text


def test_checkpoint_and_policy_are_enough_to_judge_elsewhere(client: Client) -> None:
    steps(4)
    signed(*COSIGNERS[1:])
    policy = parse_policy(page(client, "/log/policy.json"))
    answer = client.get("/log/checkpoint")
    assert answer["Content-Type"].startswith("text/plain")
    judged = judge(parse_note(answer.content.decode()), policy)
    assert judged.accepted
    assert judged.witnesses == tuple(sorted(one.name for one in COSIGNERS[1:]))


def test_an_entry_and_its_proof(client: Client) -> None:
    steps(4)
    assert "Not signed yet" in page(client, "/log/entry/2/")
    assert page(client, "/log/entry/2/proof", 503)
    signed()
    text = page(client, "/log/entry/2/")
    assert "A step of a procedure" in text
    assert queries.public_entry(2).hash in text
    fact = Leaf.objects.get(pk=2).record
    assert fact not in text
    answer = client.get("/log/entry/2/proof")
    assert 'filename="entry-2.tlog-proof"' in answer["Content-Disposition"]
    assert parse_proof(answer.content.decode()).holds(bytes(Leaf.objects.get(pk=2).hash))
    for absent in ("99", str(2**63), str(2**200)):
        page(client, f"/log/entry/{absent}/", 404)


def test_an_entry_is_found_by_number_and_by_proof_alone(client: Client) -> None:
    steps(4)
    signed(*COSIGNERS)
    number = client.post("/log/", {"text": " 3 "})
    assert number["Location"] == "/log/entry/3/"
    proof = queries.inclusion(3).text()
    status, text = check(client, proof.replace("\n", "\r\n"))  # as a browser sends it
    assert (status, "It stands in the log" in text) == (200, True)
    assert "/log/entry/3/" in text
    status, text = check(client, proof=SimpleUploadedFile("a.tlog-proof", proof.encode()))
    assert (status, "It stands in the log" in text) == (200, True)
    record = Leaf.objects.get(pk=3).record
    for vain in (
        "",
        record,
        "OC1.AAAA",
        "7K3QD-0XH2M",
        "9" * 30,
        proof[:90],
        proof.replace("3", "4", 1),
    ):
        status, text = check(client, vain)
        assert status in {404, 422}
        assert "It stands in the log" not in text
    status, _ = check(client, proof=SimpleUploadedFile("a.tlog-proof", b"\xff\xfe"))
    assert status == 422


def test_a_proof_of_ones_own_contract_is_checked(client: Client, clock: Clock) -> None:
    who = contracts.parties()
    version = ContractVersion.objects.get(contract=contracts.offered(who))
    signed(*COSIGNERS)
    proof = queries.proof_of(version, show=("digest",)).text()
    status, text = check(client, proof)
    assert (status, "It stands in the log" in text) == (200, True)
    assert version.digest not in text  # what it opens is not repeated on a public page
    forged = proof.replace("extra ", "extra A", 1)
    assert check(client, forged)[0] == 422
    # A worker's file holds several, one after another; one that is false spoils the file.
    file = proof + queries.inclusion(0).text()
    status, text = check(client, file.strip())
    assert (status, "All of it stands in the log" in text) == (200, True)
    assert "/log/entry/0/" in text
    assert f"/log/entry/{queries.index_of(version)}/" in text
    assert check(client, file + forged)[0] == 422
    assert "too many proofs" in check(client, queries.inclusion(0).text() * 21)[1]


def test_a_genuine_proof_shows_that_the_log_was_changed(client: Client) -> None:
    steps(4)
    signed()
    proof = queries.inclusion(3).text()
    logged.lift()
    Leaf.objects.filter(pk=3).update(data=b"{}", hash=bytes(32))
    status, text = check(client, proof)
    assert (status, "The log was changed" in text) == (200, True)
    assert "It stands in the log" not in text


def test_a_proof_of_another_log_is_refused(client: Client, settings: Any) -> None:
    steps(4)
    signed()
    proof = queries.inclusion(3).text()
    settings.CORRIDOR_LOG_ORIGIN = "other.example/log"
    status, text = check(client, proof)
    assert (status, "not signed by this log" in text) == (422, True)


def test_every_type_of_entry_has_words() -> None:
    types = {facts.terms(model).type for model in facts.logged_models()}
    assert types - set(TYPES) == set()


def test_the_log_is_linked(client: Client) -> None:
    assert 'href="/log/"' in page(client, "/")
    assert 'href="/log/"' in page(client, "/about/")
    assert json.loads(page(client, "/log/policy.json"))["needed"] == 2
