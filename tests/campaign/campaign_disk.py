"""The disk is full, at 200 points, and has room again, while the node runs.

At each point the node is left with a few bytes; acts are asked for until one is refused. Refused
means: a status of 503, a sentence that says why, nothing half done; reading goes on. With room
again the node writes again by itself. Two ways to be full: a small disk, and a limit on the size
of files where no disk can be mounted. The planted bug says “done” whatever the database says.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from random import Random

from tests.campaign import clients, fulldisk, home, planted, processes, server
from tests.campaign.fulldisk import FileLimit, Room, SmallDisk
from tests.campaign.results import Control, Result, Tally, control_rounds, counted, finish, rounds
from tests.campaign.siege import FIRST_NUMBER, Siege
from tests.campaign.world import request

POINTS = 200
_TRIES = 60  # requests that may be needed to use up what is left
_BACK = 30  # seconds until the node writes again by itself


class Points:
    """One run over many points."""

    def __init__(self, siege: Siege, room: Room, port: int, node: int) -> None:
        self.siege, self.room, self.port, self.node = siege, room, port, node
        self.rng, self.ledger = Random(siege.seed), clients.Ledger(siege.ledger)
        self.number = FIRST_NUMBER + len(clients.lines(siege.ledger))
        self.statuses: list[str] = []
        self.slowest = 0.0

    def ask(self) -> clients.Answer:
        """One more act; noted when it was acknowledged."""
        self.number += 1
        asked = request(self.siege.world, self.number, self.rng)
        answer = clients.ask(self.port, asked)
        self.ledger.note(sent=asked.key, act=asked.act)
        if answer.status == 200:
            self.ledger.note(done=asked.key, act=asked.act, id=answer.body.get("id"))
        return answer

    def one(self, tally: Tally) -> None:
        """Full, refused, readable; room again, writing again."""
        fulldisk.shrink(self.siege.base / "data")
        self.room.take(self.node, self.rng.randrange(0, 120_000))
        try:
            refused = next(
                (a for a in (self.ask() for _ in range(_TRIES)) if a.status != 200), None
            )
            self._judge(refused, tally)
        finally:
            self.room.give_back(self.node)
        begun = time.monotonic()
        while self.ask().status != 200:
            if time.monotonic() - begun > _BACK:
                tally.tell("inconsistent", f"still refusing {_BACK} s after there was room")
                return
            time.sleep(0.1)
        self.slowest = max(self.slowest, time.monotonic() - begun)

    def _judge(self, refused: clients.Answer | None, tally: Tally) -> None:
        if refused is None:
            tally.tell("inconsistent", f"{_TRIES} acts fitted on a full disk")
            return
        self.statuses.append(str(refused.status))
        if refused.status != 503 or not refused.body.get("title"):
            tally.tell("inconsistent", f"refused with {refused.status} {refused.body}")
        path = "/api/v1/law/values/QAT.minimum_wage.basic?on=2024-03-21"
        if clients.get(self.port, path).status != 200:
            tally.tell("inconsistent", "the law could not be read while the disk was full")


def run(siege: Siege, way: type[SmallDisk | FileLimit], times: int) -> tuple[Tally, Points]:
    """So many points on one running node."""
    sock = server.listening()
    node = siege.start_server(sock)
    points = Points(siege, way(siege.base / "data"), sock.getsockname()[1], node)
    seen = Tally()
    try:
        siege.answers_again(points.port)
        for _ in range(times):
            points.one(seen)
        if not processes.alive(node):
            seen.tell("inconsistent", "the node ended by itself")
    finally:
        processes.kill(node)
        sock.close()
    tally = siege.check()
    tally.add(seen)
    tally.add(siege.secrets())
    return tally, points


def part(base: Path, ways: list[type[SmallDisk | FileLimit]], usual: int) -> Result:
    """The points, shared among the ways, then the planted bug."""
    times, siege = rounds(usual), Siege(base)
    result = Result("disk full", times, Tally(), [])
    siege.prepare()
    statuses: list[str] = []
    for number, way in enumerate(ways):
        share = times // len(ways) + (number < times % len(ways))
        siege.seed += 1
        tally, points = run(siege, way, share)
        tally.acknowledged -= result.tally.acknowledged  # the ledger is counted as a whole
        result.tally.add(tally)
        statuses += points.statuses
        result.notes[f"writes again after {way.name}, at the latest"] = f"{points.slowest:.1f} s"
    result.notes["refused with"] = counted(statuses)
    siege.bug, siege.seed, few = planted.swallow_errors, siege.seed + 1, control_rounds(4)
    seen, _ = run(siege, ways[0], few)
    result.controls = [Control.of("“done”, whatever the database says", seen, "lost", few)]
    return result


def inside() -> int:
    """The whole part, in a process that may have mounts of its own."""
    with home.data_directory("disk") as base:
        ways: list[type[SmallDisk | FileLimit]] = [FileLimit]
        if os.environ.get(MOUNTS) and fulldisk.mounted(base / "data"):
            ways.insert(0, SmallDisk)
        try:
            home.start_django()
            return finish(part(base, ways, POINTS))
        finally:
            home.close()
            fulldisk.unmounted(base / "data")


MOUNTS = "CAMPAIGN_MOUNTS"


def main() -> int:
    """With a small disk where the machine lets us mount one, else with the limit alone."""
    command = fulldisk.namespace()
    os.environ[MOUNTS] = "1" if command else ""
    return home.apart(inside, *command)


if __name__ == "__main__":
    sys.exit(main())
