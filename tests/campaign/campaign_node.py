"""The whole node as people start it: its server is killed, and it is back within 30 seconds.

``corridor node demo`` runs with its supervisor; one of two servers or the job worker is killed,
12 times. Nobody lifts a hand. The planted bug is a supervisor that sleeps.
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

ROUNDS, LIMIT, ASLEEP, SERVERS = 12, 30, 12, 2
_LIFE = 11  # seconds: three shorter lives in a row make the supervisor give up, rightly


def children(pid: int) -> dict[str, list[int]]:
    """The supervisor's children by what they are."""
    found: dict[str, list[int]] = {"server": [], "worker": []}
    for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{one}/cmdline").read_text()
        found["server" if "granian" in command else "worker"].append(int(one))
    return found


def back(node: Node, old: int, limit: float) -> float | None:
    """Seconds until the node has its three children again, the old one gone, and all are well."""
    begun, port = time.monotonic(), int(node.url.rpartition(":")[2])
    while time.monotonic() - begun < limit:
        now = children(node.process.pid)
        whole = len(now["server"]) == SERVERS and len(now["worker"]) == 1
        fresh = whole and old not in [*now["server"], *now["worker"]]
        if fresh and listening(port) == SERVERS and clients.get(port, "/health/", 5).status == 200:
            return time.monotonic() - begun
        time.sleep(0.1)
    return None


def listening(port: int) -> int:
    """How many sockets of this machine listen on a loopback port."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[1].endswith(f":{port:04X}") and line[3] == "0A" for line in lines)


def kill_one(node: Node, name: str, limit: float = LIMIT, number: int = 0) -> float | None:
    """Kill one child with everything it started, and wait until the node is whole again."""
    pid = children(node.process.pid)[name][number]
    os.killpg(pid, signal.SIGKILL)
    return back(node, pid, limit)


def part(base: Path, usual: int) -> Result:
    """The kills, then one kill while the supervisor sleeps."""
    times, rng = rounds(usual), Random(1)
    result, waits = Result("whole node, supervised", times, Tally(), []), [0.0]
    with running(base / "node", "demo", CORRIDOR_SERVERS=str(SERVERS)) as node:
        for _ in range(times):
            time.sleep(_LIFE)
            name = rng.choice(("server", "server", "worker"))
            seconds = kill_one(node, name, number=rng.randrange(SERVERS) if name == "server" else 0)
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
