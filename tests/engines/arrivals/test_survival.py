"""The curve to a first wage: a published example, its edges and its promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.arrivals import PARTS, curve, interval, median, share_at

# Freireich and others (1963): weeks in remission under 6-MP, (relapses, censored).
PUBLISHED = {
    6: (3, 1), 7: (1, 0), 9: (0, 1), 10: (1, 1), 11: (0, 1), 13: (1, 0), 16: (1, 0), 17: (0, 1),
    19: (0, 1), 20: (0, 1), 22: (1, 0), 23: (1, 0), 25: (0, 1), 32: (0, 2), 34: (0, 1), 35: (0, 1),
}  # fmt: skip
SURVIVAL = {6: 8571, 7: 8067, 10: 7529, 13: 6902, 16: 6275, 22: 5378, 23: 4482}
AT_RISK = {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}

DAYS = st.dictionaries(
    st.integers(0, 120), st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12
)


def test_the_published_example() -> None:
    steps = curve(PUBLISHED)
    assert {one.day: one.without for one in steps if one.paid} == SURVIVAL
    assert {one.day: one.at_risk for one in steps if one.paid} == AT_RISK
    assert median(steps) == 23


def test_without_anybody_lost_it_is_the_plain_share_with_its_exact_interval() -> None:
    steps = curve({10: (3, 0), 20: (5, 0), 30: (2, 0)})
    assert [one.without for one in steps] == [7000, 2000, 0]
    for one, left in zip(steps, (7, 2), strict=False):
        plain = interval(left, 10)
        assert (one.low, one.high) == (plain.low, plain.high)
    assert steps[-1].low == 0
    assert share_at(steps, 500) == steps[-1]  # everybody was paid: nothing can change any more


def test_nobody_knows_beyond_the_last_day_watched() -> None:
    steps = curve({5: (1, 0), 40: (0, 9)})
    last = share_at(steps, 40)
    assert last is not None
    assert last.without == 9000
    assert share_at(steps, 41) is None
    before = share_at(steps, 4)
    assert before is not None
    assert (before.without, before.at_risk) == (PARTS, 10)
    assert share_at([], 1) is None
    assert median(steps) is None
    assert curve({}) == curve({3: (0, 0)}) == []


def test_a_wage_counts_before_a_loss_on_the_same_day() -> None:
    (only,) = curve({7: (1, 1)})
    assert (only.at_risk, only.without) == (2, 5000)


def test_rows_and_mapping_are_the_same_and_nonsense_is_refused() -> None:
    rows = [(day, paid, lost) for day, (paid, lost) in reversed(PUBLISHED.items())]
    assert curve(rows) == curve(PUBLISHED)
    with pytest.raises(ValueError, match="fewer than none"):
        curve({-1: (1, 0)})
    with pytest.raises(ValueError, match="fewer than none"):
        curve({1: (-1, 2)})


@given(DAYS)
def test_it_only_falls_and_its_interval_holds_it(times: dict[int, tuple[int, int]]) -> None:
    steps, before = curve(times), PARTS
    for one in steps:
        assert 0 <= one.without <= before
        assert one.low <= one.without <= one.high
        before = one.without
    everybody = sum(paid + lost for paid, lost in times.values())
    assert sum(one.paid + one.censored for one in steps) == everybody
    if steps:
        assert steps[0].at_risk == everybody


@given(DAYS, st.integers(1, 5))
def test_as_many_again_changes_the_interval_and_not_the_curve(
    times: dict[int, tuple[int, int]], more: int
) -> None:
    plain = curve(times)
    many = curve({day: (paid * more, lost * more) for day, (paid, lost) in times.items()})
    assert [one.without for one in many] == [one.without for one in plain]


@given(DAYS, st.integers(0, 130))
def test_an_end_of_watching_changes_nothing_before_it(
    times: dict[int, tuple[int, int]], until: int
) -> None:
    whole, cut = curve(times), curve(times, until)
    assert [one for one in cut if one.day < until] == [one for one in whole if one.day < until]
    assert all(one.day <= until for one in cut)
    everybody = sum(paid + lost for paid, lost in times.values())
    assert sum(one.paid + one.censored for one in cut) == everybody
    if any(day > until and sum(numbers) for day, numbers in times.items()):
        assert share_at(cut, until) == cut[-1]  # somebody was watched beyond it: it is known
