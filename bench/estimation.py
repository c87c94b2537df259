"""Survey estimation: one ratio by two dimensions against svy and R's survey.

    python bench/estimation.py [ROWS ...]

All sides answer the same 20 cells with standard errors; the program stops when two sides differ by
more than 1e-10 of a figure. svy is installed with pip into an environment that lasts as long as the
bench; R is used where it has the package survey. A side that is not there is left out, loudly. Our
time and svy's are the second run in a process and read the Parquet file; R's is without reading.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _measure import side

PEER = "svy==0.35.0"
ROWS = (100_000, 1_000_000)
STRATA, UNIT = 60, 50
CLOSE = 1e-10
PLAN = """
design: {weights: w, strata: st, clusters: psu}
estimates:
  - {ratio: [wage, hours], by: [sex, isco]}
"""
R = """
suppressMessages(library(survey)); d <- read.csv("FILE"); begun <- proc.time()[[3]]
s <- svydesign(~psu, strata=~st, weights=~w, data=d)
a <- svyby(~wage, by=~sex+isco, denominator=~hours, design=s, FUN=svyratio)
took <- proc.time()[[3]] - begun
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\\\1",
  grep("VmHWM", readLines("/proc/self/status"), value=TRUE))) %/% 1024
cells <- sprintf('["%s","%s",%.17g,%.17g]', a$sex, a$isco, coef(a), SE(a))
whole <- paste(cells, collapse = ",")
cat(sprintf('{"seconds":%.3f,"peak_mb":%d,"answer":[%s]}\\n', took, peak, whole))
"""


def invented(rows: int, folder: Path) -> Path:
    """A table of sampling units of 50 rows in 60 strata; the same size gives the same table."""
    import numpy as np
    import polars as pl

    draw = np.random.default_rng(rows)
    units = rows // UNIT
    lift = np.repeat(draw.normal(0, 0.3, units), UNIT)
    frame = pl.DataFrame(
        {
            "st": np.repeat(np.arange(units) * STRATA // units, UNIT),
            "psu": np.repeat(np.arange(units), UNIT),
            "w": draw.uniform(1, 3, units * UNIT).round(4),
            "wage": (np.exp(lift) * draw.gamma(2, 500, units * UNIT)).round(2),
            "hours": draw.integers(10, 60, units * UNIT),
            "sex": np.array(["F", "M"])[draw.integers(0, 2, units * UNIT)],
            "isco": np.array([f"O{one}" for one in range(10)])[draw.integers(0, 10, units * UNIT)],
        }
    )
    frame.write_csv(folder / "table.csv")
    frame.write_parquet(folder / "table.parquet")
    return folder / "table.parquet"


def ours(table: Path) -> list[Any]:
    from corridor.engines.statistics.survey import reading, run, tables

    plan = reading.read(PLAN)
    frame = tables.collected(tables.read(table), run.columns_of(plan), table)
    rows = run.estimate(plan, frame)
    return [[*row["domain"].values(), row["estimate"], row["se"]] for row in rows]


def theirs(table: Path) -> list[Any]:
    import polars as pl
    import svy

    design = svy.Design(stratum="st", psu="psu", wgt="w")
    sample = svy.Sample(data=pl.read_parquet(table), design=design)
    found = sample.estimation.ratio("wage", "hours", by=["sex", "isco"])
    return [[*one.by_level, one.est, one.se] for one in found.estimates]


SIDES = {"ours": ours, "svy": theirs}


def measured(name: str, python: str, table: Path) -> dict[str, Any]:
    """One side in its own process."""
    command = [python, __file__, "--side", name, str(table)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def in_r(table: Path) -> dict[str, Any] | None:
    """R's answer, or nothing where R or its package is not there."""
    program = R.replace("FILE", str(table.with_suffix(".csv")))
    try:
        done = subprocess.run(["Rscript", "-e", program], capture_output=True, text=True)
    except OSError:
        return None
    if done.returncode:
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def peer(folder: Path) -> str | None:
    """The interpreter of an environment with svy in it, or nothing."""
    python = folder / "peer" / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", folder / "peer"], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", PEER], check=True, capture_output=True
        )
    except subprocess.CalledProcessError:
        return None
    return str(python)


def agree(one: list[Any], other: list[Any]) -> float:
    """The largest relative difference; leaves where cells are missing or far apart."""
    mine, his = ({tuple(row[:2]): row[2:] for row in rows} for rows in (one, other))
    if mine.keys() != his.keys():
        raise SystemExit("the sides answer different cells")
    apart = max(
        abs(a - b) / abs(b) for cell in mine for a, b in zip(mine[cell], his[cell], strict=True)
    )
    if apart > CLOSE:
        raise SystemExit(f"the sides differ by {apart:.2g}")
    return apart


def compare(rows: int, python: str | None) -> None:
    """One size: every side that is there, and a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        table = invented(rows, Path(folder))
        own = measured("ours", sys.executable, table)
        others = {"svy": measured("svy", python, table) if python else None, "R": in_r(table)}
    print(f"{rows:>9} {'ours':>6} {own['seconds']:>8.3f} s {own['peak_mb']:>6} MB", flush=True)
    for name, found in others.items():
        if found is None:
            print(f"{rows:>9} {name:>6} LEFT OUT: it is not installed here", flush=True)
            continue
        apart = agree(own["answer"], found["answer"])
        ratio = found["seconds"] / own["seconds"]
        print(
            f"{rows:>9} {name:>6} {found['seconds']:>8.3f} s {found['peak_mb']:>6} MB"
            f"  {ratio:>6.1f} times ours, figures within {apart:.1e}",
            flush=True,
        )


def main() -> None:
    """Both sizes, or those of the command line."""
    if "--side" in sys.argv:
        name, table = sys.argv[2:4]
        SIDES[name](Path(table))  # what is imported or compiled once is not the work
        side(lambda: SIDES[name](Path(table)))
        return
    load = os.getloadavg()[0]
    print(f"one ratio by 2 x 10 cells, {STRATA} strata, units of {UNIT}; load {load:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        python = peer(Path(folder))
        for rows in [int(one) for one in sys.argv[1:]] or ROWS:
            compare(rows, python)


if __name__ == "__main__":
    main()
