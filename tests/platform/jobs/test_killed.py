"""A worker killed with SIGKILL in the middle of a job: nothing half-done, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connections
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.support import chores

from corridor.platform.clock.models import ClockShift
from corridor.platform.jobs import actions, worker
from corridor.platform.jobs.models import Lease
from corridor.platform.jobs.workers import is_dead

ROOT = Path(__file__).resolve().parents[3]
_WORKER = """
import django; django.setup()
from django.conf import settings
from threading import Event
from corridor.platform.jobs.worker import run
run(Event())
"""


def start(name: str) -> subprocess.Popen[bytes]:
    # The child opens the very test database: its name is where the settings look.
    database = connections["default"].settings_dict
    keys = connections["keys"].settings_dict
    if connections["default"].vendor != "sqlite":
        pytest.skip("the child's address of a PostgreSQL test database is the harness's business")
    child = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database['NAME']}",
        "CORRIDOR_KEYS_URL": f"sqlite:///{keys['NAME']}",
        "DJANGO_SETTINGS_MODULE": "corridor.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-c", _WORKER], cwd=ROOT, env=child)


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_killed_worker_leaves_nothing_half_done(tmp_path: Path) -> None:
    task = actions.enqueue(chores.write_then_hang, str(tmp_path))
    child = start("first")
    try:
        deadline = time.monotonic() + 30
        while not (tmp_path / "started").exists():
            assert time.monotonic() < deadline, "the worker never began"
            assert child.poll() is None, "the worker ended by itself"
            time.sleep(0.05)
        row = DBTaskResult.objects.get(pk=task)
        assert row.status == TaskResultStatus.RUNNING
        assert not is_dead(Lease.objects.get(task=task).worker)  # it lives: hands off
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert not ClockShift.objects.exists()  # what it wrote was never committed
    assert actions.reap() == 1
    assert worker.run_until_idle() >= 1
    assert ClockShift.objects.get().days == 1
    assert DBTaskResult.objects.get(pk=task).status == TaskResultStatus.SUCCESSFUL
