"""A publisher's file read where it lies for a moment only, and what its table is called."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corridor.core.problems import NotFound, Problem
from corridor.core.text import N_, sentence
from corridor.platform.access.actor import Actor
from corridor.platform.exchange import queries as exchange
from corridor.platform.exchange.models import Import

if TYPE_CHECKING:
    from corridor.engines.statistics.public import Public

STAGED = "observatory.public"
NAMES = {
    "panel": "remittance-costs",
    "services": "remittance-services",
    "stocks": "migrant-stock",
    "flow": "flow-counts",
}
"""What a table of each kind is called in addresses; a series is called by its own id."""


def table_of(found: Public) -> str:
    """What the table is called in addresses."""
    measure = found.cube.codes("measure")[0].partition("@")[0]
    return NAMES.get(found.kind, measure.replace(".", "-").replace("_", "-"))


def read(content: bytes, file_name: str, year: int | None) -> Public:
    """The table in the file. Raises the engine's ``Problems``, with the file's own name."""
    from corridor.engines.statistics.public import read_public

    kind = ".xlsx" if content.startswith(b"PK") else ".csv"
    with TemporaryDirectory(prefix="corridor-") as room:
        path = Path(room) / f"given{kind}"
        path.write_bytes(content)
        try:
            return read_public(path, year)
        except Problem as problem:
            for single in problem.problems:  # the folder is nobody's business
                single.at(file=file_name)
                if single.code == "stocks.asked":
                    single.at(field="year")
            raise


def staged(record: str, by: Actor) -> Import:
    """A publisher's file that this office keeps for a look. Raises ``NotFound``, for one that
    became a table too.
    """
    row = exchange.one(record, by)
    if row.table == STAGED and row.state != Import.State.COMMITTED:
        return row
    raise NotFound(
        "observatory.no_file",
        sentence(N_("There is no such file here.")),
        remedy=sentence(N_("It may have become a table already: look at your desk.")),
    )


def looked_at(row: Import) -> Public:
    """What a kept file would become. Raises what is wrong with it, all of it."""
    return read(exchange.content_of(row), row.file_name, None)
