"""A crew that is made once for all tests of a module; whatever a test does to it is undone.

Three people's way from the order to their first day at work takes longer than most tests of
what follows. It stands in a transaction round the module, each test in one of its own inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.clock import Clock

if TYPE_CHECKING:
    from tests.support.employment import Job

FROZEN = ("corridor.platform.clock.queries", "corridor.platform.journal.actions")


@contextmanager
def made_once(size: int, blocker: Any) -> Iterator[list[Job]]:
    """A crew until the end of the block, then undone. ``blocker`` is ``django_db_blocker``."""
    from django.db import transaction
    from tests.support import employment

    with blocker.unblock(), ExitStack() as held:
        for alias in ("default", "keys"):
            held.enter_context(transaction.atomic(using=alias))
        with pytest.MonkeyPatch.context() as patch:
            clock = Clock()
            for module in FROZEN:
                patch.setattr(f"{module}.now", clock.now)
            jobs = employment.crew(clock, size)
        yield jobs
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)


def fresh(jobs: list[Job]) -> list[Job]:
    """The same jobs as new objects: what a test changes in them does not reach the next one."""
    from corridor.cycle.contracts.models import Contract

    return [
        replace(job, contract=Contract.objects.get(pk=job.contract.pk), who=replace(job.who))
        for job in jobs
    ]


@pytest.fixture(scope="module")
def three_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Job]]:
    """Three workers of one employer, for all tests of a module. Do not change them: ``three``."""
    with made_once(3, django_db_blocker) as jobs:
        yield jobs


@pytest.fixture
def three(three_once: list[Job], db: None) -> list[Job]:
    """The module's three workers of one employer, for one test; its clock was not moved."""
    return fresh(three_once)
