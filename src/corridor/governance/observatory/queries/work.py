"""The statistician's desk: what the office works on, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass

from corridor.engines.statistics.cube import Cube
from corridor.governance.observatory import sealed
from corridor.governance.observatory.models import Protection, Release, Source, Table
from corridor.platform.access import rules
from corridor.platform.access.actor import Actor

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Work:
    """A table in work with the newest of each step it has taken."""

    table: Table
    protection: Protection | None
    accepted: bool | None
    release: Release | None

    @property
    def state(self) -> str:
        """drafted, unsafe, protected, refused or reviewed; then the state of its release."""
        if self.release is not None:
            return state_of(self.release)
        if self.protection is None:
            return "drafted"
        if not self.protection.safe:
            return "unsafe"
        if self.accepted is None:
            return "protected"
        return "reviewed" if self.accepted else "refused"


def state_of(release: Release) -> str:
    """announced, approved, published or withdrawn."""
    for state in ("withdrawal", "publication", "approval"):
        if hasattr(release, state):
            return {"withdrawal": "withdrawn", "publication": "published"}.get(state, "approved")
    return "announced"


def work(by: Actor) -> list[Work]:
    """The office's tables, the newest first."""
    found = rules.rows(Table, by).defer("sealed").order_by("-pk")[:LONGEST]
    return [_work(row) for row in found]


def table_of(table: str, by: Actor) -> tuple[Work, Cube]:
    """One table in work and its cells before protection. Raises ``NotFound``."""
    row = rules.get(Table, table, by)
    return _work(row), sealed.raw(row)


def protection_of(protection: str, by: Actor) -> tuple[Protection, Cube]:
    """One protected table and its cells. Raises ``NotFound``."""
    row = rules.get(Protection, protection, by)
    return row, sealed.protected(row)


def release_of(release: str, by: Actor) -> Release:
    """One release. Raises ``NotFound``."""
    return rules.get(Release, release, by)


def sources(by: Actor) -> list[Source]:
    """The office's sources, the newest first."""
    return list(rules.rows(Source, by).order_by("-pk")[:LONGEST])


def _work(row: Table) -> Work:
    protection = row.protections.order_by("-pk").first()
    review = protection.reviews.order_by("-pk").first() if protection else None
    release = protection.releases.order_by("-pk").first() if protection else None
    return Work(row, protection, review.accepted if review else None, release)
