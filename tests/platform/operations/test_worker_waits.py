"""The job worker takes nothing while the disk is full, and goes on when there is room."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from corridor.core.problems import Unavailable
from corridor.platform.jobs import worker
from corridor.platform.operations.standstill import STANDSTILL, refusal


@pytest.fixture(autouse=True)
def _no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop alone: nothing reaps, schedules or closes a connection."""
    for name in ("reap", "enqueue_due"):
        monkeypatch.setattr(worker.actions, name, lambda: None)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


class Rounds(Event):
    """Stops the loop after some rounds, without waiting."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


def test_what_is_due_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    took: list[str] = []

    def one(name: str) -> Any:
        took.append(name)
        return False

    monkeypatch.setattr(worker, "run_one", one)
    monkeypatch.setattr(STANDSTILL, "stands", lambda: True)
    worker.run(Rounds(3))
    assert took == []
    monkeypatch.setattr(STANDSTILL, "stands", lambda: False)
    worker.run(Rounds(3))
    assert len(took) == 3


def test_a_refused_write_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(name: str) -> Any:
        raise refusal()

    monkeypatch.setattr(worker, "run_one", full)
    rounds = Rounds(2)
    worker.run(rounds)
    assert rounds.is_set()
    assert isinstance(refusal(), Unavailable)
