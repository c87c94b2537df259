"""Definitions met by data: indicators, a recoded survey and its design give a cube of estimates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics import definitions
from corridor.engines.statistics.cube import TOTAL, Cube
from corridor.engines.statistics.definitions import guards
from corridor.engines.statistics.definitions.model import GAPS, Catalogue, Indicator
from corridor.engines.statistics.definitions.population import (
    BOTTOM,
    INSIDE,
    TOP,
    UNKNOWN,
    derive,
    prepare,
)

if TYPE_CHECKING:
    from corridor.engines.statistics.survey.plan import DesignPlan, Options
    from corridor.engines.statistics.survey.run import Survey

TRAITS = ("sex", "age_band", "education")
"""What makes two workers comparable in the factor-weighted gap and the decomposition."""
_ASKED = {"count": "total"}
_WHOLE = "_whole"
_OF_SAMPLES = ("se", "low", "high", "cv", "deff", "df", "n_psu")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: indicators by id, breakdowns (each a set of variables; () is the total)."""

    indicators: tuple[str, ...]
    breakdowns: tuple[tuple[str, ...], ...] = ((),)
    options: Mapping[str, str] | None = None
    source: str = "survey"
    traits: tuple[str, ...] = TRAITS


@dataclass(frozen=True, slots=True)
class Answer:
    """The cube; and for each measure its specification's digest, its options, and how many records
    nobody can tell in or out (``unknown``) or had no value (``missing``).
    """

    cube: Cube
    measures: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Job:
    one: Indicator
    options: Mapping[str, str]


def required(known: Catalogue, question: Question) -> tuple[str, ...]:
    """Every standard variable the question needs, derived ones included.

    Raises ``Problems``: unknown indicators and options, breakdowns and sources that a definition
    forbids, figures that are only imported.
    """
    found: set[str] = set()
    for job in _jobs(known, question):
        by = tuple(name for combination in question.breakdowns for name in combination)
        if job.one.estimator in GAPS:
            by += question.traits
        found |= set(definitions.variables(known, job.one, by, job.options))
    return tuple(sorted(found))


def _jobs(known: Catalogue, question: Question) -> list[_Job]:
    problems: list[Problem] = []
    jobs: dict[str, _Job] = {}
    waiting = list(question.indicators)
    while waiting:
        try:
            one = definitions.indicator(known, waiting.pop(0))
            given = _given(known, one, question.options or {})
            jobs[one.id] = _Job(one, definitions.chosen(known, one, given))
        except Problem as problem:
            problems += problem.problems
            continue
        by = dict.fromkeys(name for each in question.breakdowns for name in each)
        problems += guards.refusals(one, tuple(by), question.source)
        if one.estimator == "imported":
            problems.append(_only_imported(one))
        waiting += [name for name in one.always if name not in jobs]
    problems += _strange_options(known, jobs.values(), question.options or {})
    raise_all(problems)
    return list(jobs.values())


def _given(known: Catalogue, one: Indicator, options: Mapping[str, str]) -> dict[str, str]:
    """Of the options for all indicators, those that this one has."""
    allowed = definitions.options(known, one, one.breakdowns)
    return {name: value for name, value in options.items() if name in allowed}


def _strange_options(known: Catalogue, jobs: Any, options: Mapping[str, str]) -> list[Problem]:
    allowed = {name for job in jobs for name in definitions.options(known, job.one)}
    allowed |= {name for job in jobs for name in job.options}
    return [
        BadInput(
            "definition.option",
            sentence(N_("None of these indicators has an option “{found}”."), found=name),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(sorted(allowed)) or "-"),
            place=Place(field=name),
            found=name,
        )
        for name in options
        if jobs and name not in allowed
    ]


def _only_imported(one: Indicator) -> BadInput:
    return BadInput(
        "definition.imported",
        sentence(N_("{title}: this figure is imported and never estimated here."),
                 title=one.title.en),
        remedy=sentence(N_("Import the publisher's series with its method.")),
        place=Place(field=one.id),
        found=one.id,
    )  # fmt: skip


def evaluate(
    known: Catalogue,
    question: Question,
    frame: pl.DataFrame,
    design: DesignPlan,
    time: str,
    options: Options | None = None,
    first_line: int = 2,
) -> Answer:
    """Estimate every indicator in every breakdown.

    ``frame`` holds one record a row: the design's columns as they are and the standard variables
    as ``recoding.recode`` gives them. A register is no sample: its rows count once each whatever
    the design says, and its figures have no error. Raises ``Problems`` as ``required`` and the
    design do.
    """
    from corridor.engines.statistics.survey.columns import Columns
    from corridor.engines.statistics.survey.design import design as made
    from corridor.engines.statistics.survey.faults import Faults
    from corridor.engines.statistics.survey.plan import DesignPlan
    from corridor.engines.statistics.survey.plan import Options as Defaults
    from corridor.engines.statistics.survey.run import Survey

    jobs = _jobs(known, question)
    if question.source == "register":
        frame, design = frame.with_columns(pl.lit(1.0).alias(_WHOLE)), DesignPlan(weights=_WHOLE)
    ready = _ready(known, question, jobs, frame)
    options = options or Defaults()
    columns = Columns(ready, options.na, Faults(), first_line)
    survey = Survey(made(design, columns), options, columns)
    columns.faults.raise_all()
    cells: list[dict[str, Any]] = []
    measures: dict[str, dict[str, Any]] = {}
    for job in jobs:
        rows = list(_answers(survey, job.one, question))
        cells += [_cell(job.one, row, time, question) for row in rows]
        measures[job.one.measure] = _told(known, job, ready, rows, question)
    return Answer(_cube(cells, question), measures)


def _ready(
    known: Catalogue, question: Question, jobs: Sequence[_Job], frame: pl.DataFrame
) -> pl.DataFrame:
    every: dict[str, str] = {}
    for job in jobs:
        every |= job.options
    ready = derive(known, frame, required(known, question), every)
    for job in jobs:
        ready = prepare(known, job.one, ready, job.options)
    by = dict.fromkeys(name for each in question.breakdowns for name in each)
    return ready.with_columns(pl.col(name).cast(pl.String).fill_null(UNKNOWN) for name in by)


def _answers(survey: Survey, one: Indicator, question: Question) -> Iterator[dict[str, Any]]:
    from corridor.engines.statistics import gap_rows
    from corridor.engines.statistics.survey.plan import Ask

    where = {INSIDE.format(one.id): ("yes",)}
    pair = (TOP.format(one.id), BOTTOM.format(one.id))
    for by in question.breakdowns:
        if one.estimator in GAPS:
            yield from gap_rows.rows(
                survey, one.estimator, Ask("mean", pair, by, where), question.traits
            )
        elif one.estimator == "proportion":
            yield from _shares(survey, Ask("proportion", pair[:1], by, where))
        else:
            name = _ASKED.get(one.estimator, one.estimator)
            names = pair if name == "ratio" else pair[:1]
            yield from survey.answer(Ask(name, names, by, where, one.at))


def _shares(survey: Survey, ask: Any) -> Iterator[dict[str, Any]]:
    """The share of those for whom it holds; 0 where it holds for nobody."""
    from dataclasses import replace

    if "1" in survey.columns.codes(ask.variables[0]).labels:
        yield from (row for row in survey.answer(ask) if row["level"] == "1")
    else:
        yield from survey.answer(replace(ask, estimator="mean"))


def _cell(one: Indicator, row: Mapping[str, Any], time: str, question: Question) -> dict[str, Any]:
    """A survey's row as a cell of the cube, in the indicator's own scale."""
    low, high = row["ci"]
    dimensions = dict.fromkeys(_dimensions(question), TOTAL)
    domain = {name: code for name, code in row["domain"].items() if name in dimensions}
    scaled = {"value": row["estimate"], "se": row["se"], "low": low, "high": high}
    cell = {
        **dimensions,
        **domain,
        "time": time,
        "measure": measure(one, row["level"]) if one.at else one.measure,
        **{k: None if v is None else v * one.scale for k, v in scaled.items()},
        **{name: row[name] for name in ("n", "n_psu", "cv", "deff", "df", "quality")},
    }
    if question.source == "register":
        cell |= dict.fromkeys(_OF_SAMPLES) | {"quality": ""}
    return cell


def measure(one: Indicator, at: float) -> str:
    """The measure of one point of a quantile: ``rci.quartiles.p25@1.0``."""
    return f"{one.id}.p{at * 100:g}@{one.version}"


def _dimensions(question: Question) -> list[str]:
    return sorted({name for each in question.breakdowns for name in each})


def _cube(cells: list[dict[str, Any]], question: Question) -> Cube:
    texts = dict.fromkeys((*_dimensions(question), "time", "measure", "quality"), pl.String())
    floats = dict.fromkeys(("value", "se", "low", "high", "cv", "deff", "df"), pl.Float64())
    schema: dict[str, pl.DataType] = {**texts, **floats, "n": pl.Int64(), "n_psu": pl.Int64()}
    return Cube.of(pl.DataFrame(cells, schema=schema))


def _told(
    known: Catalogue,
    job: _Job,
    ready: pl.DataFrame,
    rows: Sequence[Mapping[str, Any]],
    question: Question,
) -> dict[str, Any]:
    inside, by = ready.get_column(INSIDE.format(job.one.id)), set(_dimensions(question))
    return {
        "specification": definitions.digest(known, job.one, job.options),
        "options": dict(job.options),
        "unknown": inside.null_count(),
        "missing": sum(row["missing"] for row in rows if not by & set(row["domain"])),
    }
