"""Runs one side of a bench in a process of its own: seconds, peak memory, and a fingerprint.

Not a bench itself: the other files use it so that each side's peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = (10_000, 100_000, 1_000_000)


def sizes(arguments: list[str]) -> list[int]:
    """Row counts from the command line, or the usual three."""
    return [int(argument) for argument in arguments] or list(SIZES)


def side(work: Callable[[], Any]) -> None:
    """In the child: run ``work`` (which answers a fingerprint) and print what it took."""
    begun = time.perf_counter()
    fingerprint = work()
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mb": peak // 1024, "answer": fingerprint}))


def child(script: str, name: str, *paths: Path) -> dict[str, Any]:
    """In the parent: one side in its own process; its last line is the measurement."""
    command = [sys.executable, script, "--side", name, *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(
    title: str, run: Callable[[int], tuple[dict[str, Any], dict[str, Any]]], rows: list[int]
) -> None:
    """Print both sides per size, their ratio, and the growth of time from size to size.

    Leaves with an error when the two sides do not answer the same figures.
    """
    print(title)
    print(
        f"{'rows':>9} {'ours s':>8} {'pandas s':>9} {'ratio':>6}"
        f" {'ours MB':>8} {'pandas MB':>10} growth"
    )
    before = None
    for size in rows:
        ours, peer = run(size)
        if ours["answer"] != peer["answer"]:
            raise SystemExit(f"the two sides differ: {ours['answer']} and {peer['answer']}")
        growth = "" if before is None else f"{ours['seconds'] / before[1] / (size / before[0]):.2f}"
        print(
            f"{size:>9} {ours['seconds']:>8.3f} {peer['seconds']:>9.3f}"
            f" {peer['seconds'] / ours['seconds']:>6.2f}"
            f" {ours['peak_mb']:>8} {peer['peak_mb']:>10} {growth}",
            flush=True,
        )
        before = (size, ours["seconds"])
