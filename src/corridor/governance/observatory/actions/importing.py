"""A publisher's file becomes a table: read again, computed again, named with its licence."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from corridor.core.problems import BadInput, Problem
from corridor.core.text import N_, sentence
from corridor.governance.observatory.actions.drafting import add_source, draft
from corridor.governance.observatory.models import Source, Table
from corridor.platform.access.actor import Actor, Role
from corridor.platform.access.acts import act

if TYPE_CHECKING:
    from corridor.engines.statistics.public import Public

NAMES = {
    "panel": "remittance-costs",
    "services": "remittance-services",
    "stocks": "migrant-stock",
}
"""What a table of each kind is called in addresses; a series is called by its own id."""


@act("observatory.import_public", roles=(Role.STATISTICIAN,))
def import_public(*, by: Actor, data: str, file_name: str, year: int = 0) -> Table:
    """A file of remittance prices, migrant stocks or an imported series, into a table in work.

    ``data`` is the file in base64, ``file_name`` its name as published; ``year`` keeps one year of
    stocks, whose pairs are many. Publisher and licence go with the table.
    """
    content = _whole(data)
    found = _read(content, file_name, year or None)
    source = add_source(
        by=by,
        kind=Source.Kind.PUBLISHED,
        title=found.source,
        sha256=sha256(content).hexdigest(),
        licence=found.licence,
        period=found.period,
        rows=found.rows,
        file_name=file_name,
    )
    measure = found.cube.codes("measure")[0].partition("@")[0]
    return draft(
        by=by,
        indicator=NAMES.get(found.kind, measure.replace(".", "-").replace("_", "-")),
        definition=found.definition,
        table=found.cube.canonical().decode(),
        sources=[source.id],
    )


def _whole(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput(
            "observatory.base64",
            sentence(N_("The file did not arrive whole.")),
            remedy=sentence(N_("Send its bytes in base64.")),
        ).at(field="data") from None


def _read(content: bytes, file_name: str, year: int | None) -> Public:
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
            raise
