"""A mapping and a table together: the records as standard variables, by the mapping's design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.core.problems import BadInput, Place, Problem, raise_all
from corridor.core.text import N_, sentence

if TYPE_CHECKING:
    import polars as pl

    from corridor.engines.statistics.definitions.mapping import Questionnaire
    from corridor.engines.statistics.definitions.model import Catalogue
    from corridor.engines.statistics.evaluation import Answer
    from corridor.engines.statistics.survey.plan import Plan

_NONE = "records"  # a design is read with one question; it needs no column for that


@dataclass(frozen=True, slots=True)
class Work:
    """A mapping and the columns of a table that it and its design speak of."""

    known: Catalogue
    mapping: Questionnaire
    plan: Plan
    frame: pl.DataFrame
    heading: list[str]
    data: Path
    first_line: int

    @classmethod
    def read(cls, mapping: Path, data: Path, known: Catalogue, *, register: bool = True) -> Work:
        """Both files. Raises ``Problems`` placed in the file where they stand.

        A mapping without a design counts each row once, as a register does, unless it may be
        none (``register``).
        """
        from corridor.engines.statistics.definitions import recoding
        from corridor.engines.statistics.definitions.mapping import read_mapping
        from corridor.engines.statistics.survey import run, tables

        asked = read_mapping(mapping, known)
        plan = _plan(asked, register=register)
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

    def evaluated(
        self,
        ids: Sequence[str],
        breakdowns: Sequence[Sequence[str]] = (),
        given: Mapping[str, str] = {},
        source: str = "survey",
    ) -> Answer:
        """The whole and each breakdown of some indicators; the mapping's own options hold where
        they are not ``given``. Raises ``Problems`` placed in the file where they stand.
        """
        from corridor.engines.statistics import evaluation

        options = self.options(ids) | dict(given)
        by = tuple(dict.fromkeys(((), *map(tuple, breakdowns))))
        question = evaluation.Question(tuple(ids), by, options, source)
        try:
            frame = self.recoded(evaluation.required(self.known, question), options)
            return evaluation.evaluate(
                self.known, question, frame, self.plan.design, self.mapping.time,
                first_line=self.first_line,
            )  # fmt: skip
        except Problem as problem:
            for single in problem.problems:
                if single.place.file is None and single.place.line is not None:
                    single.at(file=str(self.data))
            raise

    def options(self, ids: Sequence[str]) -> dict[str, str]:
        """Of the mapping's own options, those that the indicators have."""
        from corridor.engines.statistics import definitions

        names = [one.partition("@")[0] for one in ids]
        found = [self.known.indicators[one] for one in names if one in self.known.indicators]
        has = {
            name for one in found for name in definitions.options(self.known, one, one.breakdowns)
        }
        return {name: value for name, value in self.mapping.options.items() if name in has}

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


def _plan(asked: Questionnaire, *, register: bool) -> Plan:
    """The design in a mapping; one without weights, for a register, where it names none."""
    from corridor.engines.statistics.survey import reading
    from corridor.engines.statistics.survey.plan import DesignPlan, Plan

    if register and not asked.design:
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
