"""This node as a witness, exactly as C2SP tlog-witness says; and its own log before witnesses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.engines.log.signers import key, signed
from tests.support import people
from tests.support.logged import COSIGNERS, steps, witnesses_file
from tests.support.logged import signed as checkpoint

from corridor.core.problems import BadInput, Conflict, NotPermitted, Unavailable
from corridor.engines.log.checkpoint import Checkpoint
from corridor.engines.log.keys import COSIGNATURE, VerifierKey
from corridor.engines.log.note import parse_note
from corridor.engines.log.tree import Tree
from corridor.engines.log.witness import Request
from corridor.platform.access.actor import SYSTEM, Role
from corridor.platform.jobs import worker
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.translog import actions, asking, queries, tasks, witnesses
from corridor.platform.translog.asking import SIZE_TYPE, Answer
from corridor.platform.translog.models import Cosignature, WitnessedLog
from corridor.platform.translog.verification.heads import log_keys
from corridor.platform.translog.verify import verify

pytestmark = pytest.mark.django_db

LOG, SEED = "log.example/qa", 1
TREE = Tree()
for _ in range(40):
    TREE.append(str(len(TREE)).encode())
OTHER = Tree()
for _ in range(40):
    OTHER.append(b"x")


def note(size: int, tree: Tree = TREE, origin: str = LOG, by: str = LOG) -> str:
    """A foreign log's checkpoint."""
    text = Checkpoint(origin, size, tree.root(size)).text()
    return f"{text}\n{signed(text, by, SEED)}"


def ask(old: int, size: int, proof: list[bytes] | None = None, **given: Any) -> Any:
    """What the address answers."""
    shown = TREE.consistency(old, size) if proof is None else proof
    return post(Request(old, tuple(shown), note(size, **given)).text())


def post(body: str | bytes) -> Any:
    """The body, sent as a machine would."""
    client = Client(enforce_csrf_checks=True)
    return client.post("/witness/add-checkpoint", body, content_type="text/plain")


@pytest.fixture
def registered() -> WitnessedLog:
    """The foreign log, witnessed here."""
    return actions.register_log(by=people.actor(Role.ADMIN, "NPL"), key=key(LOG, SEED).text())


def witness_key(name: str) -> VerifierKey:
    """This node's own key as a witness."""
    return VerifierKey.of(name, COSIGNATURE, next(iter(issuer_keys("witness").values())))


def test_a_log_that_grows_is_cosigned(registered: WitnessedLog, settings: Any) -> None:
    first = ask(0, 7)
    assert (first.status_code, first["Content-Type"]) == (200, "text/plain; charset=utf-8")
    mine = witness_key(settings.CORRIDOR_WITNESS_NAME)
    assert parse_note(note(7) + first.content.decode()).verified_by([mine]) == [mine]
    assert ask(7, 20).status_code == 200
    assert ask(20, 20).status_code == 200  # the same once more, with a fresh time
    registered.refresh_from_db()
    assert (registered.size, registered.note) == (20, note(20))


def test_each_refusal_has_its_status(registered: WitnessedLog) -> None:
    assert ask(0, 20).status_code == 200
    answers = {
        "smaller than what was signed": (ask(0, 7, []), 409),
        "old is another size": (ask(7, 30), 409),
        "another tree of the same size": (ask(20, 20, [], tree=OTHER), 409),
        "old above the checkpoint": (ask(25, 20, []), 400),
        "no proof": (ask(20, 30, []), 422),
        "a proof of another tree": (ask(20, 30, OTHER.consistency(20, 30)), 422),
        "another tree": (ask(20, 30, tree=OTHER), 422),
        "a proof too many": (ask(20, 20, [bytes(32)]), 422),
        "unknown log": (ask(20, 30, origin="other.example/log", by="other.example/log"), 404),
        "signed by another": (ask(20, 30, by="other.example/log"), 403),
    }
    for why, (answer, status) in answers.items():
        assert answer.status_code == status, why
    for answer in (answers["smaller than what was signed"][0], answers["old is another size"][0]):
        assert (answer["Content-Type"], answer.content) == (SIZE_TYPE, b"20\n")
    registered.refresh_from_db()
    assert registered.size == 20
    assert ask(20, 30).status_code == 200  # what was refused has changed nothing


@pytest.mark.parametrize(
    "before",
    [
        "",
        "old 0\n",
        "old 00\n\n",
        "old -1\n\n",
        "new 0\n\n",
        "old 0\nAAAA\n\n",
        "old 0\n" + ("A" * 43 + "=\n") * 64 + "\n",
        "old 0\n\nno checkpoint\n",
        b"old 0\n\n\xff\xfe",
        "old 0\n\n" + "x" * 200_000,
    ],
)
def test_what_cannot_be_read_is_a_bad_request(
    registered: WitnessedLog, before: str | bytes
) -> None:
    body = before if isinstance(before, bytes) else before.encode()
    assert post(body + note(7).encode()).status_code == 400
    assert Client().get("/witness/add-checkpoint").status_code == 405
    registered.refresh_from_db()
    assert registered.size is None


def test_only_an_administrator_chooses_whom_to_witness(registered: WitnessedLog) -> None:
    admin, officer = people.actor(Role.ADMIN, "NPL"), people.actor(Role.ORIGIN_OFFICER, "NPL")
    vkey = key(LOG, SEED).text()
    with pytest.raises(NotPermitted):
        actions.register_log(by=officer, key=vkey)
    for bad in ("nonsense", COSIGNERS[0].key.text()):
        with pytest.raises(BadInput) as refusal:
            actions.register_log(by=admin, key=bad)
        assert refusal.value.code == "log.key"
    again = actions.register_log(by=admin, key=vkey)
    assert (again.pk, again.keys) == (registered.pk, [vkey])
    actions.retire_log(by=admin, log=registered.pk)
    assert ask(0, 7).status_code == 404


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> str:
    """This node as a witness of its own log, beside two others that are asked by file."""
    settings.CORRIDOR_DATA = tmp_path
    actions.make_log_key()
    actions.register_log(by=people.actor(Role.ADMIN, "NPL"), key=log_keys()[0].text())
    path = witnesses_file(tmp_path, *COSIGNERS, url1="http://127.0.0.1:9/witness")
    text = path.read_text().replace(
        COSIGNERS[1].key.text(), witness_key(settings.CORRIDOR_WITNESS_NAME).text()
    )
    path.write_text(text)
    settings.CORRIDOR_WITNESSES = str(path)
    return str(settings.CORRIDOR_WITNESS_NAME)


def through_the_client(address: str, body: bytes) -> Answer:
    """The transport of a test: straight into the other node's address."""
    assert address == "http://127.0.0.1:9/witness/add-checkpoint"
    answer = post(body)
    return Answer(answer.status_code, answer["Content-Type"].split(";")[0], answer.content.decode())


def test_the_own_log_is_cosigned_by_a_job(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "post", through_the_client)
    steps(5)
    first = checkpoint()
    tasks.look_for_witnesses()
    tasks.look_for_witnesses()  # it stands in the queue already
    assert worker.run_until_idle() == 1
    assert list(Cosignature.objects.values_list("witness", "checkpoint__size")) == [
        (own, first.size)
    ]
    steps(9)
    second = checkpoint()
    assert tasks.ask_witness.call(own) == 1
    assert asking.signed_last_by(own) == second.size
    assert tasks.ask_witness.call(own) == 0
    actions.add_cosignatures(by=SYSTEM, note=second.text + COSIGNERS[2].line(second.text))
    judged = witnesses.judged(queries.with_cosignatures(second))
    assert judged is not None
    assert judged.accepted
    assert verify().troubles == []


def test_a_witness_that_knows_another_size_is_asked_from_there(
    own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "post", through_the_client)
    steps(5)
    checkpoint()
    one = witnesses.circle().active[1]
    asking.ask(one)  # the answer was lost on the way: nothing is kept of it here
    steps(9)
    made = checkpoint()
    found = actions.add_cosignatures(by=SYSTEM, note=asking.ask(one))
    assert [cosigned.checkpoint_id for cosigned in found] == [made.pk]


def test_a_witness_that_knows_more_than_the_log_has_tells_of_a_restored_copy(own: str) -> None:
    steps(5)
    checkpoint()
    with pytest.raises(Conflict) as refusal:
        asking.ask(witnesses.circle().active[1], lambda *_: Answer(409, SIZE_TYPE, "4000\n"))
    assert "4000" in refusal.value.say()
    with pytest.raises(Conflict) as refusal:
        asking.ask(witnesses.circle().active[1], lambda *_: Answer(403, "text/plain", "no"))
    assert "403" in refusal.value.say()


def test_a_silent_witness_waits_in_the_queue(own: str) -> None:
    steps(5)
    checkpoint()
    with pytest.raises(Unavailable):
        asking.ask(witnesses.circle().active[1])  # nobody listens on this port
    tasks.look_for_witnesses()
    worker.run_until_idle()
    tasks.look_for_witnesses()
    assert worker.run_until_idle() == 0  # it waits for its next try
    assert verify().troubles == []


def test_a_false_answer_is_not_kept(own: str) -> None:
    steps(5)
    made = checkpoint()
    stranger = COSIGNERS[0].line(made.text).replace(COSIGNERS[0].name, own)
    answer = asking.ask(
        witnesses.circle().active[1], lambda *_: Answer(200, "text/plain", stranger)
    )
    assert actions.add_cosignatures(by=SYSTEM, note=answer) == []
    assert Cosignature.objects.count() == 0
