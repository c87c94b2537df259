"""Audit of published tables: what cannot be true, and from which of the table's figures.

``audit(table)`` holds a ``Published`` against itself and answers ``Finding``s; nothing is ever
corrected. ``read_and_audit(path)`` does so with a YAML or CSV file.
"""

from __future__ import annotations

from pathlib import Path

from corridor.engines.statistics.published import adding, errors, intervals, shape
from corridor.engines.statistics.published.findings import Finding
from corridor.engines.statistics.published.reading import read
from corridor.engines.statistics.published.table import Published

__all__ = ["Finding", "Published", "audit", "read", "read_and_audit"]


def audit(table: Published) -> list[Finding]:
    """Every finding: sums and shares first, then each variable, then ratios."""
    found = [*adding.check(table)]
    for one in table.estimates:
        found += [*shape.check(one), *intervals.check(one), *errors.check(one)]
    return [*found, *shape.ratios(table)]


def read_and_audit(path: Path) -> list[Finding]:
    """The findings of a file. Raises ``Problems`` or ``NotFound``."""
    return audit(read(path))
