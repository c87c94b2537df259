"""PostgreSQL ended or cut off in the middle of transactions: 200 times.

While writers write, the database server is ended as by a power cut of its process and started
again, or one of the node's connections is terminated. The node is not touched: it must come back
by itself. The planted bug is a server that acknowledges before its log is written.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from tests.campaign import home, processes, server
from tests.campaign.postgres import databases
from tests.campaign.results import Control, Result, Tally, control_rounds, finish, rounds
from tests.campaign.siege import Siege
from tools.postgres import ThrowAwayPostgres

ROUNDS = 200
_CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
    "AND xact_start IS NOT NULL ORDER BY random() LIMIT 1"
)


def cut_off(made: ThrowAwayPostgres) -> bool:
    """Terminate one connection that is inside a transaction; whether there was one."""
    import psycopg

    with psycopg.connect(made.url, dbname="postgres", autocommit=True) as connection:
        for _ in range(200):
            if connection.execute(_CUT).fetchone():
                return True
            time.sleep(0.005)
    return False


def bombard(siege: Siege, made: ThrowAwayPostgres, times: int, *, crashes: float) -> Tally:
    """Disturb the server ``times`` times, in ``crashes`` of the cases by ending it."""
    sock, rng = server.listening(), Random(siege.seed)
    port = sock.getsockname()[1]
    node, writers = siege.start_server(sock), siege.start_clients(port)
    worker = siege.start_worker()
    try:
        for _ in range(times):
            time.sleep(rng.uniform(0.05, 0.2 + 3 * siege.pace))
            if rng.random() < crashes:
                made.crash()
                made.start()
                siege.answers_again(port)
            else:
                cut_off(made)
        ended = [pid for pid in (node, worker) if not processes.alive(pid)]
    finally:
        processes.kill(node, writers, worker)
        sock.close()
    siege.finish_jobs()
    tally = siege.check()
    for pid in ended:
        tally.tell("inconsistent", f"process {pid} ended by itself")
    tally.add(siege.secrets())
    return tally


def part(base: Path, made: ThrowAwayPostgres) -> Result:
    """The rounds, then crashes of a server that does not keep its word."""
    times, siege = rounds(ROUNDS), Siege(base)
    result = Result("PostgreSQL ended or cut off", times, Tally(), [])
    siege.prepare()
    result.tally = bombard(siege, made, times, crashes=0.5)
    result.notes["longest wait for the node"] = f"{siege.slowest_return:.2f} s"
    made.crash()
    made.start({"synchronous_commit": "off", "wal_writer_delay": "10s"})
    siege.seed, few = siege.seed + 1, control_rounds(20)
    seen = bombard(siege, made, few, crashes=1.0)
    result.controls = [Control.of("synchronous_commit=off", seen, "lost", few)]
    return result


def main() -> int:
    """The whole part."""
    with databases() as (url, keys, made), home.data_directory("postgres", url, keys) as base:
        home.start_django()
        return finish(part(base, made))


if __name__ == "__main__":
    sys.exit(main())
