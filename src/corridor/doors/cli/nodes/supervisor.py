"""A small supervisor: starts the servers and the job worker, keeps them up, stops them cleanly.

Every server is one process with threads of its own on the same port; the kernel hands each new
connection to one of them. They share the databases and nothing else.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

from corridor.core.problems import BadInput, Unavailable
from corridor.core.text import N_, sentence

_READY, _STOP = 60, 12  # seconds
_SHORT_LIFE, _SHORT_LIVES = 10, 3
_PR_SET_PDEATHSIG = 1
_REFUSERS = 4  # threads
_MOST_SERVERS = 4  # by default: further processors are left to the database and the job worker
_FILES = 16_384  # open at once: a connection of every reader, and those to the databases
_IDLE = 60_000  # milliseconds until an idle connection is closed: the most the server takes


def allow_files() -> None:
    """Many systems allow 1,024 open files until one asks for more; a busy morning needs more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process under supervision."""

    name: str
    argv: list[str]
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: int = 0
    short_lives: int = 0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the supervisor alone."""
        libc = _libc()

        def die_with_parent() -> None:
            allow_files()
            if libc is not None:
                libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)

        self.started = time.monotonic_ns()
        self.process = subprocess.Popen(
            self.argv,
            env=os.environ | self.more,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def ended(self) -> bool:
        """Whether it is not running."""
        return self.process is None or self.process.poll() is not None

    def lived(self) -> int:
        """Seconds since its start."""
        return (time.monotonic_ns() - self.started) // 1_000_000_000


@dataclass
class Supervisor:
    """Runs ``children`` until Ctrl-C or SIGTERM; returns the exit code."""

    children: list[Child]
    address: str
    stop: Event = field(default_factory=Event)

    def run(self, when_ready: Callable[[], None]) -> int:
        """Start, wait until the health page answers, call ``when_ready``, watch, stop."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._asked_to_stop)
        try:
            # The server first: on a small machine the worker's start would slow it down.
            self.children[0].start()
            if self._healthy():
                for child in self.children[1:]:
                    child.start()
                when_ready()
            return self._watch()
        finally:
            self._stop_all()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()

    def _healthy(self) -> bool:
        deadline = time.monotonic() + _READY
        while not self.stop.is_set():
            if self.children[0].ended():
                return False
            try:
                with urllib.request.urlopen(f"{self.address}/health/", timeout=5):  # noqa: S310
                    return True
            except OSError:
                if time.monotonic() > deadline:
                    raise Unavailable(
                        "node.not_healthy",
                        sentence(N_("The server did not become healthy within a minute.")),
                        remedy=sentence(N_("Run “corridor node check” to see why.")),
                    ) from None
            self.stop.wait(1 / 20)
        return False

    def _watch(self) -> int:
        while not self.stop.wait(1 / 4):
            for child in self.children:
                if child.ended() and not self.stop.is_set() and not self._restarted(child):
                    print(f"{child.name} keeps ending by itself; stopping.", file=sys.stderr)
                    return 1
        return 0

    def _restarted(self, child: Child) -> bool:
        child.short_lives = child.short_lives + 1 if child.lived() < _SHORT_LIFE else 0
        if child.short_lives >= _SHORT_LIVES:
            return False
        print(f"{child.name} ended by itself; starting it again.", file=sys.stderr)
        child.start()
        return True

    def _stop_all(self) -> None:
        for child in self.children:
            if child.process is not None and not child.ended():
                child.process.terminate()
        deadline = time.monotonic() + _STOP
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(timeout=max(deadline - time.monotonic(), 1 / 10))
            except subprocess.TimeoutExpired:
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def _threads(slots: int) -> int:
    """Threads of the server: those who work, those who wait, and some who only say no."""
    queue = int(os.environ.get("CORRIDOR_QUEUE", "64"))
    waiting = queue + queue // 2 + max(4, queue // 2)
    return slots + max(2, slots // 2) + waiting + _REFUSERS


def servers() -> int:
    """Server processes: as set, else one for each processor, four at most.

    One on systems whose kernel does not share a port out.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    return _wanted("CORRIDOR_SERVERS", min(_MOST_SERVERS, processors), least=1)


def _wanted(name: str, usual: int, *, least: int) -> int:
    """A whole number from the environment; raise ``BadInput`` when it is none or too small."""
    given = os.environ.get(name, "") or str(usual)
    if given.isascii() and given.isdigit() and int(given) >= least:
        return int(given)
    raise BadInput(
        "node.number",
        sentence(N_("“{found}” is not a number from {least} upwards."), found=given, least=least),
    ).at(field=name)


def children(host: str, port: int, threads: int, figures: Path | None = None) -> list[Child]:
    """The web servers (each one process with threads) and the job worker.

    ``figures`` is the folder in which the servers lay their counters beside each other's; what
    an earlier run left there is removed.
    """
    argv = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", "1", "--blocking-threads", str(_threads(threads))),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
        *("--http1-header-read-timeout", str(_IDLE)),
        *("--log-level", "error", "corridor.site.wsgi:application"),
    ]
    more = {"CORRIDOR_FIGURES": str(_emptied(figures))} if figures else {}
    serving = [
        Child(f"server {number}", argv, more | {"CORRIDOR_SERVER": str(number)})
        for number in range(1, servers() + 1)
    ]
    worker = [sys.executable, "-m", "corridor.doors.cli.nodes.jobs"]
    return [*serving, Child("the job worker", worker)]


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def claim_port(host: str, port: int) -> None:
    """Raise ``Unavailable`` when somebody else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Unavailable(
                "node.port",
                sentence(N_("Port {port} is in use by another program."), port=port),
                remedy=sentence(N_("Stop it, or choose another port, such as PORT=9000.")),
            ) from None
