"""What must hold after every fault, looked up in the databases themselves.

Acknowledged means readable, in the journal and (where the record is one) in the transparency
log; what was not acknowledged is absent or complete; nothing is there twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.campaign.results import Tally
from tests.campaign.world import CANARY

Profile = tuple[int, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its act, how to read all markers, and how to count what belongs to it."""

    act: str
    markers: Callable[[], dict[str, str]]
    parts: tuple[Callable[[set[str]], Counter[str]], ...]


def _counts(model: str, field_name: str, **only: Any) -> Callable[[set[str]], Counter[str]]:
    def count(ids: set[str]) -> Counter[str]:
        from django.apps import apps

        rows = apps.get_model(model)._default_manager.filter(**only)
        return Counter(str(one) for one in rows.values_list(field_name, flat=True).iterator())

    return count


def _column(model: str, name: str) -> Callable[[], dict[str, str]]:
    def read() -> dict[str, str]:
        from django.apps import apps

        rows = apps.get_model(model)._default_manager.filter(
            **{f"{name}__startswith": f"{CANARY}0"}
        )
        return {str(pk): str(marker) for pk, marker in rows.values_list("pk", name)}

    return read


def _offers() -> dict[str, str]:
    from corridor.cycle.contracts.models import ContractVersion

    rows = ContractVersion.objects.values_list("contract_id", "terms")
    named = ((str(pk), str(terms.get("worksite", ""))) for pk, terms in rows)
    return {pk: marker for pk, marker in named if marker.startswith(CANARY)}


def _leaves(ids: set[str]) -> Counter[str]:
    """Entries of the transparency log about each record."""
    return _counts("translog.leaf", "record")(ids)


def _entries(act: str) -> Callable[[set[str]], Counter[str]]:
    return _counts("journal.entry", "subject", act=act)


KINDS = {
    "order": Kind(
        "vacancies.file_order",
        _column("vacancies.joborder", "title"),
        (
            _entries("vacancies.file_order"),
            _counts("corridors.steptaken", "subject"),
            _leaves,
        ),
    ),
    "person": Kind(
        "people.register_person",
        _column("people.person", "family_name"),
        (_entries("people.register_person"), _counts("keys.subjectkey", "subject"), _leaves),
    ),
    "offer": Kind(
        "contracts.offer",
        _offers,
        (
            _entries("contracts.offer"),
            _counts("contracts.contractversion", "contract_id"),
            _counts("contracts.signature", "version__contract_id"),
            _counts("corridors.steptaken", "subject"),
            _leaves,
        ),
    ),
    "licence": Kind(
        "licensing.decide",
        _column("licensing.licencedecision", "number"),
        (_entries("licensing.decide"), _leaves),
    ),
}


@dataclass
class Checker:
    """Compares what stands in the databases with what was acknowledged.

    ``reference`` is the profile of one cleanly made record of each kind: how many rows of each
    sort belong to it. ``opened`` are the journal entries that were already opened and held.
    """

    reference: dict[str, Profile] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)

    def learn(self) -> None:
        """Take the records that are there now, cleanly made, as the measure."""
        for name, kind in KINDS.items():
            profiles = set(_profiles(kind, kind.markers()).values())
            if len(profiles) != 1:
                raise AssertionError(f"{name}: the clean records differ: {profiles}")
            self.reference[name] = profiles.pop()

    def check(self, ledger: Iterable[dict[str, Any]]) -> Tally:
        """Every invariant against every line of the ledger."""
        tally, noted = Tally(), list(ledger)
        done = {line["done"]: line for line in noted if "done" in line}
        tally.acknowledged = len(done)
        stored = _answers()
        for kind in KINDS.values():
            self._records(kind, done, stored, tally)
        self.journal(tally)
        self._database(tally)
        _queue(tally)
        for sentence in log_troubles():
            tally.tell("inconsistent", sentence)
        return tally

    def _records(
        self,
        kind: Kind,
        done: dict[str, dict[str, Any]],
        stored: dict[tuple[str, str], str],
        tally: Tally,
    ) -> None:
        found = kind.markers()
        for key, line in done.items():
            if line["act"].replace("/", ".") == kind.act and line["id"] not in found:
                tally.tell("lost", f"{kind.act} {key} was acknowledged and is not there")
            elif line["act"].replace("/", ".") == kind.act and (kind.act, key) not in stored:
                tally.tell("lost", f"{kind.act} {key}: its answer was not kept")
        for marker, count in Counter(found.values()).items():
            if count > 1 and marker.startswith(CANARY):
                tally.tell("duplicated", f"{kind.act} {marker} is there {count} times", count - 1)
        self._complete(kind, found, tally)
        kept = {record for (act, _), record in stored.items() if act == kind.act}
        for record in kept ^ {one for one, marker in found.items() if marker.startswith(CANARY)}:
            tally.tell("inconsistent", f"{kind.act} {record}: record or kept answer is missing")

    def _complete(self, kind: Kind, found: dict[str, str], tally: Tally) -> None:
        name = next(name for name, one in KINDS.items() if one is kind)
        wanted = self.reference[name]
        for record, profile in _profiles(kind, found).items():
            if profile != wanted:
                tally.tell("inconsistent", f"{kind.act} {record}: {profile} instead of {wanted}")

    def journal(self, tally: Tally) -> None:
        """Every entry still gives its commitment (each is opened once)."""
        from corridor.core.problems import Problem
        from corridor.platform.journal.models import Entry
        from corridor.platform.journal.queries import holds

        for entry in Entry.objects.iterator():
            if entry.id in self.opened:
                continue
            try:
                fine = holds(entry)
            except Problem:
                fine = False
            if not fine:
                tally.tell("inconsistent", f"journal entry {entry.id} does not hold")
            self.opened.add(entry.id)

    def _database(self, tally: Tally) -> None:
        from corridor.platform.journal import guard

        for table in guard.missing():
            tally.tell("inconsistent", f"the guards of {table} are missing")
        for sentence in broken():
            tally.tell("inconsistent", sentence)


def _profiles(kind: Kind, found: dict[str, str]) -> dict[str, Profile]:
    ids = set(found)
    counters = [count(ids) for count in kind.parts]
    return {one: tuple(counter[one] for counter in counters) for one in ids}


def _answers() -> dict[tuple[str, str], str]:
    """The record of each kept answer, by act and key."""
    from corridor.platform.access.models import DoneOnce

    rows = DoneOnce.objects.filter(key__startswith="key-").values_list("scope", "key", "answer")
    return {(scope, key): str((answer or {}).get("id")) for scope, key, answer in rows}


def broken() -> list[str]:
    """What SQLite says of its own files (PostgreSQL has no such question)."""
    from django.db import connections

    found: list[str] = []
    for alias in ("default", "keys"):
        if connections[alias].vendor != "sqlite":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            found += [f"{alias}: {row[0]}" for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            found += [f"{alias}: {row} points nowhere" for row in cursor.fetchall()]
    return found


def _queue(tally: Tally) -> None:
    """Each message that waits has its job; none was given up."""
    from django_tasks_db.models import DBTaskResult

    from corridor.platform.messages.models import Message

    jobs = DBTaskResult.objects.filter(task_path__endswith="messages.tasks.deliver")
    carried = Counter(args["args"][0] for args in jobs.values_list("args_kwargs", flat=True))
    for pk, state in Message.objects.exclude(state="kept").values_list("pk", "state"):
        if carried[pk] != 1:
            tally.tell("inconsistent", f"message {pk} has {carried[pk]} jobs")
        if state == "failed":
            tally.tell("lost", f"message {pk} was given up")


def log_troubles() -> list[str]:
    """What does not fit in the transparency log, verified from its first entry to its last."""
    from corridor.platform.translog.verify import verify

    return [f"the log: {trouble.sentence.say()}" for trouble in verify().troubles]
