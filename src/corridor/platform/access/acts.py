"""Acts: the only code that changes the world.

``@act`` checks the actor's role, opens one transaction and registers the act, so that the
API, the documentation and the access matrix know every act there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
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

Handler = Callable[[list[Any]], None]
_undoing: ContextVar[list[Callable[[], None]] | None] = ContextVar("undoing", default=None)
_closing: ContextVar[list[tuple[Handler, list[Any]]] | None] = ContextVar("closing", default=None)


def before_commit(handler: Handler, items: list[Any]) -> None:
    """Have ``handler`` called with ``items`` at the end of the outermost act, in its transaction.

    It is called once, with all that was left for it; at once where no act is under way. What
    a failed act had left is forgotten with that act.
    """
    waiting = _closing.get()
    if waiting is None:
        with transaction.atomic():
            handler(items)
    else:
        waiting.append((handler, items))


def if_undone(undo: Callable[[], None]) -> None:
    """Have ``undo`` called when the act under way fails: for what no database takes back.

    Such as a file written before its row. A commit that fails calls nothing: what the database
    has taken then, nobody knows. Where no act is under way there is nothing to be called by.
    """
    undoing = _undoing.get()
    if undoing is not None:
        undoing.append(undo)


@contextmanager
def _undone() -> Iterator[None]:
    """Call what was left for a failure, the newest first; the outermost act forgets it at last."""
    outer = _undoing.get()
    mine: list[Callable[[], None]] = []
    token = _undoing.set(mine)
    try:
        yield
    except BaseException:
        for undo in reversed(mine):
            with suppress(OSError):
                undo()
        raise
    finally:
        _undoing.reset(token)
    if outer is not None:
        outer += mine


@contextmanager
def _one_act() -> Iterator[None]:
    """A transaction; the outermost one ends with what was left for its end."""
    waiting = _closing.get()
    with transaction.atomic(), _undone():
        if waiting is not None:
            before = len(waiting)
            try:
                yield
            except BaseException:
                del waiting[before:]
                raise
            return
        mine: list[tuple[Handler, list[Any]]] = []
        token = _closing.set(mine)
        try:
            yield
            _finish(mine)
        finally:
            _closing.reset(token)


def _finish(left: list[tuple[Handler, list[Any]]]) -> None:
    while left:
        handler = left[0][0]
        items = [item for one, some in left if one is handler for item in some]
        left[:] = [pair for pair in left if pair[0] is not handler]
        handler(items)


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
            with _one_act():
                return function(by=by, **given)

        ACTS[name] = Act(name, allowed, run)
        return cast(F, run)

    return register
