"""The table that every part of the observatory hands on: one row a cell, long.

    dimension columns   text, "_T" = total: country codes of three letters, ISCO-08, ISIC rev. 4,
                        sex M/F, age bands such as Y15T24
    time, measure       "2026", "2026-Q3", "2026-09"; an indicator as id@version, or a variable
    value, n            the figure, and how many records (never weighted) it rests on
    n_psu se low high cv deff df quality      where the figure is an estimate
    conf, note          "F" free, "C" withheld for itself, "D" withheld to protect another; why

Two cubes with the same cells have the same bytes (``canonical``) and the same ``digest``, whatever
the order of their rows and columns and whether 3 was held as an integer or as 3.0.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence

if TYPE_CHECKING:
    import polars as pl
    from narwhals.typing import IntoFrame

# The table libraries take seconds to load: only whoever holds a cube pays for them.

TOTAL = "_T"
FREE, WITHHELD, COMPLEMENT = "F", "C", "D"
QUALITIES = ("reliable", "with_care", "unreliable", "")

COUNTS = ("n", "n_psu")
FIGURES = ("value", *COUNTS, "se", "low", "high", "cv", "deff", "df")
"""Everything that says something about a cell, and is empty where the cell is withheld."""
TEXTS = ("quality", "conf", "note")
ATTRIBUTES = (*FIGURES, *TEXTS)
MOST_TOLD = 50
"""So many faults of one table are told at once."""
RESERVED = ("time", "measure", *ATTRIBUTES)
_DEFAULTS = {"quality": "", "conf": FREE, "note": ""}
_NEEDED = ("time", "measure", "value")


@dataclass(frozen=True, eq=False, slots=False)
class Cube:
    """Cells in canonical order: by the dimensions (by name), then time, then measure.

    ``frame`` holds every column of this page's head, whether or not it was given; make one with
    ``Cube.of``, which checks what it is given. Two cubes are equal when their digests are.
    """

    dimensions: tuple[str, ...]
    frame: pl.DataFrame

    @classmethod
    def of(cls, frame: IntoFrame) -> Self:
        """A cube of any data frame Narwhals reads; lazy ones are collected.

        Raises ``BadInput`` for a missing column, an empty code, a cell that stands twice, a figure
        that is no number, an unknown status, or a withheld cell that still holds a figure.
        """
        import narwhals as nw
        import polars as pl

        given = nw.from_native(frame).lazy().collect(backend="polars").to_native()
        dimensions = tuple(sorted(name for name in given.columns if name not in RESERVED))
        keys = (*dimensions, "time", "measure")
        _complete(given)
        arranged = given.select(
            *(pl.col(name).cast(pl.String) for name in keys),
            *(_attribute(given, name) for name in ATTRIBUTES),
        ).sort(keys)
        _sound(arranged, keys)
        return cls(dimensions, arranged)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name a cell."""
        return (*self.dimensions, "time", "measure")

    @property
    def used(self) -> tuple[str, ...]:
        """Attributes that at least one cell has; ``value`` and ``conf`` always."""
        always = {"value", "conf"}
        return tuple(
            name for name in ATTRIBUTES if name in always or not _blank(self.frame.get_column(name))
        )

    def cells(self) -> Iterator[dict[str, Any]]:
        """Each cell as a mapping, in canonical order."""
        return self.frame.iter_rows(named=True)

    def codes(self, column: str) -> list[str]:
        """The different codes of one key column, sorted; the total first."""
        found = self.frame.get_column(column).unique().to_list()
        return sorted(found, key=lambda code: (code != TOTAL, code))

    def where(self, codes: Mapping[str, str]) -> Cube:
        """Only the cells with these codes. Raises ``BadInput`` for an unknown column or code."""
        import polars as pl

        kept = self.frame
        for column, code in codes.items():
            if column not in self.keys:
                raise _unknown(column, self.keys, "statistics.cube.dimension", column)
            if code not in self.codes(column):
                raise _unknown(code, self.codes(column), "statistics.cube.code", column)
            kept = kept.filter(pl.col(column) == code)
        return Cube(self.dimensions, kept)

    @cached_property
    def table(self) -> tuple[tuple[str, ...], list[list[str]]]:
        """Head and rows as the texts that are published, numbers in their one form."""
        head = (*self.keys, *self.used)
        return head, [[text(value) for value in row] for row in self.frame.select(head).rows()]

    def canonical(self) -> bytes:
        """The one CSV of these cells: UTF-8, comma, LF, columns and rows in canonical order."""
        page = io.StringIO()
        writer = csv.writer(page, lineterminator="\n")
        head, rows = self.table
        writer.writerow(head)
        writer.writerows(rows)
        return page.getvalue().encode()

    def digest(self) -> str:
        """SHA-256 of the canonical bytes, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def __eq__(self, other: object) -> bool:
        """The same cells."""
        return isinstance(other, Cube) and self.canonical() == other.canonical()

    def __hash__(self) -> int:
        """By the cells."""
        return hash(self.canonical())


def text(value: Any) -> str:
    """A figure in its one form: no exponent, no ``.0``, shortest digits that give it back."""
    if value is None:
        return ""
    if isinstance(value, float):
        if value == int(value):
            return str(int(value))
        return format(Decimal(repr(value)), "f")
    return str(value)


def read(content: bytes) -> Cube:
    """The cube of a canonical CSV (or of any CSV with its columns).

    Raises ``Problems``: every row and figure that cannot be read, each with its line.
    """
    import polars as pl

    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(
            "statistics.cube.csv",
            sentence(N_("The table is not a CSV file in UTF-8.")),
            remedy=sentence(N_("Save it as CSV, with UTF-8 as its encoding.")),
        ) from None
    head, *body = rows or [[]]
    _rectangular(head, body)
    columns = {name: [row[place] for row in body] for place, name in enumerate(head)}
    faults: list[Problem] = []
    made = pl.DataFrame([_column(name, values, faults) for name, values in columns.items()])
    raise_all(faults[:MOST_TOLD])
    return Cube.of(made)


def withheld(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows with every figure emptied where ``conf`` says that the cell is withheld."""
    import polars as pl

    free = pl.col("conf").fill_null(FREE) == FREE
    held = [name for name in FIGURES if name in frame.columns]
    return frame.with_columns(pl.when(free).then(pl.col(name)).alias(name) for name in held)


def _attribute(given: pl.DataFrame, name: str) -> pl.Expr:
    import polars as pl

    if name in TEXTS:
        if name not in given.columns:
            return pl.lit(_DEFAULTS[name]).alias(name)
        return pl.col(name).cast(pl.String).fill_null(_DEFAULTS[name])
    if name not in given.columns:
        return pl.lit(None, pl.Int64 if name in COUNTS else pl.Float64).alias(name)
    if name in COUNTS or given.schema[name].is_integer():
        return pl.col(name).cast(pl.Int64)
    return pl.col(name).cast(pl.Float64)


def _complete(given: pl.DataFrame) -> None:
    missing = [name for name in _NEEDED if name not in given.columns]
    if missing:
        raise BadInput(
            "statistics.cube.columns",
            sentence(N_("The table lacks: {missing}."), missing=", ".join(missing)),
            remedy=sentence(N_("A table needs the columns time, measure and value.")),
            expected=list(_NEEDED),
            found=list(given.columns),
        )


def _sound(frame: pl.DataFrame, keys: tuple[str, ...]) -> None:
    import polars as pl

    for name in keys:
        _told(frame.filter(pl.col(name).is_null() | (pl.col(name) == "")), keys, name)
    numbers = [name for name in FIGURES if frame.schema[name] == pl.Float64]
    for name in numbers:
        column = pl.col(name)
        if frame.filter(column.is_nan() | column.is_infinite()).height:
            raise BadInput(
                "statistics.cube.number",
                sentence(N_("A cell of {name} is no number."), name=name),
                remedy=sentence(N_("Leave the cell empty where there is no figure.")),
            ).at(field=name)
    twice = frame.filter(pl.struct(keys).is_duplicated())
    if twice.height:
        raise BadInput(
            "statistics.cube.twice",
            sentence(N_("A cell stands twice in the table: {cell}."), cell=_cell(twice, keys)),
            remedy=sentence(N_("Keep one row for each cell.")),
            found=twice.height,
        )
    _statuses(frame, keys)


def _told(empty: pl.DataFrame, keys: tuple[str, ...], name: str) -> None:
    if empty.height:
        raise BadInput(
            "statistics.cube.empty",
            sentence(
                N_("A cell has no code for {name}: {cell}."), name=name, cell=_cell(empty, keys)
            ),
            remedy=sentence(N_("Write _T for the total, or the code.")),
            found=empty.height,
        ).at(field=name)


def _statuses(frame: pl.DataFrame, keys: tuple[str, ...]) -> None:
    import polars as pl

    for name, allowed in (("conf", (FREE, WITHHELD, COMPLEMENT)), ("quality", QUALITIES)):
        strange = frame.filter(~pl.col(name).is_in(allowed))
        if strange.height:
            found = strange.get_column(name)[0]
            raise _unknown(
                found, [word for word in allowed if word], f"statistics.cube.{name}", name
            )
    held = frame.filter(pl.col("conf") != FREE)
    open_ = held.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in FIGURES))
    if open_.height:
        raise BadInput(
            "statistics.cube.open",
            sentence(N_("A withheld cell still holds a figure: {cell}."), cell=_cell(open_, keys)),
            remedy=sentence(N_("Empty every figure of a cell that is withheld.")),
            found=open_.height,
        )


def _cell(frame: pl.DataFrame, keys: tuple[str, ...]) -> str:
    first = frame.row(0, named=True)
    return ", ".join(f"{name} {first[name] or '?'}" for name in keys)


def _unknown(found: str, known: Any, code: str, field: str) -> BadInput:
    return BadInput(
        code,
        sentence(N_("“{found}” is not known here."), found=found),
        remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(known)),
        place=Place(field=field),
        found=found,
    )


def _blank(column: pl.Series) -> bool:
    import polars as pl

    return column.null_count() == len(column) or (
        column.dtype == pl.String and bool((column.fill_null("") == "").all())
    )


def _rectangular(head: list[str], body: list[list[str]]) -> None:
    faults = [
        BadInput(
            "statistics.cube.row",
            sentence(N_("A row has another number of columns than the first line.")),
            remedy=sentence(N_("Give each row a value, or nothing, for every column.")),
            expected=len(head),
            found=len(row),
        ).at(line=line)
        for line, row in enumerate(body, start=2)
        if len(row) != len(head)
    ]
    raise_all(faults[:MOST_TOLD])


def _column(name: str, values: list[str], faults: list[Problem]) -> pl.Series:
    import polars as pl

    if name not in FIGURES:
        return pl.Series(name, values, dtype=pl.String)
    whole = all(value.lstrip("-").isdigit() for value in values if value)
    return pl.Series(
        name,
        [_number(value, name, line, whole, faults) for line, value in enumerate(values, start=2)],
        dtype=pl.Int64 if whole else pl.Float64,
    )


def _number(
    value: str, name: str, line: int, whole: bool, faults: list[Problem]
) -> float | int | None:
    if not value:
        return None
    try:
        return int(value) if whole else float(value)
    except ValueError:
        fault = BadInput(
            "statistics.cube.number",
            sentence(N_("A cell of {name} is no number."), name=name),
            remedy=sentence(N_("Leave the cell empty where there is no figure.")),
            found=value,
        )
        faults.append(fault.at(line=line, field=name))
        return None
