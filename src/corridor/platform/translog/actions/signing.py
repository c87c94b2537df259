"""Signing what the tree has become, and keeping what its witnesses say of it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log import tiles
from corridor.engines.log.checkpoint import Checkpoint as Head
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.keys import ED25519, key_id
from corridor.engines.log.note import Note, parse_note, signature_line
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act
from corridor.platform.keys.actions import sign, signing_kid
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.translog import published, storage, witnesses
from corridor.platform.translog.models import Checkpoint, Cosignature

LOG_KEY = "log"


@act("translog.checkpoint", roles=())
def checkpoint(*, by: Actor) -> Checkpoint | None:
    """Sign the tree as it is; None when nothing was appended since the last time."""
    storage.hold_the_end()
    size = storage.size()
    if size == 0 or Checkpoint.objects.filter(size=size).exists():
        return None
    root = tiles.root_of(size, storage.read)
    body = Head(settings.CORRIDOR_LOG_ORIGIN, size, root).text()
    made = Checkpoint.objects.create(
        size=size, root=root, text=f"{body}\n{_signed(body)}", signed_at=_real_time()
    )
    transaction.on_commit(lambda: published.export(made))
    return made


@act("translog.add_cosignatures", roles=(Role.ADMIN,))
def add_cosignatures(*, by: Actor, note: str) -> list[Cosignature]:
    """Keep the cosignatures that a checkpoint of this log brought back from its witnesses.

    Lines of nobody known here are left out. Raises ``BadInput`` for what is no checkpoint of
    this log, and when a known witness's line does not hold.
    """
    parsed = parse_note(note)
    signed = next((row for row in Checkpoint.objects.filter(size=_size(parsed))), None)
    if signed is None or parse_note(signed.text).text != parsed.text:
        raise _not_ours()
    keys = witnesses.circle().keys
    if broken := parsed.broken_by(keys):
        raise BadInput(
            "log.cosignature",
            sentence(N_("The signature of {name} does not hold."), name=broken[0].name),
            remedy=sentence(N_("Ask for it again, and compare the key in the file of witnesses.")),
        )
    known = set(signed.cosignatures.values_list("witness", flat=True))
    fresh = {key.name: parsed.by(key) for key in parsed.verified_by(keys) if key.name not in known}
    return [
        Cosignature.objects.create(checkpoint=signed, witness=name, line=lines[0].line())
        for name, lines in fresh.items()
    ]


def _size(note: Note) -> int:
    head = parse_checkpoint(note.text)
    return head.size if head.origin == settings.CORRIDOR_LOG_ORIGIN else -1


def _not_ours() -> BadInput:
    return BadInput(
        "log.checkpoint",
        sentence(N_("This is not a checkpoint that this node signed.")),
        remedy=sentence(N_("Name the file that was exported or that a witness kept.")),
    )


def _signed(body: str) -> str:
    """The node's signature line for a checkpoint's text."""
    kid, signature = sign(LOG_KEY, body.encode())
    public = issuer_keys(LOG_KEY)[kid]
    origin = settings.CORRIDOR_LOG_ORIGIN
    return signature_line(origin, key_id(origin, ED25519, public), signature)


def _real_time() -> datetime:
    """Checkpoints tell real time, also where the demo's clock was moved."""
    return timezone.now()


def make_log_key() -> str:
    """The key that signs checkpoints, made before the first of them so that it is logged."""
    return signing_kid(LOG_KEY)
