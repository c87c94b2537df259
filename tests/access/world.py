"""One world for the whole matrix: two full cases on NPL-QAT and one on PHL-DEU.

Case A and case B have nobody in common; case C lies on another corridor. Every row that was
made while a case was built carries that case's letter and a label: whose record it is (the
contract's name, the role that wrote it, the kind of the organisation). ``X`` marks the people
who belong to no case.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import Model
from tests.access.story import Case, abroad, full
from tests.support import observatory as observatory_house
from tests.support import people
from tests.support.clock import Clock

from corridor.cycle.employment.tasks import count_arrivals
from corridor.engines.log.keys import ED25519, VerifierKey
from corridor.governance.inspection import actions as inspection
from corridor.governance.observatory import actions as observatory
from corridor.platform.access.actor import SYSTEM, Actor, Role
from corridor.platform.access.once import once
from corridor.platform.clock.models import ClockShift
from corridor.platform.documents import actions as documents
from corridor.platform.exchange import actions as exchange
from corridor.platform.exchange.checking import Checked
from corridor.platform.jobs.models import Lease, Schedule
from corridor.platform.journal import actions as journal
from corridor.platform.keys import actions as keys
from corridor.platform.messages import actions as messages
from corridor.platform.people import actions as registry
from corridor.platform.people.models import Membership, Organisation
from corridor.platform.translog import actions as translog
from corridor.platform.translog.models import Cosignature, JournalAnchor, Subtree

PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
RELATIONS = ("own", "same", "other", "bare", "blank")
ROLE_CHANGES = {
    "people.register_organisation",
    "people.grant_role",
    "people.end_role",
    "people.open_account",
    "people.issue_token",
    "people.end_token",
    "clock.move",
}
Mark = tuple[str, str]


def our_models() -> list[type[Model]]:
    """Every concrete model of this house (not those of the libraries it stands on)."""
    return sorted(
        (
            model
            for model in apps.get_models()
            if model.__module__.startswith("corridor.") and not model._meta.abstract
        ),
        key=lambda model: model._meta.label,
    )


@dataclass
class World:
    """Who is there, and which row belongs to which case."""

    cases: dict[str, Case] = field(default_factory=dict)
    actors: dict[tuple[Role, str], Actor] = field(default_factory=dict)
    marks: dict[type[Model], dict[Any, Mark]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    places: dict[str, Any] = field(default_factory=dict)

    def actor(self, role: Role, relation: str) -> Actor:
        """The actor of a role: party to case A, alike but unrelated, abroad, or nobody at all."""
        return self.actors[role, relation]

    def expected(self, model: type[Model], cell: str) -> set[Any]:
        """The keys of the rows a cell names: ``-`` none, ``*`` all, ``!label`` all but those,
        ``N:NPL`` the nationals, or marks such as ``A`` (all of case A) and ``A:main``.

        A mark that names no row at all is a mistake in the table.
        """
        rows = self.marks[model]
        if cell in {"-", "*"}:
            return set(rows) if cell == "*" else set()
        if cell.startswith("N:"):
            return set(
                model._default_manager.filter(nationality=cell[2:]).values_list("pk", flat=True)
            )
        found: set[Any] = set()
        for token in cell.split():
            if token.startswith("!"):
                found |= {key for key, mark in rows.items() if mark[1] != token[1:]}
                continue
            letter, _, label = token.partition(":")
            named = {
                key for key, mark in rows.items() if mark[0] == letter and label in {"", mark[1]}
            }
            assert named, f"{model._meta.label}: {token} names no row of this world"
            found |= named
        return found

    def of(self, model: type[Model], letter: str = "A", label: str = "") -> Any:
        """The first row of a model with this mark."""
        keys = [
            key
            for key, mark in self.marks[model].items()
            if mark[0] == letter and label in {"", mark[1]}
        ]
        return model._default_manager.get(pk=min(keys))


def build(clock: Clock) -> World:
    """The world; its databases must be empty before."""
    world = World()
    start = clock.day
    for letter, story in (("A", full), ("B", full), ("C", abroad)):
        clock.set(start)
        world.cases[letter] = case = story(clock, letter, world.cases.get("A"))
        for role, by in case.actors.items():
            world.roles[by.person or ""] = role.value
            _of_an_office(case, role, by)
        world.roles |= case.persons
        mark(world, letter)
    _unrelated(world)
    _statistics(world, clock)
    _machine(world)
    mark(world, "X")
    return world


def _of_an_office(case: Case, role: Role, by: Actor) -> None:
    """What every capacity has of its own: an account, a letter, a file, an import, an entry."""
    registry.open_account(by=SYSTEM, person=by.person or "", username=f"{case.letter}-{role}")
    messages.send(person=by.person or "", template="case.news", by=SYSTEM)
    if role is Role.WORKER:
        return
    membership = Membership.objects.get(person=by.person)
    registry.issue_token(by=case.actors[Role.ADMIN], membership=membership.id)
    journal.record("tests.note", subject=membership, by=by)
    documents.keep(
        person=case.actors[Role.WORKER].person or "",
        subject=case.contracts["main"],
        kind=f"from_{role}",
        content=PNG,
        by=by,
    )
    exchange.hold(by=by, kind="tests", file_name="t.csv", content=b"a", checked=Checked())
    # The same office in another capacity: its imports are not to be mixed up.
    other = replace(by, role=Role.UNION if role is not Role.UNION else Role.INSPECTOR)
    exchange.hold(by=other, kind="crossed", file_name="t.csv", content=b"a", checked=Checked())


def _unrelated(world: World) -> None:
    """For each role: own, alike but unrelated in the same country, abroad, and nobody."""
    for role, own in world.cases["A"].actors.items():
        abroad_one = world.cases["C"].actors[role]
        world.actors[role, "own"] = own
        world.actors[role, "other"] = abroad_one
        world.actors[role, "bare"] = Actor(role)
        world.actors[role, "blank"] = Actor(role, person="", organisation="", country="")
        if role is Role.WORKER:
            world.actors[role, "same"] = people.worker(people.person("Nobody", "Known"))
        else:
            kind = "household" if role is Role.EMPLOYER else ""
            world.actors[role, "same"] = people.actor(role, own.country or "", kind=kind)
        world.roles[world.actors[role, "same"].person or ""] = role.value
    for relation in RELATIONS:
        world.actors[Role.STRANGER, relation] = Actor(Role.STRANGER)


def _machine(world: World) -> None:
    """The tables that belong to the machine alone."""
    by = world.actors[Role.EMPLOYER, "own"]
    once(key="key-of-the-matrix", by=by, scope="tests", body={}, run=lambda: {"done": True})
    Lease.objects.create(task="0" * 32, worker="tests", until=Clock().now() + timedelta(minutes=5))
    Schedule.objects.create(name="tests", last_on=Clock().day)
    ClockShift.objects.create(days=0)
    inspection.count_nation(by=SYSTEM, country="QAT")
    count_arrivals.func(Clock().day.isoformat())
    _log()


def _statistics(world: World, clock: Clock) -> None:
    """One office's table out for everybody, and a revision that was announced and withdrawn."""
    by = world.actors[Role.STATISTICIAN, "own"]
    place = Organisation.objects.get(pk=by.organisation)
    second = people.member(Role.STATISTICIAN, place)
    world.roles[second.person or ""] = "second_statistician"
    day = clock.day
    observatory_house.published(clock, (by, second))
    again = observatory_house.announced(clock, by, reason="More.")
    observatory.withdraw(by=second, release=again.id, reason="Not yet.")
    clock.set(day)
    observatory.stage_public(by=by, data="", file_name="empty.csv")


def _log() -> None:
    """The log's own rows; most facts of the cases are its entries already."""
    keys.destroy_subject(by=SYSTEM, subject="nobody")
    translog.note_law(by=SYSTEM, digest="0" * 64, version="1")
    translog.take_up(by=SYSTEM)
    JournalAnchor.objects.create(last="0" * 26, entries=0, digest="0" * 64)
    key = VerifierKey.of("log.example/qa", ED25519, bytes(32))
    translog.register_log(by=SYSTEM, key=key.text())
    signed = translog.checkpoint(by=SYSTEM)
    assert signed is not None
    Cosignature.objects.create(checkpoint=signed, witness="union.example", line="-")
    Subtree.objects.get_or_create(id="8.0", level=8, number=0, defaults={"hash": b""})


def mark(world: World, letter: str) -> None:
    """Give every row that has none yet its case's letter and its label."""
    for model in our_models():
        known = world.marks.setdefault(model, {})
        for row in model._default_manager.all():
            if row.pk not in known:
                known[row.pk] = (letter, label_of(world, row))


def label_of(world: World, row: Any) -> str:
    """Whose record this is."""
    special = _LABELS.get(row._meta.model_name)
    if special is not None:
        return str(special(world, row))
    for path in ("contract", "version.contract", "clearance.contract", *_OF_A_PASS):
        contract = _along(row, path.split("."))
        if contract is not None:
            return _name(world, str(contract.pk))
    return ""


_OF_A_PASS = ("used.clearance.contract", "revoked.clearance.contract")


def _along(row: Any, path: list[str]) -> Any:
    for name in path:
        row = getattr(row, name, None)
    return row


def _name(world: World, contract: str) -> str:
    """What a contract is called in its case."""
    named = (case.contracts.items() for case in world.cases.values())
    return next(name for name, known in itertools.chain(*named) if known == contract)


def _order(world: World, order: str) -> str:
    """What a job order is called in its case."""
    named = (case.orders.items() for case in world.cases.values())
    return next(name for name, known in itertools.chain(*named) if known == order)


def _holder(world: World, person: str) -> str:
    return world.roles.get(person, "staff")


def _person(world: World, row: Any) -> str:
    return world.roles.get(row.pk, f"staff_{row.nationality}")


def _entry(world: World, row: Any) -> str:
    return "role_change" if row.act in ROLE_CHANGES else _taker(world, row)


def _taker(world: World, row: Any) -> str:
    """Who acted; an actor of another case is ``of_A``."""
    for letter, case in world.cases.items():
        theirs = {by.person for by in case.actors.values()}
        if row.person in theirs and letter != max(world.cases):
            return f"of_{letter}"
    return world.roles.get(row.person, "staff")


def _answer(world: World, row: Any) -> str:
    """Whether she still says so, and whether she tells anybody."""
    same = {name: getattr(row, name) for name in ("contract", "month") if hasattr(row, name)}
    newer = type(row)._default_manager.filter(id__gt=row.id, **same).exists()
    if newer:
        return "revised"
    return "hidden" if getattr(row, "tell_nobody", False) else "now"


def _account(world: World, row: Any) -> str:
    """Whether she lets it be told; one that she tells nobody about hides those before it."""
    later = type(row)._default_manager.filter(contract=row.contract, id__gte=row.id)
    if row.tell_nobody or not later.filter(tell_nobody=True).exists():
        return "hidden" if row.tell_nobody else "told"
    return "before"


_LABELS: dict[str, Callable[[World, Any], str]] = {
    "contract": lambda world, row: _name(world, row.pk),
    "employerchange": lambda world, row: _name(world, row.new_contract_id),
    "wageline": lambda world, row: _of_file(world, row),
    "wagefinding": lambda world, row: _of_file(world, row),
    "wageanswer": _answer,
    "itemsanswer": _answer,
    "ownaccount": _account,
    "feeanswer": _answer,
    "employerarrivals": lambda world, row: row.corridor,
    "person": _person,
    "organisation": lambda world, row: row.kind,
    "membership": lambda world, row: _holder(world, row.person_id),
    "accesstoken": lambda world, row: _holder(world, row.membership.person_id),
    "account": lambda world, row: _holder(world, row.person_id),
    "message": lambda world, row: _holder(world, row.person_id),
    "file": lambda world, row: row.kind,
    "entry": _entry,
    "steptaken": _taker,
    "import": lambda world, row: row.role if row.table != "crossed" else "crossed",
    "candidate": lambda world, row: (
        _name(world, row.contract.pk) if hasattr(row, "contract") else "proposed"
    ),
    "joborder": lambda world, row: _order(world, row.pk),
    "powerofattorney": lambda world, row: _order(world, row.order_id),
    "powerended": lambda world, row: _order(world, row.power.order_id),
}


def _of_file(world: World, row: Any) -> str:
    """A line of nobody we know is ``unknown``."""
    return _name(world, row.contract_id) if row.contract_id else "unknown"


def encoded(content: bytes) -> str:
    """A file as acts take it."""
    return base64.b64encode(content).decode()


def cells(world: World) -> Iterator[tuple[type[Model], Role, str]]:
    """Every model, role and relation."""
    roles = [role for role in Role if role is not Role.SYSTEM]
    yield from itertools.product(our_models(), roles, RELATIONS)
