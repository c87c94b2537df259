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
    from corridor.engines.statistics.definitions.model import Catalogue, Indicator

MAPPING, DATA = "mapping.yaml", "data.csv"


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
    from corridor.engines.statistics.definitions import describing
    from corridor.engines.statistics.questionnaires import Work

    (room / MAPPING).write_text(mapping, "utf-8")
    (room / DATA).write_bytes(data)
    work = Work.read(room / MAPPING, room / DATA, known, register=False)
    by = [[name.strip() for name in each.split(",")] for each in breakdowns if each]
    cube = work.evaluated([indicator], by).cube
    own = work.options([indicator])
    meaning = describing.table(known, cube, indicator, own)
    measure = known.indicators[indicator].measure
    if measure in cube.codes("measure"):
        meaning["headline"] = {"measure": measure}
    return Estimated(cube, meaning, work.mapping.time, work.frame.height)
