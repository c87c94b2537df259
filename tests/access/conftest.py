"""The matrix's world is built once for this folder and rolled back at its end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.clock import Clock

if TYPE_CHECKING:
    from tests.access.world import World

FROZEN = ("corridor.platform.clock.queries", "corridor.platform.journal.actions")


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, in one transaction on each database; the clock stands on its last day."""
    from django.db import transaction
    from tests.access.world import build

    patch, clock = pytest.MonkeyPatch(), Clock()
    for module in FROZEN:
        patch.setattr(f"{module}.now", clock.now)
    with django_db_blocker.unblock(), ExitStack() as held:
        for alias in ("default", "keys"):
            held.enter_context(transaction.atomic(using=alias))
        started = time.perf_counter()
        made = build(clock)
        made.seconds = time.perf_counter() - started
        yield made
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    patch.undo()
