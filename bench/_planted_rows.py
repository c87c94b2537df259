"""A nation's September as rows of the product, for ``nation_pages.py``.

Persons, establishments, contracts, wage files with lines and findings, stations and clearances go
into PostgreSQL by COPY, as the acts would have left them; no act runs and nothing is logged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

MONTH, GIVEN_ON, CORRIDOR = "2026-09", date(2026, 10, 7), "NPL-QAT"
EPOCH = date(1970, 1, 1)
BLOCK = 100_000
NULL = r"\N"
GIVEN = ("Sita", "Ram Bahadur", "Maya", "Krishna Prasad", "Bishnu", "Laxmi Devi", "Suman", "Dil")
FAMILY = ("Gurung", "Tamang", "Shrestha", "Chaudhary", "Rai", "Limbu", "Bishwakarma", "Thapa Magar")
FIRMS = ("Al Waha", "Noor", "Pearl", "الخليج للمقاولات والتجارة العامة", "Falcon", "Desert Star")
TRADES = (
    "Services", "Contracting", "Cleaning and Hospitality", "Trading", "Facilities Management",
    "Catering", "Electromechanical Works, Building Maintenance and General Trading W.L.L.",
)  # fmt: skip
LAW = {
    "late": ["QAT.wps.pay_within"], "missing": ["QAT.wps.pay_within"],
    "below_minimum": ["QAT.minimum_wage.basic", "QAT.minimum_wage.food"],
}  # fmt: skip


class Tables:
    """Frames into tables; every row gets its birth and its node, and an id where it has none."""

    def __init__(self, cursor: Any, ids: Callable[[int], pl.Series]) -> None:
        from corridor.platform.records import this_node

        self.cursor, self.ids, self.node = cursor, ids, this_node()

    def put(self, model: Any, rows: pl.DataFrame) -> None:
        """COPY rows into the table of a model, in blocks; columns are named as in the table."""
        if "id" not in rows.columns:
            rows = rows.with_columns(self.ids(rows.height).alias("id"))
        rows = rows.with_columns(
            pl.lit("2026-10-07 06:00:00+00").alias("created_at"),
            pl.lit(self.node).alias("home_node"),
        )
        names = ", ".join(f'"{name}"' for name in rows.columns)
        into = f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT csv, NULL '{NULL}')"
        with self.cursor.copy(into) as copy:
            for start in range(0, rows.height, BLOCK):
                block = rows.slice(start, BLOCK)
                copy.write(block.write_csv(include_header=False, null_value=NULL).encode())
        print(f"  {model._meta.db_table}: {rows.height:,}", flush=True)


def dated(name: str, shift: int = 0) -> pl.Expr:
    """Days since 1970 as a date."""
    return (pl.col(name) + shift).cast(pl.Int32).cast(pl.Date)


def pick(words: tuple[str, ...], at: pl.Expr) -> pl.Expr:
    """One of the words by a number."""
    return pl.lit(pl.Series(list(words))).gather((at % len(words)).cast(pl.UInt32))


def checked(inputs: Path) -> pl.DataFrame:
    """The engine's answer for every contract of the month, those in order included."""
    from corridor.core.periods import month
    from corridor.engines import law
    from corridor.engines.wages import check

    late = pl.read_parquet(inputs / "clearances.parquet").filter(pl.col("arrived_day").is_null())
    contracts = pl.read_parquet(inputs / "contracts.parquet").join(
        late, on="contract_id", how="anti"
    )
    paid = pl.read_parquet(inputs / f"payments/{MONTH}.parquet").drop("month")
    answer = check(contracts, paid, month(MONTH), law.book(), date(2026, 11, 1), complete=True)
    named = contracts.sort("start_day").unique(["worker_id", "employer_id"], keep="last")
    keys = named.select("worker_id", "employer_id", "contract_id")
    found: pl.DataFrame = answer.join(keys, on=["worker_id", "employer_id"])
    return found.sort("employer_id")


def people(to: Tables, inputs: Path) -> None:
    """Persons and establishments."""
    from corridor.platform.people.models import Organisation, Person

    contracts = pl.scan_parquet(inputs / "contracts.parquet")
    workers = contracts.select(pl.col("worker_id").unique().sort().alias("id")).collect()
    n = pl.int_range(pl.len())
    to.put(
        Person,
        workers.with_columns(
            pick(GIVEN, n.hash(1)).alias("given_name"),
            pick(FAMILY, n.hash(2)).alias("family_name"),
            pl.lit("NPL").alias("nationality"), pl.lit("ne").alias("language"),
            pl.lit("").alias("passport_index"), pl.lit("").alias("phone_index"),
        ),
    )  # fmt: skip
    firms = pl.read_parquet(inputs / "employers.parquet").sort("employer_id")
    to.put(Organisation, firms.select(pl.col("employer_id").alias("id"), "headcount").with_columns(
        pl.lit("employer").alias("kind"), pl.lit("QAT").alias("country"),
        pl.concat_str(pick(FIRMS, n.hash(3)), pick(TRADES, n.hash(4)), n, separator=" ")
        .alias("name"),
        pl.format("17-{}", n).alias("registration_number"), pl.lit("").alias("phone"),
    ))  # fmt: skip


def contracts(to: Tables, inputs: Path, today: int) -> None:
    """Contracts in force or ended, and the terms of each."""
    from corridor.cycle.contracts.models import Contract, ContractVersion

    rows = pl.read_parquet(inputs / "contracts.parquet").sort("contract_id")
    over = (pl.col("end_day") <= today).fill_null(value=False)
    to.put(Contract, rows.select(
        pl.col("contract_id").alias("id"), "worker_id", "employer_id", "sector", "job", "regime",
        pl.lit(CORRIDOR).alias("corridor"), pl.lit("direct").alias("route"),
        dated("start_day", -60).alias("governed_on"),
        pl.when(over).then(pl.lit("ended")).otherwise(pl.lit("in_force")).alias("state"),
        dated("start_day").alias("starts"), dated("end_day", -1).alias("ends"),
        pl.when(over).then(pl.lit("ended")).otherwise(pl.lit("")).alias("end_reason"),
    ))  # fmt: skip

    def kind(name: str) -> pl.Expr:
        cash = pl.format("{}.00", pl.col(name) // 100)
        return pl.when(pl.col(name) == -1).then(pl.lit("in_kind")).otherwise(cash)

    terms = pl.struct(
        pl.format("{}.00", pl.col("basic_minor") // 100).alias("basic_wage"),
        pl.lit("QAR").alias("currency"), pl.lit("month").alias("pay_period"),
        kind("food_minor").alias("allowance_food"),
        kind("housing_minor").alias("allowance_housing"),
        pl.lit("48").alias("hours_week"), pl.lit("1").alias("rest_days_week"),
        pl.lit(24).alias("contract_months"), pl.lit("Doha").alias("worksite"),
        pl.lit("9313").alias("occupation_isco"),
    ).struct.json_encode()  # fmt: skip
    to.put(ContractVersion, rows.select(
        "contract_id", pl.lit(1).alias("number"), pl.lit("offer").alias("kind"),
        terms.alias("terms"), pl.lit("0" * 64).alias("digest"),
    ))  # fmt: skip


def files(to: Tables, inputs: Path, answer: pl.DataFrame) -> None:
    """A wage file or the note of none for each establishment; its lines; its findings."""
    from corridor.cycle.employment.models import WageFileUpload, WageFinding, WageLine

    keys = answer.select("worker_id", "employer_id", "contract_id")
    paid = pl.read_parquet(inputs / f"payments/{MONTH}.parquet").drop("month")
    sums = paid.group_by("employer_id").agg(
        pl.len().alias("records"), pl.col("paid_minor").sum().alias("total_minor")
    )
    uploads = answer.select("employer_id").unique(maintain_order=True)
    uploads = uploads.join(sums, on="employer_id", how="left", maintain_order="left")
    there = pl.col("records").is_not_null()
    uploads = uploads.with_columns(
        to.ids(uploads.height).alias("id"), pl.lit(MONTH).alias("month"),
        there.cast(pl.Int16).alias("version"),
        pl.when(there).then(pl.lit("qat-sif")).otherwise(pl.lit("none")).alias("format"),
        pl.when(there).then(pl.lit("0" * 64)).otherwise(pl.lit("")).alias("digest"),
        pl.col("records").fill_null(0), pl.col("total_minor").fill_null(0),
        pl.lit("QAR").alias("currency"), pl.lit(GIVEN_ON).alias("uploaded_on"),
    )  # fmt: skip
    to.put(WageFileUpload, uploads)
    named = uploads.select("employer_id", pl.col("id").alias("upload_id"))
    lines = paid.join(named, on="employer_id").join(
        keys, on=["worker_id", "employer_id"], how="left"
    )
    basic = pl.col("basic_paid_minor").fill_null(pl.col("paid_minor"))
    gross = pl.col("paid_minor") + pl.col("deductions_minor")
    to.put(WageLine, lines.select(
        "upload_id", "contract_id",
        (pl.int_range(pl.len()).over("upload_id") + 2).alias("line"),
        pl.concat_str(pl.col("worker_id"), pl.lit("0" * 38)).alias("worker_index"),
        basic.alias("basic_minor"), (gross - basic).clip(0).alias("allowances_minor"),
        pl.lit(0).alias("overtime_minor"), "deductions_minor",
        pl.lit("").alias("deduction_reason"), pl.col("paid_minor").alias("net_minor"),
        dated("paid_day").alias("paid_on"), pl.lit(0).alias("unpaid_days"),
    ))  # fmt: skip
    to.put(WageFinding, _wholes(answer, named))
    for name in _checks():
        some = answer.filter(pl.col(name) > 0)
        if some.height:
            to.put(WageFinding, _details(some, name, named))


def _checks() -> tuple[str, ...]:
    from corridor.engines.verdicts import CHECKS

    return CHECKS


def _wholes(answer: pl.DataFrame, uploads: pl.DataFrame) -> pl.DataFrame:
    from corridor.cycle.employment.months import FIGURES

    worst = pl.max_horizontal(*_checks())
    figures = [*map(pl.col, FIGURES), pl.lit(0).alias("besides_minor")]
    word = pl.when(worst == 2).then(pl.lit("breach")).when(worst == 1).then(pl.lit("unknown"))
    return _rows(answer.join(uploads, on="employer_id", maintain_order="left")).with_columns(
        pl.lit("wage").alias("check_id"), word.otherwise(pl.lit("ok")).alias("verdict"),
        pl.col("still_owed_minor").fill_null(0).alias("owed_minor"),
        pl.struct(*figures).struct.json_encode().alias("finding"),
    ).select(*_COLUMNS)  # fmt: skip


_COLUMNS = (
    *("upload_id", "contract_id", "month", "check_id", "verdict", "owed_minor", "currency"),
    "finding",
)


def _rows(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(MONTH).alias("month"), pl.lit("QAR").alias("currency"))


def _money(name: str) -> pl.Expr:
    sign = pl.when(pl.col(name) < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    left, right = pl.col(name).abs() // 100, (pl.col(name).abs() % 100).cast(pl.String)
    text = pl.concat_str(sign, left, pl.lit("."), right.str.zfill(2))
    whole = pl.struct(text.alias("amount"), pl.lit("QAR").alias("currency"))
    return pl.when(pl.col(name).is_not_null()).then(whole)


def _details(some: pl.DataFrame, name: str, uploads: pl.DataFrame) -> pl.DataFrame:
    """One check's breaches and doubts in the shape of ``Finding.as_json``."""
    rows = _rows(some.join(uploads, on="employer_id", maintain_order="left"))
    verdict = pl.when(pl.col(name) == 2).then(pl.lit("breach")).otherwise(pl.lit("unknown"))
    carries = name in ("missing", "short")
    owed = pl.col("still_owed_minor") if carries else pl.lit(0)
    late = name == "late"
    finding = pl.struct(
        pl.col("contract_id").alias("subject"), pl.lit(name).alias("check"),
        verdict.alias("verdict"),
        (dated("latest_day").cast(pl.String) if late else _money("due_minor")).alias("expected"),
        (dated("paid_day").cast(pl.String) if late else _money("paid_minor")).alias("actual"),
        (_money("still_owed_minor") if carries else pl.lit(None)).alias("owed"),
        pl.struct(pl.lit("2026-09-01").alias("from"), pl.lit("2026-09-30").alias("to"))
        .alias("period"),
        pl.lit(LAW.get(name, []), dtype=pl.List(pl.String)).alias("law"),
        pl.struct("days", _money("due_minor").alias("due"), _money("unproven_minor")
        .alias("unproven")).alias("explain"),
    )  # fmt: skip
    return rows.with_columns(
        pl.lit(name).alias("check_id"), verdict.alias("verdict"),
        owed.fill_null(0).alias("owed_minor"), finding.struct.json_encode().alias("finding"),
    ).select(*_COLUMNS)  # fmt: skip


def stations(to: Tables, inputs: Path) -> None:
    """Arrivals of everybody, clearances and first wages of those who came lately."""
    from corridor.cycle.corridors.models import StepTaken
    from corridor.cycle.departure.models import Clearance

    cleared = pl.read_parquet(inputs / "clearances.parquet")
    absent = cleared.filter(pl.col("arrived_day").is_null())
    came = pl.read_parquet(inputs / "contracts.parquet", columns=["contract_id", "start_day"])
    came = came.join(absent, on="contract_id", how="anti")
    pair = ["worker_id", "employer_id"]
    paid = pl.scan_parquet(inputs / "payments").filter(pl.col("paid_minor") > 0)
    first = paid.group_by(pair).agg(pl.col("paid_day").min()).drop_nulls().collect()
    wages = cleared.join(first, on=pair)

    def steps(rows: pl.DataFrame, step: str, on: str) -> pl.DataFrame:
        return rows.select(
            pl.col("contract_id").alias("subject"), pl.lit(step).alias("step"),
            pl.lit("done").alias("outcome"), dated(on).alias("on"), pl.lit("").alias("person"),
            pl.lit("").alias("organisation"), pl.lit("system").alias("role"),
            pl.lit("QAT").alias("country"),
        )  # fmt: skip

    to.put(StepTaken, steps(came, "arrived", "start_day"))
    to.put(StepTaken, steps(wages, "first_wage", "paid_day"))
    to.put(Clearance, cleared.select(
        "contract_id", pl.lit("cleared").alias("state"),
        dated("cleared_day", -7).alias("requested_on"), dated("cleared_day").alias("decided_on"),
        pl.lit("").alias("first_officer"), pl.lit("").alias("second_officer"),
        pl.lit("[]").alias("reasons"), pl.lit("[]").alias("barred"),
    ))  # fmt: skip


def orders(to: Tables, inputs: Path) -> None:
    """What employers ordered within the year."""
    from corridor.cycle.vacancies.models import JobOrder

    firms = pl.read_parquet(inputs / "employers.parquet").filter(pl.col("demand") > 0)
    to.put(JobOrder, firms.select(
        "employer_id", pl.col("demand").alias("headcount"), pl.lit(CORRIDOR).alias("corridor"),
        pl.lit("direct").alias("route"), pl.lit("general").alias("regime"),
        pl.lit(date(2026, 5, 1)).alias("governed_on"), pl.lit("Labourer").alias("title"),
        pl.lit("9313").alias("occupation_isco"), pl.lit("Doha").alias("worksite"),
        pl.lit("").alias("sector"), pl.lit("").alias("job"), pl.lit("{}").alias("terms"),
        pl.lit("").alias("approval_reference"), pl.lit("open").alias("state"),
        pl.lit("").alias("return_reason"),
    ))  # fmt: skip
