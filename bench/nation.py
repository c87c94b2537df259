"""A generated nation with planted wrongs, and how many of them the engines find.

    python bench/nation.py [--workers 1000000] [--employers 120000] [--folder var/nation] [--keep]

1. ``_planted_nation`` writes what the engines may read to ``inputs`` and what was planted to
   ``truth``; the engines run in processes of their own that are given ``inputs`` alone.
2. ``corridor wages run --checks all`` checks three months, as an authority would run it; the
   flags of arrivals are raised from clearances, orders and the days of first wages.
3. What was found is held against the truth: precision and recall with exact 95 per cent
   intervals (Clopper and Pearson), by kind of wrong and by the way in which it was done.
4. Twice the negative control: the truth shuffled, and a nation in which nothing is wrong.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench._planted import MONTHS, Shape, day  # noqa: E402
from bench._planted_nation import make  # noqa: E402

ON = "2026-10-31"
PAIR = ["worker_id", "employer_id"]
BREACH, UNKNOWN = 2, 1
POLICY = ("OC.arrivals.days", "OC.arrivals.least", "OC.arrivals.share")
CONTROL = 10  # the nation without wrongs has one tenth of the workers


def run_wages(folder: Path) -> float:
    """The command of the product on the inputs; its seconds of processor time."""
    program = Path(sys.executable).parent / "corridor"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    inputs = folder / "inputs"
    subprocess.run(
        [
            str(program), "wages", "run", "--payments", str(inputs / "payments"),
            "--contracts", str(inputs / "contracts.parquet"), "--from", MONTHS[0],
            "--to", MONTHS[-1], "--on", ON, "--checks", "all", "--out", str(folder / "found"),
        ],
        check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_flags(folder: Path) -> None:
    """The arrival flags in a process of their own, which is told of the inputs only."""
    command = [sys.executable, __file__, "--flags", str(folder / "inputs"), str(folder / "found")]
    subprocess.run(command, check=True)


def raise_flags(inputs: Path, out: Path) -> None:
    """Inside the child: figures of every employer, and the flags they raise."""
    from datetime import date

    from corridor.engines import law
    from corridor.engines.arrivals import Figures, Tally, flags

    when = date.fromisoformat(ON)
    policy = [law.book().value(name, when).value for name in POLICY]
    within, least, share = (int(str(value)) for value in policy)
    tallies: dict[str, Tally] = {}
    for employer, stay in _stays(inputs):
        tallies.setdefault(employer, Tally()).take((stay,), day(when), within)
    found = []
    for row in pl.read_parquet(inputs / "employers.parquet").iter_rows(named=True):
        tally = tallies.get(row["employer_id"], Tally())
        figures = Figures(
            watched=tally.watched, in_time=tally.in_time, due=tally.due, came=tally.came,
            demand=row["demand"], headcount=row["headcount"], quota=row["quota"],
        )  # fmt: skip
        raised = flags(figures, least=least, share=share)
        found.append(
            {"employer_id": row["employer_id"], "sure": any(one.sure for one in raised),
             "doubt": bool(raised), "names": ",".join(one.name for one in raised)}
        )  # fmt: skip
    pl.DataFrame(found).write_parquet(out / "flags.parquet")


def _stays(inputs: Path) -> Iterable[tuple[str, Any]]:
    """Every clearance with the day of the first wage, if one was seen, and of leaving."""
    from corridor.engines.arrivals import Stay

    paid = pl.scan_parquet(inputs / "payments").filter(pl.col("paid_minor") > 0)
    first = paid.group_by(PAIR).agg(pl.col("paid_day").min().alias("paid"))
    ends = pl.scan_parquet(inputs / "contracts.parquet").select("contract_id", "end_day")
    rows = pl.scan_parquet(inputs / "clearances.parquet").join(first, on=PAIR, how="left")
    for row in rows.join(ends, on="contract_id", how="left").collect().iter_rows(named=True):
        yield (
            row["employer_id"],
            Stay(row["cleared_day"], row["arrived_day"], row["paid"], row["end_day"]),
        )


def judged(folder: Path) -> dict[str, pl.DataFrame]:
    """For each kind of wrong a frame: ``way`` (empty: nothing wrong), ``found``, ``asked``."""
    rows = _months(folder)
    months = {
        kind: rows.select(
            pl.col(f"{kind}_way").alias("way"),
            pl.col(f"{kind}_found").alias("found"),
            pl.col(f"{kind}_asked").alias("asked"),
        )
        for kind in ("short", "late")
    }
    return {
        "substitution": _substituted(folder, rows),
        "phantom": _phantom(folder),
        **months,
    }


def _months(folder: Path) -> pl.DataFrame:
    checks = ["missing", "late", "short", "below_contract", "substitution"]
    parts = [
        pl.read_parquet(folder / f"found/{month}/findings.parquet", columns=[*PAIR, *checks])
        .rename({name: f"on_{name}" for name in checks})
        .with_columns(pl.lit(month).alias("month"))
        for month in MONTHS
    ]
    truth = pl.read_parquet(folder / "truth/months.parquet")
    rows = truth.join(pl.concat(parts), on=[*PAIR, "month"], how="left")

    def said(name: str, code: int) -> pl.Expr:
        return (pl.col(f"on_{name}") == code).fill_null(value=False)

    # a wage that never came is short as well, and the check says so in its own word
    absent = said("missing", BREACH)
    short = pl.when(pl.col("gap_minor") > 0).then(pl.col("short"))
    return rows.select(
        *PAIR,
        short.otherwise(pl.lit("")).alias("short_way"),
        pl.when(absent).then(pl.col("gap_minor") > 0).otherwise(said("short", BREACH))
        .alias("short_found"),
        said("short", UNKNOWN).alias("short_asked"),
        pl.col("late").alias("late_way"),
        (said("late", BREACH) | absent).alias("late_found"),
        said("late", UNKNOWN).alias("late_asked"),
        said("below_contract", BREACH).alias("below"),
        said("substitution", BREACH).alias("paper"),
        absent.alias("absent"),
    )  # fmt: skip


def _substituted(folder: Path, rows: pl.DataFrame) -> pl.DataFrame:
    """By contract: a paper with worse terms, or a lower basic wage in every month that was paid."""
    held = rows.group_by(PAIR).agg(
        pl.col("paper").any(),
        (pl.col("below") | pl.col("absent")).all().alias("always"),
        pl.col("below").sum().alias("months"),
        pl.col("below").any().alias("ever"),
    )
    truth = pl.read_parquet(folder / "truth/contracts.parquet").join(held, on=PAIR)
    lasting = pl.col("always") & (pl.col("months") >= 2)
    return truth.select(
        pl.col("substituted").alias("way"),
        (pl.col("paper") | lasting).alias("found"),
        (pl.col("ever") & ~lasting & ~pl.col("paper")).alias("asked"),
    )


def _phantom(folder: Path) -> pl.DataFrame:
    truth = pl.read_parquet(folder / "truth/employers.parquet")
    rows = truth.join(pl.read_parquet(folder / "found/flags.parquet"), on="employer_id")
    return rows.select(
        pl.col("phantom").alias("way"),
        pl.col("sure").alias("found"),
        (pl.col("doubt") & ~pl.col("sure")).alias("asked"),
    )


def share(hits: int, of: int) -> str:
    """A share with its exact interval, in per cent."""
    from corridor.engines.arrivals import interval

    if not of:
        return "none to count"
    known = interval(hits, of)
    return f"{100 * hits / of:.2f} % ({known.low / 100:.2f} to {known.high / 100:.2f})"


def table(found: dict[str, pl.DataFrame]) -> None:
    """Print precision and recall, then recall by way."""
    print("| wrong | cases | planted | found | precision | recall | found or asked about |")
    print("|---|---|---|---|---|---|---|")
    for kind, rows in found.items():
        planted, said = rows.filter(pl.col("way") != ""), rows.filter("found")
        true = planted.filter("found").height
        asked = planted.filter(pl.col("found") | pl.col("asked")).height
        cells = [kind, f"{rows.height:,}", f"{planted.height:,}", f"{said.height:,}"]
        cells += [share(true, said.height), share(true, planted.height)]
        print("|", " | ".join([*cells, share(asked, planted.height)]), "|")
    print("\n| wrong | way | planted | found | asked about | missed |\n|---|---|---|---|---|---|")
    for kind, rows in found.items():
        by_way = rows.group_by("way").agg(
            pl.len(), pl.col("found").sum(), (pl.col("asked") & ~pl.col("found")).sum()
        )
        for way, count, hits, asked in by_way.sort("way").iter_rows():
            cells = [kind, way or "(nothing wrong)"]
            cells += [f"{n:,}" for n in (count, hits, asked, count - hits - asked)]
            print("|", " | ".join(cells), "|")


def shuffled(found: dict[str, pl.DataFrame]) -> None:
    """The truth dealt out anew: recall must fall to the share of rows that are found at all."""
    print("\ntruth shuffled: recall (share of all rows that are found)")
    for kind, rows in found.items():
        way = rows["way"].shuffle(seed=5)
        hits = rows.filter(way != "")["found"]
        every = int(rows["found"].sum()) / rows.height
        print(f"  {kind:<14}{share(int(hits.sum()), hits.len())}   ({every:.2%})")


def whole(folder: Path, shape: Shape) -> dict[str, pl.DataFrame]:
    """Make a nation, let the engines find, and hold it against the truth."""
    begun = time.process_time()
    make(folder, shape)
    made = time.process_time() - begun
    seconds = run_wages(folder)
    run_flags(folder)
    lines = pl.scan_parquet(folder / "inputs/payments").select(pl.len()).collect().item()
    print(f"{lines:,} payments; made in {made:.0f} s, checked in {seconds:.0f} s of processor time")
    return judged(folder)


def main() -> None:
    """The nation, its table, and both negative controls."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=1_000_000)
    parser.add_argument("--employers", type=int, default=120_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "var/nation")
    parser.add_argument("--keep", action="store_true", help="leave the nation for nation_pages.py")
    given = parser.parse_args()
    found = whole(given.folder, Shape(given.workers, given.employers))
    table(found)
    shuffled(found)
    control = given.folder / "control"
    clean = Shape(given.workers // CONTROL, given.employers // CONTROL, seed=8, planted=False)
    print("\nnothing planted:")
    for kind, rows in whole(control, clean).items():
        print(f"  {kind:<14}{int(rows['found'].sum()):,} of {rows.height:,} flagged")
    shutil.rmtree(control)
    if not given.keep:
        shutil.rmtree(given.folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--flags"]:
        raise_flags(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
