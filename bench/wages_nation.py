"""The wages of a nation: this engine against the floor of any engine, pandas, and Spark.

Run: ``python bench/wages_nation.py [1000000 10000000 30000000] [--without pandas,spark] [--keep]``.
Four months; payment lines by contracts as 30 million by 8 million, employers of 40 on average.
Every side runs in a process of its own on the same Parquet files and must answer the same counts
and the same sum. The floor only reads the columns that the checks read, joins on worker and
employer, and sums. pandas and Spark have the law written in as constants, count missing wages
without saying whose, and look for nothing twice; this engine looks the law up, names every
finding, notices double lines and contracts, and writes a row for each employer.
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

from corridor.core.periods import Period, month

VAR = Path(__file__).resolve().parents[1] / "var" / "bench-nation"
MONTHS = [month(f"2026-{number:02}") for number in (4, 5, 6, 7)]
ON = date(2026, 9, 30)
LINES = ("paid_minor", "lawful_minor", "deductions_minor", "paid_day")
TERMS = ("basic_minor", "food_minor", "housing_minor", "start_day", "end_day")
SIDES = ("floor", "polars", "duckdb", "pandas", "spark")
Answer = list[int]


def floor(contracts: Path, payments: Path) -> Answer:
    """Read, join, sum: what no check of these tables can do without. DuckDB's own words."""
    import duckdb

    sums = [f"sum(p.{name})" for name in LINES] + [f"sum(c.{name})" for name in TERMS]
    duckdb.sql(
        f"SELECT count(*), max(p.month), max(p.currency), {', '.join(sums)}"
        f" FROM '{payments}/*.parquet' p JOIN '{contracts}' c USING (worker_id, employer_id)"
    ).fetchall()
    return []


def polars(contracts: Path, payments: Path, months: list[Period] = MONTHS) -> Answer:
    """This engine, one pass."""
    from corridor.engines.wages.bulk import nation, open_contracts, open_lines

    given = _nation(open_contracts(contracts), open_lines(payments), months)
    return _summed(nation.months(given))


def full(contracts: Path, payments: Path) -> Answer:
    """This engine with the further checks."""
    from corridor.engines.wages.bulk import open_contracts, open_lines, whole

    return _summed(whole.parts(_nation(open_contracts(contracts), open_lines(payments), MONTHS)))


def duckdb(contracts: Path, payments: Path) -> Answer:
    """The same expressions on DuckDB, month by month, sparing nothing."""
    from corridor.engines.wages.bulk import readers, whole

    frames = (
        readers.with_duckdb(contracts, "contracts"),
        readers.with_duckdb(payments, "payments"),
    )
    return _summed(whole.months(_nation(*frames, MONTHS)))


def _nation(contracts: Any, lines: Any, months: list[Period]) -> Any:
    from corridor.engines import law
    from corridor.engines.wages.bulk import Nation

    return Nation(contracts, lines, months, law.book(), ON, complete=True)


def _summed(answers: Any) -> Answer:
    total = [0] * 5
    for answer in answers:
        counts = answer.counts()
        names = ("missing", "late", "short", "below_minimum")
        found = [counts[f"{name}.breach"] for name in names]
        found.append(int(answer.findings["still_owed_minor"].sum()))
        total = [one + other for one, other in zip(total, found, strict=True)]
    return total


def pandas(contracts: Path, payments: Path) -> Answer:
    """Merged once, then whole columns of numpy; the law of these months as constants."""
    import numpy as np
    import pandas as pd

    ids = ["worker_id", "employer_id"]
    terms = pd.read_parquet(contracts, columns=[*ids, *TERMS])
    paid = pd.read_parquet(payments, columns=[*ids, "month", *LINES])
    every = [_due_numpy(terms, period) for period in MONTHS]
    data = paid.merge(terms, on=ids)
    del paid
    total = [0] * 5
    for period, (active, due, _) in zip(MONTHS, every, strict=True):
        rows = data[data["month"] == f"{period.start:%Y-%m}"]
        _, mine, least = _due_numpy(rows, period)
        got, lawful = rows["paid_minor"].to_numpy(), rows["lawful_minor"].to_numpy()
        owed = np.maximum(mine - got - lawful, 0)
        claim = np.maximum(rows["deductions_minor"].to_numpy() - lawful, 0)
        last = made.day(period.end or period.start) + made.GRACE
        found = [
            active.sum() - len(rows),
            (rows["paid_day"].to_numpy() > last).sum(),
            (owed > np.minimum(owed, claim)).sum(),
            (got + lawful < least).sum(),
            owed.sum() + due[active].sum() - mine.sum(),
        ]
        total = [one + int(other) for one, other in zip(total, found, strict=True)]
    return total


def _due_numpy(rows: Any, period: Period) -> Any:
    """Whether in force, what is due, and the minimum, for each row of terms."""
    import numpy as np

    first, after = made.day(period.start), made.day(period.end or period.start)
    end = np.nan_to_num(rows["end_day"].to_numpy(dtype="float64"), nan=after).astype("int64")
    start, length = rows["start_day"].to_numpy(), after - first
    days = np.minimum(end, after) - np.maximum(start, first)

    def part(amount: Any) -> Any:
        return (2 * amount * days + length) // (2 * length)

    food, housing = rows["food_minor"].to_numpy(), rows["housing_minor"].to_numpy()
    agreed = part(rows["basic_minor"].to_numpy()) + part(np.maximum(food, 0))
    agreed = agreed + part(np.maximum(housing, 0))
    least = part(np.full(len(rows), 100_000)) + np.where(food == -1, 0, part(made.FOOD))
    least = least + np.where(housing == -1, 0, part(made.HOUSING))
    return days > 0, np.maximum(agreed, least), least


def spark(contracts: Path, payments: Path) -> Answer:
    """Spark on this machine's cores, in SQL, with the law as constants."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "8g").config("spark.log.level", "ERROR")
    for name in ("spark.driver.bindAddress", "spark.driver.host"):
        builder = builder.config(name, "127.0.0.1")
    session = builder.getOrCreate()
    session.read.parquet(str(contracts)).createOrReplaceTempView("contracts")
    session.read.parquet(str(payments)).createOrReplaceTempView("payments")
    try:
        rows = [list(session.sql(text).collect()[0]) for text in _sql("div")]
    finally:
        session.stop()
    return _from_sql(rows)


def _sql(div: str) -> tuple[str, str]:
    """The same figures in SQL: of the lines, and of all contracts by month."""
    values = ", ".join(
        f"('{m.start:%Y-%m}', {made.day(m.start)}, {made.day(m.end or m.start)})" for m in MONTHS
    )
    months = f"(VALUES {values}) AS m(month, first, after)"
    days = "(least(coalesce(c.end_day, m.after), m.after) - greatest(c.start_day, m.first))"

    def part(amount: str) -> str:
        long = "(m.after - m.first)"
        return f"((2 * ({amount}) * {days} + {long}) {div} (2 * {long}))"

    agreed = " + ".join(part(f"greatest(c.{name}, 0)") for name in TERMS[:3])
    least = f"{part('100000')} + CASE WHEN c.food_minor = -1 THEN 0 ELSE {part('30000')} END"
    least += f" + CASE WHEN c.housing_minor = -1 THEN 0 ELSE {part('50000')} END"
    of_lines = f"""
      SELECT count(*), sum(CASE WHEN paid_day > after + 7 THEN 1 ELSE 0 END),
        sum(CASE WHEN owed > least(owed, claim) THEN 1 ELSE 0 END),
        sum(CASE WHEN paid_minor + lawful_minor < least_due THEN 1 ELSE 0 END),
        sum(owed), sum(due) FROM (
      SELECT *, greatest(due - paid_minor - lawful_minor, 0) AS owed,
        greatest(deductions_minor - lawful_minor, 0) AS claim FROM (
      SELECT p.paid_minor, p.lawful_minor, p.deductions_minor, p.paid_day, m.after,
        greatest({agreed}, {least}) AS due, {least} AS least_due
      FROM payments p JOIN contracts c
        ON p.worker_id = c.worker_id AND p.employer_id = c.employer_id
      JOIN {months} ON p.month = m.month) AS a) AS b"""
    of_all = f"""SELECT count(*), sum(greatest({agreed}, {least}))
      FROM contracts c CROSS JOIN {months} WHERE {days} > 0"""
    return of_lines, of_all


def _from_sql(rows: list[list[Any]]) -> Answer:
    (paid, late, short, below, owed, mine), (active, due) = rows
    return [int(n) for n in (active - paid, late, short, below, owed + due - mine)]


def run_side(name: str, contracts: Path, payments: Path) -> None:
    """In the child: answer, and say what it took. Children (Spark's own process) count too."""
    if name in ("polars", "duckdb", "full", "month"):
        from corridor.engines import law

        law.book().ids()
    work: Callable[..., Answer] = globals().get(name, polars)
    begun = time.perf_counter()
    before = _used()
    answer = (
        work(contracts, payments, MONTHS[-1:]) if name == "month" else work(contracts, payments)
    )
    wall = time.perf_counter() - begun
    print(json.dumps({"answer": answer, "cpu": _used() - before, "wall": wall}))


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


def side(name: str, contracts: Path, payments: Path) -> dict[str, Any]:
    """One side in a process of its own, with its peak memory (with that of its children)."""
    command = [sys.executable, __file__, "--side", name, str(contracts), str(payments)]
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    peak = 0
    while child.poll() is None:
        peak = max(peak, _resident(child.pid))
        time.sleep(0.05)
    said = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"{name} ended with {child.returncode}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found | {"peak_mb": peak // 1024, "whole": time.perf_counter() - begun}


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


def table(lines: int, without: set[str], keep: bool) -> dict[str, float]:
    """All sides at one size; the processor seconds of each."""
    folder = VAR / str(lines)
    contracts, payments = folder / "contracts.parquet", folder / "payments"
    if not payments.is_dir():
        made.make(folder, lines, MONTHS)
    took: dict[str, float] = {}
    answers = []
    floor_side = side("floor", contracts, payments)
    for name in [name for name in SIDES if name not in without]:
        found = floor_side if name == "floor" else side(name, contracts, payments)
        if found["answer"]:
            answers.append((name, found["answer"]))
        took[name] = found["cpu"]
        of_floor = found["cpu"] / floor_side["cpu"], found["peak_mb"] / floor_side["peak_mb"]
        print(
            f"{lines:>9} {name:>8} {found['cpu']:>8.1f} {found['wall']:>8.1f}"
            f" {found['peak_mb']:>7} {of_floor[0]:>6.2f} {of_floor[1]:>6.2f}",
            flush=True,
        )
    if any(answer != answers[0][1] for _, answer in answers):
        raise SystemExit(f"the sides differ: {answers}")
    if not keep:
        shutil.rmtree(folder)
    return took


def years(workers: int, months: int = 36) -> None:
    """Three years computed anew against one more month."""
    every = [month(f"{2023 + n // 12}-{n % 12 + 1:02}") for n in range(months)]
    folder = VAR / "years"
    made.make(folder, workers * months, every)
    paths = folder / "contracts.parquet", folder / "payments"
    took = {}
    for name in ("all", "last"):
        command = [str(Path(sys.executable).with_name("corridor")), "wages", "run", "--complete"]
        command += ["--contracts", str(paths[0]), "--payments", str(paths[1])]
        command += ["--out", str(folder / name), "--on", "2026-09-30", "--json"]
        command += [] if name == "all" else ["--month", f"{every[-1].start:%Y-%m}"]
        before = _used()
        subprocess.run(command, check=True, capture_output=True)
        took[name] = _used() - before
    print(
        f"{months} months of {workers} workers: {took['all']:.1f} s of the processor;"
        f" one more month: {took['last']:.1f} s, 1/{took['all'] / took['last']:.0f}"
    )
    shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--without", default="", help="sides to leave out, by commas")
    parser.add_argument("--keep", action="store_true", help="keep the generated tables")
    parser.add_argument("--years", type=int, metavar="WORKERS", help="also the monthly increment")
    parser.add_argument("--full", type=int, metavar="LINES", help="also every check, on so many")
    given = parser.parse_args()
    print(f"{'lines':>9} {'side':>8} {'cpu s':>8} {'wall s':>8} {'MB':>7} {'cpu':>6} {'MB':>6}")
    before: tuple[int, float] | None = None
    for size in given.sizes:
        took = table(size, set(given.without.split(",")), given.keep)
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
    found = side("full", contracts, payments)
    print(
        f"every check on {lines} lines: {found['cpu']:.0f} s of the processor,"
        f" {found['wall']:.0f} s, {found['peak_mb']} MB"
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        run_side(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
