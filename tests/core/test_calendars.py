"""Days counted as the law counts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.calendars import DayKind, add_days, is_working

FRIDAY_SATURDAY, SATURDAY_SUNDAY = frozenset({5, 6}), frozenset({6, 7})
THURSDAY = date(2026, 9, 3)


@pytest.mark.parametrize(
    ("n", "kind", "weekend", "expected"),
    [
        (0, "calendar", FRIDAY_SATURDAY, date(2026, 9, 3)),
        (7, "calendar", FRIDAY_SATURDAY, date(2026, 9, 10)),
        (0, "working", FRIDAY_SATURDAY, date(2026, 9, 3)),
        (1, "working", FRIDAY_SATURDAY, date(2026, 9, 6)),
        (1, "working", SATURDAY_SUNDAY, date(2026, 9, 4)),
        (2, "working", SATURDAY_SUNDAY, date(2026, 9, 7)),
        (5, "working", FRIDAY_SATURDAY, date(2026, 9, 10)),
        (5, "working", frozenset(), date(2026, 9, 8)),
    ],
)
def test_counting(n: int, kind: DayKind, weekend: frozenset[int], expected: date) -> None:
    assert add_days(THURSDAY, n, kind, weekend) == expected


def test_holidays_are_no_working_days() -> None:
    holidays = {date(2026, 9, 6), date(2026, 9, 7)}
    assert add_days(THURSDAY, 1, "working", FRIDAY_SATURDAY, holidays) == date(2026, 9, 8)
    assert add_days(THURSDAY, 3, "calendar", FRIDAY_SATURDAY, holidays) == date(2026, 9, 6)


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 60),
    st.frozensets(st.integers(1, 7), max_size=6),
    st.frozensets(st.dates(date(2020, 1, 1), date(2020, 3, 1)), max_size=10),
)
@settings(max_examples=60)
def test_exactly_n_working_days_lie_after_the_first(
    day: date, n: int, weekend: frozenset[int], holidays: frozenset[date]
) -> None:
    end = add_days(day, n, "working", weekend, holidays)
    between = [day + timedelta(days=k) for k in range(1, (end - day).days + 1)]
    assert sum(is_working(one, weekend, holidays) for one in between) == n
    assert n == 0 or is_working(end, weekend, holidays)


def test_what_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="forward"):
        add_days(THURSDAY, -1)
    with pytest.raises(ValueError, match="no working day"):
        add_days(THURSDAY, 1, "working", range(1, 8))
