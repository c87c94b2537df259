"""A log with everything in it: a whole story, an erasure, checkpoints, witnesses, an anchor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections, transaction
from tests.support import contracts, people
from tests.support.clock import Clock

from corridor.cycle.corridors.models import StepTaken
from corridor.engines.log.keys import COSIGNATURE, ED25519, VerifierKey
from corridor.engines.log.note import parse_note
from corridor.platform.access.actor import SYSTEM
from corridor.platform.journal import guard
from corridor.platform.keys.actions import destroy_subject
from corridor.platform.people import actions as registry
from corridor.platform.people.models import Membership
from corridor.platform.translog import actions
from corridor.platform.translog.cosigning import cosignature
from corridor.platform.translog.models import Checkpoint

FROZEN = ("corridor.platform.clock.queries", "corridor.platform.journal.actions")


@dataclass(frozen=True)
class Cosigner:
    """A witness in a test's hand."""

    name: str
    secret: Ed25519PrivateKey

    @classmethod
    def called(cls, name: str) -> Cosigner:
        """A witness with a key of its own."""
        return cls(name, Ed25519PrivateKey.generate())

    @property
    def key(self) -> VerifierKey:
        """Its public key."""
        return VerifierKey.of(self.name, COSIGNATURE, self.secret.public_key().public_bytes_raw())

    def line(self, note: str, time: int = 1_800_000_000) -> str:
        """Its signature line under a checkpoint."""
        return cosignature(
            self.name, self.key.public, self.secret.sign, parse_note(note).text, time
        )


COSIGNERS = tuple(
    Cosigner.called(name) for name in ("ours.example/w", "qatar.example/w", "union.example/w")
)


def witnesses_file(folder: Path, *cosigners: Cosigner, needed: int = 2, **urls: str) -> Path:
    """The file of witnesses; the first one is ours."""
    told = [
        {"key": one.key.text(), "ours": at == 0, "url": urls.get(f"url{at}", "")}
        for at, one in enumerate(cosigners)
    ]
    path = folder / "witnesses.json"
    path.write_text(json.dumps({"needed": needed, "witnesses": told}), encoding="utf-8")
    return path


def signed(*cosigners: Cosigner) -> Checkpoint:
    """A checkpoint of the log as it is, cosigned."""
    made = actions.checkpoint(by=SYSTEM)
    assert made is not None
    if cosigners:
        lines = "".join(one.line(made.text) for one in cosigners)
        actions.add_cosignatures(by=SYSTEM, note=made.text + lines)
    return made


def steps(count: int) -> None:
    """Plain facts, written together."""
    StepTaken.objects.bulk_create(
        StepTaken(subject=f"S{at % 40}", step="home", on="2026-01-01", role="worker")
        for at in range(count)
    )


def tell(clock: Clock, *, full: bool = True, more: int = 0) -> None:
    """The story: ``full`` with every kind of fact there is, else a contract or two."""
    from tests.access import story

    actions.make_log_key()
    actions.note_law(by=SYSTEM, digest="0" * 64, version="1")
    who = contracts.parties()
    contracts.registered_contract(clock, who)
    signed(*COSIGNERS)
    if full:
        story.full(clock, "A")
        _machines()
    destroy_subject(by=SYSTEM, subject=who.worker.person or "")
    steps(more)
    signed(*COSIGNERS[1:])
    actions.anchor_journal(by=SYSTEM)
    people.person()
    signed()


def _machines() -> None:
    """A machine's key to the API, and another log that this node witnesses."""
    capacity = Membership.objects.order_by("pk").first()
    assert capacity is not None
    registry.issue_token(by=SYSTEM, membership=capacity.pk)
    other = VerifierKey.of("log.example/qa", ED25519, bytes(32))
    actions.register_log(by=SYSTEM, key=other.text())


@contextmanager
def world(folder: Path, *, full: bool = True, more: int = 0) -> Iterator[Any]:
    """The story in one transaction on each database, guards lifted; all undone at the end."""
    patch, clock = pytest.MonkeyPatch(), Clock()
    for module in FROZEN:
        patch.setattr(f"{module}.now", clock.now)
    patch.setattr("corridor.platform.translog.actions.noting.SETTLED", timedelta(seconds=-5))
    from django.conf import settings

    patch.setattr(settings, "CORRIDOR_DATA", folder)
    patch.setattr(settings, "CORRIDOR_WITNESSES", str(witnesses_file(folder, *COSIGNERS)))
    with ExitStack() as held:
        for alias in ("default", "keys"):
            held.enter_context(transaction.atomic(using=alias))
        tell(clock, full=full, more=more)
        lift()
        yield clock
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    patch.undo()


def lift() -> None:
    """Take the guards away, and let rows point nowhere until the transaction is undone."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    guard.lift()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic(), transaction.atomic(using="keys"):
        yield
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
