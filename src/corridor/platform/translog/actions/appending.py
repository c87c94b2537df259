"""Appending to the log, inside the act that wrote the fact."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from corridor.engines.log import leaf, tiles, tree
from corridor.platform.access.acts import before_commit
from corridor.platform.keys.actions import seal_many
from corridor.platform.records import InsertOnly
from corridor.platform.translog import facts, storage
from corridor.platform.translog.models import Leaf, Subtree

PURPOSE = "translog.leaf"


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
