"""A few rounds of every part in one process, for ``make test``: ``python -m tests.campaign.smoke``.

Prints one line of JSON: of each part what was wrong, and what was seen of its planted bug. The
parts share one migrated pair of databases, which is laid down afresh before each.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.campaign import (
    campaign_clock,
    campaign_disk,
    campaign_import,
    campaign_kill,
    campaign_malformed,
    campaign_power,
    campaign_twice,
    clients,
    home,
    mishaps,
    planted,
    processes,
    trace,
)
from tests.campaign.fulldisk import FileLimit
from tests.campaign.power import replay
from tests.campaign.results import Tally
from tests.campaign.siege import Siege

Smoke = tuple[Tally, int]
"""What was wrong, and how often the planted bug was seen."""


def prepared(base: Path) -> Siege:
    """A siege with its world."""
    siege = Siege(base)
    siege.prepare()
    return siege


def kill(base: Path) -> Smoke:
    """Four kills; then a line in the ledger of an act that never was must be missed."""
    siege = prepared(base)
    tally = campaign_kill.bombard(siege, 4)
    clients.Ledger(siege.ledger).note(done="key-99999999", act="licensing/decide", id="nowhere")
    return tally, siege.check().lost


def twice(base: Path) -> Smoke:
    """Some double submissions, and some on a node without keys."""
    siege = prepared(base)
    tally = campaign_twice.storm(siege, 20)
    siege.bug = planted.forget_keys
    return tally, campaign_twice.storm(siege, 4).duplicated


def power(base: Path) -> Smoke:
    """Forty cuts of a few acts, and of the same without syncs."""
    processes.run_apart(lambda: trace.record(base, 2, False), base / "logs" / "record")
    statements = trace.load(base)
    tally = campaign_power.cuts(base, replay(statements, "FULL"), 40, 1)
    return tally, campaign_power.cuts(base, replay(statements, "NORMAL"), 10, 1).lost


def interrupted(base: Path) -> Smoke:
    """One import killed before a statement in its middle, with and without a transaction."""
    work = campaign_import.Imports(base)
    work.prepare()
    middle = int(work.size[0] * 0.6)

    def there() -> None:
        mishaps.at_statement(middle)

    tally = work.one(way=there)
    return tally, work.one(planted.no_transactions, there).inconsistent


def disk(base: Path) -> Smoke:
    """Full once; and once on a node that says “done” whatever happens."""
    siege = prepared(base)
    tally, _ = campaign_disk.run(siege, FileLimit, 1)
    siege.bug = planted.swallow_errors
    return tally, campaign_disk.run(siege, FileLimit, 1)[0].lost


def clock(base: Path) -> Smoke:
    """Some steps; the time of the clock gives another order than the log."""
    siege = prepared(base)
    tally = campaign_clock.disturb(siege, 30)
    index, seconds = campaign_clock.places()
    home.close()
    told = clients.lines(siege.ledger)
    tally.inconsistent += campaign_clock.disorder(told, index)
    return tally, campaign_clock.disorder(told, seconds)


def malformed(base: Path) -> Smoke:
    """Some files, and one that a careless check lets pass."""
    work, all_cases = campaign_malformed.Files(base), campaign_malformed.cases(300)
    work.prepare()
    chosen = Random(len(all_cases)).sample(all_cases, 5)
    tally = work.run(iter(chosen))
    case = campaign_malformed.Case("no number", 1, "table")
    return tally, work.run(iter([case]), planted.no_checks).inconsistent


PARTS: dict[str, Callable[[Path], Smoke]] = {
    "kill": kill,
    "twice": twice,
    "power": power,
    "import": interrupted,
    "disk": disk,
    "clock": clock,
    "malformed": malformed,
}


def _fresh(base: Path, kept: Path) -> None:
    """The databases as they were after their migration, and no trace of the part before."""
    for path in [*(base / "data").glob("*.sqlite3*"), *base.glob("[a-z]*")]:
        if path.is_file():
            path.unlink()
    for folder in (base / "files", base / "data" / "log", base / "data" / "files"):
        shutil.rmtree(folder, ignore_errors=True)
    for path in kept.iterdir():
        shutil.copy(path, base / "data")


def main(names: list[str]) -> int:
    """Run the parts, all or those named."""
    found: dict[str, Any] = {}
    begun = time.monotonic()
    with home.data_directory("smoke") as base:
        (base / "memory").mkdir()
        home.start_django()
        kept = base / "kept"
        kept.mkdir()
        for path in (base / "data").glob("*.sqlite3"):
            shutil.copy(path, kept)
        print(f"start: {time.monotonic() - begun:.1f} s", file=sys.stderr)
        for name in names or PARTS:
            _fresh(base, kept)
            tally, seen = PARTS[name](base)
            found[name] = {"acknowledged": tally.acknowledged, "told": tally.told, "seen": seen}
            found[name]["wrong"] = tally.wrong
            print(f"{name}: {time.monotonic() - begun:.1f} s", file=sys.stderr)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
