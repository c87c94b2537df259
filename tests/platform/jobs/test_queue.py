"""The queue: in the act's transaction, tried again, never done twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.support import chores

from corridor.platform.clock.models import ClockShift
from corridor.platform.jobs import actions, queries, worker
from corridor.platform.jobs.declared import DAILY
from corridor.platform.jobs.models import Lease
from corridor.platform.jobs.workers import is_dead, this_worker

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])


def days() -> int:
    row = ClockShift.objects.first()
    return row.days if row else 0


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def in_an_hour() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_is_done_once() -> None:
    actions.enqueue(chores.add_days, 3)
    assert worker.run_until_idle() == 1
    assert (days(), only().status, only().return_value) == (3, TaskResultStatus.SUCCESSFUL, 3)
    assert worker.run_until_idle() == 0


def test_a_rolled_back_act_leaves_no_job() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - one transaction
        ClockShift.objects.create(days=1)
        actions.enqueue(chores.add_days, 3)
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0
    assert days() == 0


def test_a_committed_act_has_its_job_beside_it() -> None:
    with transaction.atomic():
        ClockShift.objects.create(days=1)
        actions.enqueue(chores.add_days, 3)
        assert DBTaskResult.objects.count() == 1  # inside, not "on commit"


def test_what_fails_is_undone_and_tried_later_and_then_given_up() -> None:
    actions.enqueue(chores.write_then_break, 5)
    for expected in (TaskResultStatus.READY, TaskResultStatus.READY, TaskResultStatus.FAILED):
        assert worker.run_until_idle() == 1
        assert (only().status, days()) == (expected, 0)
        if expected == TaskResultStatus.READY:
            assert only().run_after > timezone.now() + timedelta(seconds=5)
        in_an_hour()
    assert worker.run_until_idle() == 0
    assert queries.standing().failed == 1


def test_the_waits_grow() -> None:
    actions.enqueue(chores.write_then_break, 5)
    waits = []
    for _ in range(2):
        worker.run_until_idle()
        waits.append(only().run_after - timezone.now())
        in_an_hour()
    assert waits[1] > 3 * waits[0]


def test_a_refusal_is_not_tried_again_and_its_words_are_not_kept() -> None:
    actions.enqueue(chores.refuse, "passport N1234567")
    worker.run_until_idle()
    row = only()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("BadInput")
    assert "N1234567" not in row.traceback


def test_who_lost_the_lease_cannot_finish() -> None:
    actions.enqueue(chores.add_days, 3)
    row = actions.claim("elsewhere:1:1")
    assert row is not None
    assert actions.reap(timezone.now() + timedelta(hours=1)) == 1
    with pytest.raises(actions.LeaseLostError), transaction.atomic():  # noqa: PT012 - one
        chores.add_days.func(3)
        actions.finish(row, "elsewhere:1:1", 3)
    assert days() == 0
    assert worker.run_until_idle() == 1
    assert days() == 3


def test_a_lease_of_another_machine_is_respected_until_it_ends() -> None:
    actions.enqueue(chores.add_days, 3)
    actions.claim("elsewhere:1:1")
    assert actions.reap() == 0
    assert actions.claim(this_worker()) is None
    assert actions.reap(timezone.now() + timedelta(minutes=6)) == 1


def test_a_job_that_kills_every_worker_is_given_up() -> None:
    actions.enqueue(chores.add_days, 3)
    for _ in range(6):
        in_an_hour()
        assert actions.claim("elsewhere:1:1") is not None
        assert actions.reap(timezone.now() + timedelta(hours=1)) == 1
    assert only().status == TaskResultStatus.FAILED
    assert days() == 0


def test_a_living_worker_is_not_dead() -> None:
    assert not is_dead(this_worker())
    host, pid, start = this_worker().split(":")
    assert is_dead(f"{host}:{pid}:{int(start) - 1}")  # the number, but an earlier process
    assert not is_dead("another-host:1:1")


def test_daily_jobs_run_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DAILY, "test.daily", chores.refuse)
    first = actions.enqueue_due()
    assert "test.daily" in first
    assert actions.enqueue_due() == []
    assert only_of("refuse").args_kwargs["args"] == [actions.today().isoformat()]
    tomorrow = actions.today() + timedelta(days=31)
    monkeypatch.setattr(actions, "today", lambda: tomorrow)
    assert "test.daily" in actions.enqueue_due()
    assert DBTaskResult.objects.filter(task_path__endswith="refuse").count() == 2


def only_of(name: str) -> DBTaskResult:
    return DBTaskResult.objects.get(task_path__endswith=name)


def test_the_standing_says_how_late_it_is() -> None:
    actions.enqueue(chores.add_days, 3)
    actions.enqueue(chores.add_days, 3, after=timedelta(hours=2))
    standing = queries.standing(timezone.now() + timedelta(seconds=90))
    assert standing.waiting == 2
    assert 89 <= standing.lag_seconds <= 95


def test_pruning_forgets_only_what_is_long_done() -> None:
    actions.enqueue(chores.add_days, 3)
    worker.run_until_idle()
    assert actions.prune.func("2026-01-01") == 0
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert actions.prune.func("2026-01-01") == 1
    assert Lease.objects.count() == 0
