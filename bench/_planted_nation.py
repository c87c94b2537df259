"""Makes the nation of ``nation.py``: contracts, payments, clearances, orders, and the truth.

What the engines may read goes to ``inputs``, what was planted to ``truth``. Money is in minor
units, days are counted since 1970-01-01; an allowance of -1 is given in kind.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from bench._planted import (
    AFTER,
    CURRENCY,
    FIRST,
    GREATEST,
    LATEST,
    MONTHS,
    NONE,
    ONE_OF,
    PHANTOM,
    SECTORS,
    Columns,
    Shape,
    choose,
    text,
    ulids,
)
from bench._planted_pay import month, substitutions


def employers(shape: Shape, draw: np.random.Generator) -> Columns:
    """Employers with a heavy tail of sizes, what they ordered, and what registers say of them."""
    count = shape.employers
    size = _sizes(shape, draw)
    phantom = np.zeros(count, dtype=bool)
    if shape.planted:
        chosen = 1 + draw.choice(count - 1, count * PHANTOM // ONE_OF, replace=False)
        phantom[chosen] = True
    orders = draw.random(count) < 0.25
    demand = np.where(orders, 1 + (size * draw.random(count) * 0.3).astype(np.int64), 0)
    head = np.where(draw.random(count) < 0.15, NONE, size)
    quota = np.where(draw.random(count) < 0.3, NONE, size + demand)
    grows = orders & (draw.random(count) < 0.02)  # more than it has, all of it allowed
    demand, quota = np.where(grows, size * 3, demand), np.where(grows, size * 3, quota)
    stale = draw.random(count) < 0.0003  # grew faster than the registers
    demand = np.where(stale, size * 2 + 5, demand)
    head, quota = np.where(stale, size, head), np.where(stale, size, quota)
    return _phantoms(
        {
            "country": np.where(draw.random(count) < shape.qatar, "QAT", "ARE"),
            "size": size, "demand": demand, "headcount": head, "quota": quota,
            "phantom": np.where(phantom, "yes", ""),
        },
        draw,
    )  # fmt: skip


def _sizes(shape: Shape, draw: np.random.Generator) -> np.ndarray:
    """Workers of each employer: one with 20,000, many with one, about as many as are asked."""
    tail = np.minimum(draw.pareto(1.05, shape.employers) + 0.2, GREATEST * 0.8)
    wanted = shape.workers - min(GREATEST, shape.workers // 5)
    wanted -= shape.employers * PHANTOM // ONE_OF * 30 * shape.planted
    scale = 1.0
    for _ in range(20):
        size = np.maximum(1, np.floor(tail * scale)).astype(np.int64)
        scale *= wanted / size.sum()
    size[0] = min(GREATEST, shape.workers // 5)
    return np.asarray(size)


def _phantoms(rows: Columns, draw: np.random.Generator) -> Columns:
    """Phantom employers: few people, large orders, and now and then no number on record."""
    who = np.flatnonzero(rows["phantom"] == "yes")
    kinds = {"register speaks": 0.7, "silent register": 0.15, "silent and small": 0.15}
    kind = choose(draw, who.size, kinds)
    rows["phantom"] = rows["phantom"].astype("U20")
    rows["phantom"][who] = kind
    small = kind == "silent and small"
    brought = np.where(small, draw.integers(2, 9, who.size), draw.integers(12, 60, who.size))
    rows["size"][who] = brought
    rows["demand"][who] = brought + draw.integers(0, 20, who.size)
    own = draw.integers(0, 4, who.size)
    silent = kind != "register speaks"
    rows["headcount"][who] = np.where(silent, NONE, own)
    rows["quota"][who] = np.where(silent, NONE, own + draw.integers(0, 5, who.size))
    return rows


def contracts(shape: Shape, firms: Columns, draw: np.random.Generator) -> Columns:
    """One contract a worker, some followed by one with another employer."""
    firm = np.repeat(np.arange(shape.employers), firms["size"])
    count = firm.size
    phantom = firms["phantom"][firm] != ""
    new = phantom | (draw.random(count) < 0.1)
    start = np.where(
        new, FIRST + draw.integers(0, 55, count), FIRST - 1 - draw.integers(0, 1400, count)
    )
    leaves = ~new & (draw.random(count) < 0.03)
    end = np.where(leaves, FIRST + draw.integers(1, AFTER - FIRST, count), NONE)
    moves = np.flatnonzero(leaves & (draw.random(count) < 0.5))
    to = _other(firms, firm[moves], draw)
    rows = {
        "worker": np.concatenate([np.arange(count), moves]),
        "firm": np.concatenate([firm, to]),
        "start": np.concatenate([start, end[moves] + draw.integers(0, 4, moves.size)]),
        "end": np.concatenate([end, np.full(moves.size, NONE)]),
        "new": np.concatenate([new, np.zeros(moves.size, dtype=bool)]),
        "moves": np.concatenate([np.isin(np.arange(count), moves), np.zeros(moves.size, bool)]),
    }
    return rows | _terms(rows, firms, draw)


def _other(firms: Columns, old: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """An honest employer in the same country."""
    found = np.zeros(old.size, dtype=np.int64)
    for country in LATEST:
        there = np.flatnonzero((firms["country"] == country) & (firms["phantom"] == ""))
        mine = firms["country"][old] == country
        if not mine.any():
            continue
        found[mine] = draw.choice(there, int(mine.sum()))
    return np.where(found == old, 0, found)


def _terms(rows: Columns, firms: Columns, draw: np.random.Generator) -> Columns:
    count = rows["firm"].size
    qatar = firms["country"][rows["firm"]] == "QAT"
    basic = np.where(qatar, 100_000, 70_000) + draw.integers(0, 60, count) * 2_500
    food = np.where(draw.random(count) < 0.6, -1, 30_000 + draw.integers(0, 3, count) * 5_000)
    housing = np.where(draw.random(count) < 0.8, -1, 50_000 + draw.integers(0, 5, count) * 10_000)
    return {"basic": basic, "food": food, "housing": housing, "qatar": qatar}


def make(folder: Path, shape: Shape) -> None:
    """Write ``folder/inputs`` and ``folder/truth``."""
    draw = np.random.default_rng(shape.seed)
    for name in ("inputs/payments", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    firms = employers(shape, draw)
    rows = contracts(shape, firms, draw)
    swapped = substitutions(shape, rows, firms, draw)
    persons = int(rows["worker"].max()) + 1
    ids = {
        "contract_id": text(ulids(rows["firm"].size, draw)),
        "worker_id": text(ulids(persons, draw)).gather(rows["worker"]),
        "employer_id": text(ulids(shape.employers, draw)).gather(rows["firm"]),
    }
    who = pl.DataFrame(ids).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    frame = _contracts(who, rows, firms, swapped, draw)
    frame.write_parquet(folder / "inputs/contracts.parquet")
    employed = _registers(ids["employer_id"], rows, firms)
    employed.drop("phantom").write_parquet(folder / "inputs/employers.parquet")
    _arrivals(who, rows, firms, draw).write_parquet(folder / "inputs/clearances.parquet")
    found = []
    for name in MONTHS:
        paid, truth = month(shape, name, rows, firms, swapped, draw)
        _named(paid, who, rows).write_parquet(folder / f"inputs/payments/{name}.parquet")
        found.append(truth)
    truths = pl.concat(found).join(who, on="row").drop("row")
    truths.write_parquet(folder / "truth/months.parquet")
    people = who.with_columns(pl.Series("substituted", swapped["kind"]))
    people.drop("row").write_parquet(folder / "truth/contracts.parquet")
    employed.select("employer_id", "phantom").write_parquet(folder / "truth/employers.parquet")


def _null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != NONE).then(pl.col(name)).alias(name)


def _contracts(
    who: pl.DataFrame, rows: Columns, firms: Columns, swapped: Columns, draw: Any
) -> pl.DataFrame:
    from corridor.engines.wages.columns import CONTRACT_COLUMNS

    kind: Any = swapped["kind"]
    country: np.ndarray = firms["country"][rows["firm"]]
    # a paper is known for the substituted ones, and for promotions
    raised = (kind == "") & (draw.random(kind.size) < 0.01)
    paper = (kind == "second paper") | (kind == "longer hours") | raised
    applied: Any = np.where(kind == "second paper", swapped["cut"], rows["basic"])
    applied = np.where(raised, rows["basic"] + 10_000, applied)
    job = np.char.add("71", np.char.zfill((rows["worker"] % 60 + 11).astype("U2"), 2))
    found = who.with_columns(
        pl.Series("destination", country), pl.lit("general").alias("regime"),
        pl.Series("sector", np.array(SECTORS)[rows["firm"] % len(SECTORS)]),
        pl.Series("job", job), pl.Series("currency", country).replace(CURRENCY),
        pl.lit("month").alias("pay_period"), pl.Series("basic_minor", rows["basic"]),
        pl.Series("food_minor", rows["food"]), pl.Series("housing_minor", rows["housing"]),
        pl.lit(4800).alias("hours_week"), pl.Series("start_day", rows["start"]),
        pl.Series("end_day", rows["end"]),
        applied_basic_minor=pl.Series(np.where(paper, applied, NONE)),
        applied_food_minor=pl.Series(np.where(paper, rows["food"], NONE)),
        applied_housing_minor=pl.Series(np.where(paper, rows["housing"], NONE)),
        applied_hours_week=pl.Series(
            np.where(paper, np.where(kind == "longer hours", 6000, 4800), NONE)
        ),
    )  # fmt: skip
    extras = [name for name in found.columns if name.startswith("applied_")]
    kept = found.with_columns(_null("end_day"), *map(_null, extras))
    return kept.select(*CONTRACT_COLUMNS, *extras).cast(pl.Schema(CONTRACT_COLUMNS))


def _registers(employer: pl.Series, rows: Columns, firms: Columns) -> pl.DataFrame:
    """Every employer once, with what registers and orders say of it."""
    found = (
        pl.DataFrame({"firm": rows["firm"], "employer_id": employer}).unique("firm").sort("firm")
    )
    at = found["firm"].to_numpy()
    numbers = {name: pl.Series(firms[name][at]) for name in ("demand", "headcount", "quota")}
    return found.with_columns(
        pl.Series("country", firms["country"][at]), **numbers,
        phantom=pl.Series(firms["phantom"][at]),
    ).with_columns(_null("headcount"), _null("quota")).drop("firm")  # fmt: skip


def _arrivals(who: pl.DataFrame, rows: Columns, firms: Columns, draw: Any) -> pl.DataFrame:
    """Clearances of those who came in these months; of phantoms' workers many never arrive."""
    at = np.flatnonzero(rows["new"])
    phantom = firms["phantom"][rows["firm"][at]] != ""
    cleared = rows["start"][at] - draw.integers(2, 40, at.size)
    never = np.where(phantom, draw.random(at.size) < 0.4, False)
    arrived = np.where(never, NONE, rows["start"][at])
    return (
        who[at]
        .with_columns(
            pl.Series("cleared_day", cleared),
            pl.Series("arrived_day", arrived),
        )
        .with_columns(_null("arrived_day"))
        .drop("row")
    )


def _named(paid: pl.DataFrame, who: pl.DataFrame, rows: Columns) -> pl.DataFrame:
    from corridor.engines.wages.bulk import LINE_COLUMNS

    currency = pl.when(pl.Series(rows["qatar"])[paid["row"]]).then(pl.lit("QAR"))
    found = paid.with_columns(
        currency.otherwise(pl.lit("AED")).alias("currency"),
        pl.lit(None, dtype=pl.Int64).alias("hours"),
        _null("basic_paid_minor"), _null("paid_day"),
    )  # fmt: skip
    named = found.join(who.select("row", "worker_id", "employer_id"), on="row")
    return named.sort("employer_id").select(*LINE_COLUMNS).cast(pl.Schema(LINE_COLUMNS))
