"""Row and field scoping: each model declares once who sees which rows and which fields.

The declaration builds the queryset. A role that is not declared sees nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
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
    asked = rule(by)
    scoped = everyone.filter(asked)
    return scoped.distinct() if _repeats(model, asked) else scoped


def _repeats(model: type[Model], condition: Q) -> bool:
    """Whether a row could appear twice: only where the condition goes from one row to many.

    Asking for each row once is dear on a page of a nation, where every column is compared.
    """
    return any(
        _repeats(model, child) if isinstance(child, Q) else _to_many(model, child[0])
        for child in condition.children
        if isinstance(child, Q | tuple)
    )


def _to_many(model: type[Model], path: str) -> bool:
    """Whether a look-up such as ``contract__mandates__union`` leads from one row to many."""
    options = model._meta
    for name in path.split("__"):
        try:
            field = options.get_field(name)
        except FieldDoesNotExist:
            return False  # what is left is how the value is compared
        if not field.is_relation or field.related_model is None:
            return False
        if field.one_to_many or field.many_to_many:
            return True
        options = field.related_model._meta
    return False


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
