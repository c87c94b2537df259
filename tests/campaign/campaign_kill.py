"""kill -9 of server and job worker in the middle of acts: 1,000 times on SQLite, 300 on PostgreSQL.

Writers send real acts through the machine's door and note, durably, what was acknowledged. At a
random moment server and worker are killed and started again. Three planted bugs must be caught:
an acknowledgement before the commit, acts without a transaction, no idempotency keys.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.campaign import home, planted, processes, server
from tests.campaign.postgres import databases
from tests.campaign.results import Control, Result, Tally, control_rounds, finish, rounds
from tests.campaign.siege import Siege

SQLITE, POSTGRES = 1000, 300
_LOOK = 100  # rounds between two looks at everything
BUGS: tuple[tuple[str, Callable[[], None], str], ...] = (
    ("acknowledged before the commit", planted.acknowledge_early, "lost"),
    ("acts without a transaction", planted.half_acts, "inconsistent"),
    ("no idempotency keys", planted.forget_keys, "duplicated"),
)


def bombard(siege: Siege, times: int) -> Tally:
    """Kill server and worker ``times`` times; what was wrong at each look, added up."""
    sock, rng, tally = server.listening(), Random(siege.seed), Tally()
    port = sock.getsockname()[1]
    writers = siege.start_clients(port)
    try:
        for number in range(1, times + 1):
            pair = siege.start_server(sock), siege.start_worker()
            if number % _LOOK == 0:
                siege.answers_again(port)
            time.sleep(rng.uniform(0.02, 0.3 + 10 * siege.pace))
            processes.kill(*pair)
            if number % _LOOK == 0 and number < times:
                _look(siege, tally)
    finally:
        processes.kill(writers)
        sock.close()
    siege.finish_jobs()
    _look(siege, tally)
    return tally


def _look(siege: Siege, tally: Tally) -> None:
    """What is wrong now; a fault that stays is counted once, when it is the most."""
    seen = siege.check()
    seen.add(siege.secrets())
    if seen.wrong >= tally.wrong:
        tally.__dict__.update(seen.__dict__)
    tally.acknowledged = seen.acknowledged


def part(base: Path, name: str, usual: int) -> Result:
    """The whole part on one database: the rounds, then the planted bugs on the same data."""
    times, siege = rounds(usual), Siege(base)
    result = Result(name, times, Tally(), [])
    siege.prepare()
    result.tally = bombard(siege, times)
    result.notes["longest wait for the next server"] = f"{siege.slowest_return:.2f} s"
    result.controls = [control(siege, *bug) for bug in BUGS]
    return result


def control(siege: Siege, planted_bug: str, bug: Callable[[], None], kind: str) -> Control:
    """A few rounds with a bug planted into the server: what more is wrong than before."""
    before, times = siege.check(), control_rounds(40)
    siege.bug, siege.seed = bug, siege.seed + 1000
    seen = bombard(siege, times)
    siege.bug = planted.nothing
    more = Tally(**{kind: getattr(seen, kind) - getattr(before, kind)})
    return Control.of(planted_bug, more, kind, times)


def on_sqlite() -> int:
    """SQLite's rounds."""
    with home.data_directory("kill") as base:
        home.start_django()
        return finish(part(base, "kill -9, SQLite", SQLITE))


def on_postgres() -> int:
    """PostgreSQL's rounds, on a server of the campaign's own."""
    with databases() as (url, keys, _), home.data_directory("kill", url, keys) as base:
        home.start_django()
        return finish(part(base, "kill -9, PostgreSQL", POSTGRES))


def main() -> int:
    """Both, each in a process of its own, for Django knows one database at a time."""
    return home.apart(on_sqlite) | home.apart(on_postgres)


if __name__ == "__main__":
    sys.exit(main())
