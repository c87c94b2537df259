"""The machine's clock steps back and forth while acts are taken: by a second, an hour, a day.

What is acknowledged stays, nothing is there twice, and the transparency log keeps the order in
which things happened, whatever the clock said. The planted bug is to order by the clock's time.
"""

from __future__ import annotations

import mmap
import struct
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from tests.campaign import clients, home, processes, server
from tests.campaign.results import Control, Result, Tally, finish, rounds
from tests.campaign.siege import Siege

STEPS = 300
_SIZES = (-1, 1, -60, 3600, -3600, 86_400, -86_400, -1, -0.5)
_ACTS, _PATIENCE = 60, 60  # steps go on until so many acts were taken, or so many seconds passed
_MIDDLE, _REACH = 5 * 86_400, 4 * 86_400  # seconds ahead of the real clock


class Steps:
    """An offset of the clock that all processes forked afterwards share."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)
        self.set(float(_MIDDLE))

    def set(self, seconds: float) -> None:
        """Put the clock so far ahead."""
        self._shared[:8] = struct.pack("d", seconds)

    def get(self) -> float:
        """How far it is ahead."""
        found: float = struct.unpack("d", self._shared[:8])[0]
        return found

    def step(self, rng: Random) -> None:
        """Step by one of the sizes, never further away than a few days."""
        wanted = self.get() + rng.choice(_SIZES)
        self.set(min(max(wanted, _MIDDLE - _REACH), _MIDDLE + _REACH))

    def install(self) -> None:
        """Make this process believe the shared clock."""
        from django.utils import timezone

        plain, plain_ns, real_now = time.time, time.time_ns, timezone.now
        time.time = lambda: plain() + self.get()
        time.time_ns = lambda: plain_ns() + int(self.get() * 1e9)
        timezone.now = lambda: real_now() + timedelta(seconds=self.get())


def believing(steps: Steps, run: Callable[[], Any]) -> Callable[[], Any]:
    """``run`` under the stepping clock."""

    def believe() -> None:
        steps.install()
        run()

    return believe


def disturb(siege: Siege, times: int) -> Tally:
    """Writers and a node whose clock steps so many times; then every invariant."""
    sock, steps, rng = server.listening(), Steps(), Random(siege.seed)

    def work() -> None:
        from corridor.platform.jobs.worker import run

        run(Event(), idle_ms=20)

    node = processes.fork(believing(steps, lambda: server.serve(sock)), siege.log("server"))
    worker = processes.fork(believing(steps, work), siege.log("worker"))
    writers = siege.start_clients(sock.getsockname()[1])
    try:
        stepped, begun = 0, time.monotonic()
        while stepped < times or (_done(siege) < _ACTS and time.monotonic() - begun < _PATIENCE):
            time.sleep(rng.uniform(0.02, 0.05 + siege.pace))
            steps.step(rng)
            stepped += 1
    finally:
        processes.kill(node, worker, writers)
        sock.close()
    siege.finish_jobs()
    return siege.check()


def _done(siege: Siege) -> int:
    return siege.ledger.read_bytes().count(b'"done"')


def disorder(ledger: list[dict[str, Any]], place: dict[str, float]) -> int:
    """How many acts stand before one that had been acknowledged before they were asked for."""
    latest, bound, wrong = -1.0, dict[str, float](), 0
    for line in ledger:
        if "sent" in line:
            bound[line["sent"]] = latest
        elif line.get("id") in place and "done" in line:
            here = place[line["id"]]
            wrong += here < bound.get(line["done"], -1.0)
            latest = max(latest, here)
    return wrong


def places() -> tuple[dict[str, float], dict[str, float]]:
    """Of each licence decision: its index in the log, and when the clock said it was made."""
    from corridor.cycle.licensing.models import LicenceDecision
    from corridor.platform.translog.models import Leaf

    leaves = Leaf.objects.filter(model="licensing.licencedecision")
    index = {record: float(pk) for record, pk in leaves.values_list("record", "pk")}
    rows = LicenceDecision.objects.values_list("pk", "created_at")
    return index, {str(pk): at.timestamp() for pk, at in rows}


def part(base: Path, usual: int) -> Result:
    """The steps, and both orders."""
    times, siege = rounds(usual), Siege(base)
    result = Result("clock stepping", times, Tally(), [])
    siege.prepare()
    result.tally = disturb(siege, times)
    told = clients.lines(siege.ledger)
    by_log, by_clock = places()
    home.close()
    wrong = disorder(told, by_log)
    if wrong:
        result.tally.tell("inconsistent", f"{wrong} acts out of order in the log", wrong)
    result.tally.add(siege.secrets())
    fooled = disorder(told, by_clock)
    seen = f"{fooled} out of order among {len(by_clock)}"
    result.controls = [Control("ordered by the clock's time", seen, fooled > 0)]
    return result


def main() -> int:
    """The whole part."""
    with home.data_directory("clock") as base:
        home.start_django()
        return finish(part(base, STEPS))


if __name__ == "__main__":
    sys.exit(main())
