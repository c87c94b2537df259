"""Names of workers, and whether the process behind a name is still there."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def _started(pid: int) -> str:
    # The start time tells a living worker from a later process with the same number.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def this_worker() -> str:
    """``host:pid:start`` of this process."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(worker: str) -> bool:
    """Whether a worker of this machine has ended. Of other machines only the lease speaks."""
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    start = worker.rpartition(":")[2]
    if host != socket.gethostname()[:60] or not rest.isdigit() or not start:
        return False
    return _started(int(rest)) != start
