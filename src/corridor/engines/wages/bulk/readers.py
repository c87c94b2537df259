"""The tables of a national run as DuckDB or Spark reads them, in the columns of ``lines``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from corridor.engines.wages.bulk.lines import columns_of, files, schema_of

_TYPES = {
    "duckdb": {pl.String: "VARCHAR", pl.Int64: "BIGINT", pl.Boolean: "BOOLEAN"},
    "spark": {pl.String: "STRING", pl.Int64: "BIGINT", pl.Boolean: "BOOLEAN"},
}
_DAYS = {"duckdb": "{0} - DATE '1970-01-01'", "spark": "unix_date({0})"}
_MONTHS = {"duckdb": "strftime({0}, '%Y-%m')", "spark": "date_format({0}, 'yyyy-MM')"}


def with_duckdb(path: Path, table: str) -> Any:
    """``table`` ("contracts" or "payments") at ``path`` as a relation of DuckDB.

    On DuckDB's own connection, where small tables are joined to it. Raises as ``open_lines``.
    """
    import duckdb

    kept = _expressions(path, table, "duckdb")
    read = duckdb.read_parquet([str(each) for each in files(path)])
    return read.project(", ".join(kept))


def with_spark(path: Path, table: str, session: Any) -> Any:
    """The same as a frame of the Spark session, which may be a cluster's."""
    kept = _expressions(path, table, "spark")
    return session.read.parquet(*[str(each) for each in files(path)]).selectExpr(*kept)


def _expressions(path: Path, table: str, dialect: str) -> list[str]:
    there: Mapping[str, Any] = schema_of(path, table)
    found = []
    for name, kind in columns_of(there, table).items():
        value = name
        if name not in there or there[name] == pl.Null:
            value = "NULL"
        elif there[name] == pl.Date:
            value = (_MONTHS if name == "month" else _DAYS)[dialect].format(name)
        found.append(f"CAST({value} AS {_TYPES[dialect][kind]}) AS {name}")
    return found
