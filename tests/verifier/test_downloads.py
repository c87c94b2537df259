"""From the acts to a file in a hand: what this node gives out, its own verifier accepts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support import contracts, departure, office, people
from tests.support.clock import Clock
from tests.support.logged import COSIGNERS, signed, witnesses_file
from tests.support.signed_in import client_of
from tests.verifier import making, papers
from typer.testing import CliRunner

from corridor.cycle.contracts.models import Contract, Registration
from corridor.cycle.departure import actions as departures
from corridor.doors.cli.main import app
from corridor.doors.cli.passes import _with_list
from corridor.doors.verifier import pins
from corridor.engines.evidence import check, read_revoked, read_trust
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.keys.actions import rotate, signing_kid
from corridor.platform.keys.models import IssuerKey
from corridor.platform.keys.queries import issuer_document
from corridor.platform.translog import actions
from corridor.platform.translog.models import Leaf

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, settings: Any) -> None:
    settings.CORRIDOR_DATA = tmp_path
    settings.CORRIDOR_WITNESSES = str(witnesses_file(tmp_path, *COSIGNERS))
    actions.make_log_key()


def taken_along() -> str:
    """The verifier's trust as it stands in the file."""
    page = pins.verifier()
    return page.partition('id="trust">')[2].partition("</script>")[0]


def test_her_contract_and_pass_are_proved_offline(clock: Clock, tmp_path: Path) -> None:
    issued, who, desk = departure.cleared(clock)
    contract = Contract.objects.get(clearances__passes=issued)
    client, base = client_of(who.worker), f"/my/c/{contract.pk}/"
    early = client.get(f"{base}contract.tlog-proof")
    assert early.status_code == 503  # its checkpoint is signed within seconds
    signed(*COSIGNERS[:2])
    assert "pass.tlog-proof" in client.get(f"{base}pass/").content.decode()
    assert "contract.tlog-proof" in client.get(base).content.decode()
    proofs = {name: client.get(f"{base}{name}.tlog-proof") for name in ("contract", "pass")}
    assert contract.code in proofs["contract"]["Content-Disposition"]
    trust = read_trust(taken_along())
    told = {n: check(p.content.decode(), trust, clock.day) for n, p in proofs.items()}
    assert {n: (a.state, a.kind) for n, a in told.items()} == {
        "contract": ("valid", "contract"),
        "pass": ("valid", "pass"),
    }
    assert told["pass"].revocation == "checked"
    assert {fact.type for fact in told["contract"].facts} == {
        "contract.version",
        "contract.signed",
        "contract.registered",
    }
    # Who signed on the office's side, and who was helped, is not opened.
    shown = {name for fact in told["contract"].facts for name in fact.fields}
    assert not shown & {"officer", "person", "assisted_by", "home_node"}
    _by_command(proofs["contract"].content, tmp_path, clock)
    people.person()
    signed()  # newer, and confirmed by nobody yet: the one that counts is still given
    later = client.get(f"{base}contract.tlog-proof").content.decode()
    assert check(later, trust, clock.day).state == "valid"
    departures.use_pass(by=desk.gate, text=issued.text)
    assert client.get(f"{base}pass.tlog-proof").status_code == 302


def _by_command(proof: bytes, folder: Path, clock: Clock) -> None:
    files = {name: folder / name for name in ("proof", "keys", "list", "other", "policy")}
    trust = json.loads(taken_along())
    files["proof"].write_bytes(proof)
    files["keys"].write_text(json.dumps(issuer_document()))
    files["list"].write_text(trust["revoked"])
    files["policy"].write_text(json.dumps(trust["policy"]))
    files["other"].write_text(json.dumps({"terms": {"basic_wage": "1.00", "currency": "QAR"}}))

    def said(*more: str) -> tuple[int, str]:
        argv = ["pass", "verify", str(files["proof"]), "--keys", str(files["keys"])]
        done = CliRunner().invoke(app, [*argv, "--on", clock.day.isoformat(), *more])
        return done.exit_code, done.output

    listed = ("--revoked", str(files["list"]), "--beside", str(files["other"]))
    code, text = said("--policy", str(files["policy"]), *listed)
    assert (code, "less a month" in text, COSIGNERS[1].name in text) == (0, True, True)
    code, text = said("--log", trust["policy"]["log"], "--json", *listed)
    assert (code, json.loads(text)["kind"]) == (0, "contract")
    missing = ("--witness", COSIGNERS[2].key.text())
    code, text = said("--log", trust["policy"]["log"], *missing)
    assert (code, "too few" in text) == (2, True)
    assert "--log" in said()[1]
    _an_older_list_hides_nothing(files, trust)
    files["list"].write_text(trust["revoked"].replace("revocations\n", "revocations \n"))
    assert said("--policy", str(files["policy"]), *listed)[0] == 2


def _an_older_list_hides_nothing(files: dict[str, Path], trust: dict[str, Any]) -> None:
    given = _with_list(read_trust(json.dumps(trust)), files["list"])
    assert given.revoked == trust["revoked"]
    files["keys"].write_text(making.trusts()["taken_back"]["revoked"])
    newer = making.read({"revoked": papers.listed("2026-01-31")})
    assert _with_list(newer, files["keys"]).revoked == newer.revoked
    older = making.read({"revoked": papers.listed("2026-01-29")})
    assert _with_list(older, files["keys"]).revoked == files["keys"].read_text()


def test_an_office_proves_what_it_may_read_and_nobody_else(clock: Clock) -> None:
    contract, who = contracts.registered_contract(clock)
    signed(*COSIGNERS)
    address = f"/office/cases/{contract.pk}/contract.tlog-proof"
    assert "contract.tlog-proof" in (
        office.client_of(who.origin).get(f"/office/cases/{contract.pk}/history/").content.decode()
    )
    trust = read_trust(taken_along())
    for officer in (who.origin, who.attache, who.destination):
        answer = check(office.client_of(officer).get(address).content.decode(), trust, clock.day)
        assert (answer.state, answer.kind) == ("valid", "contract")
        # Whether she was helped to sign could be guessed from an opened signature.
        assert {fact.type for fact in answer.facts} == {"contract.version", "contract.registered"}
    abroad = office.client_of(people.actor(Role.DESTINATION_OFFICER, "DEU"))
    assert abroad.get(address).status_code == 404
    mine = f"/my/c/{contract.pk}/contract.tlog-proof"
    assert client_of(people.worker()).get(mine).status_code == 404
    assert client_of(who.employer).get(mine).status_code == 403
    assert Client().get(mine).status_code == 302


def test_without_a_registration_there_is_nothing_to_prove(clock: Clock) -> None:
    who = contracts.parties()
    contract = contracts.offered(who)
    signed()
    client = client_of(who.worker)
    assert client.get(f"/my/c/{contract.pk}/contract.tlog-proof").status_code == 404
    assert "contract.tlog-proof" not in client.get(f"/my/c/{contract.pk}/").content.decode()
    assert not Registration.objects.exists()


def test_a_pass_taken_back_is_in_the_list_until_it_ends(clock: Clock) -> None:
    issued, _who, desk = departure.cleared(clock)
    before = pins.revocation_list()
    departure.taken_back(issued, desk)
    published = Client().get("/revoked.txt")
    assert published["Content-Type"].startswith("text/plain")
    trust = read_trust(taken_along())
    listed = read_revoked(published.content.decode(), trust.public)
    assert listed.codes == {issued.short_code: clock.day}
    assert check(issued.text, trust, clock.day).state == "revoked"
    assert read_revoked(before, trust.public).codes == {}
    printed = office.client_of(desk.gate).get("/gate/offline/").content.decode()
    assert issued.short_code in printed
    clock.set(date(issued.valid_to.year + 1, 1, 1))
    assert read_revoked(pins.revocation_list(), trust.public).codes == {}


def test_a_key_that_was_replaced_has_a_last_day(settings: Any) -> None:
    first = signing_kid("receipt")
    rotate(by=SYSTEM, purpose="receipt")
    told = {key["kid"]: key.get("valid_to") for key in issuer_document()["keys"]}
    assert told[first]
    assert sum(day is None for kid, day in told.items() if kid.startswith("receipt-")) == 1
    made = {key["kid"]: key for key in issuer_document()["keys"]}[first]
    assert made["dated_from"] < made["valid_from"] < made["valid_to"]
    settings.CORRIDOR_DEMO = True
    assert all({"valid_to", "dated_from"}.isdisjoint(key) for key in issuer_document()["keys"])


def test_every_key_of_papers_is_made_at_set_up_and_announced_in_the_log() -> None:
    pins.make_key()
    made = {row.pk: row.purpose for row in IssuerKey.objects.all()}
    assert sorted(made.values()) == ["blank", "log", "pass", "receipt", "revocation"]
    announced = Leaf.objects.filter(model="keys.issuerkey").values_list("record", flat=True)
    assert set(announced) == set(made)
    pins.make_key()
    assert IssuerKey.objects.count() == len(made)


def test_both_are_written_by_command_and_offered_on_the_page(tmp_path: Path) -> None:
    for verb, name, inside in (
        ("verifier", "v.html", "<!doctype html>"),
        ("revocations", "r.txt", "/revocations\n"),
    ):
        done = CliRunner().invoke(app, ["node", verb, "--out", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert inside in (tmp_path / name).read_text(encoding="utf-8")
        nowhere = CliRunner().invoke(app, ["node", verb, "--out", str(tmp_path / "no" / name)])
        assert nowhere.exit_code == 2
    page = Client().get("/verify/").content.decode()
    assert "corridor-verifier.html" in page
    given = Client().get("/verify/corridor-verifier.html")
    assert given["Content-Disposition"] == 'attachment; filename="corridor-verifier.html"'
    assert b"default-src 'none'" in given.content
