"""The same 20 indicators by 6 dimensions as other programs compute them, in floating point.

Not a bench itself. Every side answers {"indicator|dimension|level": [estimate, standard error]}.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

DIMENSIONS = ("sex", "isco", "age", "isic", "migrant", "origin")
IN = {"A": "adult = 1", "F": "adult = 1 AND status IN (1, 2)", "E": "adult = 1 AND status = 1",
      "U": "adult = 1 AND status = 2", "R": "recruited = 1", "S": "sender = 1",
      "1": "TRUE"}  # fmt: skip
# Indicator: factor, numerator as (column, population), denominator likewise (none: a total).
TOTALS = {
    "people": ("one", "1"), "employed": ("one", "E"), "unemployed": ("one", "U"),
    "labour_force": ("one", "F"), "wage_bill": ("wage", "E"), "hours_worked": ("hours", "E"),
}  # fmt: skip
RATIOS = {
    "participation": (100, ("one", "F"), ("one", "A")),
    "employment": (100, ("one", "E"), ("one", "A")),
    "unemployment": (100, ("one", "U"), ("one", "F")),
    "mean_wage": (1, ("wage", "E"), ("one", "E")),
    "mean_hours": (1, ("hours", "E"), ("one", "E")),
    "hourly_wage": (1, ("wage", "E"), ("hours", "E")),
    "informality": (1, ("informal", "E"), ("one", "E")),
    "union_density": (1, ("union_member", "E"), ("one", "E")),
    "injury_rate": (100_000, ("injured", "E"), ("one", "E")),
    "written": (1, ("written_contract", "E"), ("one", "E")),
    "recruitment_cost": (1, ("recruitment_cost", "R"), ("first_earnings", "R")),
    "mean_cost": (1, ("recruitment_cost", "R"), ("one", "R")),
    "remittance_cost": (1, ("remittance_fee", "S"), ("remitted", "S")),
    "schooling": (1, ("schooling", "A"), ("one", "A")),
}
VALUES = sorted(
    {*TOTALS.values(), *(one for _, a, b in RATIOS.values() for one in (a, b))}
)  # fmt: skip
PAIRS = sorted(
    {(v, v) for v in VALUES} | {tuple(sorted((a, b))) for _, a, b in RATIOS.values()}
)  # fmt: skip
Answer = dict[str, list[float]]


def name(value: tuple[str, str]) -> str:
    return f"{value[0]}_{value[1]}"


def case(value: tuple[str, str]) -> str:
    """The value in SQL, 0 outside its population."""
    column = "1" if value[0] == "one" else value[0]
    return f"CASE WHEN {IN[value[1]]} THEN {column} ELSE 0 END"


def duckdb(path: Path) -> Answer:
    """One query: sampling units by GROUPING SETS, then moments by stratum."""
    import duckdb as duck

    sums = ", ".join(f"sum(weight * ({case(v)}))::DOUBLE AS {name(v)}" for v in VALUES)
    sets = ", ".join(f"(stratum, psu, {one})" for one in DIMENSIONS)
    keys = ", ".join(DIMENSIONS)
    moments = ", ".join(
        [f"sum({name(v)}) AS {name(v)}" for v in VALUES]
        + [f"sum({name(a)} * {name(b)}) AS p{at}" for at, (a, b) in enumerate(PAIRS)]
    )
    which = f"grouping({keys}) AS which"
    query = f"""
      WITH units AS (SELECT stratum, psu, {keys}, {which}, {sums} FROM '{path}'
                     GROUP BY GROUPING SETS ({sets}))
      SELECT stratum, {keys}, {moments} FROM units GROUP BY stratum, which, {keys}"""
    rows = duck.sql(query)
    columns = rows.columns
    size = dict(
        duck.sql(f"SELECT stratum, count(DISTINCT psu) FROM '{path}' GROUP BY 1").fetchall()
    )
    return _figures([dict(zip(columns, row, strict=True)) for row in rows.fetchall()], size)


def polars(path: Path) -> Answer:
    """A lazy plan for each dimension, all collected together by the streaming engine."""
    import polars as pl

    data = pl.scan_parquet(path).with_columns(
        pl.sql_expr(f"weight * ({case(v)})").cast(pl.Float64).alias(name(v)) for v in VALUES
    )
    plans = []
    for one in DIMENSIONS:
        units = data.group_by("stratum", "psu", one).agg(pl.col([name(v) for v in VALUES]).sum())
        pairs = [(pl.col(name(a)) * pl.col(name(b))).sum().alias(f"p{at}")
                 for at, (a, b) in enumerate(PAIRS)]  # fmt: skip
        plans.append(
            units.group_by("stratum", one).agg(*pairs, *(pl.col(name(v)).sum() for v in VALUES))
        )
    plans.append(pl.scan_parquet(path).group_by("stratum").agg(pl.col("psu").n_unique()))
    *tables, sizes = pl.collect_all(plans, engine="streaming")
    size = dict(sizes.rows())
    rows = [row for table in tables for row in table.iter_rows(named=True)]
    return _figures(rows, size)


def _figures(rows: list[dict[str, Any]], size: dict[int, int]) -> Answer:
    """Linearised variances from moments by stratum."""
    cells: dict[tuple[str, Any], list[dict[str, Any]]] = {}
    for row in rows:
        one = next(d for d in DIMENSIONS if row.get(d) is not None)
        cells.setdefault((one, row[one]), []).append(row)
    found: Answer = {}
    place = {pair: f"p{at}" for at, pair in enumerate(PAIRS)}
    for (one, level), strata in cells.items():
        total = {v: math.fsum(row[name(v)] for row in strata) for v in VALUES}

        def centred(a: Any, b: Any, strata: Any = strata) -> float:
            pair = place[tuple(sorted((a, b)))]
            parts = ((size[row["stratum"]], row) for row in strata)
            return math.fsum(
                n / (n - 1) * (row[pair] - row[name(a)] * row[name(b)] / n) for n, row in parts
            )

        for key, v in TOTALS.items():
            found[f"{key}|{one}|{level}"] = [total[v], math.sqrt(max(centred(v, v), 0))]
        for key, (factor, a, b) in RATIOS.items():
            if total[b]:
                r = total[a] / total[b]
                square = centred(a, a) - 2 * r * centred(a, b) + r * r * centred(b, b)
                error = math.sqrt(max(square, 0)) / total[b]
                found[f"{key}|{one}|{level}"] = [factor * r, factor * error]
    return found


def svy(path: Path, dimensions: tuple[str, ...]) -> Answer:
    """svy, with its own batching of variables: one call for totals and one for ratios a table."""
    import polars as pl
    import svy as peer

    data = pl.read_parquet(path).with_columns(
        pl.sql_expr(case(v)).cast(pl.Float64).alias(name(v)) for v in VALUES
    )
    design = peer.Design(stratum="stratum", psu="psu", wgt="weight")
    estimation = peer.Sample(data, design).estimation
    found: Answer = {}
    for one in dimensions:
        totals = estimation.total([name(v) for v in TOTALS.values()], by=one)
        _take(found, list(TOTALS), [1] * len(TOTALS), totals, one)
        over = [name(a) for _, a, _b in RATIOS.values()]
        under = [name(b) for _, _a, b in RATIOS.values()]
        ratios = estimation.ratio(over, under, by=one)
        _take(found, list(RATIOS), [factor for factor, _, _ in RATIOS.values()], ratios, one)
    return found


def _take(found: Answer, keys: list[str], factors: list[int], answers: Any, one: str) -> None:
    for key, factor, answer in zip(keys, factors, answers, strict=True):
        for row in answer.to_polars().iter_rows(named=True):
            if not math.isnan(row["est"]):
                found[f"{key}|{one}|{row[one]}"] = [factor * row["est"], factor * row["se"]]


def r_script(table: Path, out: Path, dimensions: tuple[str, ...]) -> str:
    """R's survey package: svyby for totals together, and for each ratio."""
    names = {v: name(v) for v in VALUES}
    made = "\n".join(
        f"d${names[v]} <- with(d, ifelse({_r(IN[v[1]])}, {1 if v[0] == 'one' else v[0]}, 0))"
        for v in VALUES
    )
    totals = " + ".join(names[v] for v in TOTALS.values())
    ratios = "\n".join(
        f"  put('{key}', v, svyby(~{names[a]}, by, design, svyratio, denominator=~{names[b]}),"
        f" {f}, 1)"
        for key, (f, a, b) in RATIOS.items()
    )
    listed = ", ".join(f"'{one}'" for one in dimensions)
    return f"""suppressMessages(library(survey))
begun <- proc.time()
d <- read.csv('{table}')
read <- proc.time() - begun
out <- file('{out}', 'w')
put <- function(key, v, table, factor, at) for (i in seq_len(nrow(table)))
  cat(sprintf('%s|%s|%s %.17g %.17g\\n', key, v, table[i, 1], factor * table[i, 1 + at],
      factor * SE(table)[i] ), file=out)
begun <- proc.time()
{made}
design <- svydesign(~psu, strata=~stratum, weights=~weight, data=d, nest=TRUE)
for (v in c({listed})) {{
  by <- as.formula(paste0('~', v))
  t <- svyby(~{totals}, by, design, svytotal)
  k <- {len(TOTALS)}; keys <- c({", ".join(f"'{key}'" for key in TOTALS)})
  for (j in 1:k) for (i in seq_len(nrow(t)))
    cat(sprintf('%s|%s|%s %.17g %.17g\\n', keys[j], v, t[i, 1], t[i, 1 + j], t[i, 1 + k + j]),
        file=out)
{ratios}
}}
took <- proc.time() - begun
close(out)
cat(sprintf('%.3f %.3f %.3f\\n', took[['elapsed']], took[['user.self']] + took[['sys.self']],
    read[['elapsed']]))
"""


def _r(sql: str) -> str:
    text = sql.replace(" = ", " == ").replace("AND", "&").replace("TRUE", "rep(TRUE, nrow(d))")
    return text.replace("status IN (1, 2)", "status %in% c(1, 2)")
