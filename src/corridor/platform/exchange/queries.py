"""Reading staged imports."""

from __future__ import annotations

import json
from typing import Any

from corridor.platform.access import rules
from corridor.platform.access.actor import Actor
from corridor.platform.documents import store
from corridor.platform.exchange.models import Import
from corridor.platform.keys.queries import open_sealed, open_sealed_bytes

CONTENT, REPORT = "exchange.import.content", "exchange.import.report"
ERRORS = "exchange.import.errors"


def imports(by: Actor, limit: int = 50) -> list[Import]:
    """The newest imports of the reader's office."""
    return list(rules.rows(Import, by).order_by("-created_at", "-id")[:limit])


def one(staged: str, by: Actor) -> Import:
    """One import of the reader's office."""
    return rules.get(Import, staged, by)


def first_errors(staged: str, by: Actor) -> list[dict[str, Any]]:
    """The first 1,000 errors with file, line and column, as RFC 9457 members."""
    row = one(staged, by)
    if row.first_errors is None:
        return []
    return list(json.loads(open_sealed(row.id, ERRORS, row.first_errors)))


def report(staged: str, by: Actor) -> bytes:
    """All errors of a refused import as CSV; empty when there were none."""
    row = one(staged, by)
    if not row.errors:
        return b""
    return open_sealed_bytes(row.id, REPORT, store.fetch(f"{row.id}-report"))


def content_of(row: Import) -> bytes:
    """The file of an import that the caller was already allowed to find."""
    return open_sealed_bytes(row.id, CONTENT, store.fetch(row.id))
