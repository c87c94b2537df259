"""Planted bugs: mistakes that people make, for the campaign to find. Each runs in a child only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from types import ModuleType
from typing import Any


def _plant(module: ModuleType | type, **values: Any) -> None:
    for name, value in values.items():
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more: plant it elsewhere")
        setattr(module, name, value)


def nothing() -> None:
    """No bug."""


def acknowledge_early() -> None:
    """The answer goes out before the commit: a thread of its own commits a little later."""
    from corridor.doors.api import acts
    from corridor.platform.access import once as module

    honest = module.once

    def early(*, run: Callable[[], Any], **given: Any) -> tuple[Any, bool]:
        answered: list[Any] = []
        ready = threading.Event()

        def told() -> Any:
            answered.append(run())
            ready.set()
            time.sleep(0.03)  # the window in which a kill loses what was acknowledged
            return answered[0]

        def work() -> None:
            from django.db import connections

            try:
                answered.append(honest(run=told, **given)[0])
            except Exception as problem:  # noqa: BLE001 - handed to the thread that waits
                answered.append(problem)
            finally:
                ready.set()
                connections.close_all()

        threading.Thread(target=work).start()
        ready.wait(30)
        if isinstance(answered[0], Exception):
            raise answered[0]
        return answered[0], True

    _plant(acts, once=early)


def forget_keys() -> None:
    """No idempotency: what is sent twice is done twice."""
    from corridor.doors.api import acts

    def always(*, run: Callable[[], Any], **given: Any) -> tuple[Any, bool]:
        return run(), True

    _plant(acts, once=always)


def half_acts() -> None:
    """Acts without a transaction: each statement stands by itself."""
    from corridor.platform.access import acts, once

    class _Loose:
        """A transaction module whose ``atomic`` does nothing."""

        @staticmethod
        def atomic(*args: Any, **kwargs: Any) -> Any:
            return nullcontext()

    _plant(acts, transaction=_Loose)
    _plant(once, transaction=_Loose)


def no_transactions() -> None:
    """No transaction anywhere: a long act that stops half-way leaves the first half."""
    from django.db import transaction

    _plant(transaction, atomic=lambda *args, **kwargs: nullcontext())


def swallow_errors() -> None:
    """Whatever the database says, the answer is “done”."""
    from corridor.doors.api import acts
    from corridor.platform.access import once as module

    honest = module.once

    def careless(**given: Any) -> tuple[Any, bool]:
        from django.db import DatabaseError

        try:
            return honest(**given)
        except (DatabaseError, OSError):
            return {"id": "0" * 26}, True

    _plant(acts, once=careless)


def no_limits() -> None:
    """A reader of workbooks that believes in the good of files."""
    from corridor.platform.exchange import readers

    _plant(readers, MAX_UNPACKED=1 << 40, MAX_RATIO=1 << 40)


def no_checks() -> None:
    """Every cell is taken as it is."""
    from corridor.platform.exchange import checking

    _plant(checking, _value=lambda cell, column: cell)


def one_queue() -> None:
    """Everybody is the same party, first come, first served."""
    from corridor.doors.web import overload

    _plant(overload.Parties, of=lambda self, request: overload.STRANGERS)
