"""What arithmetic cannot decide, decided once per distinct combination and joined back.

Law values in kind, deduction lists and languages. The joins are on equality only, with silence
equal to silence.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from corridor.core.money import Money
from corridor.engines import exact
from corridor.engines.days import EPOCH
from corridor.engines.terms import wording
from corridor.engines.terms.encode import CODES, KEYS, SILENT
from corridor.engines.terms.legal import LawBook, known, money


def distinct(data: Any, columns: list[str]) -> list[dict[str, Any]]:
    """The distinct combinations of ``columns``, as local rows."""
    found = data.select(*columns).unique()
    local = found.collect(backend="polars") if hasattr(found, "collect") else found
    rows: list[dict[str, Any]] = local.rows(named=True)
    return rows


def join(data: Any, table: pl.DataFrame, on: list[str]) -> Any:
    """Join a small local table to ``data`` on equality, nulls equal to nulls, on its backend."""
    keys = [f"__key_{name}" for name in on]
    filled = [
        nw.col(name).cast(nw.String).fill_null("<silent>").alias(k)
        for name, k in zip(on, keys, strict=True)
    ]
    small = nw.from_native(table).with_columns(*filled).drop(*on)
    wide = data.with_columns(*filled)
    joined = wide.join(exact.on_backend(small, data), on=keys, how="left")
    return joined.drop(*keys)


def with_law(data: Any, book: LawBook) -> Any:
    """What the law counts for food and housing in kind, once per distinct key and day."""
    on = [*KEYS, "on_day", "offered_currency"]
    rows = distinct(data, on)
    for row in rows:
        key = {name: row[name] for name in KEYS[1:] if row[name]}
        destination = str(row["corridor"]).partition("-")[2]
        day = date.fromordinal(EPOCH.toordinal() + row["on_day"])
        for name in ("food", "housing"):
            value = known(book, f"{destination}.minimum_wage.{name}", day, key)
            amount = money(value, row["offered_currency"] or "")
            row[f"__law_allowance_{name}"] = None if amount is None else amount.minor
    types = dict.fromkeys(on, pl.String) | {"on_day": pl.Int64}
    types |= dict.fromkeys(("__law_allowance_food", "__law_allowance_housing"), pl.Int64)
    return join(data, pl.DataFrame(rows, schema=types, orient="row"), on)


def with_resolved(data: Any, book: LawBook) -> Any:
    """Clauses that the scalar rule decides, once per distinct pair of differing values."""
    for name in ("deductions", "penalty_clause"):
        on = [f"{s}_{part}" for part in (name, "currency") for s in ("offered", "presented")]
        rows = [_burden_row(row, name) for row in distinct(data, on)]
        types = dict.fromkeys(on, pl.String) | {f"__{name}_code": pl.Int64}
        types |= {f"__{name}_amount": pl.Int64} if name == "deductions" else {}
        data = join(data, pl.DataFrame(rows, schema=types, orient="row"), on)
    on = ["offered_language", "presented_language", "corridor"]
    rows = [_language_row(row, book) for row in distinct(data, on)]
    types = dict.fromkeys(on, pl.String) | {"__language_code": pl.Int64}
    return join(data, pl.DataFrame(rows, schema=types, orient="row"), on)


def _burden_row(row: dict[str, Any], name: str) -> dict[str, Any]:
    texts = (row[f"offered_{name}"], row[f"presented_{name}"])
    code, amount = SILENT, None
    if texts[0] is not None and texts[1] is not None:
        currencies = (row["offered_currency"], row["presented_currency"])
        one, other = (
            tuple((n, None if a is None else Money(a, c or "")) for n, a in json.loads(text))
            for text, c in zip(texts, currencies, strict=True)
        )
        verdict, amount = wording.burden_change(one, other, currencies[0] == currencies[1])
        code = CODES[verdict]
    resolved = {f"__{name}_code": code}
    if name == "deductions":
        resolved["__deductions_amount"] = amount if amount is not None else None  # type: ignore[assignment]
    return row | resolved


def _language_row(row: dict[str, Any], book: LawBook) -> dict[str, Any]:
    one, other = row["offered_language"], row["presented_language"]
    code = SILENT
    if one is not None and other is not None:
        home = frozenset(book.jurisdiction(str(row["corridor"]).partition("-")[0]).languages)
        code = CODES[wording.language_change(set(one.split()), set(other.split()), home)]
    return row | {"__language_code": code}


def helpers() -> list[str]:
    """The columns that this module adds and the answer does not keep."""
    return [f"__law_{c}" for c in ("allowance_food", "allowance_housing")] + [
        f"__{c}_{part}"
        for c in ("deductions", "penalty_clause", "language")
        for part in (("code", "amount") if c == "deductions" else ("code",))
    ]
