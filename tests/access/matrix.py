"""Comparing the declarations with the hand-written tables, cell by cell.

The functions return what differs, so that the same comparison serves the matrix, its mutants
and the figures in the trust page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from tests.access import tables
from tests.access.world import RELATIONS, World, our_models

from corridor.core.problems import NotPermitted, Problem
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import ACTS

NOTHING = dict.fromkeys(RELATIONS, "-")


def row_cells(
    world: World,
    table: dict[tuple[str, Role], dict[str, str]],
    only: Iterable[tuple[type[Model], Role]] | None = None,
) -> tuple[int, list[str]]:
    """How many row cells were compared, and those where other rows are seen than expected."""
    pairs = only or [(model, role) for model in our_models() for role in tables.ROLES]
    checked, wrong = 0, []
    for model, role in pairs:
        expected = table.get((model._meta.label, role), NOTHING)
        for relation in RELATIONS:
            by = world.actor(role, relation)
            seen = set(rules.rows(model, by).values_list("pk", flat=True))
            checked += 1
            difference = seen ^ world.expected(model, expected[relation])
            if difference:
                wrong.append(_row_fault(world, model, role, relation, seen, difference))
    return checked, wrong


def _row_fault(
    world: World, model: type[Model], role: Role, relation: str, seen: set[Any], apart: set[Any]
) -> str:
    """One line that says which rows are seen too many or missing."""
    marks = world.marks[model]

    def named(keys: set[Any]) -> str:
        return " ".join(sorted({":".join(marks.get(key, ("?", "?"))) for key in keys}))

    more, less = named(apart & seen), named(apart - seen)
    return f"{model._meta.label} {role} {relation}: too many [{more}], missing [{less}]"


def field_cells(
    table: dict[tuple[str, Role], frozenset[str]],
    only: Iterable[tuple[type[Model], Role]] | None = None,
) -> tuple[int, list[str]]:
    """How many field cells (model, role, field) were compared, and those that differ."""
    pairs = only or [(model, role) for model in our_models() for role in tables.ROLES]
    checked, wrong = 0, []
    for model, role in pairs:
        expected = table.get((model._meta.label, role), frozenset())
        readable = rules.readable(model, Actor(role))
        checked += len({field.attname for field in model._meta.concrete_fields})
        if readable != expected:
            wrong.append(
                f"{model._meta.label} {role}: too many {sorted(readable - expected)}, "
                f"missing {sorted(expected - readable)}"
            )
    return checked, wrong


def act_cells(
    world: World, table: dict[str, frozenset[Role]], only: Iterable[tuple[str, Role]] | None = None
) -> tuple[int, list[str]]:
    """How many acts by role were tried, and those let through or refused against the table.

    Each act is called with nothing but its actor: a refusal is ``NotPermitted`` with
    ``access.act`` and touches no table; whatever else happens means the role was let in.
    """
    pairs = only or [(name, role) for name in sorted(ACTS) for role in tables.ROLES]
    checked, wrong = 0, []
    for name, role in pairs:
        checked += 1
        let_in, queries = _tried(name, world.actor(role, "own"))
        if let_in is not (role in table.get(name, frozenset())):
            wrong.append(f"{name} by {role}: {'let in' if let_in else 'refused'}")
        elif not let_in and queries:
            wrong.append(f"{name} by {role}: refused only after {queries} queries")
    return checked, wrong


def _tried(name: str, by: Actor) -> tuple[bool, int]:
    """Whether the role check let the actor in, and the queries it took to say no."""
    with CaptureQueriesContext(connection) as asked:
        try:
            with_nothing(name, by)
        except NotPermitted as problem:
            return problem.code != "access.act", len(asked)
        except (TypeError, Problem, _UndoError):  # the act itself, of what it was not given
            return True, 0
    return True, 0


class _UndoError(Exception):
    """Takes back what an act without parameters did."""


def with_nothing(name: str, by: Actor) -> None:
    """Call an act with no parameter; whatever it did is undone."""
    permitted = ACTS[name].roles
    if by.role not in permitted:
        ACTS[name].run(by=by)
        return
    with transaction.atomic():
        ACTS[name].run(by=by)
        raise _UndoError
