"""Wages of a whole nation, many months at once; the same rows as ``check`` month by month."""

from corridor.engines.wages.bulk.faulty import faults
from corridor.engines.wages.bulk.lines import (
    LINE_COLUMNS,
    LINE_EXTRAS,
    files,
    months_in,
    open_contracts,
    open_lines,
    schema_of,
)
from corridor.engines.wages.bulk.model import Month, Nation
from corridor.engines.wages.bulk.tables import Table, read_contracts, read_lines

__all__ = [
    "LINE_COLUMNS",
    "LINE_EXTRAS",
    "Month",
    "Nation",
    "Table",
    "faults",
    "files",
    "months_in",
    "open_contracts",
    "open_lines",
    "read_contracts",
    "read_lines",
    "schema_of",
]
