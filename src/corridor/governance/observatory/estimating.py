"""An indicator from microdata that are here for a moment only: mapped, estimated, gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.statistics.definitions.mapping import Questionnaire
    from corridor.engines.statistics.definitions.model import Catalogue, Indicator

MAPPING, DATA = "mapping.yaml", "data.csv"
_NONE = "records"  # a design is read with one question; it needs no column for that


@dataclass(frozen=True)
class Estimated:
    """The cells, what they say about themselves, and of what time and how many records."""

    cube: Cube
    definition: dict[str, Any]
    period: str
    rows: int


def estimated(mapping: str, data: bytes, indicator: str, breakdowns: Sequence[str]) -> Estimated:
    """One indicator by the mapping's design. Raises the engine's ``Problems``, each in its file.

    The records lie in a folder of their own while they are read, and nowhere afterwards.
    """
    from corridor.engines.statistics.definitions import catalogue

    known = catalogue()
    if indicator not in known.indicators:
        raise BadInput(
            "observatory.unknown_indicator",
            sentence(N_("There is no indicator “{found}”."), found=indicator),
            remedy=sentence(N_("Choose one from the list on the page of estimates.")),
            found=indicator,
        ).at(field="indicator")
    with TemporaryDirectory(prefix="corridor-") as room:
        try:
            return _within(Path(room), known, mapping, data, indicator, breakdowns)
        except Problem as problem:
            for single in problem.problems:  # the folder is nobody's business
                single.at(file=Path(single.place.file or DATA).name)
            raise


def looked_at(mapping: str, data: bytes | None, indicator: str, breakdowns: Sequence[str]) -> None:
    """Raise everything that can be told of an estimate of which something else is missing."""
    if data is not None and indicator:
        estimated(mapping, data, indicator, breakdowns)
        return
    from corridor.engines.statistics.definitions import catalogue
    from corridor.engines.statistics.definitions.mapping import read_mapping

    with TemporaryDirectory(prefix="corridor-") as room:
        path = Path(room) / MAPPING
        path.write_text(mapping, "utf-8")
        try:
            read_mapping(path, catalogue())
        except Problem as problem:
            for single in problem.problems:
                single.at(file=MAPPING)
            raise


def offered() -> list[Indicator]:
    """The indicators that can be estimated from a survey, by their ids."""
    from corridor.engines.statistics.definitions import catalogue

    found = catalogue().indicators
    return [one for _, one in sorted(found.items()) if "survey" in one.sources]


def _within(
    room: Path,
    known: Catalogue,
    mapping: str,
    data: bytes,
    indicator: str,
    breakdowns: Sequence[str],
) -> Estimated:
    from corridor.engines.statistics import evaluation
    from corridor.engines.statistics.definitions import describing, options
    from corridor.engines.statistics.definitions.mapping import read_mapping
    from corridor.engines.statistics.survey import reading, tables

    (room / MAPPING).write_text(mapping, "utf-8")
    (room / DATA).write_bytes(data)
    asked, one = read_mapping(room / MAPPING, known), known.indicators[indicator]
    plan = reading.plan_of({"design": asked.design, "estimates": [{"count": _NONE}]})
    has = options(known, one, one.breakdowns)
    own = {name: value for name, value in asked.options.items() if name in has}
    by = tuple(tuple(name.strip() for name in each.split(",")) for each in breakdowns if each)
    question = evaluation.Question((indicator,), ((), *dict.fromkeys(by)), own)
    frame = _recoded(room, known, asked, plan, evaluation.required(known, question), own)
    first = tables.first_line(room / DATA)
    answer = evaluation.evaluate(known, question, frame, plan.design, asked.time, first_line=first)
    chosen = answer.cube
    return Estimated(
        chosen, describing.indicator(known, one, chosen, own), asked.time, frame.height
    )


def _recoded(
    room: Path,
    known: Catalogue,
    asked: Questionnaire,
    plan: Any,
    needed: Sequence[str],
    own: dict[str, str],
) -> pl.DataFrame:
    """The records with the standard variables, one row a person where there is one a job."""
    from corridor.engines.statistics import recruitment_cost
    from corridor.engines.statistics.definitions import recoding
    from corridor.engines.statistics.survey import run, tables

    path = room / DATA
    table = tables.read(path)
    heading = tables.names_of(table, path)
    design = run.matching(heading, [one for one in run.columns_of(plan) if one != _NONE])
    wanted = [*recoding.columns(asked), *asked.spells.values(), *design]
    frame, first = tables.collected(table, wanted, path), tables.first_line(path)
    if asked.spells:
        rule = own.get("job_reference", known.options["job_reference"].default)
        spells = recruitment_cost.spells_of(
            dict(asked.spells), [one for one in design if one in frame.columns]
        )
        frame = recruitment_cost.one_job_a_person(frame, spells, rule, file=DATA, first_line=first)
    return recoding.recode(
        asked, known, frame, needed, file=DATA, first_line=first, heading=heading
    )
