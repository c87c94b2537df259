"""The same product by others, for ``wages_nation.py``: pandas and Spark, as an analyst writes it.

Both answer what this engine answers for these tables: every worker's month with a breach or an
unknown with its arithmetic, payments to people without a contract, lines that came twice, and a
row for each employer, as Parquet. The law of these months stands in the code as constants (a
minimum of 1,000.00 with food and housing, seven days of grace, no share for deductions, no
threshold): nothing is looked up. Only what these tables hold is provided for: one contract a
worker, one currency, no basic wage told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import _nation as made

from corridor.core.periods import Period

IDS = ["worker_id", "employer_id"]
TERMS = ["basic_minor", "food_minor", "housing_minor", "start_day", "end_day"]
SUMS = ["paid_minor", "deductions_minor", "lawful_minor"]
CHECKS = ["missing", "late", "short", "below_minimum", "below_contract", "deduction"]
FINDING = [
    *IDS,
    *("month", "days", "contract_minor", "floor_minor", "due_minor", *SUMS, "paid_day"),
    *("still_owed_minor", "unproven_minor", "deemed_paid", *CHECKS, "latest_day"),
]
EMPLOYER = ["employer_id", "month", "contracts", "affected", "still_owed_minor", *CHECKS]
EMPLOYER += ["strangers", "repeated"]
LINE = [*IDS, "month", "currency", *SUMS, "paid_day"]
LEAST = 100_000


def pandas(contracts: Path, payments: Path, out: Path, months: Sequence[Period]) -> None:
    """Texts become numbers once, lines find their contract through one index, then numpy."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = ["employer_id", "month", "currency"]
    terms = pq.read_table(contracts, columns=[*IDS, *TERMS], read_dictionary=texts[:1])
    lines = pq.read_table(payments, columns=LINE, read_dictionary=texts)
    worker, paid_worker = _codes(terms["worker_id"], lines["worker_id"])
    employer, paid_employer = _codes(terms["employer_id"], lines["employer_id"])
    index = pd.Index(worker * 2**32 + employer)
    if index.has_duplicates or pd.Index(worker).has_duplicates:
        raise SystemExit("a worker with two contracts is not provided for")
    paid = lines.drop(["worker_id", "employer_id"]).to_pandas()
    paid["row"] = index.get_indexer(paid_worker * 2**32 + paid_employer)
    paid["worker"], paid["employer"] = paid_worker, paid_employer
    names = pa.chunked_array([*terms["worker_id"].chunks, *lines["worker_id"].chunks])
    del lines
    one_month = ["worker", "employer", "month"]
    several = paid[paid.duplicated(one_month, keep=False)]
    twice = several[several.duplicated()]
    paid = paid.drop(twice.index)
    if paid[paid["row"] >= 0].duplicated(one_month).any():
        raise SystemExit("a wage in parts is not provided for")
    given, codes = terms.drop(["worker_id"]).to_pandas(), (employer, paid_employer)
    for period in months:
        _month_pandas(period, out, given, paid, twice, (terms["worker_id"], names), codes)


def _month_pandas(
    period: Period, out: Path, given: Any, paid: Any, twice: Any, workers: Any, codes: Any
) -> None:
    """The four tables of a month."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    name = f"{period.start:%Y-%m}"
    mine, again = (rows[rows["month"] == name] for rows in (paid, twice))
    active, figures = _judged_numpy(given, mine, period)
    known = mine["row"].to_numpy()
    strange = mine[(known < 0) | ~active[np.maximum(known, 0)]]
    wrong = np.flatnonzero(np.any([figures[check] > 0 for check in CHECKS], axis=0))
    rows = figures.pop("row")[wrong]
    found = pd.DataFrame({key: column[wrong] for key, column in figures.items()})
    found.insert(0, "employer_id", given["employer_id"].to_numpy()[rows])
    found.insert(0, "worker_id", workers[0].take(pa.array(rows)).to_pandas())
    _write(out, name, "findings", found.assign(month=name))
    _write(out, name, "strangers", _named(strange, workers[1], codes, given))
    _write(out, name, "repeated", _named(again, workers[1], codes, given))
    whom = given["employer_id"].cat.codes.to_numpy()[rows]
    summed = _by_employer(found, whom, active, given, strange, again, codes)
    _write(out, name, "employers", summed.assign(month=name))


def _codes(*columns: Any) -> list[Any]:
    """Equal texts of several columns as equal numbers."""
    import pyarrow as pa

    chunks = []
    for column in columns:
        for chunk in column.chunks:
            dictionary = isinstance(chunk, pa.DictionaryArray)
            chunks.append(chunk if dictionary else chunk.dictionary_encode())
    whole = pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    codes = whole.indices.to_numpy().astype("int64")
    found, begun = [], 0
    for column in columns:
        found.append(codes[begun : begun + len(column)])
        begun += len(column)
    return found


def _judged_numpy(given: Any, mine: Any, period: Period) -> tuple[Any, dict[str, Any]]:
    """Which contracts are in force, and each one's month as columns."""
    import numpy as np

    first, after = made.day(period.start), made.day(period.end or period.start)
    end = given["end_day"].fillna(after).to_numpy(dtype="int64")
    days = np.minimum(end, after) - np.maximum(given["start_day"].to_numpy(), first)
    active = days > 0
    rows = np.flatnonzero(active)
    days, length = days[rows], after - first

    def part(amount: Any) -> Any:
        return (2 * amount * days + length) // (2 * length)

    food, housing = (given[f"{name}_minor"].to_numpy()[rows] for name in ("food", "housing"))
    agreed = part(given["basic_minor"].to_numpy()[rows])
    agreed = agreed + part(np.maximum(food, 0)) + part(np.maximum(housing, 0))
    floor = part(LEAST) + np.where(food == -1, 0, part(made.FOOD))
    floor = floor + np.where(housing == -1, 0, part(made.HOUSING))
    due = np.maximum(agreed, floor)
    known = mine[mine["row"] >= 0]
    line = np.full(len(given), -1)
    line[known["row"]] = np.arange(len(known))
    at = line[rows]
    there = at >= 0
    got, taken, lawful, day = (
        np.where(there, known[name].to_numpy()[at], 0) for name in (*SUMS, "paid_day")
    )
    claim = np.maximum(taken - lawful, 0)
    rest = due - got - lawful
    owed = np.maximum(rest, 0)
    none = got == 0
    last = after + made.GRACE
    gross = got + lawful
    below = np.where(gross + claim < floor, 2, np.where(gross < floor, 1, 0))
    short = np.where(owed == 0, 0, np.where(owed > np.minimum(claim, rest), 2, 1))
    verdicts = {
        "missing": np.where(none, np.where(rest <= 0, -1, 2), 0),
        "late": np.where(none, -1, np.where(day > last, 2, 0)),
        "short": np.where(none, -1, short),
        "below_minimum": np.where(none, -1, below),
        "below_contract": np.where(none, -1, np.where(owed == 0, 0, 1)),
        "deduction": np.where(taken > lawful, 1, np.where(none, -1, 0)),
    }
    open_ = (rest <= claim) | ~there
    deemed = np.where(due <= got, 1.0, np.where(open_, np.nan, 0.0))
    figures = {
        "days": days,
        "contract_minor": agreed,
        "floor_minor": floor,
        "due_minor": due,
        "paid_minor": np.where(there, got, np.nan),
        "deductions_minor": np.where(there, taken, np.nan),
        "lawful_minor": lawful,
        "paid_day": np.where(there, day, np.nan),
        "still_owed_minor": owed,
        "unproven_minor": np.where(rest > 0, np.minimum(claim, rest), 0),
        "deemed_paid": deemed,
        "latest_day": np.full(len(rows), last),
    }
    return active, figures | verdicts | {"row": rows}


def _named(rows: Any, names: Any, codes: Any, given: Any) -> Any:
    """Lines with the texts of worker and employer again."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    at = rows.index.to_numpy() + len(given)
    texts = np.empty(int(max(one.max() for one in codes)) + 1, dtype=object)
    texts[codes[0]] = given["employer_id"].to_numpy()
    worker = names.take(pa.array(at)).to_pandas().to_numpy()
    found = pd.DataFrame({"worker_id": worker, "employer_id": texts[rows["employer"]]})
    return found.assign(**{name: rows[name].to_numpy() for name in ("month", *SUMS, "paid_day")})


def _by_employer(
    found: Any, whom: Any, active: Any, given: Any, strange: Any, again: Any, codes: Any
) -> Any:
    import numpy as np
    import pandas as pd

    category, count = (
        given["employer_id"].cat.codes.to_numpy(),
        given["employer_id"].cat.categories.size,
    )
    of_code = np.full(int(max(one.max() for one in codes)) + 1, -1)
    of_code[codes[0]] = category

    def counted(values: Any) -> Any:
        return np.bincount(values, minlength=count)

    breach = np.any([found[check].to_numpy() == 2 for check in CHECKS], axis=0)
    table = pd.DataFrame(
        {
            "employer_id": given["employer_id"].cat.categories,
            "contracts": counted(category[active]),
            "affected": counted(whom[breach]),
            "still_owed_minor": np.bincount(
                whom, weights=found["still_owed_minor"].to_numpy(), minlength=count
            ).astype("int64"),
            **{check: counted(whom[found[check].to_numpy() == 2]) for check in CHECKS},
            "strangers": counted(of_code[strange["employer"].to_numpy()]),
            "repeated": counted(of_code[again["employer"].to_numpy()]),
        }
    )
    numbers = table.columns[1:]
    table = table[(table[numbers] != 0).any(axis=1)]
    return table.sort_values(["still_owed_minor", "employer_id"], ascending=[False, True])


def _write(out: Path, month: str, name: str, rows: Any) -> None:
    folder = out / month
    folder.mkdir(parents=True, exist_ok=True)
    rows.to_parquet(
        folder / f"{name}.parquet", index=False, compression="zstd", compression_level=1
    )


def spark(contracts: Path, payments: Path, out: Path, months: Sequence[Period]) -> None:
    """One shuffle by worker and employer serves lines, sums and the join; then one writing."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "8g").config("spark.log.level", "ERROR")
    builder = builder.config("spark.sql.requireAllClusterKeysForCoPartition", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "16")
    builder = builder.config("spark.sql.parquet.compression.codec", "zstd")
    builder = builder.config("spark.hadoop.parquet.compression.codec.zstd.level", "1")
    for name in ("spark.driver.bindAddress", "spark.driver.host"):
        builder = builder.config(name, "127.0.0.1")
    session = builder.getOrCreate()
    try:
        session.read.parquet(str(contracts)).createOrReplaceTempView("contracts")
        lines = session.read.parquet(str(payments)).select(*LINE)
        lines.repartition(16, *IDS).createOrReplaceTempView("payments")
        rows = session.sql(_rows("div", months))
        rows.write.partitionBy("kind").parquet(str(out / "rows"), mode="overwrite")
        session.read.parquet(str(out / "rows")).createOrReplaceTempView("rows")
        employers = session.sql(_employers(months))
        employers.write.parquet(str(out / "employers"), mode="overwrite")
    finally:
        session.stop()


def _rows(div: str, months: Sequence[Period]) -> str:
    """Findings, strangers and lines that came twice, each row with its kind."""
    days = "(least(coalesce(c.end_day, m.after), m.after) - greatest(c.start_day, m.first))"

    def part(amount: str) -> str:
        long = "(m.after - m.first)"
        return f"((2 * ({amount}) * {days} + {long}) {div} (2 * {long}))"

    agreed = " + ".join(part(f"greatest(c.{name}, 0)") for name in TERMS[:3])
    least = f"{part(str(LEAST))} + CASE WHEN c.food_minor = -1 THEN 0"
    least += f" ELSE {part(str(made.FOOD))} END + CASE WHEN c.housing_minor = -1 THEN 0"
    least += f" ELSE {part(str(made.HOUSING))} END"
    once = f"SELECT *, count(*) - 1 AS copies FROM payments GROUP BY {', '.join(LINE)}"
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    paid = (
        f"SELECT worker_id, employer_id, month, {sums}, max(paid_day) AS paid_day,"
        f" sum(copies) AS copies FROM ({once.replace('*, ', ', '.join(LINE) + ', ', 1)})"
        " GROUP BY worker_id, employer_id, month"
    )
    terms = (
        f"SELECT c.worker_id, c.employer_id, m.month, m.after, {days} AS days,"
        f" {agreed} AS contract_minor, {least} AS floor_minor"
        f" FROM contracts c CROSS JOIN {_months(months)} WHERE {days} > 0"
    )
    return f"""
      WITH wide AS (
        SELECT t.after, t.days, t.contract_minor, t.floor_minor,
          greatest(t.contract_minor, t.floor_minor) AS due_minor,
          coalesce(t.worker_id, p.worker_id) AS worker_id,
          coalesce(t.employer_id, p.employer_id) AS employer_id,
          coalesce(t.month, p.month) AS month, t.worker_id IS NULL AS strange,
          p.worker_id IS NOT NULL AS there, coalesce(p.copies, 0) AS copies,
          p.paid_minor, p.deductions_minor, p.paid_day,
          coalesce(p.lawful_minor, 0) AS lawful_minor,
          coalesce(p.paid_minor, 0) AS got, coalesce(p.deductions_minor, 0) AS taken
        FROM ({terms}) t FULL OUTER JOIN ({paid}) p
          ON t.worker_id = p.worker_id AND t.employer_id = p.employer_id AND t.month = p.month),
      gaps AS (
        SELECT *, due_minor - got - lawful_minor AS rest, got = 0 AS none,
          greatest(taken - lawful_minor, 0) AS claim, got + lawful_minor AS gross FROM wide),
      judged AS (
        SELECT *, greatest(rest, 0) AS still_owed_minor,
          CASE WHEN rest > 0 THEN least(claim, rest) ELSE 0 END AS unproven_minor,
          CASE WHEN due_minor <= got THEN 1 WHEN rest <= claim OR NOT there THEN NULL
            ELSE 0 END AS deemed_paid, after + {made.GRACE} AS latest_day,
          CASE WHEN NOT none THEN 0 WHEN rest <= 0 THEN -1 ELSE 2 END AS missing,
          CASE WHEN none THEN -1 WHEN paid_day > after + {made.GRACE} THEN 2 ELSE 0 END AS late,
          CASE WHEN none THEN -1 WHEN rest <= 0 THEN 0 WHEN rest > claim THEN 2
            ELSE 1 END AS short,
          CASE WHEN none THEN -1 WHEN gross + claim < floor_minor THEN 2
            WHEN gross < floor_minor THEN 1 ELSE 0 END AS below_minimum,
          CASE WHEN none THEN -1 WHEN rest <= 0 THEN 0 ELSE 1 END AS below_contract,
          CASE WHEN taken > lawful_minor THEN 1 WHEN none THEN -1 ELSE 0 END AS deduction
        FROM gaps),
      kinds AS (
        SELECT *, explode(filter(array(
          CASE WHEN strange THEN 'stranger'
            WHEN {" OR ".join(f"{check} > 0" for check in CHECKS)} THEN 'finding' END,
          CASE WHEN copies > 0 THEN 'repeated' END), x -> x IS NOT NULL)) AS kind FROM judged)
      SELECT {", ".join(FINDING)}, copies, kind FROM kinds"""


def _months(months: Sequence[Period]) -> str:
    values = ", ".join(
        f"('{m.start:%Y-%m}', {made.day(m.start)}, {made.day(m.end or m.start)})" for m in months
    )
    return f"(VALUES {values}) AS m(month, first, after)"


def _employers(months: Sequence[Period]) -> str:
    breach = " OR ".join(f"{check} = 2" for check in CHECKS)

    def counted(condition: str) -> str:
        return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"

    checks = ", ".join(f"{counted(f'{c} = 2 AND kind = ' + _FINDING)} AS {c}" for c in CHECKS)
    return f"""
      WITH force AS (
        SELECT c.employer_id, m.month, count(*) AS contracts
        FROM contracts c CROSS JOIN {_months(months)}
        WHERE least(coalesce(c.end_day, m.after), m.after) > greatest(c.start_day, m.first)
        GROUP BY c.employer_id, m.month),
      found AS (
        SELECT employer_id, month, {counted(f"({breach}) AND kind = {_FINDING}")} AS affected,
          sum(CASE WHEN kind = {_FINDING} THEN still_owed_minor ELSE 0 END) AS still_owed_minor,
          {checks}, {counted("kind = 'stranger'")} AS strangers,
          sum(CASE WHEN kind = 'repeated' THEN copies ELSE 0 END) AS repeated
        FROM rows GROUP BY employer_id, month)
      SELECT employer_id, month, coalesce(contracts, 0) AS contracts,
        {", ".join(f"coalesce({name}, 0) AS {name}" for name in EMPLOYER[3:])}
      FROM force FULL OUTER JOIN found USING (employer_id, month)"""


_FINDING = "'finding'"
