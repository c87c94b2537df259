"""A node under fire: a server and a job worker that are killed and started again, and writers.

The parent holds the socket and forks; clients live in a child of their own and go on through
every kill; the databases are looked at while nothing runs.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from socket import socket
from threading import Event
from typing import Any

from tests.campaign import clients, home, planted, processes, server
from tests.campaign.invariants import Checker
from tests.campaign.results import Tally
from tests.campaign.secrets import found_in
from tests.campaign.world import KINDS, Request, World, request

FIRST_NUMBER = 100


@dataclass
class Siege:
    """Everything of one run: its directory, world, port, and what was measured."""

    base: Path
    seed: int = 1
    bug: Callable[[], None] = planted.nothing
    threads: int = server.THREADS
    world: World = field(init=False)
    reference: dict[str, tuple[int, ...]] = field(default_factory=dict)
    slowest_return: float = 0.0
    pace: float = 0.1  # seconds that one act takes on this machine today

    def prepare(self) -> None:
        """Make the world and one clean record of each kind, in this process; then close."""
        self.world = make_world()
        self._clean_records()
        checker = Checker()
        checker.learn()
        self.reference = checker.reference
        home.close()

    def _clean_records(self) -> None:
        for number, kind in enumerate(KINDS, start=1):
            one = request(self.world, number, Random(0), kind)
            begun = time.monotonic()
            made = post(one)
            self.pace = time.monotonic() - begun
            clients.Ledger(self.ledger).note(done=one.key, act=one.act, id=made["id"])

    @property
    def ledger(self) -> Path:
        """What the clients were told."""
        return self.base / "ledger"

    def log(self, name: str) -> Path:
        """Where a child of this name writes."""
        return self.base / "logs" / name

    def start_server(self, sock: socket) -> int:
        """Fork a server, with the planted bug when there is one."""

        def run() -> None:
            self.bug()
            server.serve(sock, self.threads)

        return processes.fork(run, self.log("server"))

    def start_worker(self) -> int:
        """Fork a job worker."""

        def run() -> None:
            from corridor.platform.jobs.worker import run as work

            work(Event(), idle_ms=20)

        return processes.fork(run, self.log("worker"))

    def start_clients(self, port: int, size: int = 4) -> int:
        """Fork the writers."""
        sent = [line for line in clients.lines(self.ledger) if "sent" in line]
        crew = clients.Crew(
            self.world, port, self.ledger, self.seed, size, FIRST_NUMBER + len(sent)
        )
        return processes.fork(crew.work, self.log("clients"))

    def check(self) -> Tally:
        """Every invariant, in a child, while nothing else runs."""
        answer, seen = self.base / "tally", self.base / "opened"

        def run() -> None:
            wait_until_quiet()
            opened = set(json.loads(seen.read_text())) if seen.exists() else set()
            checker = Checker(self.reference, opened)
            tally = checker.check(clients.lines(self.ledger))
            seen.write_text(json.dumps(sorted(checker.opened)))
            answer.write_text(json.dumps(asdict(tally)))

        processes.run_apart(run, self.log("check"))
        return Tally(**json.loads(answer.read_text()))

    def finish_jobs(self) -> None:
        """Let what waits in the queue be done, in a child."""

        def run() -> None:
            from corridor.platform.jobs import actions, worker

            actions.reap()
            worker.run_until_idle()

        processes.run_apart(run, self.log("worker"))

    def secrets(self) -> Tally:
        """No name, number, token or key in any log or temporary file."""
        tally = Tally()
        for place in found_in(self.base, self.world):
            tally.tell("inconsistent", f"a secret lies in {place}")
        return tally

    def answers_again(self, port: int) -> None:
        """Wait until a fresh server answers, and remember the longest wait."""
        begun = time.monotonic()
        while clients.get(port, "/health/").status != 200:
            if time.monotonic() - begun > 30:
                raise AssertionError("the server did not come back within 30 s")
            time.sleep(0.01)
        self.slowest_return = max(self.slowest_return, time.monotonic() - begun)


def post(one: Request) -> dict[str, Any]:
    """Send a request in this very process; raises when it is not accepted."""
    from django.test import Client

    headers = {"Authorization": f"Bearer {one.token}", "Idempotency-Key": one.key}
    answer = Client(headers=headers, raise_request_exception=False).post(
        f"/api/v1/acts/{one.act}", json.dumps(one.body), content_type="application/json"
    )
    if answer.status_code != 200:
        raise AssertionError(f"{one.act}: {answer.status_code} {answer.content!r}")
    return dict(answer.json())


def wait_until_quiet() -> None:
    """On PostgreSQL, wait until what the killed clients had asked for has ended."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
    raise AssertionError("connections of killed processes are still open after 10 s")


def make_world() -> World:
    """The people of the campaign (see ``world``)."""
    from tests.campaign import world

    return world.make()
