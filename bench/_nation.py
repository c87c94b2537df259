"""Makes a nation's contracts and payments as Parquet, for ``wages_nation.py``.

Identifiers are ULIDs in 26 characters, as the product has them; contracts stand in the order of
their making, payments month by month and employer by employer, as wage files come in. Written in
blocks, so that 30 million lines need no more memory than their contracts.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BLOCK = 500_000
MISSING, LATE, SHORT, STRANGER = 15, 30, 50, 1  # of a thousand
TWICE = 2  # of ten thousand: the same line again
GRACE = 7
FOOD, HOUSING = 30_000, 50_000


def ulids(count: int, seed: int, begun_ms: int, span_ms: int) -> pl.Series:
    """``count`` ULIDs as text, in the order of their making."""
    three = pl.lit(pl.Series([a + b + c for a in LETTERS for b in LETTERS for c in LETTERS]))
    one = pl.lit(pl.Series(list(LETTERS)))
    number = pl.int_range(count, dtype=pl.UInt64, eager=True)
    frame = pl.DataFrame(
        {
            "t": begun_ms + number * span_ms // max(count, 1),
            "a": number.hash(seed),
            "b": number.hash(seed + 1),
        }
    )

    def piece(name: str, shift: int, size: int = 15) -> pl.Expr:
        bits = (pl.col(name) // (1 << shift)) & ((1 << size) - 1)
        return (three if size == 15 else one).gather(bits.cast(pl.UInt32))

    parts = [piece("t", 45, 5), piece("t", 30), piece("t", 15), piece("t", 0)]
    parts += [piece("a", shift) for shift in (0, 15, 30)]
    parts += [piece("b", 0), piece("b", 15), piece("b", 40, 5)]
    return frame.select(pl.concat_str(parts).alias("id"))["id"]


def draw(salt: int, below: int, of: str = "__n") -> pl.Expr:
    """A number under ``below`` for each row, the same in every run."""
    return (pl.col(of).hash(salt) % below).cast(pl.Int64)


def day(moment: date) -> int:
    return (moment - date(1970, 1, 1)).days


def people(workers: int, employers: int, first: int, after: int) -> pl.DataFrame:
    """The contracts, one a worker, as numbers: whose, from when to when, for how much."""
    firm = draw(3, 2**31).cast(pl.Float64) / 2**31
    begins, ends = draw(4, 1000), draw(5, 1000)
    return pl.DataFrame({"__n": pl.int_range(workers, eager=True)}).with_columns(
        employer=(firm * firm * employers).cast(pl.UInt32),
        basic_minor=pl.when(draw(6, 1000) < 12)
        .then(90_000)
        .otherwise(draw(7, 60) * 2500 + 100_000),
        food_minor=pl.when(draw(8, 10) < 6).then(-1).when(draw(8, 10) < 9).then(FOOD).otherwise(0),
        housing_minor=pl.when(draw(9, 10) < 8).then(-1).otherwise(HOUSING),
        start_day=pl.when(begins < 100)
        .then(first + draw(10, after - first))
        .otherwise(first - 1 - draw(10, 1400)),
        end_day=pl.when((ends < 70) & (begins >= 100))
        .then(after - draw(11, after - first))
        .when(ends < 600)
        .then(after + draw(11, 700)),
    )


def contracts(folder: Path, rows: pl.DataFrame, ids: dict[str, pl.Series]) -> Path:
    """The contracts with the columns of the product."""
    from corridor.engines.wages import CONTRACT_COLUMNS

    path = folder / "contracts.parquet"
    sectors = pl.Series(["construction", "hospitality", "security", "cleaning", "retail", "trade"])
    jobs = pl.Series([f"{code}" for code in range(7111, 7171)])

    def block(part: pl.DataFrame) -> pl.DataFrame:
        given = part.with_columns(
            contract_id=pl.lit(ids["contracts"]).gather(pl.col("__n")),
            worker_id=pl.lit(ids["workers"]).gather(pl.col("__n")),
            employer_id=pl.lit(ids["employers"]).gather(pl.col("employer")),
            destination=pl.lit("QAT"),
            regime=pl.lit("general"),
            sector=pl.lit(sectors).gather(pl.col("employer") % len(sectors)),
            job=pl.lit(jobs).gather(draw(12, len(jobs))),
            currency=pl.lit("QAR"),
            pay_period=pl.lit("month"),
            hours_week=pl.lit(4800),
        )
        return given.select(*CONTRACT_COLUMNS).cast(CONTRACT_COLUMNS)

    blocks = range(0, rows.height, BLOCK)
    write(path, (block(rows.slice(start, BLOCK)) for start in blocks))
    return path


def payments(folder: Path, rows: pl.DataFrame, ids: dict[str, pl.Series], month: Any) -> Path:
    """One month's payments, employer by employer, written in blocks."""
    path = folder / "payments" / f"{month.start:%Y-%m}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    first, after = day(month.start), day(month.end)
    active = rows.filter(
        (pl.col("start_day") < after) & (pl.col("end_day").fill_null(after) > first)
    ).sort("employer", maintain_order=True)
    blocks = range(0, active.height, BLOCK)
    write(path, (_paid(active.slice(start, BLOCK), ids, month) for start in blocks))
    return path


def _paid(rows: pl.DataFrame, ids: dict[str, pl.Series], month: Any) -> pl.DataFrame:
    from corridor.engines.wages.bulk import LINE_COLUMNS

    first, after = day(month.start), day(month.end)
    salt, length = month.start.year * 12 + month.start.month, after - first
    days = pl.min_horizontal(pl.col("end_day").fill_null(after), after) - pl.max_horizontal(
        "start_day", first
    )

    def part(amount: pl.Expr) -> pl.Expr:
        return (2 * amount * days + length) // (2 * length)

    food, housing = (pl.col(f"{name}_minor") for name in ("food", "housing"))
    contract = sum(
        (part(pl.max_horizontal(a, 0)) for a in (food, housing)), part(pl.col("basic_minor"))
    )
    floor = part(pl.lit(100_000)) + pl.when(food == -1).then(0).otherwise(part(pl.lit(FOOD)))
    floor = floor + pl.when(housing == -1).then(0).otherwise(part(pl.lit(HOUSING)))
    due = pl.when(draw(salt + 1, 100) < 97).then(pl.max_horizontal(contract, floor))
    kind = draw(salt + 2, 1000)
    taken = pl.when(kind >= 960).then(5000).otherwise(0)
    rest = (
        pl.when(kind < SHORT)
        .then(pl.col("__due") - pl.col("__due") * (draw(salt + 3, 40) + 5) // 100)
        .otherwise(pl.col("__due") - taken)
    )
    late = draw(salt + 4, 1000) < LATE
    paid_day = after + pl.when(late).then(GRACE + 1 + draw(salt + 5, 40)).otherwise(
        draw(salt + 5, GRACE + 1)
    )
    strange = draw(salt + 6, 1000) < STRANGER
    who = pl.when(strange).then(pl.col("__n") * 7919 % ids["strangers"].len())
    paid = (
        rows.filter(draw(salt, 1000) >= MISSING)
        .with_columns(due.fill_null(contract).alias("__due"))
        .select(
            pl.when(strange)
            .then(pl.lit(ids["strangers"]).gather(who.fill_null(0)))
            .otherwise(pl.lit(ids["workers"]).gather(pl.col("__n")))
            .alias("worker_id"),
            pl.lit(ids["employers"]).gather(pl.col("employer")).alias("employer_id"),
            pl.lit(f"{month.start:%Y-%m}").alias("month"),
            pl.lit("QAR").alias("currency"),
            pl.max_horizontal(rest, 0).alias("paid_minor"),
            pl.lit(None, dtype=pl.Int64).alias("basic_paid_minor"),
            taken.alias("deductions_minor"),
            pl.when(kind >= 970).then(taken).otherwise(0).alias("lawful_minor"),
            pl.lit(0).alias("forbidden_minor"),
            pl.lit(None, dtype=pl.Int64).alias("hours"),
            paid_day.alias("paid_day"),
            (draw(salt + 7, 10_000) < TWICE).alias("__twice"),
        )
    )
    again = pl.concat([paid, paid.filter("__twice")])
    return again.select(*LINE_COLUMNS).cast(LINE_COLUMNS)


def write(path: Path, blocks: Any) -> None:
    """Blocks as the row groups of one compressed Parquet file."""
    import pyarrow.parquet as pq

    writer = None
    for block in blocks:
        table = block.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=BLOCK)
    if writer is not None:
        writer.close()


def make(folder: Path, lines: int, months: list[Any]) -> tuple[Path, Path]:
    """About ``lines`` payments of all ``months`` together, and their contracts."""
    folder.mkdir(parents=True, exist_ok=True)
    workers = max(1, round(lines / len(months) * 8 / 7.5))
    employers = max(1, workers // 40)
    year = 365 * 86_400_000
    spans = {"contracts": workers, "workers": workers, "employers": employers, "strangers": 1000}
    begun = 1_600_000_000_000
    ids = {n: ulids(c, 10 * s, begun, 5 * year) for s, (n, c) in enumerate(spans.items(), 1)}
    first, after = day(months[0].start), day(months[-1].end)
    rows = people(workers, employers, first, after)
    path = contracts(folder, rows, ids)
    for month in months:
        payments(folder, rows, ids, month)
    return path, folder / "payments"
