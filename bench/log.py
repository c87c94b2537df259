"""Transparency log: appends against pymerkle and bare SHA-256, durable appends, proofs.

Run: ``python bench/log.py [10000 100000 1000000]``. Entries have 201 bytes. Every side appends
the same ones in a process of its own, in interleaved rounds, and ours and pymerkle must end with
the same root. *bare* calls SHA-256 once for a leaf and once for a node and keeps nothing. *of
the machine* is what our appends hash (384 bytes each, in whole blocks) by the bytes SHA-256
takes in bulk. Seconds of appends are processor time, those of durable appends are what a clock
on the wall says; proofs have both, for on a busy machine the slowest percent waits for others.
Proofs come from ten times the largest number of entries, through
the tiles, with the hashes in mapped files.

pymerkle (GPL) is no dependency: it is installed with pip into an environment that lasts as long
as this run. Where it cannot be had, this is said and its column stays empty.
"""

from __future__ import annotations

import json
import mmap
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import _measure as measure

PEER = "pymerkle==7.0.0"
ENTRY = b"%-201d"
BLOCKS = 256 + 128  # bytes compressed for a leaf of 201 and a node, with their padding
COMMITS = {64: 400, 1024: 100}
PROOFS = 3000


def entries(count: int) -> list[bytes]:
    """The same for every side, made before the clock starts."""
    return [ENTRY % number for number in range(count)]


def own(given: list[bytes]) -> str:
    from corridor.engines.log.tree import Tree

    tree = Tree()
    for entry in given:
        tree.append(entry)
    return tree.root().hex()


def bare(given: list[bytes]) -> str:
    for entry in given:
        sha256(b"\0" + entry).digest()
        sha256(entry[:65]).digest()
    return ""


def pymerkle(given: list[bytes]) -> str:
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    for entry in given:
        tree.append_entry(entry)
    return str(tree.get_state().hex())


def bulk(_: list[bytes]) -> str:
    sha256(bytes(1 << 26)).digest()
    return ""


SIDES: dict[str, Callable[[list[bytes]], str]] = {
    "own": own,
    "bare": bare,
    "pymerkle": pymerkle,
    "bulk": bulk,
}


def side(name: str, count: int) -> None:
    """In the child: processor seconds, peak memory over the start, and the root."""
    if name == "own":
        import corridor.engines.log.tree as _
    elif name == "pymerkle":
        import pymerkle as _  # noqa: F401
    given = entries(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    root = SIDES[name](given)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": seconds, "peak_mb": peak // 1024, "answer": root}))


def child(python: str, name: str, count: int) -> dict[str, Any]:
    command = [python, __file__, "--side", name, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def peer(folder: Path) -> str | None:
    """The interpreter of an environment with the peer in it, or nothing."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", PEER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", None) or error
        print(f"{PEER} cannot be installed here, its column stays empty: {said}")
        return None
    return python


def appends(sizes: list[int], other: str | None) -> None:
    """The first table: medians of interleaved rounds, ratios, memory, growth."""
    rate = (1 << 26) / statistics.median(_seconds(sys.executable, "bulk", 0) for _ in range(5))
    print(f"SHA-256 in bulk: {rate / 1e6:.0f} MB/s")
    print(
        f"{'entries':>9} {'own/s':>9} {'bare/s':>9} {'pymerkle/s':>10} {'ratio':>6}"
        f" {'of bare':>8} {'of the machine':>14} {'own MB':>7} {'pymerkle MB':>11} growth"
    )
    before = None
    for size in sizes:
        found = _rounds(size, other, 3 if size > 100_000 else 7)
        seconds = {name: statistics.median(r["seconds"] for r in f) for name, f in found.items()}
        _agree(found)
        growth = f"{seconds['own'] / before[1] / (size / before[0]):.2f}" if before else ""
        theirs = seconds.get("pymerkle")
        told = [f"{size / theirs:.0f}", f"{theirs / seconds['own']:.1f}"] if theirs else ["", ""]
        peaks = {name: max(r["peak_mb"] for r in f) for name, f in found.items()}
        print(
            f"{size:>9} {size / seconds['own']:>9.0f} {size / seconds['bare']:>9.0f}"
            f" {told[0]:>10} {told[1]:>6} {seconds['bare'] / seconds['own']:>8.0%}"
            f" {size / seconds['own'] * BLOCKS / rate:>14.1%} {peaks['own']:>7}"
            f" {peaks.get('pymerkle', ''):>11} {growth}",
            flush=True,
        )
        before = (size, seconds["own"])


def _seconds(python: str, name: str, count: int) -> float:
    return float(child(python, name, count)["seconds"])


def _rounds(size: int, other: str | None, rounds: int) -> dict[str, list[dict[str, Any]]]:
    runs = {"own": sys.executable, "bare": sys.executable}
    runs |= {"pymerkle": other} if other else {}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, python in runs.items():
            found[name].append(child(python, name, size))
    return found


def _agree(found: dict[str, list[dict[str, Any]]]) -> None:
    roots = {r["answer"] for name, runs in found.items() if name != "bare" for r in runs}
    if len(roots) != 1:
        raise SystemExit(f"the two sides differ: {roots}")


class Sql:
    """A log in SQLite: entries and hashes, one commit for a batch, durable when it answers."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path, isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=FULL")
        self.base.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, body BLOB) STRICT")
        self.base.execute(
            "CREATE TABLE hash (level INTEGER, number INTEGER, hash BLOB,"
            " PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID"
        )
        self.size = 0

    def read(self, level: int, start: int, count: int) -> list[bytes]:
        asked = "SELECT hash FROM hash WHERE level=? AND number>=? AND number<? ORDER BY number"
        return [row[0] for row in self.base.execute(asked, (level, start, start + count))]

    def append(self, batch: Sequence[bytes]) -> bytes:
        """Store a batch and the root after it; the root."""
        from corridor.engines.log import tiles, tree

        first, self.size = self.size, self.size + len(batch)
        self.base.execute("BEGIN IMMEDIATE")
        self.base.executemany("INSERT INTO entry VALUES (?, ?)", enumerate(batch, first))
        rows = [(0, number, tree.leaf_hash(body)) for number, body in enumerate(batch, first)]
        self.base.executemany("INSERT INTO hash VALUES (?, ?, ?)", rows)
        more = tiles.completed(first, len(batch), self.read)
        self.base.executemany("INSERT INTO hash VALUES (?, ?, ?)", more)
        root = tiles.root_of(self.size, self.read)
        self.base.execute("COMMIT")
        return root


def durable(folder: Path) -> None:
    """The second table: entries a second that a power cut no longer takes away."""
    print(f"\n{'a commit':>9} {'entries':>9} {'entries/s':>10} {'ms a commit':>12}  5,000 a second")
    for batch, commits in COMMITS.items():
        given = entries(batch * commits)
        log = Sql(folder / f"{batch}.sqlite3")
        begun = time.perf_counter()
        for at in range(0, len(given), batch):
            root = log.append(given[at : at + batch])
        seconds = time.perf_counter() - begun
        if root.hex() != own(given):
            raise SystemExit("the stored log has another root")
        speed = len(given) / seconds
        print(
            f"{batch:>9} {len(given):>9} {speed:>10.0f} {1000 * seconds / commits:>12.2f}"
            f"  {'reached' if speed >= 5000 else 'NOT reached'}",
            flush=True,
        )


class Flat:
    """The hashes of a log in one mapped file for each stored level."""

    def __init__(self, folder: Path, size: int) -> None:
        from corridor.engines.log import tiles

        self.maps: dict[int, mmap.mmap] = {}
        self.size = size
        path = {level: folder / f"level-{level}" for level in tiles.LEVELS}
        with path[0].open("wb") as stream:
            for part in _random(size):
                stream.write(part)
        self._open(0, path[0])
        made = tiles.completed(0, size, self.read)
        for level in tiles.LEVELS[1:]:
            path[level].write_bytes(b"".join(one for at, _, one in made if at == level))
            self._open(level, path[level])

    def _open(self, level: int, path: Path) -> None:
        if path.stat().st_size:
            with path.open("rb") as stream:
                self.maps[level] = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def read(self, level: int, start: int, count: int) -> list[bytes]:
        part = self.maps[level][32 * start : 32 * (start + count)]
        return [part[at : at + 32] for at in range(0, len(part), 32)]


def _random(size: int) -> Iterator[bytes]:
    # Leaf hashes look like this; what they are hashes of does not matter here.
    while size:
        count = min(size, 1 << 16)
        yield os.urandom(32 * count)
        size -= count


def proofs(folder: Path, size: int) -> None:
    """The third table: milliseconds of one proof, every one of them verified."""
    import random

    from corridor.engines.log import tiles, verify

    flat = Flat(folder, size)
    root = tiles.root_of(size, flat.read)
    pick = random.Random(7)
    took: dict[str, list[tuple[float, float]]] = {"inclusion": [], "consistency": []}
    longest = 0
    for _ in range(PROOFS):
        index = pick.randrange(size)
        proof, ms = timed(lambda: tiles.inclusion_proof(index, size, flat.read))  # noqa: B023
        took["inclusion"].append(ms)
        leaf = flat.read(0, index, 1)[0]
        if not verify.verify_inclusion(leaf, index, size, proof, root):
            raise SystemExit(f"the proof of {index} does not hold")
        longest = max(longest, len(proof))
    for _ in range(PROOFS >> 2):
        old = pick.randrange(1, size)
        shown, ms = timed(lambda: tiles.consistency_proof(old, size, flat.read))  # noqa: B023
        took["consistency"].append(ms)
        before = tiles.root_of(old, flat.read)
        if not verify.verify_consistency(old, size, shown, before, root):
            raise SystemExit(f"the proof from {old} does not hold")
    print(f"\n{size} entries, at most {longest} hashes in a path; load {os.getloadavg()[0]:.1f}")
    print(f"{'proof':>12} {'p50 ms':>7} {'p99 ms':>7} {'p50 cpu':>8} {'p99 cpu':>8}  under 5 ms")
    for name, each in took.items():
        wall, cpu = (sorted(pair[which] for pair in each) for which in (0, 1))
        p99 = [one[len(one) * 99 // 100] for one in (wall, cpu)]
        reached = (
            "reached" if p99[0] < 5 else "processor time only" if p99[1] < 5 else "NOT reached"
        )
        print(
            f"{name:>12} {statistics.median(wall):>7.2f} {p99[0]:>7.2f}"
            f" {statistics.median(cpu):>8.2f} {p99[1]:>8.2f}  {reached}",
            flush=True,
        )


def timed(work: Callable[[], list[bytes]]) -> tuple[list[bytes], tuple[float, float]]:
    """A proof, and its milliseconds on the wall and of the processor."""
    begun = time.perf_counter(), time.process_time()
    made = work()
    ended = time.perf_counter(), time.process_time()
    return made, (1000 * (ended[0] - begun[0]), 1000 * (ended[1] - begun[1]))


def main(arguments: list[str]) -> None:
    sizes = measure.sizes(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        appends(sizes, peer(folder / "peer"))
        durable(folder)
        proofs(folder, 10 * max(sizes))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        side(sys.argv[2], int(sys.argv[3]))
    else:
        main(sys.argv[1:])
