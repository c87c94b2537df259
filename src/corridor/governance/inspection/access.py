"""Who sees standings, orders and private checks. An employer sees its orders, never a check."""

from __future__ import annotations

from django.db.models import Q

from corridor.governance.inspection.models import (
    CheckAnswer,
    Evidence,
    LadderStep,
    Nation,
    NationMonth,
    Order,
    OrderEvent,
    OrderGroup,
    PrivateCheck,
    Standing,
    StandingMonth,
    StandingWord,
    Visit,
)
from corridor.platform.access.actor import Role
from corridor.platform.access.rules import RowRule, declare, everything


def _country(path: str) -> RowRule:
    """Establishments of the inspector's own country."""
    return lambda by: Q(**{path: by.country})


def _employer(path: str) -> RowRule:
    return lambda by: Q(**{path: by.organisation})


def _columns(model: type, *but: str) -> tuple[str, ...]:
    left_out = {"created_at", "home_node", *but}
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname not in left_out)  # type: ignore[attr-defined]


for _model in (Standing, StandingMonth, Nation):
    declare(
        _model,
        rows={Role.INSPECTOR: _country("country")},
        fields={Role.INSPECTOR: _columns(_model, "seen", "upload")},
    )

# A table of words is looked in, never read.
declare(StandingWord, rows={}, fields={})

_EVERYBODY = [role for role in Role if role is not Role.SYSTEM]
declare(
    NationMonth,
    rows=dict.fromkeys(_EVERYBODY, everything),
    fields=dict.fromkeys(_EVERYBODY, _columns(NationMonth)),
)

declare(
    LadderStep,
    rows={Role.INSPECTOR: _country("employer__country"), Role.EMPLOYER: _employer("employer")},
    fields={
        Role.INSPECTOR: _columns(LadderStep),
        Role.EMPLOYER: _columns(LadderStep, "officer"),
    },
)

# A visit that is known beforehand finds nothing: the inspectorate's alone.
declare(
    Visit,
    rows={Role.INSPECTOR: _country("employer__country")},
    fields={Role.INSPECTOR: _columns(Visit)},
)

declare(
    Order,
    rows={Role.INSPECTOR: _country("employer__country"), Role.EMPLOYER: _employer("employer")},
    fields={Role.INSPECTOR: _columns(Order), Role.EMPLOYER: _columns(Order, "officer")},
)

for _part in (OrderGroup, Evidence, OrderEvent):
    declare(
        _part,
        rows={
            Role.INSPECTOR: _country("order__employer__country"),
            Role.EMPLOYER: _employer("order__employer"),
        },
        fields={
            Role.INSPECTOR: _columns(_part),
            Role.EMPLOYER: _columns(_part, "officer"),
        },
    )


def _her_own(path: str) -> RowRule:
    return lambda by: Q(**{path: by.person or "-"})


# Not even the inspectorate reads who was asked or who answered: it reads counts.
declare(
    PrivateCheck,
    rows={Role.WORKER: _her_own("contract__worker")},
    fields={Role.WORKER: ("id", "contract_id", "created_at")},
)
declare(
    CheckAnswer,
    rows={Role.WORKER: _her_own("asked__contract__worker")},
    fields={Role.WORKER: ("id", "asked_id", "created_at")},
)
