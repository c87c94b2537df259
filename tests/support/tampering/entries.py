"""Entries of the log: edited, rewritten, deleted, cut off, moved, added."""

from __future__ import annotations

import json
from typing import Any

from tests.support.tampering.sql import execute, put, put_in, row_of, take_out
from tests.support.tampering.tamperer import Change, Tamperer, flipped
from tests.support.tampering.written import copied

from corridor.engines.log import tree
from corridor.platform.translog.models import Leaf


def edit_entry(by: Tamperer) -> Change:
    """A column of an entry's row says something else; its bytes no longer give its hash."""
    index, _, _ = by.open_leaf()
    row = row_of(Leaf, index)
    name = by.rng.choice(["data", "hash", "model", "record", "chain", "key_subject"])
    if name in ("data", "hash"):
        put(Leaf, index, **{name: flipped(bytes(row[name]), by.rng)})
    elif name == "model":
        others = sorted({one for _, one, _ in by.leaves} - {row["model"]})
        put(Leaf, index, model=by.rng.choice([*others, "no.model"]))
    else:
        put(Leaf, index, **{name: by.text(row[name])[:26]})
    return Change("entry_edited", index)


def rewrite_entry(by: Tamperer) -> Change:
    """What an entry says is changed, and its hash is made to fit."""
    index, _, _ = by.open_leaf()
    told = json.loads(bytes(row_of(Leaf, index)["data"]))
    name = by.rng.choice(["commitment", "hour", "previous", "type"])
    told[name] = by.text(told[name]) if name != "commitment" else "0" * 64
    rewrite(index, told)
    return Change("entry_edited", index)


def rewrite(index: int, told: dict[str, Any]) -> None:
    """Other bytes for an entry, with the hash that fits them."""
    data = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    put(Leaf, index, data=data, hash=tree.leaf_hash(data))


def unseal_entry(by: Tamperer) -> Change:
    """What opens an entry was changed."""
    index, _, _ = by.open_leaf()
    put(Leaf, index, sealed=flipped(bytes(row_of(Leaf, index)["sealed"]), by.rng))
    return Change("opening", index)


def delete_entry(by: Tamperer) -> Change:
    """An entry in the middle is gone."""
    index = by.rng.randrange(len(by.leaves) - 1)
    take_out(Leaf, index)
    return Change("entry_deleted", index)


def cut_tail(by: Tamperer) -> Change:
    """The end of the log is gone."""
    first = len(by.leaves) - by.rng.randint(1, 9)
    execute("DELETE FROM translog_leaf WHERE id >= %s", first)
    return Change("restored")


def move_entries(by: Tamperer) -> Change:
    """Two entries change places."""
    one, two = sorted(by.rng.sample(range(len(by.leaves)), 2))
    for old, new in ((one, 10**9), (two, one), (10**9, two)):
        execute("UPDATE translog_leaf SET id = %s WHERE id = %s", new, old)
    return Change("entry_moved", one)


def move_and_rewrite(by: Tamperer) -> Change:
    """Two entries change places, and say that they always stood there."""
    one, two = sorted([by.open_leaf()[0], by.open_leaf()[0]])
    while one == two:
        one, two = sorted([by.open_leaf()[0], by.open_leaf()[0]])
    move = ((one, 10**9), (two, one), (10**9, two))
    for old, new in move:
        execute("UPDATE translog_leaf SET id = %s WHERE id = %s", new, old)
    for index in (one, two):
        rewrite(index, json.loads(bytes(row_of(Leaf, index)["data"])) | {"index": index})
    return Change("entry_moved", one)


def lose_entry(by: Tamperer) -> Change:
    """An entry gets a place far away."""
    index = by.rng.randrange(len(by.leaves) - 1)
    execute("UPDATE translog_leaf SET id = %s WHERE id = %s", 10**15, index)
    return Change("entry_moved", index)


def add_entry(by: Tamperer) -> Change:
    """A fact with an entry of its own, by somebody who does not have the keys."""
    # A person's own record is sealed for herself: an entry about another one is for nobody.
    index, label, record = by.open_leaf(lambda label: label != "people.person")
    made, at = copied(by, label, record), len(by.leaves)
    row = row_of(Leaf, index)
    told = json.loads(bytes(row["data"])) | {"index": at, "commitment": "1" * 64}
    newest = Leaf.objects.filter(chain=row["chain"]).exclude(chain="").order_by("-id").first()
    told["previous"] = bytes(newest.hash).hex() if newest else ""
    data = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    hashed = tree.leaf_hash(data)
    sealed = flipped(bytes(row["sealed"]), by.rng)
    values = {"id": at, "record": made, "data": data, "hash": hashed, "sealed": sealed}
    put_in(Leaf, **(row | values))
    return Change("entry_added", at)
