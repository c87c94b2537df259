"""Appending to the log, inside the act that wrote the fact."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from corridor.engines.log import leaf, tiles, tree
from corridor.platform.access.acts import before_commit
from corridor.platform.keys.actions import seal_many
from corridor.platform.keys.queries import erased_among
from corridor.platform.records import InsertOnly, Record
from corridor.platform.translog import facts, storage
from corridor.platform.translog.models import Leaf, Subtree

PURPOSE = "translog.leaf"


_AT_ONCE = 1000


def saw(written: list[Record]) -> None:
    """Rows were written: they enter the log together when their act ends."""
    before_commit(append, written)


def append(written: list[Any]) -> None:
    """Append rows in their order, in the caller's transaction. Part of every act, not an act.

    Facts enter as they were written; of records that change, the state in which the act leaves
    them enters once, however often it touched them.
    """
    storage.hold_the_end()
    entering = [*_facts(written), *_states(written)]
    if entering:
        _append(entering)


def _facts(written: Iterable[Record]) -> list[Record]:
    return [row for row in written if isinstance(row, InsertOnly)]


def _states(written: Iterable[Record]) -> Iterator[Record]:
    """The touched records as they stand now."""
    touched: dict[type[Record], dict[str, None]] = {}
    for row in written:
        if not isinstance(row, InsertOnly):
            touched.setdefault(type(row), {})[str(row.pk)] = None
    for model, found in touched.items():
        rows, keys = model._default_manager.select_related(*facts.owners(model)), list(found)
        for at in range(0, len(keys), _AT_ONCE):
            yield from rows.filter(pk__in=keys[at : at + _AT_ONCE]).order_by("pk")


def _append(written: Sequence[Record]) -> None:
    first, hour = storage.size(), timezone.now().strftime("%Y-%m-%dT%H")
    before, owners = _ends([_chain(fact) for fact in written]), _owners(written)
    made, openings = [], []
    for index, (fact, owner) in enumerate(zip(written, owners, strict=True), start=first):
        row, opening = _leaf(index, fact, owner, hour, before)
        if row.chain:
            before[row.chain] = bytes(row.hash)
        made.append(row)
        openings.append((owner, opening))
    for row, sealed in zip(made, seal_many(PURPOSE, openings), strict=True):
        row.sealed = sealed
    Leaf.objects.bulk_create(made, batch_size=500)
    full = tiles.completed(first, len(made), storage.read)
    Subtree.objects.bulk_create(
        Subtree(id=f"{level}.{number}", level=level, number=number, hash=found)
        for level, number, found in full
    )


def _owners(written: Sequence[Record]) -> list[str]:
    """Whose key seals each opening. Her records may change after an erasure, under our key."""
    owners = [facts.whose(row, facts.terms(type(row))) for row in written]
    states = [facts.terms(type(row)).changes for row in written]
    erased = erased_among({one for one, state in zip(owners, states, strict=True) if state})
    return [
        facts.NOBODY if state and one in erased else one
        for one, state in zip(owners, states, strict=True)
    ]


def _chain(fact: Record) -> str:
    return facts.chain(fact, facts.terms(type(fact)))


def _ends(chains: Sequence[str]) -> dict[str, bytes]:
    """The hash of the newest entry of each chain."""
    wanted = {one for one in chains if one}
    if not wanted:
        return {}
    newest = Leaf.objects.filter(chain__in=wanted).values("chain").annotate(last=Max("id"))
    rows = Leaf.objects.filter(pk__in=newest.values("last")).values_list("chain", "hash")
    return {chain: bytes(found) for chain, found in rows}


def _leaf(
    index: int, fact: Record, owner: str, hour: str, before: dict[str, bytes]
) -> tuple[Leaf, str]:
    declared, key = facts.terms(type(fact)), os.urandom(32)
    marks, hints = _marks(fact, key)
    chain = facts.chain(fact, declared)
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
    opening = {"key": key.hex(), "index": index, "hash": row.hash.hex(), "model": row.model}
    return row, json.dumps(opening | hints)


def _marks(fact: Record, key: bytes) -> tuple[dict[str, str], dict[str, Any]]:
    """Marks of the fact's fields and of its parts together, and the hints that are kept."""
    found = leaf.marks(key, facts.content(fact))
    hints: dict[str, Any] = {"fields": facts.hints(found)}
    for label, rows in facts.parts(str(fact.pk), facts.terms(type(fact)), key):
        found[label] = leaf.mark(key, label, "".join(rows))
        hints.setdefault("parts", {})[label] = "".join(one[: leaf.HINT] for one in rows)
    return found, hints
