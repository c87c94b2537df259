"""``log verify`` over many entries, and what an act costs with and without its entry.

Run: ``python bench/log_verify.py [100000] [--acts 300]``; ``1000000`` for the full size. A
database of its own is filled with facts through the models that acts use (the journal is not:
it is measured by its own share of an act). The goal is three minutes for a million entries.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

GOAL = 180.0  # seconds for a million
_AT_ONCE = 5000


def prepare(data: Path) -> None:
    """A migrated node in a scratch directory."""
    os.environ.update(
        CORRIDOR_DATA=str(data),
        CORRIDOR_TESTING="1",
        CORRIDOR_SECRET_KEY="bench-" + "0" * 40,
        DATABASE_URL=f"sqlite:///{data / 'corridor.sqlite3'}",
        CORRIDOR_KEYS_URL=f"sqlite:///{data / 'keys.sqlite3'}",
        DJANGO_SETTINGS_MODULE="corridor.site.settings",
    )
    import django

    django.setup()
    from corridor.doors.cli.nodes.start import migrate

    migrate()


def fill(count: int) -> float:
    """Append ``count`` steps, some thousand in each transaction; seconds."""
    from corridor.cycle.corridors.models import StepTaken
    from corridor.platform.access.actor import SYSTEM
    from corridor.platform.records import new_id
    from corridor.platform.translog import actions

    subjects = [new_id() for _ in range(max(count // 10, 1))]
    begun = time.perf_counter()
    for first in range(0, count, _AT_ONCE):
        StepTaken.objects.bulk_create(
            StepTaken(
                subject=subjects[at % len(subjects)],
                step="home",
                on="2026-01-01",
                person=subjects[0],
                organisation=subjects[1 % len(subjects)],
                role="worker",
                country="NPL",
            )
            for at in range(first, min(first + _AT_ONCE, count))
        )
    actions.checkpoint(by=SYSTEM)
    return time.perf_counter() - begun


def verify_all() -> tuple[int, float, float]:
    """Entries verified, seconds, and seconds of the processor."""
    from corridor.platform.translog.verify import verify

    begun, worked = time.perf_counter(), time.process_time()
    report = verify()
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    if not report.ok:
        raise SystemExit(report.troubles[0].sentence.say())
    return report.entries, seconds, work


def acts(times: int) -> tuple[list[float], list[float]]:
    """Seconds of a small real act with and without its entry in the log, turn about."""
    from corridor.platform import records

    watchers, rng = list(records._watchers), Random(1)
    act = _act()
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(times):
        for logged in rng.sample([True, False], 2):
            records._watchers[:] = watchers if logged else []
            begun = time.perf_counter()
            act()
            took[logged].append(time.perf_counter() - begun)
    records._watchers[:] = watchers
    return took[True], took[False]


def _act() -> Callable[[], object]:
    """A licence decision: one fact, one entry of the journal."""
    from datetime import date

    from corridor.cycle.licensing import actions
    from corridor.platform.access.actor import SYSTEM, Actor, Role
    from corridor.platform.people.actions import register_organisation

    agency = register_organisation(
        by=SYSTEM, kind="agency", name="Bench", country="NPL", registration_number="B-1"
    )
    office = register_organisation(
        by=SYSTEM, kind="ministry", name="Office", country="NPL", registration_number="B-2"
    )
    officer = Actor(Role.ORIGIN_OFFICER, organisation=office.id, country="NPL")

    def decide(decision: str) -> object:
        return actions.decide(
            by=officer,
            agency=agency.id,
            number="B-1",
            decision=decision,
            valid_from=date(2021, 1, 1),
        )

    decide("issued")
    return lambda: decide("renewed")


def told(name: str, with_log: list[float], without: list[float], share: int) -> None:
    """One line: milliseconds with and without, and their ratio."""
    one, two = (statistics.quantiles(side, n=100)[share - 1] for side in (with_log, without))
    print(f"{name:<5} {one * 1e3:>8.2f} {two * 1e3:>8.2f} {one / two:>6.2f}")


def main() -> int:
    """Fill, verify, and measure the act. 1 when a million would take longer than the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", nargs="?", type=int, default=100_000)
    parser.add_argument("--acts", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
        prepare(Path(folder))
        filled = fill(options.entries)
        entries, seconds, work = verify_all()
        million, busy = (one / entries * 1_000_000 for one in (seconds, work))
        print(f"appended {entries} in {filled:.1f} s ({entries / filled:,.0f} a second)")
        print(f"verified {entries} in {seconds:.1f} s: a million in {million:.0f} s,")
        print(f"of which {busy:.0f} s of the processor; the rest is other work of this machine")
        print(f"{'act':<5} {'log ms':>8} {'bare ms':>8} {'ratio':>6}")
        with_log, without = acts(options.acts)
        for name, share in (("p50", 50), ("p95", 95)):
            told(name, with_log, without, share)
    return 0 if million <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
