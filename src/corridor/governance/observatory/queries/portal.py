"""What everybody reads: the catalogue, one indicator with its versions, and its cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube, read
from corridor.governance.observatory.models import Publication, Release
from corridor.platform.access import rules
from corridor.platform.access.actor import STRANGER, Actor

_LIGHT = ("content", "manifest")


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator in the catalogue: its newest version, and whether it was taken back."""

    newest: Publication
    office: str

    @property
    def retracted(self) -> bool:
        """Whether the newest word about it is that it was taken back."""
        return self.newest.kind == Release.Kind.RETRACTION


def catalogue(by: Actor = STRANGER) -> list[Entry]:
    """Every indicator by its newest version, in the order of their names."""
    found = (
        rules.rows(Publication, by)
        .defer(*_LIGHT)
        .select_related("release__office")
        .order_by("indicator", "-number")
    )
    newest: dict[str, Publication] = {}
    for row in found:
        newest.setdefault(row.indicator, row)
    return [Entry(row, row.release.office.name) for row in newest.values()]


def versions(indicator: str, by: Actor = STRANGER) -> list[Publication]:
    """Every version of an indicator, the newest first. Raises ``NotFound`` for none."""
    found = list(
        rules.rows(Publication, by)
        .defer("content")
        .select_related("release__office")
        .filter(indicator=indicator)
        .order_by("-number")
    )
    if not found:
        raise NotFound(
            "observatory.no_indicator",
            sentence(N_("No statistics are published under this name.")),
            remedy=sentence(N_("Choose one from the list of statistics.")),
        )
    return found


def entry(indicator: str, number: int | None = None, by: Actor = STRANGER) -> Publication:
    """One version of an indicator (the newest by default). Raises ``NotFound``."""
    for row in versions(indicator, by):
        if number in {None, row.number}:
            return row
    raise NotFound(
        "observatory.no_version",
        sentence(N_("There is no such version of these statistics.")),
        remedy=sentence(N_("Choose one from the revision history.")),
    )


def cube_of(publication: Publication) -> Cube:
    """The cells of a version that holds some. They never change, so that they may be kept."""
    return _cube(publication.pk)


@lru_cache(maxsize=32)
def _cube(publication: str) -> Cube:
    found = rules.rows(Publication, STRANGER).values_list("content", flat=True)
    return read(found.get(pk=publication).encode())
