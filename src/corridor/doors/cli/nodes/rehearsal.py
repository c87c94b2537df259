"""The part of a drill that runs on the bare machine: a process of its own with a fresh directory.

``python -m corridor.doors.cli.nodes.rehearsal BACKUP [CHECKPOINT]`` restores, checks and writes
one JSON document. Nothing of the node that made the backup is reachable from its settings.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corridor.core.problems import Problem

SAMPLE = 200
"""Newest journal entries that are opened."""


@dataclass(slots=True)
class Step:
    """One thing that was proven, or not: name, verdict, a sentence, milliseconds."""

    name: str
    fine: bool
    says: str
    ms: int = 0


Proof = Callable[[], tuple[bool, str]]


def steps(folder: Path, checkpoint: str) -> Iterator[Step]:
    """Every step in its order; after one that failed to restore there is none."""
    restored = _taken("restore", lambda: _restore(folder))
    yield restored
    if not restored.fine:
        return
    yield _taken("rows", lambda: _rows(folder))
    yield _taken("migrations", _migrations)
    yield _taken("guards", _guards)
    yield _taken("sealed", _sealed)
    yield _taken("log", _log)
    yield _taken("age", lambda: _age(checkpoint))


def _taken(name: str, proof: Proof) -> Step:
    began = time.monotonic_ns()
    try:
        fine, says = proof()
    except Problem as problem:
        fine, says = False, problem.say()
    except Exception as error:  # noqa: BLE001 - a drill reports whatever breaks, and goes on
        fine, says = False, f"it broke: {type(error).__name__}"
    return Step(name, fine, says, (time.monotonic_ns() - began) // 1_000_000)


def _restore(folder: Path) -> tuple[bool, str]:
    from corridor.doors.cli.nodes import copies

    done = copies.restore(folder, replace=False)
    return True, f"{done['files']} files, every digest as it was written"


def _rows(folder: Path) -> tuple[bool, str]:
    from django.conf import settings

    from corridor.doors.cli.nodes import copies, dumps

    told: dict[str, dict[str, int]] = copies.about(folder).get("rows", {})
    if not told:
        return True, "this backup does not say how many rows it had"
    wrong, total = [], 0
    for alias, tables in told.items():
        found = dumps.counted(settings.DATABASES[alias])
        total += sum(found.values())
        wrong += [
            f"{table} has {found.get(table, 'none')}, not {rows}"
            for table, rows in tables.items()
            if found.get(table) != rows
        ]
    if wrong:
        return False, "; ".join(wrong[:5])
    return True, f"{total} rows in {sum(map(len, told.values()))} tables, as many as were saved"


def _migrations() -> tuple[bool, str]:
    from corridor.doors.cli.nodes import checks, start

    behind = checks.unapplied("default") + checks.unapplied("keys")
    if not behind:
        return True, "none is missing"
    start.migrate()
    return True, f"{behind} were missing and were applied"


def _guards() -> tuple[bool, str]:
    from corridor.platform.journal import guard

    missing = guard.missing()
    if missing:
        return False, f"no guard on {', '.join(missing)}"
    return True, f"{len(list(guard.guarded()))} tables refuse update and delete"


def _sealed() -> tuple[bool, str]:
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.journal import queries as journal

    opened, erased, wrong = 0, 0, ""
    for entry in journal.latest(SYSTEM, limit=SAMPLE):
        try:
            if journal.holds(entry):
                opened += 1
            else:
                wrong = wrong or f"journal entry {entry.pk} is not what was written"
        except Problem as problem:
            if problem.code != "keys.erased":
                return False, "what is sealed cannot be opened: this is another node’s master key"
            erased += 1
    if wrong:
        return False, wrong
    if erased and not opened:
        return False, "no key of the newest journal entries is in this backup"
    return True, f"{opened} newest journal entries open and hold" + (
        f", {erased} were erased" if erased else ""
    )


def _log() -> tuple[bool, str]:
    from corridor.platform.translog import verify

    report = verify.verify()
    if not report.ok:
        return False, f"{len(report.troubles)} troubles; {report.troubles[0].sentence.say()}"
    return True, f"{report.entries} entries, {report.checkpoints} checkpoints, all as signed"


def _age(checkpoint: str) -> tuple[bool, str]:
    from corridor.platform.translog import verify

    if not checkpoint:
        return True, "no checkpoint from outside the backup to compare with"
    trouble = verify.rolled_back(checkpoint)
    if trouble is not None:
        return False, f"this backup is older than what was signed since: {trouble.sentence.say()}"
    return True, "nothing was signed since"


def newest() -> datetime | None:
    """When the newest journal entry was written, by real time (the demo's clock may be moved)."""
    from ulid import ULID

    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.journal import queries as journal

    for entry in journal.latest(SYSTEM, limit=1):
        return ULID.from_str(entry.pk).datetime.astimezone(UTC)
    return None


def main(argv: list[str]) -> int:
    """Run every step and print what came out."""
    from corridor.doors.cli.nodes import start

    start.django_ready()
    checkpoint = Path(argv[1]).read_text(encoding="utf-8") if len(argv) > 1 else ""
    taken = list(steps(Path(argv[0]), checkpoint))
    last = newest() if taken[0].fine else None
    told: dict[str, Any] = {"steps": [asdict(step) for step in taken]}
    told["newest"] = last.isoformat(timespec="seconds") if last else None
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
