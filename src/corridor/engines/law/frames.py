"""Law for many rows at once: each distinct key and day is resolved once, then joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from corridor.core.money import Money
from corridor.engines.law.kinds import Ratio, Value

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.law.book import Book

EPOCH = date(1970, 1, 1)


def at_dates(
    frame: Any,
    ids: Mapping[str, str] | Sequence[str],
    on: str,
    keys: Mapping[str, str] | Sequence[str] = (),
    book: Book | None = None,
) -> pl.DataFrame:
    """One row per distinct (key columns, day) of ``frame``, with the law's integers beside them.

    ``frame``: any frame Narwhals knows. ``ids``: column name -> law id, or just ids (the column
    is then named like the id). ``on``: the column of days as integers since 1970-01-01.
    ``keys``: frame column -> key column of the law, or names that are both.

    For each id the answer holds ``<name>`` as Int64 (money in minor units, whole numbers, yes
    as 1), or ``<name>.num`` and ``<name>.den`` for ratios, and ``<name>.state`` as text; the
    integers are null unless the state is ``known``. Join back on ``on`` and the key columns.
    """
    import narwhals as nw
    import polars as pl

    from corridor.engines import law

    source = book or law.book()
    named = dict(ids) if isinstance(ids, Mapping) else {id_: id_ for id_ in ids}
    columns = dict(keys) if isinstance(keys, Mapping) else {name: name for name in keys}
    chosen = nw.from_native(frame).lazy().select(on, *columns).unique()
    distinct = chosen.collect().rows(named=True)
    rows = []
    for row in distinct:
        key = {columns[name]: str(row[name]) for name in columns if row[name] is not None}
        found = dict(row)
        for name, id_ in named.items():
            found |= _cells(source, name, id_, row[on], key)
        rows.append(found)
    schema: dict[str, Any] = {on: pl.Int64} | dict.fromkeys(columns, pl.String)
    for name, id_ in named.items():
        parts = (f"{name}.num", f"{name}.den") if _is_ratio(source, id_) else (name,)
        schema |= dict.fromkeys(parts, pl.Int64) | {f"{name}.state": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").sort(on, *columns)


def _is_ratio(book: Book, id_: str) -> bool:
    return book.value(id_, EPOCH).kind in ("ratio", "number")


def _cells(
    book: Book, name: str, id_: str, day: int | None, key: Mapping[str, str]
) -> dict[str, Any]:
    ratio = _is_ratio(book, id_)
    empty: dict[str, Any] = {f"{name}.num": None, f"{name}.den": None} if ratio else {name: None}
    if day is None:
        return empty | {f"{name}.state": "unknown"}
    answer = book.value(id_, EPOCH + timedelta(days=day), key)
    cells = empty | {f"{name}.state": answer.state}
    if not answer.known or answer.value is None:
        return cells
    if isinstance(answer.value, Ratio):
        return cells | {f"{name}.num": answer.value.num, f"{name}.den": answer.value.den}
    return cells | {name: _integer(answer.value)}


def _integer(value: Value) -> int | None:
    if isinstance(value, Money):
        return value.minor
    return int(value) if isinstance(value, int) else None
