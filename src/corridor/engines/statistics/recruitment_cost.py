"""Which of a person's jobs abroad the recruitment cost is about.

A survey may ask about every job abroad: one row a job. The figure is about one job a person, chosen
by a rule that is an option of the definition:

    first_job   the first job of the last stay: where somebody went to Qatar, to Malaysia and to
                Qatar again, the first job of the second stay in Qatar
    last_job    the job that began last, wherever it was

People without a job abroad keep their one row: they belong to the sample, and its error knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, Sentence, sentence

if TYPE_CHECKING:
    import polars as pl

RULES = ("first_job", "last_job")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Spells:
    """The columns of a file with one row a job: who, when it began, where; what stays the same.

    ``began`` is a year, a month (2024-03) or a day, or any number that grows with time.
    """

    person: str
    began: str
    destination: str
    constant: tuple[str, ...] = ()


def one_job_a_person(
    frame: pl.DataFrame, spells: Spells, rule: str, *, file: str = "", first_line: int = 2
) -> pl.DataFrame:
    """The rows of the jobs that count, one a person, in the order of their persons' first rows.

    Raises ``Problems``: columns that are not there, rows without a person, a job without a
    beginning where the person has several, two jobs that began at once, and people whose weight or
    cluster is not the same in all their rows.
    """
    import polars as pl

    if rule not in RULES:
        raise ValueError(rule)
    problems = _absent(frame, spells, file)
    raise_all(problems)
    rows = frame.with_row_index("_row").with_columns(
        _said(spells.person).alias("_who"),
        _said(spells.began).alias("_began"),
        _said(spells.destination).alias("_where"),
    )
    rows = rows.with_columns(_order(rows))
    problems += _wrong(rows, spells, file, first_line)
    raise_all(problems)
    chosen = _chosen(rows, rule)
    return chosen.sort("_first").drop(pl.selectors.starts_with("_"))


def _said(name: str) -> pl.Expr:
    import polars as pl

    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def _order(rows: pl.DataFrame) -> pl.Series:
    """``_when``: numbers where every beginning is one, else the rank of the ISO texts."""
    import polars as pl

    began = rows.get_column("_began")
    numbers = began.cast(pl.Float64, strict=False)
    if numbers.null_count() == began.null_count():
        return numbers.alias("_when")
    return began.rank("dense").cast(pl.Float64).alias("_when")


def _chosen(rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    import polars as pl

    placed = rows.with_columns(pl.col("_row").min().over("_who").alias("_first"))
    placed = placed.sort("_who", "_when", nulls_last=False)
    if rule == "last_job":
        return placed.group_by("_who", maintain_order=True).last()
    moved = pl.col("_where").ne_missing(pl.col("_where").shift(1)).fill_null(value=True)
    placed = placed.with_columns(moved.cast(pl.Int64).cum_sum().over("_who").alias("_stay"))
    last = placed.filter(pl.col("_stay") == pl.col("_stay").max().over("_who"))
    return last.group_by("_who", maintain_order=True).first()


def _absent(frame: pl.DataFrame, spells: Spells, file: str) -> list[Problem]:
    wanted = (spells.person, spells.began, spells.destination, *spells.constant)
    return [
        BadInput(
            "spells.column",
            sentence(N_("The table has no column “{name}”."), name=name),
            remedy=sentence(N_("Its columns are: {columns}."), columns=", ".join(frame.columns)),
            place=Place(file=file or None, line=1, field=name),
            found=name,
        )
        for name in wanted
        if name not in frame.columns
    ]


def _wrong(rows: pl.DataFrame, spells: Spells, file: str, first: int) -> list[Problem]:
    import polars as pl

    several = pl.len().over("_who") > 1
    nameless = rows.filter(pl.col("_who").is_null())
    undated = rows.filter(pl.col("_who").is_not_null() & several & pl.col("_when").is_null())
    known = pl.col("_who").is_not_null() & pl.col("_when").is_not_null()
    twice = rows.filter(known & ~pl.struct("_who", "_when").is_first_distinct())
    found = _each(
        nameless, spells.person, N_("This row does not say whose job it is."), file, first
    )
    found += _each(
        undated,
        spells.began,
        N_("{person} has several jobs, and this one does not say when it began."),
        file,
        first,
    )
    found += _each(
        twice, spells.began, N_("Two jobs of {person} began at the same time."), file, first
    )
    for name in spells.constant:
        changing = rows.filter(
            pl.col("_who").is_not_null()
            & pl.col(name).ne_missing(pl.col(name).first().over("_who"))
        )
        said = N_("{person} has another value of {column} here than in the first row.")
        found += _each(changing, name, said, file, first)
    return found


def _each(rows: pl.DataFrame, column: str, said: str, file: str, first: int) -> list[Problem]:
    """One problem for each of the first rows, and one for how many more there are."""
    found: list[Problem] = []
    for row in rows.head(_SHOWN).iter_rows(named=True):
        text = sentence(said, person=row["_who"] or "?", column=column)
        found.append(_problem(text, column, file, row["_row"] + first))
    if rows.height > _SHOWN:
        more = sentence(
            N_("{column} has {count} further rows of this kind."),
            column=column,
            count=rows.height - _SHOWN,
        )
        found.append(_problem(more, column, file, rows.item(_SHOWN, "_row") + first))
    return found


def _problem(said: Sentence, column: str, file: str, line: int) -> Problem:
    return BadInput(
        "spells.row",
        said,
        remedy=sentence(N_("Correct the row; each job needs its person and its own beginning.")),
        place=Place(file=file or None, line=line, field=column),
    )


def spells_of(given: dict[str, str], constant: Sequence[str]) -> Spells:
    """What a mapping file says under ``spells``; ``constant`` are the columns of the design."""
    return Spells(given["person"], given["began"], given["destination"], tuple(constant))
