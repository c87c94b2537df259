"""Data files as batches of columns in the order of strata and sampling units.

Parquet is streamed. Anything that is not in order (found on the way, by comparing neighbours) and
every CSV file is sorted once, outside memory, into a temporary Parquet file.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from corridor.core.problems import BadInput, NotFound, Place, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics import csv_opening
from corridor.engines.statistics.moments.spec import Spec

T = TypeVar("T")

BATCH = 131_072
SORT_MEMORY = "512MB"
ROW, FILE = "__corridor_row", "__corridor_file"


def needed(spec: Spec) -> list[str]:
    """The columns that a specification reads, each once, sorted."""
    design = spec.design
    names = {name for name in (design.strata, design.psu, design.fpc) if name}
    if design.weight:
        names.add(design.weight.column)
    names |= {one.column for one in spec.variables.values()}
    names |= {test.column for tests in spec.populations.values() for test in tests}
    used = {name for one in spec.breakdowns for name in one}
    names |= {spec.dimensions[name].column for name in used}
    return sorted(names)


def is_csv(path: Path) -> bool:
    """Whether a file is read as CSV."""
    return path.suffix.lower() in (".csv", ".txt")


def batches(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """Record batches of a Parquet file.

    Raises ``NotFound``, or ``BadInput`` for a file that is no Parquet or lacks columns.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, pre_buffer=False)
    except FileNotFoundError:
        raise absent(path) from None
    except (pa.ArrowException, OSError):
        raise _damaged(path) from None
    names = set(file.schema_arrow.names)
    raise_all([lacking(path, name, names) for name in columns if name not in names])
    wanted = [*columns, *(name for name in (ROW, FILE) if name in names)]
    texts = [f.name for f in file.schema_arrow if f.name in wanted and _is_text(f.type)]
    if texts:
        file = pq.ParquetFile(path, pre_buffer=False, read_dictionary=texts)
    try:
        yield from file.iter_batches(BATCH, columns=wanted, use_threads=False)
    except (pa.ArrowException, OSError):
        raise _damaged(path) from None


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def ahead(made: Iterator[T]) -> Iterator[T]:
    """The same, the next one being made in a thread of its own while one is worked on."""
    with ThreadPoolExecutor(1) as worker:
        following = worker.submit(next, made, None)
        while (one := following.result()) is not None:
            following = worker.submit(next, made, None)
            yield one


@contextmanager
def in_order(paths: Sequence[Path], spec: Spec) -> Iterator[Path]:
    """One Parquet file with the records of all ``paths``, sorted; it goes when the block ends.

    Raises as ``batches``; ``BadInput`` too where the disk is full.
    """
    import duckdb

    columns = needed(spec)
    order = [name for name in (spec.design.strata, spec.design.psu) if name]
    with tempfile.TemporaryDirectory(prefix="corridor-moments-") as folder:
        out = Path(folder) / "sorted.parquet"
        config: dict[str, Any] = {"memory_limit": SORT_MEMORY, "temp_directory": folder}
        with duckdb.connect(":memory:", config=config) as base:
            base.execute("SET preserve_insertion_order = false")
            unit = spec.design.psu or ""
            tables = [_selected(base, path, columns, unit, at) for at, path in enumerate(paths)]
            csvs = [path for path in paths if is_csv(path)]
            sort = ", ".join(_quoted(name) for name in order)
            text = " UNION ALL BY NAME ".join(tables) + (f" ORDER BY {sort}" if sort else "")
            target = str(out).replace("'", "''")
            with _broken_said(csvs):
                base.execute(f"COPY ({text}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        yield out


def _selected(base: Any, path: Path, columns: Sequence[str], unit: str, at: int) -> str:
    """SQL for the needed columns of one file, with the number of each record and of the file."""
    if not path.is_file():
        raise absent(path)
    table, found = _csv(path) if is_csv(path) else _parquet(base, path)
    raise_all([lacking(path, column, set(found)) for column in columns if column not in found])
    number = "row_number() OVER () + 1" if is_csv(path) else "file_row_number + 1"
    whole = is_csv(path) and unit and _all_whole(base, path, table, found[unit])
    chosen = ", ".join(
        f"CAST({found[column]} AS BIGINT) AS {_quoted(column)}"
        if whole and column == unit
        else f"{found[column]} AS {_quoted(column)}"
        for column in columns
    )
    return f"SELECT {chosen}{',' if chosen else ''} {number} AS {ROW}, {at} AS {FILE} FROM {table}"  # noqa: S608


def _csv(path: Path) -> tuple[str, dict[str, str]]:
    """SQL for a CSV file, all of it said, and what each of its columns is called there.

    A column goes by its number: DuckDB takes names apart that differ in case only.
    """
    try:
        by, names = csv_opening.heading(path)
    except OSError:
        raise absent(path) from None
    kinds = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(names)))
    table = (
        f"read_csv({_literal(path)}, auto_detect = false, header = true, delim = '{by}', "
        f"quote = '\"', escape = '\"', columns = {{{kinds}}}, null_padding = false, "
        "strict_mode = true, compression = 'none', hive_partitioning = false)"
    )
    return table, {name: f"c{at}" for at, name in enumerate(names)}


def _parquet(base: Any, path: Path) -> tuple[str, dict[str, str]]:
    import duckdb

    table = f"read_parquet({_literal(path)}, file_row_number = true, hive_partitioning = false)"
    try:
        described = base.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()  # noqa: S608
    except duckdb.Error:
        raise _damaged(path) from None
    return table, {row[0]: _quoted(row[0]) for row in described}


def _literal(path: Path) -> str:
    """The path for SQL, as one file and no pattern."""
    plain = re.sub(r"([*?\[])", r"[\1]", str(path))
    return "'" + plain.replace("'", "''") + "'"


@contextmanager
def _broken_said(csvs: Sequence[Path]) -> Iterator[None]:
    """Say of a failure which lines of the CSV files broke it."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise_all([fault for path in csvs for fault in csv_opening.faults(path)])
        raise _unsorted(error) from None


def _all_whole(base: Any, path: Path, table: str, name: str) -> bool:
    """Whether every sampling unit of a CSV is a whole number as a number is written."""
    same = f"CAST(TRY_CAST({name} AS BIGINT) AS VARCHAR) IS NOT DISTINCT FROM {name}"
    with _broken_said([path]):
        found = base.execute(f"SELECT bool_and({same}) FROM {table}").fetchone()  # noqa: S608
    return bool(found and found[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def absent(path: Path) -> NotFound:
    """No such file."""
    return NotFound(
        "moments.file",
        sentence(N_("The file {name} cannot be opened."), name=path.name),
        remedy=sentence(N_("Check its name and that you may read it.")),
        place=Place(file=str(path)),
    )


def lacking(path: Path, column: str, known: set[str]) -> BadInput:
    """A column that the specification needs and the file has not."""
    near = ", ".join(sorted(known)[:30])
    return BadInput(
        "moments.column",
        sentence(N_("{name} has no column “{column}”."), name=path.name, column=column),
        remedy=sentence(
            N_("Name it as the file does in the specification. The file has: {known}."), known=near
        ),
        place=Place(file=str(path), field=column),
        found=near,
    )


def _damaged(path: Path) -> BadInput:
    return BadInput(
        "moments.file",
        sentence(
            N_("{name} is no readable table: it is damaged, cut off or of another kind."),
            name=path.name,
        ),
        remedy=sentence(N_("Give a Parquet or a CSV file in UTF-8, with one record a row.")),
        place=Place(file=str(path)),
    )


def _unsorted(error: Exception) -> BadInput:
    return BadInput(
        "moments.sort",
        sentence(N_("The records could not be sorted: {why}"), why=str(error).splitlines()[0]),
        remedy=sentence(
            N_("Make room on the disk, see that the files have the same columns, and try again.")
        ),
    )
