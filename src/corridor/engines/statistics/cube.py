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

from corridor.core.encoding import in_utf8
from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics import csv_opening

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
LINE = "\0line"
"""The column of lines in the file, while a table is read."""
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

        given = nw.from_native(frame).lazy().collect(backend="polars").to_native()
        return cls._sound(given, [])

    @classmethod
    def _sound(cls, given: pl.DataFrame, faults: list[Problem]) -> Self:
        """The cube of rows whose lines may stand in ``LINE``; raises what is wrong, ``faults``
        before it included.
        """
        import polars as pl

        reserved = (*RESERVED, LINE)
        dimensions = tuple(sorted(name for name in given.columns if name not in reserved))
        keys = (*dimensions, "time", "measure")
        if missing := _missing(given):
            raise_all([*faults, *missing])
        arranged = given.select(
            *(pl.col(name).cast(pl.String) for name in keys),
            *(_attribute(given, name) for name in ATTRIBUTES),
            *([pl.col(LINE)] if LINE in given.columns else []),
        ).sort(keys, maintain_order=True)
        raise_all([*faults, *_wrong(arranged, keys)][:MOST_TOLD])
        return cls(dimensions, arranged.drop(LINE, strict=False))

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

    in_utf8(content, "table.csv", "statistics.cube.csv")
    try:
        rows = list(_numbered(content))
    except (UnicodeDecodeError, csv.Error):
        raise BadInput(
            "statistics.cube.csv",
            sentence(N_("The table is not a CSV file in UTF-8.")),
            remedy=sentence(N_("Save it as CSV, with UTF-8 as its encoding.")),
        ) from None
    (_, head), *body = rows or [(1, [])]
    _rectangular(head, body)
    lines = [line for line, _ in body]
    faults: list[Problem] = []
    columns = [
        _column(name, [row[place] for _, row in body], lines, faults)
        for place, name in enumerate(head)
    ]
    return Cube._sound(pl.DataFrame([pl.Series(LINE, lines, pl.Int64), *columns]), faults)


def _numbered(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not empty, with the line on which it ends."""
    page = io.StringIO(content.decode("utf-8-sig"), newline="")
    reader = csv.reader(page, delimiter=csv_opening.separator(content[: csv_opening.HEAD]))
    for row in reader:
        if row:
            yield reader.line_num, row


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


def _missing(given: pl.DataFrame) -> list[Problem]:
    missing = [name for name in _NEEDED if name not in given.columns]
    if not missing:
        return []
    return [
        BadInput(
            "statistics.cube.columns",
            sentence(N_("The table lacks: {missing}."), missing=", ".join(missing)),
            remedy=sentence(N_("A table needs the columns time, measure and value.")),
            expected=list(_NEEDED),
            found=[name for name in given.columns if name != LINE],
        )
    ]


def _wrong(frame: pl.DataFrame, keys: tuple[str, ...]) -> list[Problem]:
    """Everything that is wrong with the cells, in the order of their lines where these are known;
    at most so many of each kind as are told at all.
    """
    found = [*_empty(frame, keys), *_numbers(frame), *_twice(frame, keys)]
    found += [*_statuses(frame), *_open(frame, keys)]
    return sorted(found, key=lambda one: one.place.line or 0)


def _rows(frame: pl.DataFrame) -> Iterator[tuple[Mapping[str, Any], int | None]]:
    """The first rows of those that are wrong in one way, each with its line."""
    for row in frame.head(MOST_TOLD).iter_rows(named=True):
        yield row, row.get(LINE)


def _empty(frame: pl.DataFrame, keys: tuple[str, ...]) -> Iterator[Problem]:
    import polars as pl

    for name in keys:
        for row, line in _rows(frame.filter(pl.col(name).is_null() | (pl.col(name) == ""))):
            words = N_("A cell has no code for {name}: {cell}.")
            yield BadInput(
                "statistics.cube.empty",
                sentence(words, name=name, cell=_cell(row, keys)),
                remedy=sentence(N_("Write _T for the total, or the code.")),
            ).at(line=line, field=name)


def _numbers(frame: pl.DataFrame) -> Iterator[Problem]:
    import polars as pl

    for name in [one for one in FIGURES if frame.schema[one] == pl.Float64]:
        for _, line in _rows(frame.filter(pl.col(name).is_nan() | pl.col(name).is_infinite())):
            yield _no_number(name).at(line=line, field=name)


def _no_number(name: str, found: str | None = None) -> Problem:
    return BadInput(
        "statistics.cube.number",
        sentence(N_("A cell of {name} is no number."), name=name),
        remedy=sentence(N_("Leave the cell empty where there is no figure.")),
        found=found,
    )


def _twice(frame: pl.DataFrame, keys: tuple[str, ...]) -> Iterator[Problem]:
    """Every row of a cell but its first."""
    import polars as pl

    for row, line in _rows(frame.filter(~pl.struct(keys).is_first_distinct())):
        yield BadInput(
            "statistics.cube.twice",
            sentence(N_("A cell stands twice in the table: {cell}."), cell=_cell(row, keys)),
            remedy=sentence(N_("Keep one row for each cell.")),
        ).at(line=line)


def _statuses(frame: pl.DataFrame) -> Iterator[Problem]:
    import polars as pl

    for name, allowed in (("conf", (FREE, WITHHELD, COMPLEMENT)), ("quality", QUALITIES)):
        known = [word for word in allowed if word]
        for row, line in _rows(frame.filter(~pl.col(name).is_in(allowed))):
            yield _unknown(row[name], known, f"statistics.cube.{name}", name).at(line=line)


def _open(frame: pl.DataFrame, keys: tuple[str, ...]) -> Iterator[Problem]:
    import polars as pl

    held = frame.filter(pl.col("conf").is_in([WITHHELD, COMPLEMENT]))
    shown = held.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in FIGURES))
    for row, line in _rows(shown):
        yield BadInput(
            "statistics.cube.open",
            sentence(N_("A withheld cell still holds a figure: {cell}."), cell=_cell(row, keys)),
            remedy=sentence(N_("Empty every figure of a cell that is withheld.")),
        ).at(line=line)


def _cell(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {row[name] or '?'}" for name in keys)


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


def _rectangular(head: list[str], body: list[tuple[int, list[str]]]) -> None:
    faults: list[Problem] = [
        BadInput(
            "statistics.cube.column",
            sentence(N_("Two columns are called “{name}”."), name=name),
            remedy=sentence(N_("Give each column a name of its own.")),
        ).at(line=1, column=at + 1)
        for at, name in enumerate(head)
        if name in head[:at]
    ]
    faults += [
        BadInput(
            "statistics.cube.row",
            sentence(N_("A row has another number of columns than the first line.")),
            remedy=sentence(N_("Give each row a value, or nothing, for every column.")),
            expected=len(head),
            found=len(row),
        ).at(line=line)
        for line, row in body
        if len(row) != len(head)
    ]
    raise_all(faults[:MOST_TOLD])


def _column(name: str, values: list[str], lines: list[int], faults: list[Problem]) -> pl.Series:
    import polars as pl

    if name not in FIGURES:
        return pl.Series(name, values, dtype=pl.String)
    whole = all(value.lstrip("-").isdigit() for value in values if value)
    pairs = zip(lines, values, strict=True)
    return pl.Series(
        name,
        [_number(value, name, line, whole, faults) for line, value in pairs],
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
        faults.append(_no_number(name, value).at(line=line, field=name))
        return None
