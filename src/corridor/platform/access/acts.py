"""Acts: the only code that changes the world.

``@act`` checks the actor's role, opens one transaction and registers the act, so that the
API, the documentation and the access matrix know every act there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import transaction

from corridor.core.problems import NotPermitted
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor, Role

F = TypeVar("F", bound=Callable[..., Any])

EVERYONE: frozenset[Role] = frozenset(Role) - {Role.SYSTEM}


@dataclass(frozen=True)
class Act:
    """A registered act: its dotted name, who may take it, and the function."""

    name: str
    roles: frozenset[Role]
    run: Callable[..., Any]


ACTS: dict[str, Act] = {}


def act(name: str, *, roles: frozenset[Role] | set[Role] | tuple[Role, ...]) -> Callable[[F], F]:
    """Register a keyword-only function as the act ``name`` for ``roles`` (and the system)."""
    allowed = frozenset(roles) | {Role.SYSTEM}

    def register(function: F) -> F:
        @wraps(function)
        def run(*, by: Actor, **given: Any) -> Any:
            permitted = ACTS[name].roles
            if by.role not in permitted:
                raise NotPermitted(
                    "access.act",
                    sentence(N_("Your role may not do this.")),
                    remedy=sentence(N_("Ask the office responsible for this step.")),
                )
            with transaction.atomic():
                return function(by=by, **given)

        ACTS[name] = Act(name, allowed, run)
        return cast(F, run)

    return register
