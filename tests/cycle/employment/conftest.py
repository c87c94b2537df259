"""Fixtures of employment's tests. Read before Django is set up, so models come inside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.support.clock import Clock

if TYPE_CHECKING:
    from tests.support.employment import Job


@pytest.fixture
def crew(three: list[Job], clock: Clock) -> list[Job]:
    """Three workers of one employer; it is 4 March."""
    clock.set(date(2026, 3, 4))
    return three
