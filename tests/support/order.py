"""How tests are handed to several workers: by file, the longest first.

A worker takes a whole file, or a whole folder whose files share what is dear to make. When a
long one comes last, the other workers have nothing left to do; so these come first, and the many
short ones fill the end. A file that is not named here is short, or new; a name too many does no
harm.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST = (
    "access/test_routes.py",
    "access/test_guards.py",
    "access/test_matrix.py",
    "access/test_mutants.py",
    "browser/test_every_page.py",
    "browser/journeys/test_other_ways.py",
    "browser/journeys/test_nepal_to_qatar.py",
    "browser/test_pages_employer.py",
    "doors/cli/test_node.py",
    "browser/journeys/test_small_phone.py",
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
_TOGETHER = ("tests/access/",)  # one world for all of it
_PLACES = {str(_ROOT / name): place for place, name in enumerate(_LONGEST)}


def longest_first(items: list[pytest.Item]) -> None:
    """Sort the tests of a worker by file; alone, tests keep the order of their folders."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: _PLACES.get(str(item.path), len(_PLACES)))


def scheduler(config: pytest.Config, log: Any) -> Any:
    """Xdist's division by file, but for the folders that stay together."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return next((one for one in _TOGETHER if file.startswith(one)), file)

    return ByFile(config, log)
