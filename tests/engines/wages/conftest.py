"""Fixtures of the wage engine's tests."""

from __future__ import annotations

import pytest
from tests.engines.smallbook import SmallBook, small_book


@pytest.fixture
def book() -> SmallBook:
    return small_book()
