"""Ways for a process to be killed by itself, at a place that chance has chosen."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def at_statement(number: int) -> None:
    """Before the ``number``-th statement that any connection of this process carries out."""
    from django.db.backends.signals import connection_created

    numbers = count(1)

    def wrapper(execute: Callable[..., Any], *args: Any) -> Any:
        if next(numbers) >= number:
            _die()
        return execute(*args)

    connection_created.connect(
        lambda connection, **_: connection.execute_wrappers.append(wrapper), weak=False
    )


def inside_statement(steps: int) -> None:
    """After so many hundred steps of SQLite's own machine: in the middle of a row."""
    from django.db.backends.signals import connection_created

    left = count(steps, -1)

    def tick() -> int:
        if next(left) <= 0:
            _die()
        return 0

    connection_created.connect(
        lambda connection, **_: connection.connection.set_progress_handler(tick, 100), weak=False
    )


def after(seconds: float) -> None:
    """At a moment."""

    def wait() -> None:
        time.sleep(seconds)
        _die()

    threading.Thread(target=wait, daemon=True).start()


def measured(run: Callable[[], Any]) -> tuple[int, int, float]:
    """Statements, hundreds of steps of SQLite and seconds that ``run`` takes undisturbed."""
    from django.db.backends.signals import connection_created

    statements, ticks = count(), count()

    def wrapper(execute: Callable[..., Any], *args: Any) -> Any:
        next(statements)
        return execute(*args)

    def tick() -> int:
        next(ticks)
        return 0

    def listen(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(wrapper)
        connection.connection.set_progress_handler(tick, 100)

    connection_created.connect(listen)
    begun = time.monotonic()
    run()
    connection_created.disconnect(listen)
    return next(statements), next(ticks), time.monotonic() - begun


def chosen(rng: Random, statements: int, ticks: int, seconds: float) -> Callable[[], None]:
    """One of the three ways, at a place within what the whole work takes."""
    way = rng.randrange(3)
    if way == 0:
        number = rng.randint(1, statements)
        return lambda: at_statement(number)
    if way == 1:
        steps = rng.randint(1, ticks)
        return lambda: inside_statement(steps)
    moment = rng.uniform(0, seconds)
    return lambda: after(moment)
