"""Two tables of figures side by side: which may be, and what they say together.

A mirror table is made of what everybody may read already: versions that are out, and tables made
of public files alone. So it tells nothing new about anybody. A survey and a register may be held
against each other while both are in work: that is looked at, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube
from corridor.governance.observatory import sealed
from corridor.governance.observatory.models import Publication, Source, Table
from corridor.governance.observatory.queries.portal import cube_of
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

if TYPE_CHECKING:
    from corridor.engines.statistics.mirror import Cause, Mirror, Reconciled
    from corridor.engines.statistics.mirror_tables import Key

LONGEST = 100
_FEW = 3
"""Fewer people than this are no cause of their own: it would tell about them."""
_PERSONS = ".persons@"
_UNITS = ("person", "contract", "clearance", "departure", "arrival", "complaint")


@dataclass(frozen=True)
class Held:
    """A table that may be set beside another: one in work, or a version that is out."""

    row: Table | Publication

    @property
    def id(self) -> str:
        """The record's own."""
        return str(self.row.pk)

    @property
    def definition(self) -> Mapping[str, Any]:
        """What it counts, and how."""
        return dict(self.row.definition)

    @cached_property
    def cube(self) -> Cube:
        """Its cells; those that are withheld have no figure."""
        return sealed.raw(self.row) if isinstance(self.row, Table) else cube_of(self.row)

    def of(self, measure: str) -> Cube:
        """One measure of it, or all of it. Raises ``BadInput`` for one that it does not have."""
        return self.cube.where({"measure": measure}) if measure else self.cube

    def unit(self, measure: str) -> str:
        """What one of the measure is: as its cells say, else as the definition does."""
        if measure.startswith("register.") and _PERSONS in measure:
            return "person"
        noted = next(self.of(measure).cells(), {"note": ""})["note"]
        return noted if noted in _UNITS else str(self.definition.get("unit", ""))


def choices(by: Actor, *, public: bool = False) -> list[Held]:
    """What the reader may choose from, the newest first; ``public``: what is public already."""
    tables = list(rules.rows(Table, by).defer("sealed").order_by("-pk")[:LONGEST])
    if public:
        known = _published(by)
        tables = [one for one in tables if set(one.sources) <= known]
    out = rules.rows(Publication, by).exclude(digest="").defer("content", "manifest")
    return [*map(Held, tables), *map(Held, out.order_by("-pk")[:LONGEST])]


def _published(by: Actor) -> set[str]:
    found = rules.rows(Source, by).filter(kind=Source.Kind.PUBLISHED)
    return set(found.values_list("pk", flat=True))


def held(record: str, by: Actor, *, public: bool = False) -> Held:
    """The table of an id. Raises ``NotFound``, and ``BadInput`` where it must be public and
    is not.
    """
    row = rules.rows(Table, by).filter(pk=record).first()
    if row is None:
        return Held(rules.get(Publication, record, by))
    if public and not set(row.sources) <= _published(by):
        raise BadInput(
            "observatory.not_public",
            sentence(N_("This table is not public yet.")),
            remedy=sentence(N_("Release it first: a mirror table holds what everybody may read.")),
        )
    return Held(row)


def mirrored(
    origin: Held, destination: Held, measures: tuple[str, str], causes: str = ""
) -> tuple[list[tuple[Key, Mirror]], dict[Key, list[Cause]]]:
    """Both counts of each flow and the stated causes (a CSV text). Raises ``Problems``."""
    from corridor.engines.statistics import mirror_tables

    told = stated(causes)
    cubes = origin.of(measures[0]), destination.of(measures[1])
    return list(mirror_tables.side_by_side(*cubes, told)), told


def stated(text: str) -> dict[Key, list[Cause]]:
    """The causes in a CSV text, by their flow. Raises ``Problems`` with every fault's line."""
    from corridor.engines.statistics.mirror_tables import read_causes

    if not text.strip():
        return {}
    with TemporaryDirectory(prefix="corridor-") as room:
        path = Path(room) / "causes.csv"
        path.write_text(text, "utf-8")
        try:
            return read_causes(path, least=_FEW)
        except Problem as problem:
            for single in problem.problems:  # the folder is nobody's business
                single.at(file="causes.csv")
            raise


def reconciled(
    survey: Held, register: Held, measures: tuple[str, str]
) -> Iterator[tuple[dict[str, str], Reconciled]]:
    """A survey's and a register's figures of one quantity, cell by cell. Raises ``BadInput``."""
    from corridor.engines.statistics import mirror_tables

    units = survey.unit(measures[0]), register.unit(measures[1])
    yield from mirror_tables.reconciled(survey.cube, measures[0], register.cube, measures[1], units)
