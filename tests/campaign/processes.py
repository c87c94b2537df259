"""Forked children that are made to be killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

_PR_SET_PDEATHSIG = 1
FAILED = 70


def fork(run: Callable[[], Any], log: Path) -> int:
    """Run ``run`` in a child whose output goes to ``log``; answers its process id.

    The child dies with its parent. The parent must hold no open database connection.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _child(run, log)
    return pid


def _child(run: Callable[[], Any], log: Path) -> NoReturn:
    code = FAILED
    try:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stream = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(stream, 1)
        os.dup2(stream, 2)
        run()
        code = 0
    except BaseException:  # noqa: BLE001 - it belongs into the log and not above the fork
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def kill(*pids: int) -> None:
    """``kill -9`` all of them, at the same moment, and wait until they are gone."""
    for pid in pids:
        _signal(pid, signal.SIGKILL)
    for pid in pids:
        wait(pid)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def wait(pid: int, seconds: float = 600) -> int:
    """Wait for a child; its exit code, or minus the signal that ended it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    _signal(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise TimeoutError(f"process {pid} did not end within {seconds} s")


def alive(pid: int) -> bool:
    """Whether a child has not ended (an ended one is not waited for here)."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False


def run_apart(run: Callable[[], Any], log: Path, seconds: float = 600) -> None:
    """Run in a child and wait; raises with the end of its log when it failed."""
    code = wait(fork(run, log), seconds)
    if code:
        said = log.read_text(errors="replace")[-3000:]
        raise RuntimeError(f"a child of the campaign ended with {code}:\n{said}")
