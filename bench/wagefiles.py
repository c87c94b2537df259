"""Wage-file reader: lines per second, peak memory and growth, against a plain csv reader.

Run: ``python bench/wagefiles.py [100000 1000000]``. Both readers run in this session, each in a
process of its own so that its peak memory is its own. ``sums`` only splits with the csv module
and adds up with Decimal; ``checks`` is the same reader with the field checks written the obvious
way (regular expressions, ``date.fromisoformat``, a set of the people seen).
"""

from __future__ import annotations

import csv
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

READERS = ("ours", "checks", "sums")


def make(path: Path, records: int) -> None:
    """A valid UAE file of ``records`` EDR records, every tenth with an EVP record."""
    with path.open("w", encoding="ascii", newline="\n") as out:
        total = 0
        for number in range(records):
            fixed, variable = 100_000 + number % 90_000, (number % 10 == 0) * 5_000
            total += fixed + variable
            person = 10_000_000_000_000 + number
            out.write(
                f"EDR,{person},640110101,{4551902459 + number},2026-06-01,2026-06-30,30,"
                f"{fixed // 100}.{fixed % 100:02d},{variable // 100}.{variable % 100:02d},0\n"
            )
            if variable:
                out.write(f"EVP,{person},640110101,20.00,0.00,0.00,0.00,30.00,0.00,0.00\n")
        out.write(
            f"SCR,0000000009103,302210101,2026-07-01,1107,062026,{records},"
            f"{total // 100}.{total % 100:02d},AED,1\n"
        )


def ours(path: Path) -> tuple[int, str]:
    """Records and total, fully checked."""
    from corridor.engines import wagefiles

    read = wagefiles.read(path, "are-sif")
    if not read.valid or read.total is None:
        raise SystemExit("the bench file must be valid")
    return read.records, read.total.text()


def sums(path: Path) -> tuple[int, str]:
    """Records and total by the csv module and Decimal, with the count and total checked."""
    records, total = 0, Decimal(0)
    with path.open(encoding="ascii", newline="") as file:
        for row in csv.reader(file):
            if row[0] == "EDR":
                records += 1
                total += Decimal(row[7]) + Decimal(row[8])
            elif row[0] == "SCR" and (int(row[6]) != records or Decimal(row[7]) != total):
                raise SystemExit("the bench file must be valid")
    return records, str(total)


def checks(path: Path) -> tuple[int, str]:
    """As ``sums``, with every EDR and EVP field checked, row by row."""
    digits, amount = re.compile(r"[0-9]+"), re.compile(r"[0-9]{1,11}(\.[0-9]{1,2})?")
    records, total, seen, variable = 0, Decimal(0), set(), Decimal(0)
    with path.open(encoding="ascii", newline="") as file:
        for row in csv.reader(file):
            if row[0] == "EDR":
                _, person, agent, account, start, end, days, fixed, variable_text, leave = row
                inclusive = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
                variable = Decimal(variable_text)
                good = (
                    len(person) == 14
                    and person not in seen
                    and len(agent) == 9
                    and all(map(digits.fullmatch, (person, agent, account, days, leave)))
                    and all(map(amount.fullmatch, (fixed, variable_text)))
                    and int(days) == inclusive
                    and int(leave) <= inclusive
                )
                seen.add(person)
                records += 1
                total += Decimal(fixed) + variable
            elif row[0] == "EVP":
                good = all(map(amount.fullmatch, row[3:])) and variable == sum(
                    map(Decimal, row[3:])
                )
            else:
                good = int(row[6]) == records and Decimal(row[7]) == total
            if not good:
                raise SystemExit("the bench file must be valid")
    return records, str(total)


def child(reader: str, path: Path) -> None:
    """One measured run in a process of its own: seconds, peak MiB, base MiB, answer."""
    call = {"ours": ours, "sums": sums, "checks": checks}[reader]
    if reader == "ours":
        import corridor.engines.wagefiles  # noqa: F401 - importing is not reading
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    answer = call(path)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(seconds, peak / 1024, base / 1024, *answer)


def measured(reader: str, path: Path) -> tuple[float, float, float, tuple[str, ...]]:
    """Best of two runs."""
    runs = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, __file__, "--child", reader, str(path)],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds, peak, base, *answer = done.stdout.split()
        runs.append((float(seconds), float(peak), float(base), tuple(answer)))
    return min(runs)


def main(sizes: list[int]) -> None:
    """Print a table and the growth from the smallest to the largest file."""
    print(
        f"{'records':>9} {'lines':>9} {'reader':>7} {'lines/s':>11}"
        f" {'peak MiB':>9} {'over base':>9}"
    )
    peaks: dict[str, list[float]] = {reader: [] for reader in READERS}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.sif"
            make(path, size)
            lines = size + (size + 9) // 10 + 1
            results = {reader: measured(reader, path) for reader in READERS}
            if len({result[3] for result in results.values()}) != 1:
                raise SystemExit("the readers disagree")
            for reader, (seconds, peak, base, _) in results.items():
                peaks[reader].append(peak)
                print(
                    f"{size:>9} {lines:>9} {reader:>7} {lines / seconds:>11,.0f}"
                    f" {peak:>9.0f} {peak - base:>9.0f}"
                )
            for other in READERS[1:]:
                ratio = results[other][0] / results["ours"][0]
                print(f"{'':>9} ours is {ratio:.1f} times as fast as {other}")
    for reader, values in peaks.items():
        print(f"memory growth {reader}: {values[-1] - values[0]:+.0f} MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
