"""Ten times what the node can do, and one organisation sends nine tenths of it.

Nine organisations send acts at their usual pace, first alone, then beside one that sends without
pause. They must get through at least 90 % as often as alone; whoever is refused is told when to
come again; what was acknowledged stays. The planted bug is one queue for everybody.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import clients, home, planted, processes, server, world
from tests.campaign.results import Control, Result, Tally, counted, finish, rounds
from tests.campaign.siege import FIRST_NUMBER, Siege

ASKED, OTHERS, HOG_THREADS = 300, 9, 64
_SHARE = 0.3  # of the node's capacity, sent by the nine together
_PATIENCE = 10.0  # seconds after which a person gives up


@dataclass
class Load:
    """Who sends to a running node, how much, and what came of it."""

    siege: Siege
    tokens: list[str]
    port: int
    ledger: clients.Ledger
    number: int
    statuses: list[str] = field(default_factory=list)
    unkind: int = 0
    sent_by_hog: int = 0

    def ask(self, token: str) -> clients.Answer:
        """One job order of the organisation that holds the token."""
        with _lock:
            self.number += 1
            number = self.number
        made = world.request(self.siege.world, number, Random(number), "order")
        asked = world.Request(made.key, token, made.act, made.body, made.marker)
        self.ledger.note(sent=asked.key, act=asked.act)
        answer = clients.ask(self.port, asked, _PATIENCE)
        if answer.status == 200:
            self.ledger.note(done=asked.key, act=asked.act, id=answer.body.get("id"))
        elif answer.status in {429, 503} and not answer.retry_after:
            self.unkind += 1
        return answer

    def capacity(self) -> float:
        """Acts a second that the node can do, asked by eight at once."""
        begun, number = time.monotonic(), 40
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(self.ask, [self.tokens[n % OTHERS] for n in range(number)]))
        return number / (time.monotonic() - begun)

    def others(self, asked: int, pace: float) -> float:
        """The nine ask ``asked`` times, ``pace`` a second; the share that got through."""
        with ThreadPoolExecutor(32) as pool:
            waiting = []
            for number in range(asked):
                waiting.append(pool.submit(self.ask, self.tokens[number % OTHERS]))
                time.sleep(1 / pace)
            return sum(one.result().status == 200 for one in waiting) / asked

    def hog(self, stop: threading.Event, pause: float) -> None:
        """The tenth organisation asks without end from one of its threads."""
        while not stop.is_set():
            answer = self.ask(self.tokens[OTHERS])
            self.statuses.append(str(answer.status))
            self.sent_by_hog += 1
            stop.wait(pause)


_lock = threading.Lock()


def measure(load: Load, asked: int) -> dict[str, Any]:
    """Alone, then beside the one that sends nine tenths of ten times the capacity."""
    capacity = load.capacity()
    pace = max(capacity * _SHARE, 1.0)
    alone = load.others(asked, pace)
    stop = threading.Event()
    pause = HOG_THREADS / (9 * capacity) / 2  # half of it goes by while an answer is on its way
    hogs = [threading.Thread(target=load.hog, args=(stop, pause)) for _ in range(HOG_THREADS)]
    for one in hogs:
        one.start()
    begun = time.monotonic()
    beside = load.others(asked, pace)
    seconds = time.monotonic() - begun
    stop.set()
    for one in hogs:
        one.join()
    return {
        "capacity": capacity,
        "alone": alone,
        "beside": beside,
        "times": load.sent_by_hog / seconds / capacity,
        "statuses": counted(load.statuses),
        "unkind": load.unkind,
    }


def employers() -> list[str]:
    """Tokens of ten employers, through the acts themselves."""
    from tests.support import people

    from corridor.platform.access.actor import SYSTEM, Role
    from corridor.platform.people.actions import issue_token
    from corridor.platform.people.models import Membership

    made = []
    for _ in range(OTHERS + 1):
        held = Membership.objects.get(person=people.actor(Role.EMPLOYER, "QAT").person)
        made.append(str(issue_token(by=SYSTEM, membership=held.id)))
    return made


def press(siege: Siege, tokens: list[str], asked: int) -> tuple[Tally, dict[str, Any]]:
    """One node under the load, clients in a child of their own; then every invariant."""
    sock, told = server.listening(), siege.base / "measured"
    node = siege.start_server(sock)
    port = sock.getsockname()[1]

    def run() -> None:
        number = FIRST_NUMBER + len(clients.lines(siege.ledger))
        load = Load(siege, tokens, port, clients.Ledger(siege.ledger), number)
        told.write_text(json.dumps(measure(load, asked)))

    try:
        siege.answers_again(port)
        processes.run_apart(run, siege.log("clients"), seconds=3600)
        begun = time.monotonic()
        siege.answers_again(port)
    finally:
        processes.kill(node)
        sock.close()
    seen = {**json.loads(told.read_text()), "recovery": time.monotonic() - begun}
    tally = siege.check()
    if seen["beside"] < 0.9 * seen["alone"]:
        tally.tell("inconsistent", f"others: {seen['beside']:.0%} instead of {seen['alone']:.0%}")
    if seen["unkind"]:
        tally.tell("inconsistent", f"{seen['unkind']} refusals do not say when to come again")
    return tally, seen


def part(base: Path, usual: int) -> Result:
    """The load on the node, and on a node with one queue for everybody."""
    from corridor.doors.cli.nodes import supervisor

    asked = rounds(usual)
    siege = Siege(base, threads=supervisor._threads(8))
    result = Result("overload", asked, Tally(), [])
    siege.prepare()
    tokens = employers()
    home.close()
    result.tally, seen = press(siege, tokens, asked)
    result.tally.add(siege.secrets())
    result.notes["others got through, alone"] = f"{seen['alone']:.0%}"
    result.notes["others got through, beside the hog"] = f"{seen['beside']:.0%}"
    result.notes["the hog sent"] = f"{seen['times']:.1f} times the capacity ({seen['statuses']})"
    result.notes["answers again after"] = f"{seen['recovery']:.2f} s"
    siege.bug = planted.one_queue
    worse, bad = press(siege, tokens, max(asked // 3, 10))
    control = f"others {bad['beside']:.0%} instead of {bad['alone']:.0%}"
    result.controls = [Control("one queue for everybody", control, worse.inconsistent > 0)]
    return result


def main() -> int:
    """The whole part."""
    with home.data_directory("overload") as base:
        home.start_django()
        return finish(part(base, ASKED))


if __name__ == "__main__":
    sys.exit(main())
