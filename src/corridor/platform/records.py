"""What every stored record has: an identifier valid everywhere, a birth, a home node."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from ulid import ULID


def new_id() -> str:
    """A fresh ULID. It orders by time, is valid in every node and is never a secret."""
    return str(ULID())


def this_node() -> str:
    """The name of the node this deployment is."""
    return str(settings.CORRIDOR_NODE)


def _now() -> Any:
    from corridor.platform.clock.queries import now

    return now()


class Record(models.Model):
    """Base of every record that acts write."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    created_at = models.DateTimeField(default=_now, editable=False)
    home_node = models.CharField(max_length=40, default=this_node, editable=False)

    class Meta:
        abstract = True


class InsertOnly(Record):
    """A fact others rely on. The database itself refuses to change or delete its rows."""

    class Meta:
        abstract = True
