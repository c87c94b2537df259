"""No test leaves a process behind.

Fixtures that keep a process for longer than one test (the browser) start it inside
``expected()``; everything else that is still there when a test is over fails the test.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 3.0  # seconds a child may take to end after its test
_expected: set[int] = set()


def children() -> set[int]:
    """Process ids of this process's direct children; empty where there is no ``/proc``."""
    found: set[int] = set()
    for listing in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        try:
            found.update(int(part) for part in listing.read_text().split())
        except OSError:  # the thread has ended meanwhile
            continue
    return found


def name(pid: int) -> str:
    """The command line of a process, or a word for one that has ended without being waited for."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip() or "(ended)"
    except OSError:
        return "(gone)"


@contextmanager
def expected() -> Iterator[None]:
    """Children started inside may outlive the test."""
    before = children()
    yield
    _expected.update(children() - before)


def left_since(before: set[int]) -> list[str]:
    """What has been started since ``before`` and has not ended within the patience."""
    deadline = time.monotonic() + _PATIENCE
    while left := _unexpected(children() - before):
        if time.monotonic() > deadline:
            return [f"{pid} {name(pid)[:120]}" for pid in sorted(left)]
        time.sleep(0.05)
    return []


def _unexpected(pids: set[int]) -> set[int]:
    # Python's own helper of multiprocessing lives as long as the interpreter.
    return {p for p in pids - _expected if "multiprocessing.resource_tracker" not in name(p)}
