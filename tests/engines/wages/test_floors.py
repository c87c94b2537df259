"""When a month's wages are due, and how long they may take, by the law of the due date."""

from __future__ import annotations

from datetime import date

import pytest
from tests.engines.smallbook import SmallBook

from corridor.core.periods import month
from corridor.engines import law
from corridor.engines.days import day_number
from corridor.engines.wages.floors import timing

FIRST = date(2020, 1, 1)


def row(place: str, regime: str | None = None) -> dict[str, str | None]:
    return {"destination": place, "regime": regime}


@pytest.mark.parametrize(
    ("place", "of", "due", "latest"),
    [
        ("QAT", "2026-01", date(2026, 2, 1), date(2026, 2, 8)),
        ("OMN", "2023-07", date(2023, 8, 1), date(2023, 8, 8)),
        ("OMN", "2025-01", date(2025, 2, 1), date(2025, 2, 4)),
        ("ARE", "2026-04", date(2026, 5, 1), date(2026, 5, 16)),
        ("ARE", "2026-05", date(2026, 6, 1), date(2026, 6, 1)),
        ("MYS", "2026-01", date(2026, 2, 7), date(2026, 2, 7)),
        ("KWT", "2026-01", date(2026, 2, 1), date(2026, 2, 8)),
        ("BHR", "2026-01", date(2026, 2, 1), None),
        ("AUS", "2026-01", date(2026, 2, 1), None),
    ],
)
def test_due_and_latest_day(place: str, of: str, due: date, latest: date | None) -> None:
    found = timing(law.book(), row(place), month(of))
    assert found.due_day == day_number(due)
    assert found.latest_day == (None if latest is None else day_number(latest))
    assert set(found.law) <= {f"{place}.wps.{tail}" for tail in TAILS}


TAILS = ("pay_within", "due.due_day", "due.grace_days", "due.late_after_days")


def test_a_household_has_its_own_time() -> None:
    general = timing(law.book(), row("ARE", "general"), month("2026-05"))
    home = timing(law.book(), row("ARE", "domestic"), month("2026-05"))
    assert home.latest_day == (general.latest_day or 0) + 10
    assert timing(law.book(), row("QAT", "domestic"), month("2026-05")).latest_day is None


@pytest.mark.parametrize("day", [0, 1, 29, 31, 99])
def test_a_due_day_that_not_every_month_has_moves_nothing(day: int) -> None:
    book = SmallBook({"QAT.wps.due": [], "QAT.wps.due.due_day": [(FIRST, day)]})
    assert timing(book, row("QAT"), month("2026-01")).due_day == day_number(date(2026, 2, 1))
    moved = SmallBook({"QAT.wps.due": [], "QAT.wps.due.due_day": [(FIRST, 28)]})
    assert timing(moved, row("QAT"), month("2026-01")).due_day == day_number(date(2026, 2, 28))
