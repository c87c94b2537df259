"""Half-open periods, months, days, and dates known only roughly."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.periods import Period, RoughDate, add_months, day, month
from corridor.core.problems import BadInput

DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2026, 1, 12))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    return Period(start, draw(st.none() | days.filter(lambda end: end >= start)))


def test_the_end_is_not_inside() -> None:
    september = month("2026-09")
    assert september == Period(date(2026, 9, 1), date(2026, 10, 1))
    assert date(2026, 9, 30) in september
    assert date(2026, 10, 1) not in september
    assert date(2026, 8, 31) not in september
    assert september.days == 30
    assert september.as_json() == {"from": "2026-09-01", "to": "2026-09-30"}


def test_an_open_period_never_ends() -> None:
    still = Period(date(2026, 1, 1), None)
    assert date.max in still
    assert still.days is None
    assert still.as_json() == {"from": "2026-01-01", "to": None}


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(periods(), periods())
@settings(max_examples=100)
def test_overlapping_means_sharing_a_day(one: Period, other: Period) -> None:
    shared = any(
        date(2026, 1, 1) + n * DAY in one and date(2026, 1, 1) + n * DAY in other for n in range(14)
    )
    assert one.overlaps(other) == other.overlaps(one) == shared


def test_an_empty_period_overlaps_nothing() -> None:
    nothing = Period(date(2026, 1, 5), date(2026, 1, 5))
    assert not nothing.overlaps(Period(date(2026, 1, 1), None))
    assert not Period(date(2026, 1, 1), None).overlaps(nothing)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "2026-9", "२०२६-०९", " 2026-09"],
)
def test_no_month(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        month(text)
    assert (refused.value.code, refused.value.found) == ("period.month", text)


@pytest.mark.parametrize("given_", [None, 202609, date(2026, 9, 1)])
def test_no_text_is_no_month_and_no_day(given_: Any) -> None:
    for read in (month, day):
        with pytest.raises(BadInput):
            read(given_)


def test_a_day() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "20260901", "2026-W01-1", "2026-9-1", "0000-01-01", "٢٠٢٦-٠٩-٠١"]
)
def test_no_day(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        day(text)
    assert (refused.value.code, refused.value.found) == ("period.date", text)
    assert "2026-09-30" in refused.value.say()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-15", 3, "2027-02-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_adding_months(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "exact"),
    [
        ("2004", "2004-01-01", "2004-12-31", False),
        ("2017-11", "2017-11-01", "2017-11-30", False),
        ("2024-02", "2024-02-01", "2024-02-29", False),
        ("2017-11-05", "2017-11-05", "2017-11-05", True),
    ],
)
def test_rough_dates(text: str, earliest: str, latest: str, exact: bool) -> None:
    rough = RoughDate(text)
    assert (rough.earliest, rough.latest) == (day(earliest), day(latest))
    assert rough.exact is exact


@pytest.mark.parametrize(
    "text", ["", "20", "2017-13", "2017-1", "2017-02-30", "2004-01-01-05", "2004-", "٢٠٠٤"]
)
def test_an_impossible_rough_date_fails_where_it_is_written(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        RoughDate(text)
