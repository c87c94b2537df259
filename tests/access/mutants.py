"""Breaking one rule at a time, in memory: does the matrix notice?

A mutant removes a role from a declaration, widens its rows to everything, drops one condition
of a rule, hides or adds a field, or lets a role into an act or out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model, Q
from tests.access import matrix, tables
from tests.access.world import World, our_models

from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import ACTS
from corridor.platform.access.rules import RowRule


@dataclass(frozen=True)
class Mutant:
    """One broken rule: its name, how to break it, and the comparison that should notice."""

    name: str
    broken: Callable[[], Any]
    noticed: Callable[[], bool]


def all_of(world: World) -> Iterator[Mutant]:
    """Every mutant of every declaration and act."""
    yield from _of_rows(world)
    yield from _of_fields()
    yield from _of_acts(world)


def _of_rows(world: World) -> Iterator[Mutant]:
    table = tables.rows()
    for model in our_models():
        for role, rule in rules.DECLARATIONS[model].rows.items():

            def noticed(model: type[Model] = model, role: Role = role) -> bool:
                return bool(matrix.row_cells(world, table, [(model, role)])[1])

            for name, other in _row_mutations(world, model, role, rule):
                broken = _rows_with(model, role, other)
                yield Mutant(f"rows {model._meta.label} {role}: {name}", broken, noticed)


def _row_mutations(
    world: World, model: type[Model], role: Role, rule: RowRule
) -> Iterator[tuple[str, RowRule | None]]:
    yield "removed", None
    if rule is not rules.everything:
        yield "widened to everything", rules.everything
        yield "turned round", lambda by: ~rule(by)
    for at in range(_conditions(rule(world.actor(role, "own")))):
        yield f"condition {at + 1} dropped", _without(rule, at)


def _conditions(condition: Q) -> int:
    """How many conditions stand side by side; a single one is the whole rule."""
    return len(condition.children) if len(condition.children) > 1 else 0


def _without(rule: RowRule, at: int) -> RowRule:
    def mutated(by: Actor) -> Q:
        whole = rule(by)
        kept = [child for place, child in enumerate(whole.children) if place != at]
        return Q(*kept, _connector=whole.connector, _negated=whole.negated)

    return mutated


def _rows_with(model: type[Model], role: Role, rule: RowRule | None) -> Callable[[], Any]:
    def broken() -> Any:
        before = rules.DECLARATIONS[model]
        rows = {name: kept for name, kept in before.rows.items() if name is not role}
        return _declared(replace(before, rows=rows | ({role: rule} if rule else {})))

    return broken


def _of_fields() -> Iterator[Mutant]:
    table = tables.fields()
    for model in our_models():
        every = {field.attname for field in model._meta.concrete_fields}
        for role in tables.ROLES:
            shown = rules.DECLARATIONS[model].fields.get(role, frozenset())

            def noticed(model: type[Model] = model, role: Role = role) -> bool:
                return bool(matrix.field_cells(table, [(model, role)])[1])

            for name in sorted(every | shown):
                fields = shown - {name} if name in shown else shown | {name}
                verb = "hidden" if name in shown else "added"
                yield Mutant(
                    f"fields {model._meta.label} {role}: {name} {verb}",
                    _fields_with(model, role, fields),
                    noticed,
                )


def _fields_with(model: type[Model], role: Role, fields: frozenset[str]) -> Callable[[], Any]:
    def broken() -> Any:
        before = rules.DECLARATIONS[model]
        return _declared(replace(before, fields=before.fields | {role: fields}))

    return broken


@contextmanager
def _declared(declaration: rules.Declaration) -> Iterator[None]:
    before = rules.DECLARATIONS[declaration.model]
    rules.DECLARATIONS[declaration.model] = declaration
    try:
        yield
    finally:
        rules.DECLARATIONS[declaration.model] = before


def _of_acts(world: World) -> Iterator[Mutant]:
    table = tables.acts()
    for name, one in sorted(ACTS.items()):
        for role in tables.ROLES:
            let_in = role in one.roles
            roles = one.roles - {role} if let_in else one.roles | {role}

            def noticed(name: str = name, role: Role = role) -> bool:
                return bool(matrix.act_cells(world, table, [(name, role)])[1])

            verb = "shut out" if let_in else "let in"
            yield Mutant(f"act {name}: {role} {verb}", _act_with(name, roles), noticed)


def _act_with(name: str, roles: frozenset[Role]) -> Callable[[], Any]:
    @contextmanager
    def broken() -> Iterator[None]:
        before = ACTS[name]
        ACTS[name] = replace(before, roles=roles)
        try:
            yield
        finally:
            ACTS[name] = before

    return broken


def survivors(world: World) -> dict[str, tuple[int, list[str]]]:
    """For rows, fields and acts: how many mutants were made, and those that nobody noticed."""
    found: dict[str, tuple[int, list[str]]] = {}
    for mutant in all_of(world):
        kind = mutant.name.partition(" ")[0]
        made, alive = found.get(kind, (0, []))
        with mutant.broken():
            noticed = mutant.noticed()
        found[kind] = (made + 1, alive if noticed else [*alive, mutant.name])
    return found
