"""Standard tables from exact moments against svy, R's survey, DuckDB, Polars and a column scan.

Run: ``python bench/standard_tables.py [100000 1000000 10000000] [--svy PYTHON] [--without r,polars]
[--few 1000000] [--keep]``; ``--whole 169000000`` makes one file of that many records and runs only
this engine on it; ``--exact ROWS`` measures what exact integers cost against doubles.

20 indicators by 6 dimensions (84 levels), with standard errors, on one Parquet file in the order
of strata and sampling units. Each side runs in a process of its own, after a run on 12,000 records,
and must give the same figures to 1e-10. svy and R estimate two tables of six from ``--few`` rows
on; the time to read R's CSV is not counted. ``scan`` sums the columns that the tables need, on all
cores, in DuckDB; ``decode`` only decodes them, on one core, with pyarrow. Name svy's interpreter
with ``--svy``; a side that is not there is said, loudly.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import _survey_sides as sides

VAR = Path(__file__).resolve().parents[1] / "var" / "bench-statistics"
SIDES = ("decode", "scan", "exact", "polars", "duckdb", "svy", "r")
FEW = ("sex", "isco")
TOLERANCE = 1e-10


def exact(path: Path, _dimensions: Any) -> sides.Answer:
    """This engine: collect, then figures."""
    from corridor.engines.statistics.moments import reading
    from corridor.engines.statistics.moments.collect import moments
    from corridor.engines.statistics.moments.estimate import figures

    found, in_one_go = moments(reading.read(path.parent / "spec.yaml"), [path])
    assert not in_one_go
    answer = {}
    for one in figures(found):
        ((name, level),) = one.codes.items()
        answer[f"{one.indicator}|{name}|{level}"] = [one.estimate, one.se]
    return answer


def decode(path: Path, _dimensions: Any) -> sides.Answer:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path, memory_map=True)
    for _ in file.iter_batches(131_072, columns=_columns(path), use_threads=False):
        pass
    return {}


def scan(path: Path, _dimensions: Any) -> sides.Answer:
    import duckdb

    sums = ", ".join(f"sum({name})" for name in _columns(path))
    duckdb.sql(f"SELECT {sums} FROM '{path}'").fetchall()
    return {}


def _columns(path: Path) -> list[str]:
    from corridor.engines.statistics.moments import reading, source

    return source.needed(reading.read(path.parent / "spec.yaml"))


def run_side(name: str, path: Path, dimensions: tuple[str, ...]) -> None:
    """In the child: a small run first, then the one that counts."""
    work: Any = {"exact": exact, "decode": decode, "scan": scan}.get(name)
    if name == "svy":
        work = sides.svy
    elif work is None:
        other = getattr(sides, name)
        work = lambda path, _dimensions: other(path)  # noqa: E731
    work(path.parent / "12000.parquet", dimensions)
    before, begun = _cpu(), time.perf_counter()
    answer = work(path, dimensions)
    took = {"wall": time.perf_counter() - begun, "cpu": _cpu() - before}
    path.with_suffix(f".{name}.json").write_text(json.dumps(answer))
    print(json.dumps(took))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def child(command: list[str]) -> tuple[str, int]:
    """Run a process; what it printed last, and its peak memory in MB (Linux)."""
    peak = 0
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        while process.poll() is None:
            peak = max(peak, _resident(process.pid))
            time.sleep(0.05)
        out.seek(0)
        lines = out.read().splitlines()
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}")
    return lines[-1], peak // 1024


def _resident(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    high = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(high[0].split()[1]) if high else 0


def measure(name: str, path: Path, python: str, dimensions: tuple[str, ...]) -> dict[str, Any]:
    if name == "r":
        return _r(path, dimensions)
    command = [python, __file__, "--side", name, str(path), ",".join(dimensions)]
    said, peak = child(command)
    answer = json.loads(path.with_suffix(f".{name}.json").read_text())
    return json.loads(said) | {"mb": peak, "answer": answer}


def _r(path: Path, dimensions: tuple[str, ...]) -> dict[str, Any]:
    import duckdb

    table, script = path.with_suffix(".csv"), path.with_suffix(".R")
    duckdb.sql(f"COPY (FROM '{path}') TO '{table}' (HEADER)")
    out = path.with_suffix(".r.txt")
    script.write_text(sides.r_script(table, out, dimensions))
    said, peak = child(["Rscript", str(script)])
    wall, cpu, _read = map(float, said.split())
    answer = {}
    for line in out.read_text().splitlines():
        key, *figures = line.split(" ")
        if "NaN" not in figures:
            answer[key] = [float(one) for one in figures]
    table.unlink()
    return {"wall": wall, "cpu": cpu, "mb": peak, "answer": answer}


def differ(mine: sides.Answer, other: sides.Answer) -> float:
    """The largest relative difference of the figures that both have."""
    worst = 0.0
    for key, figures in other.items():
        for one, two in zip(mine[key], figures, strict=True):
            scale = max(abs(one), abs(mine[key][0]) * 1e-6, 1e-300)
            worst = max(worst, abs(one - two) / scale)
    return worst


def table(rows: int, options: Any) -> None:
    """All sides at one size."""
    import _survey_data as data

    path = data.write(VAR / f"{rows}.parquet", rows)
    data.write(VAR / "12000.parquet", 12_000)
    (VAR / "spec.yaml").write_text(data.SPEC)
    few = rows >= options.few
    found: dict[str, Any] = {}
    print(f"{rows} records, {path.stat().st_size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}")
    for name in SIDES:
        python = options.svy if name == "svy" else sys.executable
        missing = (name == "svy" and not python) or (name == "r" and not shutil.which("Rscript"))
        if name in options.without or missing:
            print(f"{'':>12}{name:>8}: LEFT OUT{' (not installed)' if missing else ''}")
            continue
        part = few and name in ("svy", "r")
        one = measure(name, path, python, FEW if part else sides.DIMENSIONS)
        found[name] = one
        worst = differ(found["exact"]["answer"], one["answer"]) if "exact" in found else 0.0
        ratio = one["cpu"] / found["exact"]["cpu"] if "exact" in found else 0.0
        print(
            f"{rows:>12}{name:>8} wall {one['wall']:>8.2f} s  cpu {one['cpu']:>8.2f} s"
            f" {one['mb']:>6} MB  {ratio:>7.1f} x exact's cpu; {len(one['answer'])} figures,"
            f" differ by {worst:.1e}{' (2 tables of 6)' if part else ''}",
            flush=True,
        )
        if worst > TOLERANCE:
            raise SystemExit(f"{name} gives other figures")
    for name in ("decode", "scan"):
        if name in found and "exact" in found:
            cpu, wall = (found["exact"][k] / found[name][k] for k in ("cpu", "wall"))
            print(
                f"{'':>12}exact is {cpu:.1f} times the {name}'s cpu, {wall:.1f} times its wall time"
            )
    if not options.keep:
        for file in VAR.glob(f"{rows}.*"):
            file.unlink()


def whole(rows: int, keep: bool) -> None:
    """One large file, this engine only."""
    import _survey_data as data

    begun = time.perf_counter()
    path = data.write(VAR / f"{rows}.parquet", rows)
    made = time.perf_counter() - begun
    data.write(VAR / "12000.parquet", 12_000)
    (VAR / "spec.yaml").write_text(data.SPEC)
    size = path.stat().st_size / 1e9
    print(f"{rows} records, {size:.2f} GB, written in {made:.0f} s; load {os.getloadavg()[0]:.1f}")
    for name in ("exact", "scan"):
        one = measure(name, path, sys.executable, sides.DIMENSIONS)
        print(
            f"{rows:>12}{name:>8} wall {one['wall']:>8.1f} s  cpu {one['cpu']:>8.1f} s"
            f" {one['mb']:>6} MB  {len(one['answer'])} figures; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    if not keep:
        path.unlink()


def cost(rows: int) -> None:
    """The kernel alone on the same batches, in exact integers and in doubles."""
    import _float_kernel as floats
    import _survey_data as data
    import numpy as np

    from corridor.engines.statistics.moments import reading, source
    from corridor.engines.statistics.moments.collect import Collector
    from corridor.engines.statistics.moments.columns import Rows
    from corridor.engines.statistics.moments.plan import plan

    path = data.write(VAR / f"{rows}.parquet", rows)
    (VAR / "spec.yaml").write_text(data.SPEC)
    spec = reading.read(VAR / "spec.yaml")
    took: dict[str, list[float]] = {"exact": [], "double": []}
    for _ in range(5):
        one = Collector(plan(spec))
        batches = [one.reader.read(b, Rows("", 1))
                   for b in source.batches(path, source.needed(spec))]  # fmt: skip
        begun = time.thread_time()
        for batch in batches:
            one.add(batch)
        one.finish()
        took["exact"].append(time.thread_time() - begun)
        cells = len(one.cells.keys)
        width = len(one.lanes) + len(one.bases)
        shapes = [(width,), (), (), (width,), (len(one.products),), (len(one.pairs),)]
        arrays = [np.zeros((cells, *shape)) for shape in shapes]
        arrays[1], arrays[2] = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
        units = np.zeros((cells, len(one.bases)), np.int64)
        real = [(b.columns.astype(np.float64), b.weights.astype(np.float64)) for b in batches]
        begun = time.thread_time()
        for batch, (columns, weights) in zip(batches, real, strict=True):
            for first, after in batch.strata:
                floats.run(
                    first, after, batch.starts, weights, columns, batch.flags, batch.cells,
                    one.lanes, one.bases, one.products, one.pairs, *arrays, units,
                )  # fmt: skip
        took["double"].append(time.thread_time() - begun)
    exactly, doubles = (min(times[1:]) for times in took.values())
    print(
        f"{rows} records, kernel alone: exact {exactly:.3f} s, doubles {doubles:.3f} s,"
        f" {exactly / doubles:.2f} times; load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="*")
    parser.add_argument("--svy", default=os.environ.get("SVY_PYTHON", ""))
    parser.add_argument("--without", default="", type=lambda text: text.split(","))
    parser.add_argument("--few", type=int, default=1_000_000)
    parser.add_argument("--whole", type=int)
    parser.add_argument("--exact", type=int)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if options.whole:
        whole(options.whole, options.keep)
    if options.exact:
        cost(options.exact)
    if not options.whole and not options.exact:
        cost(1_000_000)
        for rows in options.rows or (100_000, 1_000_000):
            table(rows, options)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        run_side(sys.argv[2], Path(sys.argv[3]), tuple(sys.argv[4].split(",")))
    else:
        main()
