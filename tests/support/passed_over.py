"""Files that a part of ``make test`` need not even read.

Reading all test files takes as long as many of them run, and every worker of every part does it.
The part on PostgreSQL passes over the floors that know no Django, the part in a browser over the
files in which no test asks for a page. ``doubt`` makes sure that no test is lost by this.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
# The lower floors know no Django, and their tests prove it by running without.
WITHOUT_DJANGO = tuple(TESTS / name for name in ("core", "engines", "law", "house"))
# A test asks for a page by an annotated parameter, or by the mark.
_ASKS = re.compile(r"""\b(?:open_page|page|browser): |usefixtures\([^)]*["'](?:open_)?page["']""")


def below_django(path: Path) -> bool:
    """Whether a file tests a floor that knows no Django, and so no database."""
    return any(path.is_relative_to(floor) for floor in WITHOUT_DJANGO)


@cache
def may_open_a_page(path: Path) -> bool:
    """Whether a test in this file, by its text or its folders', may use the browser."""
    told = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(TESTS)]
    texts = (one.read_text("utf-8") for one in (path, *told) if one.is_file())
    return any(_ASKS.search(text) for text in texts)


def passed_over(path: Path, config: pytest.Config) -> bool:
    """Whether this run needs nothing of a test file."""
    if path.suffix != ".py" or not path.name.startswith("test_"):
        return False
    if config.getoption("--only-database") and below_django(path):
        return True
    return config.getoption("markexpr", "") == "browser" and not may_open_a_page(path)


def doubt(item: pytest.Item, *, database: bool, page: bool) -> None:
    """Refuse a test that one of the parts would pass over though it belongs to it."""
    if database and below_django(item.path):
        raise pytest.UsageError(f"{item.nodeid} uses the database below the floors that have one")
    if page and not may_open_a_page(item.path):
        raise pytest.UsageError(
            f"{item.nodeid} uses a browser, which tests.support.passed_over does not see in its "
            "file: annotate the parameter, as in “page: Page”"
        )
