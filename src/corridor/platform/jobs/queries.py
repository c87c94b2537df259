"""How the queue stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of jobs, and for how many seconds the oldest due one has been waiting."""

    waiting: int
    running: int
    failed: int
    lag_seconds: int


def standing(now: datetime | None = None) -> Standing:
    """The queue at this moment, in one query."""
    moment = now or timezone.now()
    ready = Q(status=TaskResultStatus.READY)
    unscheduled = ready & Q(run_after=get_date_max())
    found = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        enqueued=Min("enqueued_at", filter=unscheduled),
        due=Min("run_after", filter=ready & Q(run_after__lte=moment)),
    )
    oldest = min((at for at in (found["enqueued"], found["due"]) if at), default=moment)
    lag = max(int((moment - oldest).total_seconds()), 0)
    return Standing(found["waiting"], found["running"], found["failed"], lag)


def is_due(task: Task[Any, Any], *args: Any, pause: timedelta, after_failure: timedelta) -> bool:
    """Whether this very job may be put into the queue: it neither waits nor has just ended."""
    now = timezone.now()
    unfinished = Q(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    failed = Q(status=TaskResultStatus.FAILED, finished_at__gt=now - after_failure)
    recent = unfinished | failed | Q(finished_at__gt=now - pause)
    rows = DBTaskResult.objects.filter(recent, task_path=task.module_path)
    known = rows.values_list("args_kwargs", flat=True)
    return not any(list(one["args"]) == list(args) for one in known)
