"""The wages of a nation: this engine against the floor of any engine, pandas, and Spark.

Run: ``python bench/wages_nation.py [1000000 10000000 30000000] [--without pandas,spark]``.
Four months; payment lines by contracts as 30 million by 8 million, employers of 40 on average.
Every side but the floor runs in a process of its own on the same Parquet files and writes the same
tables: findings with their arithmetic, payments to people without a contract, lines that came
twice, a row for each employer; they are compared cell by cell. The floor only reads the columns
that the checks read, joins on worker and employer, and sums, and writes nothing. pandas and Spark
have the law written in as constants (``_nation_sides``); this engine looks it up.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import _nation as made
import _nation_sides

from corridor.core.periods import Period, month

VAR = Path(__file__).resolve().parents[1] / "var" / "bench-nation"
MONTHS = [month(f"2026-{number:02}") for number in (4, 5, 6, 7)]
ON = date(2026, 9, 30)
LINES = ("paid_minor", "lawful_minor", "deductions_minor", "paid_day")
TERMS = ("basic_minor", "food_minor", "housing_minor", "start_day", "end_day")
SIDES = ("floor", "polars", "duckdb", "pandas", "spark")


def floor(contracts: Path, payments: Path, _: Path) -> None:
    """Read, join, sum: what no check of these tables can do without. DuckDB's own words."""
    import duckdb

    sums = [f"sum(p.{name})" for name in LINES] + [f"sum(c.{name})" for name in TERMS]
    duckdb.sql(
        f"SELECT count(*), max(p.month), max(p.currency), {', '.join(sums)}"
        f" FROM '{payments}/*.parquet' p JOIN '{contracts}' c USING (worker_id, employer_id)"
    ).fetchall()


def polars(contracts: Path, payments: Path, out: Path, months: list[Period] = MONTHS) -> None:
    """This engine, one pass; every table of every month written as the command writes it."""
    from corridor.doors.cli import wages_run_store as stored
    from corridor.engines.wages.bulk import nation, read_contracts, read_lines

    out.mkdir(parents=True, exist_ok=True)
    given = _nation(read_contracts(contracts), read_lines(payments), months)
    for answer in nation.months(given):
        stored.store(out, f"{answer.month.start:%Y-%m}", answer, {})


def full(contracts: Path, payments: Path, out: Path) -> None:
    """This engine with the further checks."""
    from corridor.engines.wages.bulk import open_contracts, open_lines, whole

    _written(out, whole.parts(_nation(open_contracts(contracts), open_lines(payments), MONTHS)))


def duckdb(contracts: Path, payments: Path, out: Path) -> None:
    """The same expressions on DuckDB, month by month, sparing nothing."""
    from corridor.engines.wages.bulk import readers, whole

    frames = (
        readers.with_duckdb(contracts, "contracts"),
        readers.with_duckdb(payments, "payments"),
    )
    _written(out, whole.months(_nation(*frames, MONTHS)))


def _written(out: Path, answers: Any) -> None:
    from corridor.doors.cli import wages_run_store as stored

    out.mkdir(parents=True, exist_ok=True)
    for answer in answers:
        stored.store(out, f"{answer.month.start:%Y-%m}", answer, {})


def _nation(contracts: Any, lines: Any, months: list[Period]) -> Any:
    from corridor.engines import law
    from corridor.engines.wages.bulk import Nation

    return Nation(contracts, lines, months, law.book(), ON, complete=True)


def pandas(contracts: Path, payments: Path, out: Path) -> None:
    """The same tables by pandas; see ``_nation_sides``."""
    _nation_sides.pandas(contracts, payments, out, MONTHS)


def spark(contracts: Path, payments: Path, out: Path) -> None:
    """The same tables by Spark; see ``_nation_sides``."""
    _nation_sides.spark(contracts, payments, out, MONTHS)


def tables_of(out: Path) -> dict[str, Any]:
    """What a side wrote, as tables of all months in one order."""
    import polars as pl

    def read(name: str) -> Any:
        if (out / "rows").is_dir():  # one table with its kinds
            folder = (
                out / "employers" if name == "employers" else out / "rows" / f"kind={name[:-1]}"
            )
            if name == "repeated":
                folder = out / "rows" / "kind=repeated"
            frame = pl.read_parquet(f"{folder}/*.parquet", hive_partitioning=False)
            return frame, frame.columns
        found = []
        for path in sorted(out.glob(f"*/{name}.parquet")):
            part = pl.read_parquet(path)
            found.append(part.with_columns(month=pl.lit(path.parent.name)))
        return pl.concat(found, how="vertical_relaxed"), None

    wanted = {
        "findings": _nation_sides.FINDING,
        "employers": _nation_sides.EMPLOYER,
        "strangers": [*_nation_sides.IDS, "month", "paid_minor", "paid_day"],
        "repeated": [*_nation_sides.IDS, "month"],
    }
    found = {}
    for name, columns in wanted.items():
        frame, _ = read(name)
        texts = [pl.col(n).cast(pl.String) for n in columns if n in (*_nation_sides.IDS, "month")]
        numbers = [
            pl.col(n).cast(pl.Int64) for n in columns if n not in (*_nation_sides.IDS, "month")
        ]
        if name == "employers":
            numbers = [number.fill_null(0) for number in numbers]
        found[name] = frame.select(*texts, *numbers).select(columns).sort(columns)
    return found


def differences(mine: Path, theirs: Path) -> list[str]:
    """Which tables of two sides differ in any cell."""
    one, other = tables_of(mine), tables_of(theirs)
    return [name for name in one if not one[name].equals(other[name])]


def run_side(name: str, contracts: Path, payments: Path, out: Path) -> None:
    """In the child: answer, and say what it took. Children (Spark's own process) count too."""
    if name in ("polars", "duckdb", "full"):
        from corridor.engines import law

        law.book().ids()
    work: Callable[..., None] = globals()[name]
    begun = time.perf_counter()
    before = _used()
    work(contracts, payments, out)
    wall = time.perf_counter() - begun
    print(json.dumps({"cpu": _used() - before, "wall": wall}))


def _used() -> float:
    """Seconds of the processor that this process and its children took, ended or not."""
    own, ended = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    past = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    return past + sum(_ticks(child) for child in _children("self")) / os.sysconf("SC_CLK_TCK")


def _children(process: int | str) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _ticks(process: int) -> int:
    """Ticks of a process that runs, with its children (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) + sum(_ticks(child) for child in _children(process))


def side(name: str, contracts: Path, payments: Path, out: Path) -> dict[str, Any]:
    """One side in a process of its own, with its peak memory (with that of its children)."""
    command = [sys.executable, __file__, "--side", name, *map(str, (contracts, payments, out))]
    begun = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment()
    )
    peak = 0
    while child.poll() is None:
        peak = max(peak, _resident(child.pid))
        time.sleep(0.05)
    said = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"{name} ended with {child.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found | {"peak_mb": peak // 1024, "whole": time.perf_counter() - begun}


def environment() -> dict[str, str]:
    """For every side: modules are compiled once and kept, as they are where they are installed,
    and memory is looked after as the command does it."""
    from corridor.doors.cli.main import MEMORY

    kept = {**os.environ, **MEMORY, "PYTHONPYCACHEPREFIX": str(VAR / "bytecode")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def warm(names: list[str]) -> None:
    """Run sides once on a small table, so that none of them pays for compiling its modules."""
    folder = VAR / "warm"
    contracts, payments = made.make(folder, 2000, MONTHS)
    for name in names:
        side(name, contracts, payments, folder / name)
    shutil.rmtree(folder)


def _resident(process: int) -> int:
    """KiB in memory of a process and its children (Linux); 0 for one that has gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        children = _children(process)
    except OSError:
        return 0
    high = [line for line in status.splitlines() if line.startswith("VmHWM")]
    own = int(high[0].split()[1]) if high else 0
    return own + sum(_resident(child) for child in children)


def rounds(names: list[str], count: int, *paths: Path) -> dict[str, dict[str, Any]]:
    """Sides turn about, since others work on the machine; of each figure the median."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(count):
        for name in names:
            found[name].append(side(name, *paths[:2], paths[2] / name))
    return {
        name: {key: sorted(one[key] for one in each)[count // 2] for key in each[0]}
        for name, each in found.items()
    }


def table(lines: int, without: set[str], keep: bool, count: int) -> dict[str, float]:
    """All sides at one size; the processor seconds of each."""
    folder = VAR / str(lines)
    contracts, payments = folder / "contracts.parquet", folder / "payments"
    if not payments.is_dir():
        made.make(folder, lines, MONTHS)
    took: dict[str, float] = {}
    short = [name for name in SIDES[:2] if name == "floor" or name not in without]
    measured = rounds(short, count, contracts, payments, folder)
    least = measured["floor"]
    print(f"load {os.getloadavg()[0]:.0f}", flush=True)
    for name in [name for name in SIDES if name == "floor" or name not in without]:
        found = measured.get(name) or side(name, contracts, payments, folder / name)
        took[name] = found["cpu"]
        of_floor = found["cpu"] / least["cpu"], found["peak_mb"] / least["peak_mb"]
        same = "" if name in ("floor", "polars") else differences(folder / "polars", folder / name)
        print(
            f"{lines:>9} {name:>8} {found['cpu']:>8.1f} {found['wall']:>8.1f}"
            f" {found['peak_mb']:>7.0f} {of_floor[0]:>6.2f} {of_floor[1]:>6.2f}"
            f" {'DIFFERS: ' + ', '.join(same) if same else ''}",
            flush=True,
        )
        if name != "polars":
            shutil.rmtree(folder / name, ignore_errors=True)
        if same:
            raise SystemExit(f"{name} answers other {same}")
    if not keep:
        shutil.rmtree(folder)
    return took


def years(contracts: int, months: int = 36) -> None:
    """Three years computed anew against one more month, with and without what was kept."""
    every = [month(f"{2023 + n // 12}-{n % 12 + 1:02}") for n in range(months)]
    folder = VAR / "years"
    made.make(folder, round(contracts * months * 7.5 / 8), every)
    out, last = folder / "answers", f"{every[-1].start:%Y-%m}"
    command = [str(Path(sys.executable).with_name("corridor")), "wages", "run", "--complete"]
    command += ["--contracts", str(folder / "contracts.parquet")]
    command += ["--payments", str(folder / "payments"), "--out", str(out)]
    command += ["--on", "2026-09-30", "--json"]

    def taken(*words: str) -> float:
        before = _used()
        subprocess.run([*command, *words], check=True, capture_output=True, env=environment())
        return _used() - before

    def again(*gone: str) -> float:
        """One more month, where it and what is named are not there; the median of three."""
        took = []
        for _ in range(3):
            for name in (last, *gone):
                shutil.rmtree(out / name)
            (folder / "payments" / f"{last}.parquet").touch()  # a file that was never seen
            took.append(taken("--month", last))
        return sorted(took)[1]

    whole = taken()
    more, anew = again(), again(".contracts")
    print(
        f"{months} months of {contracts} contracts: {whole:.1f} s of the processor; one more month:"
        f" {more:.1f} s, 1/{whole / more:.0f}; with other contracts {anew:.1f} s,"
        f" 1/{whole / anew:.0f}; load {os.getloadavg()[0]:.0f}"
    )
    shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--without", default="", help="sides to leave out, by commas")
    parser.add_argument("--rounds", type=int, default=3, help="of the floor and this engine")
    parser.add_argument("--keep", action="store_true", help="keep the generated tables")
    parser.add_argument("--years", type=int, metavar="CONTRACTS", help="also the monthly increment")
    parser.add_argument("--full", type=int, metavar="LINES", help="also every check, on so many")
    given = parser.parse_args()
    warm([name for name in SIDES if name not in {*given.without.split(","), "spark"}])
    print(f"{'lines':>9} {'side':>8} {'cpu s':>8} {'wall s':>8} {'MB':>7} {'cpu':>6} {'MB':>6}")
    before: tuple[int, float] | None = None
    for size in given.sizes:
        took = table(size, set(given.without.split(",")), given.keep, given.rounds)
        mine = took.get("polars", 0.0)
        if before and mine:
            growth = mine / before[1] / (size / before[0])
            print(f"{'':>9} growth of this engine per line: {growth:.2f}")
        before = (size, mine) if mine else None
    if given.years:
        years(given.years)
    if given.full:
        every(given.full)


def every(lines: int) -> None:
    """The full list of checks in one run."""
    folder = VAR / "full"
    contracts, payments = made.make(folder, lines, MONTHS)
    found = side("full", contracts, payments, folder / "answers")
    print(
        f"every check on {lines} lines: {found['cpu']:.0f} s of the processor,"
        f" {found['wall']:.0f} s, {found['peak_mb']} MB"
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        run_side(sys.argv[2], *(Path(text) for text in sys.argv[3:6]))
    else:
        main()
