"""What every stored record has: an identifier valid everywhere, a birth, a home node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models
from ulid import ULID

from corridor.core.text import Sentence


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


@dataclass(frozen=True)
class Logged:
    """Makes every row of a fact an entry of the transparency log.

    ``type`` is the entry's public type, ``chain`` the field with the record whose history the
    row continues (empty: none). ``person`` leads to the id of the person whose key seals what
    opens the entry, so that her erasure closes it; empty where the fact concerns nobody.
    ``parts`` are rows that belong to the fact: model label and the field that points to it.
    ``but`` are fields with a value whose rows stay out, for their hour would tell too much.
    Records that change say so with ``each_state()``.
    """

    type: str
    chain: str = ""
    person: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    but: tuple[tuple[str, str], ...] = ()
    changes: bool = False
    without: frozenset[str] = frozenset()
    daily: bool = False

    def takes(self, fact: models.Model) -> bool:
        """Whether this row enters the log as soon as it is written."""
        return not self.daily and all(getattr(fact, field) != value for field, value in self.but)

    def touched(self, fields: Iterable[str] | None) -> bool:
        """Whether a change of these fields (None: all) changes what the log keeps."""
        return fields is None or bool(set(fields) - self.without)


STATE = "record.state"


def each_state(person: str = "", *, without: Iterable[str] = (), daily: bool = False) -> Logged:
    """Makes the whole state of a record an entry of the log whenever an act has changed it.

    The newest entry counts. All have one public type and stand in no chain: which kind of
    record changed, and how often, is nobody's to read. ``without`` are fields that change for
    no act's sake. Rows that are ``daily`` enter with the journal's daily anchor: their hour is
    nobody's to read either.
    """
    return Logged(STATE, person=person, changes=True, without=frozenset(without), daily=daily)


_watchers: list[Callable[[list[Record]], None]] = []


def watch_facts(watcher: Callable[[list[Record]], None]) -> None:
    """Call ``watcher`` with the logged rows that were just written, in their transaction."""
    _watchers.append(watcher)


def _tell(written: Iterable[Record]) -> None:
    logged = [row for row in written if row.logged is not None and row.logged.takes(row)]
    if logged:
        for watcher in _watchers:
            watcher(logged)


def _stays(model: type[Record]) -> None:
    """Of facts the database itself says so."""
    if model.logged is not None and not issubclass(model, Guarded):
        raise TypeError(f"{model.__name__}: what is in the log is never deleted")


R = TypeVar("R", bound="Record")


class Records(models.QuerySet[R]):
    """Rows of records; writing or changing many at once tells the log like writing one."""

    def bulk_create(self, *given: Any, **named: Any) -> list[R]:
        made = super().bulk_create(*given, **named)
        _tell(made)
        return made

    def update(self, **changes: Any) -> int:
        declared = self.model.logged
        if declared is None or not declared.changes or not declared.touched(changes):
            return super().update(**changes)
        found = [self.model(pk=pk) for pk in self.values_list("pk", flat=True)]
        done = super().update(**changes)
        _tell(found)
        return done

    def delete(self) -> tuple[int, dict[str, int]]:
        _stays(self.model)
        return super().delete()


class Record(models.Model):
    """Base of every record that acts write. Those that others rely on declare ``logged``."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    created_at = models.DateTimeField(default=_now, editable=False)
    home_node = models.CharField(max_length=40, default=this_node, editable=False)

    logged: ClassVar[Logged | None] = None
    later: ClassVar[tuple[str, ...]] = ()
    """Fields younger than the log: without a value they are no part of a part's mark."""

    objects = Records.as_manager()

    class Meta:
        abstract = True

    @property
    def in_words(self) -> Sentence | None:
        """What the record is called where it stands in trouble; None: by its identifier alone.

        Public facts only: an operator's screen is no place for anybody's name.
        """
        return None

    def save(self, *given: Any, **named: Any) -> None:
        super().save(*given, **named)
        if self.logged is not None and self.logged.touched(named.get("update_fields")):
            _tell([self])

    def delete(self, *given: Any, **named: Any) -> tuple[int, dict[str, int]]:
        _stays(type(self))
        return super().delete(*given, **named)


class Guarded:
    """Marks a model whose rows the database refuses to change, replace or delete."""


class InsertOnly(Guarded, Record):
    """A fact. The database itself refuses to change or delete its rows."""

    class Meta:
        abstract = True
