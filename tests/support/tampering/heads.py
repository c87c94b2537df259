"""What stands over the entries: subtrees, checkpoints, cosignatures, an older copy."""

from __future__ import annotations

from django.apps import apps
from tests.support.tampering.sql import execute, put, take_out
from tests.support.tampering.tamperer import Change, Tamperer, flipped

from corridor.platform.translog.models import Checkpoint, Cosignature, Subtree


def edit_subtree(by: Tamperer) -> Change:
    """A stored hash of the tree is another, or is gone."""
    row = by.rng.choice(list(Subtree.objects.all()))
    if by.rng.random() < 0.3:
        take_out(Subtree, row.pk)
    else:
        put(Subtree, row.pk, hash=flipped(bytes(row.hash), by.rng))
    return Change("subtree", row.number << row.level)


def edit_checkpoint(by: Tamperer) -> Change:
    """A stored checkpoint says something else than was signed."""
    row = by.rng.choice(list(Checkpoint.objects.all()))
    name = by.rng.choice(["text", "root", "size"])
    size = row.size + 100_000 if name == "size" else row.size
    text = row.text.replace(row.text[-20:-10], "A" * 10)
    values = {"text": text, "root": flipped(bytes(row.root), by.rng), "size": size}
    put(Checkpoint, row.pk, **{name: values[name]})
    return Change("checkpoint_edited", size - 1)


def delete_checkpoint(by: Tamperer) -> Change:
    """The newest checkpoint, which others keep, is no longer stored, or none is."""
    newest = max(Checkpoint.objects.values_list("size", flat=True))
    _without_checkpoints_after(newest - 1 if by.rng.random() < 0.5 else 0)
    return Change("checkpoint_deleted", newest - 1)


def edit_cosignature(by: Tamperer) -> Change:
    """A witness's signature is another."""
    row = by.rng.choice(list(Cosignature.objects.all()))
    chance = by.rng.random()
    if chance < 0.3:
        put(Cosignature, row.pk, witness="somebody.example/w")
        return Change("cosignature", None, frozenset({"somebody.example/w"}))
    if chance < 0.5:
        put(Cosignature, row.pk, line=by.text(row.line[1:]))
        return Change("cosignature", None, frozenset({row.witness}))
    at = len(row.line) - by.rng.randint(8, 40)
    sign = "A" if row.line[at] != "A" else "B"
    put(Cosignature, row.pk, line=row.line[:at] + sign + row.line[at + 1 :])
    return Change("cosignature", None, frozenset({row.witness}))


def put_back_an_older_copy(by: Tamperer) -> Change:
    """Everything since an earlier checkpoint is gone, as when an old backup was restored."""
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    size = by.rng.choice(sizes[:-1])
    stood = {(label, record) for _, label, record in by.leaves[:size]}
    for label, record in {one[1:] for one in by.leaves[size:]} - stood:
        take_out(apps.get_model(label), record)
    execute("DELETE FROM translog_leaf WHERE id >= %s", size)
    for subtree in Subtree.objects.all():
        if (subtree.number + 1) << subtree.level > size:
            take_out(Subtree, subtree.pk)
    _without_checkpoints_after(size)
    return Change("restored")


def _without_checkpoints_after(size: int) -> None:
    for pk in list(Checkpoint.objects.filter(size__gt=size).values_list("pk", flat=True)):
        execute("DELETE FROM translog_cosignature WHERE checkpoint_id = %s", pk)
        take_out(Checkpoint, pk)
