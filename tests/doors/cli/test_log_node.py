"""``corridor log`` on a node: verify, watch, checkpoints and signatures as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from tests.support import logged
from tests.support.logged import COSIGNERS, signed, steps, witnesses_file
from typer.testing import CliRunner

from corridor.cycle.corridors.models import StepTaken
from corridor.doors.cli.main import app
from corridor.doors.cli.nodes import checks, start
from corridor.engines.law.digest import digest
from corridor.engines.log.keys import VerifierKey
from corridor.engines.log.note import parse_note
from corridor.engines.log.proof import parse_proof
from corridor.platform.translog import actions, published, queries
from corridor.platform.translog.models import LawInForce, Leaf, WitnessedLog
from corridor.platform.translog.verification.heads import log_keys
from corridor.platform.translog.watch import Watch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    """A log of a few entries, and a data directory of this test's own."""
    settings.CORRIDOR_DATA = tmp_path
    settings.CORRIDOR_WITNESSES = str(witnesses_file(tmp_path, *COSIGNERS))
    actions.make_log_key()
    steps(6)
    return tmp_path


def run(*arguments: str, given: str = "") -> Any:
    return CliRunner().invoke(app, ["log", *arguments], input=given)


def told(*arguments: str, given: str = "") -> Any:
    return json.loads(run(*arguments, "--json", given=given).stdout)


def edited() -> StepTaken:
    """A fact that was changed behind the application's back."""
    logged.lift()
    fact = StepTaken.objects.order_by("pk")[2]
    StepTaken.objects.filter(pk=fact.pk).update(step="arrived")
    return fact


def test_verify_says_what_it_looked_at() -> None:
    signed(COSIGNERS[0], COSIGNERS[2])
    answer = run("verify")
    assert answer.exit_code == 0
    assert "in order: 7 entries" in answer.stdout
    report = told("verify")
    assert (report["ok"], report["entries"], report["facts"]) == (True, 7, 7)
    assert report["policy"]["accepted"]
    assert report["policy"]["witnesses"] == [COSIGNERS[0].name, COSIGNERS[2].name]


def test_verify_names_the_first_bad_record(data: Path) -> None:
    signed()
    fact = edited()
    answer = run("verify")
    assert answer.exit_code == 1
    assert fact.pk in answer.stdout.replace("\n", "").split("arrived")[0]
    first = told("verify")["troubles"][0]
    assert (first["kind"], first["record"], first["fields"]) == ("edited", fact.pk, "step")


def test_another_node_s_data_is_not_called_forged(settings: Any) -> None:
    """The control is the test above: under its own name the same data is judged."""
    signed()
    own, settings.CORRIDOR_LOG_ORIGIN = settings.CORRIDOR_LOG_ORIGIN, "other.example/log"
    for verb in (("verify",), ("watch", "--once")):
        answer = run(*verb)
        assert answer.exit_code == 2, answer.output
        said = " ".join(answer.stderr.split())
        assert f"belongs to the log “{own}”" in said
        assert "Set CORRIDOR_NODE" in said
    published.forget()  # the stored checkpoint says the same
    assert run("verify").exit_code == 2


@pytest.mark.parametrize(
    ("complaint", "words"),
    [
        ("no such table: translog_leaf", "corridor node migrate"),
        ('relation "translog_leaf" does not exist', "corridor node migrate"),
        ("connection refused\nIs the server running?", "does not answer: connection refused"),
    ],
)
def test_what_a_database_complains_of_is_said(
    monkeypatch: pytest.MonkeyPatch, complaint: str, words: str
) -> None:
    def complains() -> None:
        raise OperationalError(complaint)

    monkeypatch.setattr(start, "django_ready", complains)
    answer = run("verify")
    assert answer.exit_code == 3
    assert words in " ".join(answer.stderr.split())


def test_a_fault_of_our_own_is_not_laid_at_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "django_ready", lambda: 1 / 0)
    assert isinstance(run("verify").exception, ZeroDivisionError)


def test_verify_holds_the_log_to_what_others_kept(data: Path) -> None:
    newest = signed()
    kept = data / "kept.txt"
    kept.write_text(newest.text)
    assert run("verify", "--checkpoint", str(kept)).exit_code == 0
    kept.write_text(newest.text.replace("\n7\n", "\n9\n"))
    assert told("verify", "--checkpoint", str(kept))["troubles"][0]["kind"] == "outside"
    missing = run("verify", "--checkpoint", str(data / "none.txt"), "--json")
    assert missing.exit_code == 2
    assert json.loads(missing.stdout)["file"].endswith("none.txt")


def test_watch_sees_what_is_new_and_what_is_gone() -> None:
    signed()
    watch = Watch()
    assert watch.whole().ok
    steps(3)
    assert watch.look().entries == 3
    assert watch.look().entries == 0
    steps(2)
    edited()  # of the entries seen before: the quick look does not recompute those
    assert watch.look().ok
    assert [one.kind for one in watch.whole().troubles] == ["edited"]
    steps(1)
    newest = Leaf.objects.order_by("-pk")[0]
    StepTaken.objects.filter(pk=newest.record).update(role="nobody")
    assert [one.kind for one in watch.look().troubles] == ["edited"]
    Leaf.objects.filter(pk__gte=5).delete()
    assert [one.kind for one in watch.look().troubles] == ["restored"]


def test_watch_once_ends_with_what_it_found() -> None:
    signed()
    assert run("watch", "--once").exit_code == 0
    edited()
    answer = run("watch", "--once", "--json")
    assert answer.exit_code == 1
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [one["kind"] for one in lines] == ["edited"]
    assert lines[0]["at"].endswith("Z")


def test_checkpoints_are_printed_and_signed_on_request() -> None:
    assert run("checkpoint").exit_code == 2
    first = run("checkpoint", "--sign")
    assert first.exit_code == 0
    assert parse_note(first.stdout).verified_by(log_keys())
    steps(2)
    assert run("checkpoint").stdout == first.stdout
    second = run("checkpoint", "--sign").stdout
    assert second.split("\n")[1] == "9"


def test_checkpoints_travel_to_a_witness_and_back_as_files(data: Path, settings: Any) -> None:
    made = run("witness-key", "union.example/files", "--out", str(data / "w.key"))
    assert made.exit_code == 0
    assert (data / "w.key").stat().st_mode & 0o077 == 0
    assert run("witness-key", "union.example/files", "--out", str(data / "w.key")).exit_code == 2
    witness = VerifierKey.parse(made.stdout)
    policy = {"needed": 1, "witnesses": [{"key": witness.text(), "ours": False}]}
    (data / "file.json").write_text(json.dumps(policy))
    settings.CORRIDOR_WITNESSES = str(data / "file.json")

    def cosign(text: str, *more: str) -> Any:
        return run("cosign", "-", "--key", str(data / "w.key"), *more, given=text)

    first = run("checkpoint", "--sign").stdout
    assert cosign(first).exit_code == 2  # an unknown log
    line = cosign(first, "--log", log_keys()[0].text())
    assert line.exit_code == 0
    assert run("add-cosignature", "-", given=line.stdout).exit_code == 0
    assert cosign(first).exit_code == 0  # once more the same
    steps(5)
    bare = run("checkpoint", "--sign").stdout
    assert cosign(bare).exit_code == 2  # grown, and nothing shows that it only grew
    asked = run("checkpoint", "--since", "7").stdout
    assert asked.startswith("old 7\n")
    line = cosign(asked)
    assert line.exit_code == 0
    assert told("add-cosignature", "-", given=bare + line.stdout) == {"added": [witness.name]}
    assert told("verify")["policy"]["accepted"]
    assert cosign(first).exit_code == 2  # it never goes back
    for damaged in ("{", "[1]", '{"a": 5}', '{"a": {"keys": ["x"], "note": "y"}}'):
        (data / "w.key.seen").write_text(damaged)
        assert "Restore that file" in " ".join(cosign(asked).output.split())
    assert run("cosign", "-", "--key", str(data / "file.json"), given=asked).exit_code == 2


def test_entries_proofs_and_keys_are_printed() -> None:
    newest = signed()
    shown = told("entry", "3")
    assert (shown["index"], shown["type"]) == (3, "step.taken")
    assert "step.taken" in run("entry", "3").stdout
    proof = parse_proof(run("entry", "3", "--proof").stdout)
    assert proof.holds(bytes.fromhex(shown["hash"]))
    assert run("entry", str(newest.size + 50)).exit_code == 2
    keys = told("keys")
    assert keys["origin"] == queries.origin()
    assert keys["log"] == [log_keys()[0].text()]
    assert keys["witnesses"] == [one.key.text() for one in COSIGNERS]
    assert keys["policy"]["needed"] == 2
    assert run("keys").stdout.startswith("log ")


def test_another_log_is_witnessed_from_the_command_line() -> None:
    assert run("witness", log_keys()[0].text()).exit_code == 0
    assert WitnessedLog.objects.get().origin == queries.origin()
    assert len(told("keys")["as_witness"]) == 1
    assert run("witness", "nonsense").exit_code == 2
    assert published.latest() == ""  # nothing is exported before its transaction ends


def test_a_node_whose_log_is_older_than_what_it_signed_does_not_check_out(data: Path) -> None:
    assert checks._log().fine
    signed()
    kept = run("checkpoint").stdout
    assert checks._log().fine
    published.folder().mkdir(exist_ok=True)
    exported = published.folder() / published.LATEST
    exported.write_text(kept)
    assert checks._log().fine
    logged.lift()
    Leaf.objects.filter(pk__gte=5).delete()
    assert "older copy" in checks._log().says
    exported.write_text("nothing")
    assert not checks._log().fine


def test_the_law_is_noted_once_for_each_change(settings: Any, monkeypatch: Any) -> None:
    for _ in range(2):
        start.note_law()
    assert LawInForce.objects.get().digest == digest()
    monkeypatch.setattr("corridor.engines.law.digest.digest", lambda: "0" * 64)
    start.note_law()
    assert LawInForce.objects.count() == 2
    settings.CORRIDOR_MASTER_KEY, settings.CORRIDOR_MASTER_KEY_FILE = (
        "",
        published.folder() / "none",
    )
    monkeypatch.setattr("corridor.engines.law.digest.digest", lambda: "1" * 64)
    start.note_law()  # a node without a master key computes nothing yet
    assert LawInForce.objects.count() == 2


def test_the_digest_covers_every_byte_and_name_of_the_law(tmp_path: Path) -> None:
    (tmp_path / "QAT").mkdir()
    (tmp_path / "QAT" / "a.yaml").write_text("x: 1")
    first = digest(tmp_path)
    (tmp_path / "QAT" / "a.yaml").write_text("x: 2")
    second = digest(tmp_path)
    (tmp_path / "QAT" / "a.yaml").rename(tmp_path / "QAT" / "b.yaml")
    assert len({first, second, digest(tmp_path)}) == 3


def test_the_log_s_key_can_be_replaced_and_those_who_must_hear_of_it_are_named() -> None:
    before = signed()
    done = CliRunner().invoke(app, ["node", "keys", "rotate", "log"])
    assert (done.exit_code, "to every witness" in " ".join(done.stdout.split())) == (0, True)
    after = signed(COSIGNERS[0], COSIGNERS[2])
    assert after.size == before.size + 1  # the key is an entry itself
    assert run("verify").exit_code == 0
    policy = told("keys")["policy"]
    assert [one["until"] for one in policy["earlier"]] == [before.size]
    refused = CliRunner().invoke(app, ["node", "keys", "rotate", "master"])
    assert (refused.exit_code, "witness" in refused.output) == (2, True)
