"""The order in which files are handed to several workers: the longest first.

A worker takes a whole file. When a long one comes last, the other workers have nothing left to
do; so these come first, and the many short ones fill the end. A file that is not named here is
short, or new; a name too many does no harm.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST = (
    "browser/test_every_page.py",
    "browser/journeys/test_other_ways.py",
    "browser/journeys/test_nepal_to_qatar.py",
    "browser/test_pages_employer.py",
    "doors/cli/test_node.py",
    "browser/journeys/test_small_phone.py",
    "access/test_routes.py",
    "access/test_guards.py",
    "browser/journeys/test_philippines_to_germany.py",
    "browser/test_pictures.py",
    "doors/web/public/test_in_a_browser.py",
    "browser/test_pages_office.py",
    "browser/journeys/test_substitution.py",
    "browser/journeys/test_appeal.py",
    "browser/test_pages_union.py",
    "browser/test_pages_agency.py",
    "browser/test_pages_admin.py",
    "browser/test_pages_inspection.py",
    "browser/test_worker_phone.py",
)
_PLACES = {str(_ROOT / name): place for place, name in enumerate(_LONGEST)}


def longest_first(items: list[pytest.Item]) -> None:
    """Sort the tests of a worker by file; alone, tests keep the order of their folders."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: _PLACES.get(str(item.path), len(_PLACES)))
