"""Appending to the log, inside the act that wrote the fact; signing what the tree has become."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from ulid import ULID

from corridor.core.problems import BadInput
from corridor.core.text import N_, sentence
from corridor.engines.log import leaf, tiles, tree
from corridor.engines.log.checkpoint import Checkpoint as Head
from corridor.engines.log.checkpoint import parse_checkpoint
from corridor.engines.log.keys import ED25519, key_id
from corridor.engines.log.note import Note, parse_note, signature_line
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act, before_commit
from corridor.platform.keys.actions import seal_many, sign, signing_kid
from corridor.platform.keys.queries import issuer_keys
from corridor.platform.records import InsertOnly
from corridor.platform.translog import facts, published, storage, witnesses
from corridor.platform.translog.models import (
    Checkpoint,
    Cosignature,
    JournalAnchor,
    LawInForce,
    Leaf,
    Subtree,
)
from corridor.platform.translog.running import Running, stretches

PURPOSE = "translog.leaf"
LOG_KEY = "log"
_SETTLED = timedelta(minutes=10)


def saw(written: list[InsertOnly]) -> None:
    """Facts were written: they enter the log together when their act ends."""
    before_commit(append, written)


def append(written: list[Any]) -> None:
    """Append facts in their order, in the caller's transaction. Part of every act, not an act."""
    storage.hold_the_end()
    first, hour = storage.size(), timezone.now().strftime("%Y-%m-%dT%H")
    before = _ends([_chain(fact) for fact in written])
    made, openings = [], []
    for index, fact in enumerate(written, start=first):
        row, opening = _leaf(index, fact, hour, before)
        if row.chain:
            before[row.chain] = bytes(row.hash)
        made.append(row)
        openings.append((row.key_subject, opening))
    for row, sealed in zip(made, seal_many(PURPOSE, openings), strict=True):
        row.sealed = sealed
    Leaf.objects.bulk_create(made, batch_size=500)
    full = tiles.completed(first, len(made), storage.read)
    Subtree.objects.bulk_create(
        Subtree(id=f"{level}.{number}", level=level, number=number, hash=found)
        for level, number, found in full
    )


def _chain(fact: InsertOnly) -> str:
    return facts.chain(fact, facts.terms(type(fact)))


def _ends(chains: Sequence[str]) -> dict[str, bytes]:
    """The hash of the newest entry of each chain."""
    wanted = {one for one in chains if one}
    rows = Leaf.objects.filter(chain__in=wanted).order_by("id").values_list("chain", "hash")
    return {chain: bytes(found) for chain, found in rows}


def _leaf(index: int, fact: InsertOnly, hour: str, before: dict[str, bytes]) -> tuple[Leaf, str]:
    declared, key = facts.terms(type(fact)), os.urandom(32)
    marks, hints = _marks(fact, key)
    chain, owner = facts.chain(fact, declared), facts.whose(fact, declared)
    data = leaf.entry(
        index=index,
        type=declared.type,
        commitment=leaf.commitment(key, marks),
        previous=before[chain].hex() if chain in before else "",
        hour=hour,
    )
    row = Leaf(
        id=index,
        data=data,
        hash=tree.leaf_hash(data),
        model=fact._meta.label_lower,
        record=str(fact.pk),
        chain=chain,
        key_subject=owner,
    )
    return row, json.dumps({"key": key.hex(), "index": index, "hash": row.hash.hex(), **hints})


def _marks(fact: InsertOnly, key: bytes) -> tuple[dict[str, str], dict[str, Any]]:
    """Marks of the fact's fields and of its parts together, and the hints that are kept."""
    found = leaf.marks(key, facts.content(fact))
    hints: dict[str, Any] = {"fields": facts.hints(found)}
    for label, rows in facts.parts(str(fact.pk), facts.terms(type(fact)), key):
        found[label] = leaf.mark(key, label, "".join(rows))
        hints.setdefault("parts", {})[label] = "".join(one[: leaf.HINT] for one in rows)
    return found, hints


@act("translog.anchor_journal", roles=())
def anchor_journal(*, by: Actor) -> JournalAnchor | None:
    """Anchor the journal in the log, up to what is surely complete; None when it is empty.

    Acts under way may still write entries with identifiers of some minutes ago.
    """
    running, last = Running(), ""
    settled = str(ULID.from_datetime(timezone.now() - _SETTLED))
    for stretch in stretches():
        for entry in stretch:
            if entry.pk >= settled:
                break
            running.add(entry.pk, entry.commitment)
            last = entry.pk
    if not last:
        return None
    return JournalAnchor.objects.create(last=last, entries=running.entries, digest=running.digest())


@act("translog.note_law", roles=())
def note_law(*, by: Actor, digest: str, version: str) -> LawInForce | None:
    """Note with which law data this node computes from now on; None when nothing changed."""
    newest = LawInForce.objects.order_by("-pk").first()
    if newest is not None and newest.digest == digest:
        return None
    return LawInForce.objects.create(digest=digest, version=version)


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
