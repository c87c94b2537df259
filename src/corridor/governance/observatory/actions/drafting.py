"""Sources by their digest, and tables in work."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from corridor.core.canonical import digest
from corridor.core.problems import BadInput, Problem, raise_all
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube
from corridor.governance.observatory import definitions
from corridor.governance.observatory.actions.shared import note, office_of, own_words
from corridor.governance.observatory.models import Source, Table
from corridor.governance.observatory.sealed import RAW, sealed
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|\d{2}))?(/\d{4}(-(Q[1-4]|\d{2}))?)?")


@act("observatory.add_source", roles=(Role.STATISTICIAN,))
def add_source(
    *,
    by: Actor,
    kind: str,
    title: str,
    sha256: str,
    licence: str,
    period: str,
    rows: int,
    file_name: str = "",
    note_on_it: str = "",
) -> Source:
    """Put a source on record by its SHA-256: its content stays where it is.

    ``kind`` is survey, register, published or compiled; ``period`` such as 2026, 2026-Q3,
    2026-09 or 2024/2026.
    """
    office = office_of(by)
    _known(kind, "kind", Source.Kind.values)
    _shape(sha256, "sha256", r"[0-9a-f]{64}", N_("Write the 64 letters of the file's SHA-256."))
    _shape(
        period, "period", _PERIOD.pattern, N_("Write it as 2026, 2026-Q3, 2026-09 or 2024/2026.")
    )
    if rows < 0:
        _shape("-", "rows", r"\d+", N_("Write how many records the file has."))
    source = Source.objects.create(
        office=office,
        kind=kind,
        title=own_words(title, "title", 200),
        file_name=file_name.strip()[:200],
        digest=sha256,
        licence=own_words(licence, "licence", 200),
        period=period,
        rows=rows,
        note=note_on_it.strip()[:500],
        officer=by.person or "",
    )
    note("observatory.add_source", source, office.id, by, {"digest": sha256})
    return source


@act("observatory.draft", roles=(Role.STATISTICIAN,))
def draft(
    *, by: Actor, indicator: str, definition: dict[str, Any], table: str, sources: list[str]
) -> Table:
    """A table in work: its cells as CSV (``engines/statistics/cube.py``), sealed for the office.

    ``definition`` says what is counted and how; ``sources`` are ids of sources on record.
    """
    office = office_of(by)
    named, checked, cube = _read(indicator, definition, table, sources)
    made_of = _sources(sources, by, {cube.digest(), sha256(table.encode()).hexdigest()})
    _within_definitions(cube, made_of, by)
    row = Table.objects.create(
        office=office,
        indicator=named,
        definition=checked,
        specification=digest(checked),
        sources=made_of,
        sealed=sealed(office.id, RAW, cube),
        digest=cube.digest(),
        cells=cube.frame.height,
        officer=by.person or "",
    )
    note("observatory.draft", row, office.id, by, {"digest": row.digest})
    return row


def _read(
    indicator: str, definition: dict[str, Any], table: str, sources: list[str]
) -> tuple[str, dict[str, Any], Cube]:
    """Name, definition and cells. Every fault in them, and no source, is told at once."""
    faults: list[Problem] = []

    def kept(check: Callable[[Any], Any], given: Any) -> Any:
        try:
            return check(given)
        except Problem as problem:
            faults.extend(problem.problems)

    named = kept(definitions.checked_name, indicator)
    found = kept(definitions.checked, definition)
    cube = kept(definitions.cells_of, table)
    kept(_some, sources)
    raise_all(faults)
    return named, found, cube


def _within_definitions(cube: Cube, ids: list[str], by: Actor) -> None:
    """Refuse what a definition forbids whoever made the table: people without papers are never
    counted from a register, and never shown below a region.
    """
    from corridor.engines.statistics.definitions import catalogue, guards

    kinds = {rules.get(Source, one, by).kind for one in ids}
    raise_all(guards.of_cube(catalogue(), cube, kinds))


def _sources(ids: list[str], by: Actor, itself: set[str]) -> list[str]:
    """The ids, each of a source of this office, in order and once.

    The table is no survey of its own: its digest would be published, and guesses of what it
    withholds could be tried against it.
    """
    found = {one: rules.get(Source, one, by) for one in ids}
    if any(one.kind == Source.Kind.SURVEY and one.digest in itself for one in found.values()):
        raise BadInput(
            "observatory.own_source",
            sentence(N_("The table itself is named as the survey that it was made of.")),
            remedy=sentence(N_("Name the file of microdata, or call it a table of the office.")),
        ).at(field="sources")
    return sorted(found)


def _some(ids: list[str]) -> None:
    if not ids:
        raise BadInput(
            "observatory.sources",
            sentence(N_("The table names no source.")),
            remedy=sentence(N_("Name what it was made of: put the file on record first.")),
        ).at(field="sources")


def _known(found: str, field: str, known: list[str]) -> None:
    if found not in known:
        raise BadInput(
            "observatory.choice",
            sentence(N_("“{found}” is not known here."), found=found),
            remedy=sentence(N_("Choose one of: {kinds}."), kinds=", ".join(known)),
            found=found,
        ).at(field=field)


def _shape(found: str, field: str, pattern: str, remedy: str) -> None:
    if not re.fullmatch(pattern, found):
        raise BadInput(
            "observatory.shape",
            sentence(N_("“{found}” cannot be read."), found=found),
            remedy=sentence(remedy),
            found=found,
        ).at(field=field)
