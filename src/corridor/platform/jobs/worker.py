"""The worker's loop: reap, schedule, claim, run. One job at a time; several workers may run."""

from __future__ import annotations

import logging
import time
from threading import Event
from typing import Any

from django.db import OperationalError, close_old_connections, transaction
from django_tasks_db.models import DBTaskResult

from corridor.core.problems import Problem, Unavailable
from corridor.platform.jobs import actions
from corridor.platform.jobs.actions import LeaseLostError
from corridor.platform.jobs.declared import CHORES, terms_of
from corridor.platform.jobs.workers import this_worker
from corridor.platform.operations.standstill import STANDSTILL, noticed

log = logging.getLogger("corridor.jobs")

_CHORES = 2  # seconds between looks for dead workers and due daily jobs


def run(stop_event: Event, *, idle_ms: int = 300) -> None:
    """Work until ``stop_event`` is set; the job in hand is finished first."""
    worker, chores_at = this_worker(), 0
    while not stop_event.is_set():
        close_old_connections()
        try:
            if STANDSTILL.stands():  # a full disk takes no job; what is due waits
                stop_event.wait(1)
                continue
            if time.monotonic_ns() >= chores_at:
                chores_at = time.monotonic_ns() + _CHORES * 1_000_000_000
                actions.reap()
                actions.enqueue_due()
                _chores()
            busy = run_one(worker)
        except (OperationalError, Unavailable) as error:
            # A locked, full or restarting database is waited for; nothing was claimed or lost.
            noticed(error)
            log.warning("the database is not available: %s", type(error).__name__)
            busy = False
        if not busy:
            stop_event.wait(idle_ms / 1000)
    close_old_connections()


def _chores() -> None:
    for function in CHORES:
        try:
            function()
        except Exception as error:  # noqa: BLE001 - one chore never stops the others
            log.warning("a chore failed: %s", type(error).__name__)


def run_until_idle() -> int:
    """Run every job that is due now (tests, the demo's clock); returns how many ran."""
    worker, ran = this_worker(), 0
    while run_one(worker):
        ran += 1
    return ran


def run_one(worker: str) -> bool:
    """Claim and run one job; False when none is due."""
    row = actions.claim(worker)
    if row is None:
        return False
    try:
        _run(row, worker)
    except LeaseLostError:
        log.warning("job %s was taken over by another worker", row.task_path)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the worker goes on
        final = isinstance(error, Problem) and not isinstance(error, Unavailable)
        again = actions.fail(row, worker, error, final=final)
        said = "will be tried again" if again else "failed for good"
        log.warning("job %s %s: %s", row.task_path, said, type(error).__name__)
    return True


def _run(row: DBTaskResult[Any, Any], worker: str) -> None:
    call, args = row.task.func, row.args_kwargs["args"]
    if not terms_of(row.task_path).atomic:
        returned = call(*args)
        with transaction.atomic():
            actions.finish(row, worker, returned)
        return
    with transaction.atomic():
        actions.finish(row, worker, call(*args))
