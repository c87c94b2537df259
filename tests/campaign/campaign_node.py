"""The whole node as people start it: its server is killed, and it is back within 30 seconds.

``corridor node demo`` runs with its supervisor; server and job worker are killed in turn, 12
times. Nobody lifts a hand. The planted bug is a supervisor that sleeps.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from random import Random

from tests.campaign import clients, home
from tests.campaign.results import Control, Result, Tally, finish, rounds
from tests.support.node import Node, running

ROUNDS, LIMIT, ASLEEP = 12, 30, 12
_LIFE = 11  # seconds: three shorter lives in a row make the supervisor give up, rightly


def children(pid: int) -> dict[str, int]:
    """The supervisor's children by what they are."""
    found: dict[str, int] = {}
    for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{one}/cmdline").read_text()
        found["server" if "granian" in command else "worker"] = int(one)
    return found


def back(node: Node, old: int, limit: float) -> float | None:
    """Seconds until the node has two children again, the old one gone, and is well."""
    begun, port = time.monotonic(), int(node.url.rpartition(":")[2])
    while time.monotonic() - begun < limit:
        now = children(node.process.pid)
        fresh = len(now) == 2 and old not in now.values()
        if fresh and clients.get(port, "/health/", 5).status == 200:
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def kill_one(node: Node, name: str, limit: float = LIMIT) -> float | None:
    """Kill one child with everything it started, and wait until the node is whole again."""
    pid = children(node.process.pid)[name]
    os.killpg(pid, signal.SIGKILL)
    return back(node, pid, limit)


def part(base: Path, usual: int) -> Result:
    """The kills, then one kill while the supervisor sleeps."""
    times, rng = rounds(usual), Random(1)
    result, waits = Result("whole node, supervised", times, Tally(), []), [0.0]
    with running(base / "node", "demo") as node:
        for _ in range(times):
            time.sleep(_LIFE)
            name = rng.choice(("server", "server", "worker"))
            seconds = kill_one(node, name)
            if seconds is None:
                result.tally.tell("inconsistent", f"{name} not back within {LIMIT} s")
                break
            result.tally.acknowledged += 1
            waits.append(seconds)
        os.kill(node.process.pid, signal.SIGSTOP)
        missed = kill_one(node, "server", ASLEEP) is None
        os.kill(node.process.pid, signal.SIGCONT)
    result.notes["back after"] = f"{max(waits):.1f} s at the latest"
    seen = f"not back after {ASLEEP} s" if missed else "back"
    result.controls = [Control("a supervisor that sleeps", seen, missed)]
    return result


def main() -> int:
    """The whole part."""
    with home.data_directory("node") as base:
        return finish(part(base, ROUNDS))


if __name__ == "__main__":
    sys.exit(main())
