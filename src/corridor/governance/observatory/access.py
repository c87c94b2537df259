"""Work in progress is the office's own; what is released is everybody's, ministries' no sooner."""

from __future__ import annotations

from django.db.models import Q

from corridor.governance.observatory.models import (
    Approval,
    Protection,
    Publication,
    Release,
    Review,
    Source,
    Table,
    Withdrawal,
)
from corridor.platform.access.actor import Role
from corridor.platform.access.rules import RowRule, declare, everything

_EVERYBODY = [role for role in Role if role is not Role.SYSTEM]


def _office(path: str) -> RowRule:
    """What the statistician's own office made."""
    return lambda by: Q(**{path: by.organisation or "-"})


def _columns(model: type, *but: str) -> tuple[str, ...]:
    left_out = {"home_node", "sealed", *but}
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname not in left_out)  # type: ignore[attr-defined]


for _model, _path in (
    (Source, "office"),
    (Table, "office"),
    (Protection, "table__office"),
    (Review, "protection__table__office"),
    (Approval, "release__office"),
):
    declare(
        _model,
        rows={Role.STATISTICIAN: _office(_path)},
        fields={Role.STATISTICIAN: _columns(_model)},
    )

# The calendar is public from the announcement on; who prepared a release is the office's own.
_CALENDAR = ("created_at", "officer", "protection_id")
declare(
    Release,
    rows=dict.fromkeys(_EVERYBODY, everything),
    fields=dict.fromkeys(_EVERYBODY, _columns(Release, *_CALENDAR)),
)
declare(
    Withdrawal,
    rows=dict.fromkeys(_EVERYBODY, everything),
    fields=dict.fromkeys(_EVERYBODY, _columns(Withdrawal, "officer")),
)
declare(
    Publication,
    rows=dict.fromkeys(_EVERYBODY, everything),
    # The cells are files at their own address: a list of records must not carry them all.
    fields=dict.fromkeys(_EVERYBODY, _columns(Publication, "content")),
)
