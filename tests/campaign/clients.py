"""Clients that write and remember, on a disk of their own, what was acknowledged to them."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign.world import Request, World, request

_PATIENCE = 30  # seconds for one answer


@dataclass(frozen=True)
class Answer:
    """What came back: 0 when the connection broke before a whole answer was read."""

    status: int
    body: dict[str, Any]
    retry_after: str = ""


def ask(port: int, asked: Request, patience: float = _PATIENCE) -> Answer:
    """Send one request and read the whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        headers = {
            "Authorization": f"Bearer {asked.token}",
            "Idempotency-Key": asked.key,
            "Content-Type": "application/json",
        }
        body = json.dumps(asked.body)
        connection.request("POST", f"/api/v1/acts/{asked.act}", body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, _read(answer), answer.getheader("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(0, {})
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse) -> dict[str, Any]:
    content = answer.read()
    try:
        found = json.loads(content)
    except ValueError:
        if answer.status == 200:
            raise  # cut off in the middle: no acknowledgement
        return {}
    return found if isinstance(found, dict) else {}


def get(port: int, path: str, patience: float = _PATIENCE) -> Answer:
    """A plain question."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Answer(answer.status, _read(answer), answer.getheader("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(0, {})
    finally:
        connection.close()


class Ledger:
    """Append-only file of lines, each on the disk before the next request goes out."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()

    def note(self, **said: Any) -> None:
        """Write one line durably."""
        line = json.dumps(said).encode() + b"\n"
        with self._lock:
            os.write(self._file, line)
            os.fsync(self._file)


def lines(path: Path) -> list[dict[str, Any]]:
    """What a ledger holds."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


@dataclass
class Crew:
    """Threads that write without end through one port.

    Every request is noted before it is sent and again when it is acknowledged. A broken one is
    sent again with the same key, or given up, by the toss of a coin; one in three is sent again
    although it was acknowledged, as by a thumb that presses twice.
    """

    world: World
    port: int
    ledger: Path
    seed: int
    size: int = 4
    first: int = 1

    def work(self) -> None:
        """Write until killed. Runs in a child of its own."""
        socket.setdefaulttimeout(_PATIENCE)
        ledger, numbers, lock = Ledger(self.ledger), count(self.first), threading.Lock()
        threads = [
            threading.Thread(
                target=self._write, args=(ledger, numbers, lock, Random(self.seed + at))
            )
            for at in range(self.size)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _write(
        self, ledger: Ledger, numbers: count[int], lock: threading.Lock, rng: Random
    ) -> None:
        while True:
            with lock:
                number = next(numbers)
            asked = request(self.world, number, rng)
            ledger.note(sent=asked.key, act=asked.act)
            self._until_known(ledger, asked, rng)

    def _until_known(self, ledger: Ledger, asked: Request, rng: Random) -> None:
        while True:
            answer = ask(self.port, asked)
            if answer.status == 200:
                ledger.note(done=asked.key, act=asked.act, id=answer.body.get("id"))
                if rng.random() < 0.3:
                    ask(self.port, asked)
                return
            if answer.status and answer.status < 500:
                ledger.note(refused=asked.key, act=asked.act, code=answer.body.get("code"))
                return
            if answer.status:
                time.sleep(0.05)
                ledger.note(failed=asked.key, act=asked.act, status=answer.status)
            if rng.random() < 0.5:
                return
