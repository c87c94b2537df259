"""Keys. Private ones live in the key store (its own database); public ones are facts."""

from __future__ import annotations

from django.db import models

from corridor.platform.records import InsertOnly, Logged


class SubjectKey(models.Model):
    """The key under which all that is confidential about one subject is sealed.

    ``wrapped`` is the 256-bit key sealed under the node's master key; destroying it (lawful
    erasure) empties ``wrapped`` and leaves the date.
    """

    subject = models.CharField(primary_key=True, max_length=64)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    in_key_store = True


class SigningSecret(models.Model):
    """The private half of a signing key, sealed under the node's master key."""

    kid = models.CharField(primary_key=True, max_length=40)
    wrapped = models.BinaryField()

    in_key_store = True


class IssuerKey(InsertOnly):
    """The public half of a key this node signs with (raw Ed25519, 32 bytes).

    A rotation adds a row; the newest row of a purpose signs, all rows verify.
    """

    kid = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=40)
    public = models.BinaryField()
    valid_from = models.DateTimeField()

    logged = Logged("key.issued", chain="purpose")


class Erasure(InsertOnly):
    """The key of one subject was destroyed lawfully; ``subject`` is an identifier, no name.

    ``entries`` and ``journal`` are the entries of the log and of the journal that this closed:
    nothing else may pass for erased. None where that was not written down yet.
    """

    subject = models.CharField(max_length=64, db_index=True)
    entries = models.JSONField(null=True)
    journal = models.JSONField(null=True)

    logged = Logged("erasure.done")
