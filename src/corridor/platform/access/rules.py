"""Row and field scoping: each model declares once who sees which rows and which fields.

The declaration builds the queryset. A role that is not declared sees nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor, Role

M = TypeVar("M", bound=Model)
RowRule = Callable[[Actor], Q]


def everything(by: Actor) -> Q:
    """Every row of the model."""
    return Q()


@dataclass(frozen=True)
class Declaration:
    """Which rows (``Q`` per role) and which fields (names per role) of a model are visible."""

    model: type[Model]
    rows: dict[Role, RowRule]
    fields: dict[Role, frozenset[str]]


DECLARATIONS: dict[type[Model], Declaration] = {}


def declare(
    model: type[Model],
    *,
    rows: Mapping[Role, RowRule],
    fields: Mapping[Role, tuple[str, ...]],
) -> None:
    """Declare ``model``'s visibility. Unknown fields and half declarations are refused."""
    known = {field.name for field in model._meta.get_fields()} | {
        getattr(field, "attname", field.name) for field in model._meta.get_fields()
    }
    for role, names in fields.items():
        unknown = set(names) - known
        if unknown:
            raise ValueError(f"{model.__name__}: {role} is promised unknown fields {unknown}")
    if set(rows) != set(fields):
        raise ValueError(f"{model.__name__}: a role needs both a row rule and a field list")
    DECLARATIONS[model] = Declaration(
        model, dict(rows), {role: frozenset(names) for role, names in fields.items()}
    )


def widen(
    model: type[Model],
    *,
    rows: Mapping[Role, RowRule],
    fields: Mapping[Role, tuple[str, ...]],
) -> None:
    """Let further roles see rows of a lower room's model, from the room that knows why.

    A role may be declared once only: a later room adds readers, it never changes a rule.
    """
    before = DECLARATIONS[model]
    twice = set(before.rows) & set(rows)
    if twice:
        raise ValueError(f"{model.__name__}: {twice} are declared already")
    declare(
        model,
        rows={**before.rows, **rows},
        fields={**{role: tuple(names) for role, names in before.fields.items()}, **fields},
    )


def rows(model: type[M], by: Actor) -> QuerySet[M]:
    """The rows of ``model`` that ``by`` may know of."""
    declaration = DECLARATIONS.get(model)
    everyone = model._default_manager.all()
    if by.role is Role.SYSTEM:
        return everyone
    rule = declaration.rows.get(by.role) if declaration else None
    if rule is None:
        return everyone.none()
    return everyone.filter(rule(by)).distinct() if _joins(rule(by)) else everyone.filter(rule(by))


def _joins(condition: Q) -> bool:
    """Whether the condition crosses a relation, so that a row could appear twice."""
    return any(
        _joins(child) if isinstance(child, Q) else "__" in child[0]
        for child in condition.children
        if isinstance(child, Q | tuple)
    )


def get(model: type[M], record_id: str, by: Actor, *, lock: bool = False) -> M:
    """The one record, or ``NotFound``: the same answer whether it is hidden or absent."""
    visible = rows(model, by)
    if lock:
        visible = model._default_manager.select_for_update().filter(
            pk__in=visible.filter(pk=record_id).values("pk")
        )
    found = visible.filter(pk=record_id).first()
    if found is None:
        raise NotFound(
            f"{model._meta.label_lower}.not_found",
            sentence(N_("There is no such record here.")),
            remedy=sentence(N_("Check the number, or ask the office that gave it to you.")),
        )
    return found


def readable(model: type[Model], by: Actor) -> frozenset[str]:
    """The names of the fields that ``by`` may read on the rows it sees."""
    if by.role is Role.SYSTEM:
        return frozenset(field.attname for field in model._meta.concrete_fields)
    declaration = DECLARATIONS.get(model)
    return declaration.fields.get(by.role, frozenset()) if declaration else frozenset()


def shown(record: Model, by: Actor) -> dict[str, Any]:
    """The readable fields of a record that ``by`` was already allowed to find."""
    return {name: getattr(record, name) for name in sorted(readable(type(record), by))}
