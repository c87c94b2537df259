"""The log's own rows: entries, hashes of full subtrees, checkpoints, cosignatures."""

from __future__ import annotations

from django.db import models

from corridor.platform.records import Guarded, InsertOnly, Logged, Record, each_state


class Leaf(Guarded, models.Model):
    """One entry: ``data`` is public and is what the tree hashes; the rest finds the fact.

    ``id`` is its index from 0 without gaps. A record that changes has an entry for each of its
    states, and the newest counts. ``chain`` is the record whose history it continues. ``sealed``
    holds the entry's key and hints of its marks, sealed for ``key_subject``: once that key is
    destroyed, nobody can tell what the entry was about.
    """

    id = models.BigIntegerField(primary_key=True)
    data = models.BinaryField()
    hash = models.BinaryField()
    model = models.CharField(max_length=60)
    record = models.CharField(max_length=26)
    chain = models.CharField(max_length=64, blank=True)
    key_subject = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["chain", "id"], name="translog_chain"),
            models.Index(fields=["model", "record", "id"], name="translog_state"),
        ]


class Subtree(Guarded, models.Model):
    """The hash of a full subtree of 2**level entries (level 8, 16, ...), number ``number``.

    It follows from the entries; it is kept so that a proof touches a few hundred hashes.
    """

    id = models.CharField(primary_key=True, max_length=30)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="translog_subtree_once")
        ]


class Checkpoint(InsertOnly):
    """The tree's root at a size, as the node signed it (a C2SP signed note in ``text``)."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    text = models.TextField()
    signed_at = models.DateTimeField()


class Cosignature(InsertOnly):
    """A witness saw a checkpoint and found it consistent with all it had seen before.

    ``line`` is the signature line as it stands in the note.
    """

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=255)
    line = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="translog_cosigned")
        ]


class JournalAnchor(InsertOnly):
    """The journal up to one entry: how many there were and a digest over all of them.

    Written at fixed hours whatever happened, so that its place in the log tells nothing
    about the acts it covers.
    """

    last = models.CharField(max_length=26)
    entries = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    logged = Logged("journal.anchor", chain="home_node")


class LawInForce(InsertOnly):
    """The law data this node computes with, by digest; a row whenever it changed."""

    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)

    logged = Logged("policy.changed", chain="home_node")


class TakenUp(InsertOnly):
    """From here on the log keeps the state of records of these kinds (``kinds``, by label).

    ``rows`` is how many there were already, which entered as they stood.
    """

    kinds = models.JSONField()
    rows = models.BigIntegerField()

    logged = Logged("log.taken_up", chain="home_node")


class WitnessedLog(Record):
    """Another log that this node is a witness of, and the newest of its checkpoints signed here.

    ``keys`` are the verifier keys trusted for it; ``size``, ``root`` and ``note`` are empty
    until the first signature.
    """

    origin = models.CharField(max_length=255, unique=True)
    keys = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    size = models.BigIntegerField(null=True)
    root = models.BinaryField(null=True)
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    # Two logs that witness each other would never come to rest over what each signed last.
    logged = each_state(without=("size", "root", "note", "signed_at"))
