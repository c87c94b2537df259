"""The same request again and again: 10,000 double submissions, two to eight at the same moment.

Every key is sent several times at once; for one key in five somebody also sends another body with
it. One effect for one key; whoever sent the same body gets the same answer, the other body a 409.
The planted bug is a node without idempotency keys.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

from tests.campaign import clients, home, planted, processes, server
from tests.campaign.postgres import databases
from tests.campaign.results import Control, Result, Tally, control_rounds, finish, rounds
from tests.campaign.siege import FIRST_NUMBER, Siege
from tests.campaign.world import Request, request

SQLITE, POSTGRES = 10_000, 2_000
MOST = 8


OTHERWISE: dict[str, dict[str, Any]] = {
    "people/register_person": {"given_name": "Gita"},
    "vacancies/file_order": {"headcount": 77},
    "licensing/decide": {"valid_from": "2021-01-02"},
    "contracts/offer": {"starts": "2030-01-01"},
}


def otherwise(asked: Request) -> Request:
    """The same key and marker with another body."""
    return replace(asked, body={**asked.body, **OTHERWISE[asked.act]})


def press(port: int, group: list[Request]) -> list[tuple[Request, clients.Answer]]:
    """All requests of a group at the same moment."""
    gate = Barrier(len(group))

    def one(asked: Request) -> tuple[Request, clients.Answer]:
        gate.wait(30)
        return asked, clients.ask(port, asked)

    with ThreadPoolExecutor(len(group)) as pool:
        return list(pool.map(one, group))


def judge(answers: list[tuple[Request, clients.Answer]], ledger: clients.Ledger) -> list[str]:
    """What is wrong with the answers of one group; the acknowledged key goes into the ledger."""
    good = [(asked, answer) for asked, answer in answers if answer.status == 200]
    found = [str(answer.status) for _, answer in answers if answer.status not in {200, 409}]
    bodies = {json.dumps(asked.body, sort_keys=True) for asked, _ in good}
    ids = {str(answer.body.get("id")) for _, answer in good}
    if len(bodies) > 1 or len(ids) > 1:
        found.append("two answers")
    if not good:
        found.append("no answer")
    for asked, answer in good[:1]:
        ledger.note(sent=asked.key, act=asked.act)
        ledger.note(done=asked.key, act=asked.act, id=answer.body.get("id"))
    return found


def hammer(siege: Siege, port: int, repeats: int, seed: int) -> dict[str, Any]:
    """Groups until ``repeats`` requests beyond the first of their key were sent."""
    rng, ledger, sent, wrong = Random(seed), clients.Ledger(siege.ledger), 0, Counter[str]()
    number = FIRST_NUMBER + len(clients.lines(siege.ledger))
    while sent < repeats:
        number += 1
        asked = request(siege.world, number, rng)
        group = [asked] * rng.randint(2, MOST)
        if rng.random() < 0.2:
            group[rng.randrange(len(group))] = otherwise(asked)
        wrong.update(judge(press(port, group), ledger))
        sent += len(group) - 1
    return {"sent": sent, "wrong": dict(wrong)}


def storm(siege: Siege, repeats: int) -> Tally:
    """A server, the hammer in a child of its own, and then every invariant."""
    sock, told = server.listening(), siege.base / "hammered"
    serving = siege.start_server(sock)
    port = sock.getsockname()[1]

    def run() -> None:
        told.write_text(json.dumps(hammer(siege, port, repeats, siege.seed)))

    try:
        processes.run_apart(run, siege.log("clients"), seconds=7200)
    finally:
        processes.kill(serving)
        sock.close()
    siege.finish_jobs()
    tally = siege.check()
    for sentence, count in json.loads(told.read_text())["wrong"].items():
        kind = "duplicated" if sentence == "two answers" else "inconsistent"
        tally.tell(kind, f"{count} times: {sentence}", count)
    tally.add(siege.secrets())
    return tally


def part(base: Path, name: str, usual: int) -> Result:
    """The storm on one database, and again on a node that forgets its keys."""
    repeats, siege = rounds(usual), Siege(base, threads=MOST)
    result = Result(name, repeats, Tally(), [])
    siege.prepare()
    result.tally = storm(siege, repeats)
    siege.bug, siege.seed, times = planted.forget_keys, siege.seed + 1, control_rounds(40)
    seen = storm(siege, times)
    result.controls = [Control.of("no idempotency keys", seen, "duplicated", times)]
    return result


def on_sqlite() -> int:
    """SQLite's submissions."""
    with home.data_directory("twice") as base:
        home.start_django()
        return finish(part(base, "double submission, SQLite", SQLITE))


def on_postgres() -> int:
    """PostgreSQL's submissions, where rivals really run side by side."""
    with databases() as (url, keys, _), home.data_directory("twice", url, keys) as base:
        home.start_django()
        return finish(part(base, "double submission, PostgreSQL", POSTGRES))


def main() -> int:
    """Both, each in a process of its own."""
    return home.apart(on_sqlite) | home.apart(on_postgres)


if __name__ == "__main__":
    sys.exit(main())
