"""What the second person reads before a release goes out: all of it, and who did what."""

from __future__ import annotations

from dataclasses import dataclass, field

from corridor.core.problems import NotFound
from corridor.core.text import N_, sentence
from corridor.engines.statistics.cube import Cube
from corridor.governance.observatory import sealed
from corridor.governance.observatory.models import Protection, Publication, Release, Review, Table
from corridor.governance.observatory.queries.work import state_of
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.people import queries as people


@dataclass(frozen=True, slots=True)
class Dossier:
    """A release with everything it rests on. ``number`` is the version that it becomes.

    ``cube`` holds the cells as everybody will read them; None where a table is taken back, whose
    newest version is ``before``. ``names`` are officers of the office by their id.
    """

    release: Release
    number: int
    before: Publication | None
    cube: Cube | None = None
    reviews: tuple[Review, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """announced, approved, published or withdrawn."""
        return state_of(self.release)

    @property
    def protection(self) -> Protection | None:
        """The protected table, with its digest."""
        return self.release.protection

    @property
    def preparers(self) -> frozenset[str]:
        """Whoever prepared it, and so does not approve it."""
        held = self.release.protection
        return frozenset({self.release.officer, held.officer if held else self.release.officer})


def dossier(release: str, by: Actor) -> Dossier:
    """What a person of the releasing office reads. Raises ``NotFound``."""
    row = rules.get(Release, release, by)
    if row.office_id != by.organisation:
        raise NotFound(
            "observatory.no_release",
            sentence(N_("Your office has no such release.")),
            remedy=sentence(N_("Choose one from your desk.")),
        )
    before = _newest(row, by)
    number = before.number + 1 if before else 1
    if row.protection_id is None:
        return Dossier(row, number, before, names=people.colleagues([row.officer], by))
    held = rules.get(Protection, row.protection_id, by)
    table = rules.get(Table, held.table_id, by)
    reviews = tuple(held.reviews.order_by("-pk"))
    seen = {row.officer, held.officer, table.officer, *(one.officer for one in reviews)}
    names = people.colleagues(seen, by)
    return Dossier(row, number, before, sealed.protected(held), reviews, names)


def _newest(row: Release, by: Actor) -> Publication | None:
    """The version before this release, whether or not it went out meanwhile."""
    found = rules.rows(Publication, by).filter(indicator=row.indicator).exclude(release=row)
    return found.defer("content").order_by("-number").first()
