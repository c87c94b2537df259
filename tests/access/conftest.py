"""The matrix's world is built once for this folder and rolled back after its last test."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.clock import Clock

if TYPE_CHECKING:
    from tests.access.world import World

FROZEN = ("corridor.platform.clock.queries", "corridor.platform.journal.actions")
HERE = Path(__file__).parent

_held = ExitStack()
_built: list[World] = []


@contextmanager
def _standing(blocker: Any) -> Iterator[World]:
    """The world, in one transaction on each database; the clock stands on its last day."""
    from django.db import transaction
    from tests.access.world import build

    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, ExitStack() as held:
        clock = Clock()
        for module in FROZEN:
            patch.setattr(f"{module}.now", clock.now)
        for alias in ("default", "keys"):
            held.enter_context(transaction.atomic(using=alias))
        started = time.perf_counter()
        made = build(clock)
        made.seconds = time.perf_counter() - started
        yield made
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> World:
    """The one world of this folder. No fixture's scope is a folder, so the hook below ends it."""
    if not _built:
        _built.append(_held.enter_context(_standing(django_db_blocker)))
    return _built[0]


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """After the last test of this folder nothing of the world is left."""
    if nextitem is None or nextitem.path.parent != HERE:
        _built.clear()
        _held.close()
