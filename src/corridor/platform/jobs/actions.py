"""Writing the queue: enqueue in the act's transaction, claim, finish, retry, reap.

The rule of idempotency: a job may start more than once, never be done twice. Whoever marks
it done must still hold its lease, in the same transaction as the job's own writes.
"""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from corridor.platform.clock.queries import today
from corridor.platform.jobs.declared import DAILY, job, terms_of
from corridor.platform.jobs.models import Lease, Schedule
from corridor.platform.jobs.workers import is_dead

_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=1)
_KEPT = timedelta(days=14)


class LeaseLostError(Exception):
    """Another worker has taken over; what this one did is rolled back."""


def enqueue(task: Task[Any, Any], *args: Any, after: timedelta | None = None) -> str:
    """Put a job into the queue, in the caller's transaction; returns its id.

    If the act is rolled back the job is gone with it; if the act is acknowledged the job is
    on disk with it. ``after`` lets real time pass first.
    """
    chosen = task if after is None else task.using(run_after=timezone.now() + after)
    return str(chosen.enqueue(*args).id)


def claim(worker: str) -> DBTaskResult[Any, Any] | None:
    """Take the next job that is due and lease it to ``worker``; None when there is none."""
    now = timezone.now()
    if not DBTaskResult.objects.ready().exists():
        return None  # an idle worker does not take the write lock
    with transaction.atomic():
        row: DBTaskResult[Any, Any] | None = DBTaskResult.objects.ready().get_locked()
        if row is None:
            return None
        row.claim(worker[:64])
        lease, _ = Lease.objects.get_or_create(
            task=row.id, defaults={"worker": worker, "until": now}
        )
        lease.worker = worker
        lease.attempts += 1
        lease.until = now + terms_of(row.task_path).longest
        lease.save()
        return row


def finish(row: DBTaskResult[Any, Any], worker: str, returned: Any) -> None:
    """Mark a job done. Raises ``LeaseLostError`` when it is no longer this worker's."""
    held = Lease.objects.select_for_update().filter(task=row.id, worker=worker)
    if not held.exists():
        raise LeaseLostError(str(row.id))
    DBTaskResult.objects.filter(pk=row.id).update(
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=returned,
        exception_class_path="",
        traceback="",
    )
    held.delete()


def fail(row: DBTaskResult[Any, Any], worker: str, error: BaseException, *, final: bool) -> bool:
    """Give a job another try later, or none; returns whether it will be tried again.

    The error's own words may name persons, so only its class and place are kept.
    """
    with transaction.atomic():
        lease = Lease.objects.select_for_update().filter(task=row.id, worker=worker).first()
        if lease is None:
            return True
        place = "".join(traceback.format_tb(error.__traceback__))
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        return _again(row.id, row.task_path, lease, final=final, kind=kind, place=place)


def reap(now: datetime | None = None) -> int:
    """Put back jobs whose worker died or outlived its lease; returns how many."""
    moment, reaped = now or timezone.now(), 0
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    if not running.exists():
        return 0
    with transaction.atomic():
        for row in running.select_for_update():
            lease = Lease.objects.filter(task=row.id).first()
            if lease is None:
                lease = Lease(task=row.id, worker="?", attempts=1, until=moment)
            if lease.until <= moment or is_dead(lease.worker):
                _again(row.id, row.task_path, lease, final=False, kind="killed", place="")
                reaped += 1
    return reaped


def _again(task_id: UUID, path: str, lease: Lease, *, final: bool, kind: str, place: str) -> bool:
    now = timezone.now()
    again = not final and lease.attempts < terms_of(path).attempts
    wait = min(_FIRST_WAIT * 4 ** max(lease.attempts - 1, 0), _LONGEST_WAIT)
    if kind == "killed" and lease.attempts <= 1:
        wait = timedelta(0)
    DBTaskResult.objects.filter(pk=task_id).update(
        status=TaskResultStatus.READY if again else TaskResultStatus.FAILED,
        run_after=now + wait,
        finished_at=None if again else now,
        exception_class_path=kind,
        traceback=place,
    )
    lease.worker, lease.until = "", now
    lease.save()
    return again


def enqueue_due() -> list[str]:
    """Enqueue every daily job not yet enqueued for today; returns their names."""
    day, made = today(), []
    seen = set(Schedule.objects.filter(last_on__gte=day).values_list("name", flat=True))
    for name in DAILY.keys() - seen:
        if _first_today(name, day):
            made.append(name)
    return made


def _first_today(name: str, day: Any) -> bool:
    try:
        with transaction.atomic():
            row = Schedule.objects.select_for_update().filter(pk=name).first()
            if row is None:
                Schedule.objects.create(name=name, last_on=day)
            elif row.last_on >= day:
                return False
            else:
                row.last_on = day
                row.save()
            enqueue(DAILY[name], day.isoformat())
            return True
    except IntegrityError:  # another worker wrote the first row at the same moment
        return False


@job()
def prune(day: str) -> int:
    """Forget jobs that ended two weeks ago; failed ones stay until somebody looks."""
    old = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=timezone.now() - _KEPT
    )
    return int(old.delete()[0])


DAILY["jobs.prune"] = prune
