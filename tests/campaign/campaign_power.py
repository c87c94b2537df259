"""Power cuts over the writes of real work: 10,000 points.

The statements of migrations, acts, an import, jobs and the log are traced on a real node and sent
again to a disk of memory that remembers writes and syncs. At random points the power is cut: what
was synced stays, of the rest any part, also torn. The planted bugs are the two settings that lose
data: the write-ahead log with ``synchronous=NORMAL``, and with ``OFF``.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from random import Random

from tests.campaign import home, processes, resume, trace
from tests.campaign.disk import Disk, Platter
from tests.campaign.power import Bench, replay
from tests.campaign.results import Control, Result, Tally, control_rounds, finish, rounds

POINTS, RESUMED = 10_000, 20
_WHOLE = 500  # from so many points on, the whole stories are told
BUGS = (("NORMAL", "lost"), ("OFF", "inconsistent"))


def cuts(base: Path, disk: Disk, points: int, seed: int) -> Tally:
    """Cut at ``points`` points of one replay."""
    folder, tally = base / "memory" / "left", Tally()
    folder.mkdir(exist_ok=True)
    bench = Bench(disk, folder)
    bench.learn()
    bench.cut(points, seed, tally)
    return tally


def go_on(base: Path, disk: Disk, times: int, tally: Tally) -> None:
    """Give what a cut left to a real node: it migrates to the end, and everything verifies."""
    rng, platter = Random(times), Platter()
    first = next(at for at, op in enumerate(disk.log) if op[0] == "sync")
    points = {rng.randrange(first, len(disk.log)) for _ in range(times)} | {len(disk.log) - 1}
    for number, op in enumerate(disk.log):
        platter.take(op)
        if number in points:
            files = platter.after_cut(rng)
            for sentence in resume.on_a_node(base, files):
                tally.tell("inconsistent", f"after the cut at write {number}: {sentence}")


def part(base: Path, usual: int) -> Result:
    """Trace, replay, cut, go on; then the planted bugs."""
    points = rounds(usual)
    whole = points >= _WHOLE
    processes.run_apart(
        lambda: trace.record(base, 60 if whole else 4, whole), base / "logs" / "record"
    )
    statements, result = trace.load(base), Result("power cut", points, Tally(), [])
    as_node, often = replay(statements, "FULL"), replay(statements, "FULL", checkpoint=64)
    result.tally = cuts(base, as_node, points - points // 2, 1)
    result.tally.add(cuts(base, often, points // 2, 2))
    resumed = min(RESUMED, max(points // 100, 1))
    go_on(base, often, resumed, result.tally)
    result.notes["work"] = f"{len(statements):,} statements, {len(as_node.log):,} operations"
    result.notes["went on, on a real node"] = resumed + 1
    for mode, kind in BUGS:
        times = control_rounds(250)
        seen = cuts(base, replay(statements, mode), times, 3)
        result.controls.append(Control.of(f"synchronous={mode}", seen, kind, times))
    return result


def memory(base: Path) -> None:
    """``base/memory``: on a disk of memory where the machine has one, for it is written often."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK):
        (base / "memory").mkdir()
        return
    there = shared / base.name
    there.mkdir()
    (base / "memory").symlink_to(there)


def main() -> int:
    """The whole part."""
    with home.data_directory("power") as base:
        memory(base)
        try:
            return finish(part(base, POINTS))
        finally:
            shutil.rmtree(Path("/dev/shm") / base.name, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
