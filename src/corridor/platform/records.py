"""What every stored record has: an identifier valid everywhere, a birth, a home node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from ulid import ULID


def new_id() -> str:
    """A fresh ULID. It orders by time, is valid in every node and is never a secret."""
    return str(ULID())


def next_id(newest: str) -> str:
    """A fresh ULID that stands behind ``newest``, also when the machine's clock went back."""
    fresh = new_id()
    if fresh > newest:
        return fresh
    return str(ULID.from_timestamp(ULID.from_str(newest).milliseconds + 1))


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


@dataclass(frozen=True)
class Logged:
    """Makes every row of a fact an entry of the transparency log.

    ``type`` is the entry's public type, ``chain`` the field with the record whose history the
    row continues (empty: none). ``person`` leads to the id of the person whose key seals what
    opens the entry, so that her erasure closes it; empty where the fact concerns nobody.
    ``parts`` are rows that belong to the fact: model label and the field that points to it.
    ``but`` are fields with a value whose rows stay out, for their hour would tell too much.
    """

    type: str
    chain: str = ""
    person: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    but: tuple[tuple[str, str], ...] = ()

    def takes(self, fact: models.Model) -> bool:
        """Whether this row enters the log."""
        return all(getattr(fact, field) != value for field, value in self.but)


_watchers: list[Callable[[list[InsertOnly]], None]] = []


def watch_facts(watcher: Callable[[list[InsertOnly]], None]) -> None:
    """Call ``watcher`` with the logged facts that were just written, in their transaction."""
    _watchers.append(watcher)


def _tell(facts: Iterable[InsertOnly]) -> None:
    logged = [fact for fact in facts if fact.logged is not None and fact.logged.takes(fact)]
    if logged:
        for watcher in _watchers:
            watcher(logged)


F = TypeVar("F", bound="InsertOnly")


class Facts(models.QuerySet[F]):
    """Rows of a fact; writing many at once tells the log like writing one."""

    def bulk_create(self, *given: Any, **named: Any) -> list[F]:
        made = super().bulk_create(*given, **named)
        _tell(made)
        return made


class Guarded:
    """Marks a model whose rows the database refuses to change, replace or delete."""


class InsertOnly(Guarded, Record):
    """A fact. The database itself refuses to change or delete its rows.

    Facts that others rely on declare ``logged``.
    """

    logged: ClassVar[Logged | None] = None

    objects = Facts.as_manager()

    class Meta:
        abstract = True

    def save(self, *given: Any, **named: Any) -> None:
        super().save(*given, **named)
        _tell([self])
