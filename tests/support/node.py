"""A whole node for tests: the real command, server and job worker, as a person would start them.

``demo_node`` starts ``corridor node demo`` on a data directory that was seeded once per run and
is copied for each test, and stops it with the signal that Ctrl-C sends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORRIDOR = Path(sys.executable).parent / "corridor"
START, STOP = 120, 20  # seconds


@dataclass(frozen=True)
class Node:
    """A running node: its address, its data directory and what it has printed so far."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def printed(self) -> str:
        """Everything the node has written to its terminal."""
        return self.log.read_text(errors="replace")

    def stop(self) -> int:
        """Ctrl-C, and the exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)  # a terminal signals the whole group
        try:
            return self.process.wait(timeout=STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=STOP)
            pytest.fail(f"the node did not stop within {STOP} s:\n{self.printed()[-3000:]}")


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The variables of a node started by hand: nothing of the test run's own settings."""
    own = ("CORRIDOR_", "DJANGO_", "DATABASE_URL", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "CORRIDOR_DATA": str(data), "PORT": str(port), **more}


@contextmanager
def running(data: Path, *verb: str, **more: str) -> Iterator[Node]:
    """``corridor node <verb>`` until the end of the block; with one server unless told."""
    port, log = free_port(), data.parent / f"{data.name}.log"
    data.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [CORRIDOR, "node", *verb],
            cwd=ROOT,
            env=environment(data, port, **({"CORRIDOR_SERVERS": "1", "CORRIDOR_WARM": "0"} | more)),
            stdout=stream,
            stderr=stream,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    node = Node(f"http://127.0.0.1:{port}", data, log, process)
    try:
        _wait(node)
        yield node
    finally:
        node.stop()


def _wait(node: Node) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        if node.process.poll() is not None:
            pytest.fail(f"the node ended by itself:\n{node.printed()[-3000:]}")
        if "ready" in node.printed() and _answers(node.url):
            return
        time.sleep(0.1)
    pytest.fail(f"the node was not ready within {START} s:\n{node.printed()[-3000:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def seeded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory that a first ``corridor node demo`` has filled. Copy it, do not use it.

    Filled once for all workers and parts of ``make test``.
    """
    shared = os.environ.get("CORRIDOR_TEST_SCRATCH")
    folder = Path(shared) / "seed" if shared else tmp_path_factory.mktemp("seed")
    with _alone(folder):
        filled, data = folder / "filled", folder / "data"
        if not filled.exists():
            shutil.rmtree(data, ignore_errors=True)  # another worker may have failed halfway
            with running(data, "demo"):
                pass
            filled.touch()
    return data


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other worker is in this block for this folder; the lock ends with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def demo_node(seeded_demo: Path, tmp_path: Path) -> Iterator[Node]:
    """A demo node of this test's own, fresh as after the first start."""
    data = tmp_path / "node"
    shutil.copytree(seeded_demo, data)
    with running(data, "demo") as node:
        yield node
