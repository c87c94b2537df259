"""The minimum wage that an offer and a month are held against."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.engines import law
from corridor.engines.terms.minimum import minimum

ON = date(2025, 9, 1)


@pytest.mark.parametrize(
    ("place", "currency", "key", "month", "hour"),
    [
        ("QAT", "QAR", {}, 100_000, 0),
        ("MYS", "MYR", {}, 170_000, 0),  # 8.72 an hour is for those paid by the hour
        ("MYS", "MYR", {"regime": "domestic"}, 0, 0),
        ("KOR", "KRW", {}, 0, 10_030),
        ("DEU", "EUR", {}, 0, 1_282),
        ("DEU", "EUR", {"sector": "care", "job": "nurse"}, 0, 2_050),
        ("SAU", "SAR", {}, 0, 0),
    ],
)
def test_a_month_and_an_hour_are_not_both_asked(
    place: str, currency: str, key: dict[str, str], month: int, hour: int
) -> None:
    found = minimum(law.book(), place, ON, currency, key)
    assert (found.month, found.hour) == (month, hour)
    assert found.exists == bool(month or hour)


def test_an_amount_in_doubt_is_no_nought() -> None:
    unsaid = minimum(law.book(), "MYS", date(2025, 3, 1), "MYR", {})
    assert (unsaid.month, unsaid.hour, unsaid.exists) == (None, None, True)
