"""Cubes that are not published: sealed under the office's own key, opened to work on them."""

from __future__ import annotations

from corridor.engines.statistics.cube import Cube, read
from corridor.governance.observatory.models import Protection, Table
from corridor.platform.keys.actions import seal
from corridor.platform.keys.queries import open_sealed_bytes

RAW, PROTECTED = "observatory.table", "observatory.protection"


def sealed(office: str, purpose: str, cube: Cube) -> bytes:
    """The cube's canonical bytes, sealed for the office."""
    return seal(office, purpose, cube.canonical())


def raw(table: Table) -> Cube:
    """The table's cells before protection."""
    return read(open_sealed_bytes(str(table.office_id), RAW, table.sealed))


def protected(protection: Protection) -> Cube:
    """The table's cells as they may be published."""
    office = str(protection.table.office_id)
    return read(open_sealed_bytes(office, PROTECTED, protection.sealed))
