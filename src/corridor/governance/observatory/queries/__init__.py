"""Everything that doors read of the observatory."""

from corridor.governance.observatory.queries.approving import Dossier, dossier
from corridor.governance.observatory.queries.calendar import Announced, announced, due
from corridor.governance.observatory.queries.portal import (
    Entry,
    catalogue,
    cube_of,
    entry,
    versions,
)
from corridor.governance.observatory.queries.work import (
    Work,
    protection_of,
    release_of,
    sources,
    table_of,
    work,
)

__all__ = [
    "Announced",
    "Dossier",
    "Entry",
    "Work",
    "announced",
    "catalogue",
    "cube_of",
    "dossier",
    "due",
    "entry",
    "protection_of",
    "release_of",
    "sources",
    "table_of",
    "versions",
    "work",
]
