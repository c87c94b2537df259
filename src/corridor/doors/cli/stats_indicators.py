"""``corridor stats indicators``, ``map`` and ``indicator``: definitions and their figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.doors.cli.output import Json, answer_json, refusals, screen, uncut
from corridor.doors.cli.stats_inputs import Out, write_out

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.statistics.definitions.mapping import Questionnaire
    from corridor.engines.statistics.definitions.model import Catalogue
    from corridor.engines.statistics.evaluation import Answer, Question
    from corridor.engines.statistics.survey.plan import Plan

_NONE = "_"
"""A plan must ask for something; what is asked for here comes from the definitions."""
Map = Annotated[Path, typer.Argument(metavar="MAPPING.yaml", help="The questionnaire's mapping.")]
Data = Annotated[
    Path, typer.Argument(metavar="DATA", help="A CSV or Parquet file, a row a record.")
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="NAMES", help="A breakdown, such as sex or sex,age_band."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="An option, such as working_age=16."),
]


Own = Annotated[
    list[Path] | None,
    typer.Option("--definitions", metavar="DIR", help="A folder of further definitions."),
]


def indicators(
    indicator: Annotated[str, typer.Argument(metavar="[ID]", help="Only this one, whole.")] = "",
    language: Annotated[
        str, typer.Option("--language", help="en, ar, ne or fr where it is written.")
    ] = "en",
    own: Own = None,
    json: Json = False,
) -> None:
    """List the indicators, or say one: whom it counts, how, by which standard, who is absent."""
    with refusals(json):
        known = _known(own)
        wanted = [indicator] if indicator else sorted(known.indicators)
        found = [_said(known, name, language) for name in wanted]
    if json:
        answer_json(found[0] if indicator else found)
    elif indicator:
        for name, value in found[0].items():
            screen.print(f"{name}: {_flat(value)}", markup=False, soft_wrap=True)
    else:
        ids = uncut("indicator", [one["measure"] for one in found])
        table = Table(ids, "what it says", "unit", "breakdowns")
        for one in found:
            table.add_row(one["measure"], one["title"], one["unit"], _flat(one["breakdowns"]))
        screen.print(table)


def _known(own: Sequence[Path] | None) -> Catalogue:
    from corridor.engines.statistics import definitions

    return definitions.load(definitions.PACKAGED, *own) if own else definitions.catalogue()


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_flat(one)}" for name, one in value.items()) or "-"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _said(known: Catalogue, name: str, language: str) -> dict[str, Any]:
    from corridor.engines.statistics import definitions

    one = definitions.indicator(known, name)
    people = known.populations.get(one.population)
    defaults = definitions.chosen(known, one, {})
    return {
        "measure": one.measure,
        "title": one.title.say(language),
        "population": people.counting.say(language) if people else "",
        "counting": one.counting.say(language),
        "absent": one.absent.say(language),
        "unit": one.unit,
        "period": one.period.say(language),
        "estimator": one.estimator,
        "sources": list(one.sources),
        "standard": f"{one.standard.name} ({one.standard.version}). {one.standard.document}",
        "breakdowns": list(one.breakdowns),
        "options": {k: {"default": v, "allowed": known.options[k].allowed}
                    for k, v in defaults.items()},
        "variables": list(definitions.variables(known, one, (), defaults)),
        "specification": definitions.digest(known, one, defaults) if one.population else "",
    }  # fmt: skip


def map_(
    mapping: Map,
    data: Data,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write the recoded table: .csv or .parquet.")
    ] = None,
    own: Own = None,
    json: Json = False,
) -> None:
    """Check a mapping against a file: every answer without a meaning, every column renamed."""
    with refusals(json):
        work = _Work.read(mapping, data, _known(own))
        made = work.recoded(())
        if out is not None:
            _write(made, out)
        found = {name: _summary(made, name) for name in work.mapping.rules}
    if json:
        answer_json({"rows": made.height, "variables": found})
        return
    screen.print(f"{made.height} rows, {len(found)} standard variables")
    for name, one in found.items():
        screen.print(f"{name}: {_flat(one)}", markup=False, soft_wrap=True)


def _summary(made: pl.DataFrame, name: str) -> dict[str, Any]:
    column = made.get_column(name)
    missing = {"missing": column.null_count()}
    if column.dtype.is_numeric():
        return {"least": column.min(), "most": column.max(), **missing}
    return {"codes": column.n_unique() - bool(column.null_count()), **missing}


def _write(made: pl.DataFrame, out: Path) -> None:
    try:
        if out.suffix.lower() == ".parquet":
            made.write_parquet(out)
        else:
            made.write_csv(out)
    except OSError as error:
        raise BadInput(
            "statistics.out",
            sentence(N_("The file {name} cannot be written."), name=out.name),
            remedy=sentence(N_("Check its folder and that you may write there.")),
            place=Place(field="--out"),
            found=str(error.strerror or error),
        ) from None


def indicator(
    mapping: Map,
    data: Data,
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Indicators, as imw.stock.")],
    by: By = None,
    set_: Set = None,
    source: Annotated[
        str, typer.Option("--source", help="survey, or register: every row once, no error.")
    ] = "survey",
    own: Own = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Estimate indicators from a survey: questionnaire, definition and design together."""
    with refusals(json):
        work = _Work.read(mapping, data, _known(own))
        answer = _estimated(work, ids, by or [], set_ or [], source)
        write_out(out, lambda: answer.cube)
    if json:
        answer_json({"cells": list(answer.cube.cells()), "measures": dict(answer.measures)})
    else:
        _say(answer)


def _estimated(
    work: _Work, ids: Sequence[str], by: Sequence[str], set_: Sequence[str], source: str
) -> Answer:
    from corridor.engines.statistics import evaluation

    options = _ambient(work, ids) | _options(set_)
    breakdowns = ((), *(tuple(one.strip() for one in each.split(",")) for each in by))
    question = evaluation.Question(tuple(ids), tuple(dict.fromkeys(breakdowns)), options, source)
    try:
        frame = work.recoded(_needed(work.known, question), options)
        return evaluation.evaluate(
            work.known, question, frame, work.plan.design, work.mapping.time,
            first_line=work.first_line,
        )  # fmt: skip
    except Problem as problem:
        for single in problem.problems:
            if single.place.file is None and single.place.line is not None:
                single.at(file=str(work.data))
        raise


def _ambient(work: _Work, ids: Sequence[str]) -> dict[str, str]:
    """Of the mapping's own options, those that the indicators have."""
    from corridor.engines.statistics import definitions

    found = [work.known.indicators[one.partition("@")[0]] for one in ids
             if one.partition("@")[0] in work.known.indicators]  # fmt: skip
    has = {name for one in found for name in definitions.options(work.known, one, one.breakdowns)}
    return {name: value for name, value in work.mapping.options.items() if name in has}


def _needed(known: Catalogue, question: Question) -> tuple[str, ...]:
    from corridor.engines.statistics import evaluation

    return evaluation.required(known, question)


def _options(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise BadInput(
                "statistics.set",
                sentence(N_("“{found}” does not say NAME=VALUE."), found=one),
                remedy=sentence(N_("Write it like {example}."), example="working_age=16"),
                place=Place(field="--set"),
                found=one,
            )
        found[name.strip()] = value.strip()
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """A mapping and the columns of a table that it and its design speak of."""

    known: Catalogue
    mapping: Questionnaire
    plan: Plan
    frame: pl.DataFrame
    heading: list[str]
    data: Path
    first_line: int

    @classmethod
    def read(cls, mapping: Path, data: Path, known: Catalogue) -> _Work:
        """Both files. Raises ``Problems`` placed in the file where they stand."""
        from corridor.engines.statistics.definitions import recoding
        from corridor.engines.statistics.definitions.mapping import read_mapping
        from corridor.engines.statistics.survey import run, tables

        asked = read_mapping(mapping, known)
        plan = _plan(asked)
        try:
            table = tables.read(data)
            heading = tables.names_of(table, data)
            wanted = [*recoding.columns(asked), *asked.spells.values()]
            asked_for = [name for name in run.columns_of(plan) if name != _NONE]
            raise_all(_strangers(asked_for, heading, mapping))
            wanted += run.matching(heading, asked_for)
            frame = tables.collected(table, wanted, data)
        except Problem as problem:
            for single in problem.problems:
                if single.place.file is None:
                    single.at(file=str(data))
            raise
        return cls(known, asked, plan, frame, heading, data, tables.first_line(data))

    def recoded(self, wanted: Sequence[str], options: Mapping[str, str] = {}) -> pl.DataFrame:
        """The table with its standard variables; one row a person where it has one row a job."""
        from corridor.engines.statistics.definitions.recoding import recode

        return recode(
            self.mapping,
            self.known,
            self._persons(options),
            wanted,
            file=str(self.data),
            first_line=self.first_line,
            heading=self.heading,
        )

    def _persons(self, options: Mapping[str, str]) -> pl.DataFrame:
        from corridor.engines.statistics import recruitment_cost
        from corridor.engines.statistics.survey import run

        if not self.mapping.spells:
            return self.frame
        rule = options.get("job_reference", self.known.options["job_reference"].default)
        same = [one for one in run.columns_of(self.plan) if one in self.frame.columns]
        spells = recruitment_cost.spells_of(dict(self.mapping.spells), same)
        return recruitment_cost.one_job_a_person(
            self.frame, spells, rule, file=str(self.data), first_line=self.first_line
        )


def _plan(asked: Questionnaire) -> Plan:
    """The design in a mapping; one without weights, for a register, where it names none."""
    from corridor.engines.statistics.survey import reading
    from corridor.engines.statistics.survey.plan import DesignPlan, Plan

    if not asked.design:
        return Plan(DesignPlan(), ())
    try:
        return reading.plan_of({"design": asked.design, "estimates": [{"count": _NONE}]})
    except Problem as problem:
        raise problem.at(file=asked.file) from None


def _strangers(wanted: Sequence[str], heading: Sequence[str], mapping: Path) -> list[Problem]:
    """The columns of the design that the table does not have."""
    from corridor.engines.statistics.survey import run

    return [
        BadInput(
            "mapping.design",
            sentence(
                N_("The table has no column “{name}”, which the design speaks of."), name=name
            ),
            remedy=sentence(N_("Its columns are: {columns}."), columns=", ".join(heading[:40])),
            place=Place(file=str(mapping), field="design"),
            found=name,
        )
        for name in wanted
        if not run.matching(heading, [name])
    ]


def _say(answer: Answer) -> None:
    """The figures for people, rounded to what can be read."""
    dimensions = answer.cube.dimensions
    cells = list(answer.cube.cells())
    ids = uncut("measure", [cell["measure"] for cell in cells])
    table = Table(ids, *dimensions, "value", "se", "interval", "n", "quality")
    for cell in cells:
        table.add_row(
            cell["measure"],
            *("" if cell[name] == "_T" else cell[name] for name in dimensions),
            _short(cell["value"]),
            _short(cell["se"]),
            f"{_short(cell['low'])} to {_short(cell['high'])}",
            str(cell["n"]),
            cell["quality"],
        )
    screen.print(table)
    for name, one in answer.measures.items():
        if one["unknown"] or one["missing"]:
            screen.print(
                f"{name}: {one['unknown']} records neither in nor out, "
                f"{one['missing']} without a value",
                markup=False,
            )


def _short(value: float | None) -> str:
    return "?" if value is None else f"{value:.6g}"


def register(app: typer.Typer) -> None:
    """Add these commands to ``corridor stats``."""
    app.command("indicators")(indicators)
    app.command("map")(map_)
    app.command("indicator")(indicator)
