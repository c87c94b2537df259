"""Edits of single records behind the application's back, and lawful work in between.

Everything happens in one transaction that is never committed: an edit is made at a savepoint,
the log is verified, and the savepoint is rolled back, so that a round costs some milliseconds.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import home


@dataclass
class Share:
    """What one process has seen: edits by kind, what was missed or misnamed, false alarms."""

    edits: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    clean: int = 0
    alarms: list[str] = field(default_factory=list)
    blind: int = 0
    control: int = 0
    refused: int = 0

    @classmethod
    def together(cls, shares: list[dict[str, Any]]) -> Share:
        """All processes' shares as one."""
        whole = cls()
        for one in shares:
            whole.edits.update(one["edits"])
            for name in ("missed", "misnamed", "alarms"):
                getattr(whole, name).extend(one[name])
            for name in ("clean", "blind", "control", "refused"):
                setattr(whole, name, getattr(whole, name) + one[name])
        return whole


def run(seed: int, edits: int, clean: int, control: int) -> Share:
    """A process's share, on a data directory of its own."""
    share, rng = Share(), Random(seed)
    with home.data_directory(f"tamper-{seed}") as base:
        home.start_django()
        from tests.support import logged

        with logged.world(base / "data", more=160):
            _edits(share, rng, edits)
            _control(share, rng, control)
        with logged.world(base / "data", more=160):
            _clean(share, rng, clean)
        _copies(share, base / "data", rng, max(edits // 100, 2))
    return share


def _edits(share: Share, rng: Random, times: int) -> None:
    from tests.support import logged
    from tests.support.tampering import EDITS, tamperer

    from corridor.platform.translog.verify import verify

    by, kept = tamperer(rng), _newest()
    for number in range(times):
        if number % 500 == 0:
            print(f"  {number} of {times} edits", file=sys.stderr, flush=True)
        name = rng.choice(sorted(EDITS))
        with logged.undone():
            change = by.made(name)
            why = change.missed_by(verify(outside=[kept]))
        share.edits[name] += 1
        if why:
            print(f"  {name}: {why}", file=sys.stderr, flush=True)
            (share.missed if why.startswith("nothing") else share.misnamed).append(f"{name}: {why}")
    share.refused = by.refused


def _control(share: Share, rng: Random, times: int) -> None:
    """With the recomputation switched off, edits of facts must go unseen.

    But for the keys' own facts: a checkpoint does not hold under a key that was edited.
    """
    from tests.support import logged
    from tests.support.tampering import tamperer

    from corridor.platform.keys.models import IssuerKey
    from corridor.platform.translog.verify import verify

    by, kept = tamperer(rng), _newest()
    keys = set(IssuerKey.objects.values_list("pk", flat=True))
    while share.control < times:
        with logged.undone():
            if by.made(rng.choice(_UNSEEN)).records & keys:
                continue
            share.control += 1
            share.blind += verify(outside=[kept], recompute=False).ok


# What only the recomputation from the facts and records can see.
_UNSEEN = ["edit_fact", "edit_state", "back_date", "swap_facts", "insert_fact", "delete_state"]


def _clean(share: Share, rng: Random, times: int) -> None:
    """Lawful work, and a verification after each piece of it: never an alarm."""
    from tests.support import logged

    from corridor.platform.translog.verify import verify

    kept: list[str] = []
    for at in range(0, times, _BLOCK):
        with logged.undone():
            kept[:] = [_newest()]
            for number in range(at, min(at + _BLOCK, times)):
                rng.choice(_works())(rng, kept)
                report = verify(outside=kept)
                share.clean += 1
                share.alarms += [f"run {number}: {one.sentence.say()}" for one in report.troubles]


_BLOCK = 50


def _works() -> list[Callable[[Random, list[str]], None]]:
    return [_several, _several, _contract, _erased, _checkpoint, _checkpoint, _rotated, _anchored]


def _several(rng: Random, kept: list[str]) -> None:
    from tests.support import logged

    logged.steps(rng.randint(1, 12))


def _contract(rng: Random, kept: list[str]) -> None:
    from tests.support import contracts

    contracts.offered(contracts.parties())


def _erased(rng: Random, kept: list[str]) -> None:
    from tests.support import contracts

    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.keys.actions import destroy_subject

    who = contracts.parties()
    contracts.offered(who)
    destroy_subject(by=SYSTEM, subject=who.worker.person or "")


def _checkpoint(rng: Random, kept: list[str]) -> None:
    from tests.support import logged

    logged.steps(1)
    made = logged.signed(*rng.sample(logged.COSIGNERS, rng.randint(0, 3)))
    kept.append(made.text)


def _rotated(rng: Random, kept: list[str]) -> None:
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.keys.actions import rotate

    rotate(by=SYSTEM, purpose=rng.choice(["log", "pass", "receipt"]))


def _anchored(rng: Random, kept: list[str]) -> None:
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.translog import actions

    actions.anchor_journal(by=SYSTEM)
    actions.note_law(by=SYSTEM, digest=f"{rng.getrandbits(256):064x}", version="1")


def _copies(share: Share, data: Path, rng: Random, times: int) -> None:
    """Older copies of the database file itself are put back under a node that has gone on."""
    from django.db import connection
    from tests.support import logged

    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.translog import actions, published
    from corridor.platform.translog.verify import verify

    if connection.vendor != "sqlite":
        return
    copies = []
    for number in range(6):
        logged.steps(rng.randint(1, 40))
        actions.checkpoint(by=SYSTEM)
        home.close()
        copies.append(shutil.copyfile(data / "corridor.sqlite3", data / f"copy{number}"))
    for _ in range(times):
        _put_back(data, rng.choice(copies[:-1]))
        share.edits["put_back_a_file"] += 1
        first = next(iter(verify().troubles), None)
        if first is None or first.kind != "restored":
            share.missed.append(f"put_back_a_file: {first}")
    _put_back(data, copies[-1])
    share.alarms += [one.sentence.say() for one in verify().troubles]
    share.clean += 1
    assert published.latest()


def _put_back(data: Path, copy: Path) -> None:
    home.close()
    for name in ("corridor.sqlite3-wal", "corridor.sqlite3-shm"):
        (data / name).unlink(missing_ok=True)
    shutil.copyfile(copy, data / "corridor.sqlite3")


def _newest() -> str:
    from corridor.platform.translog.models import Checkpoint

    newest = Checkpoint.objects.order_by("-size").first()
    return newest.text if newest else ""


def main() -> int:
    """A process's share on the command line: seed, edits, clean runs, control edits."""
    share = run(*(int(one) for one in sys.argv[1:5]))
    print(json.dumps(vars(share)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
