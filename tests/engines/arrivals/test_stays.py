"""What became of a cleared worker, case by case, and what follows for an employer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.engines.arrivals import Figures, Stay, Tally, flags, outcome

TODAY, WITHIN = 1000, 60


@pytest.mark.parametrize(
    ("stay", "became"),
    [
        (Stay(990), "on_the_way"),
        (Stay(941), "on_the_way"),
        (Stay(940), "not_seen"),
        (Stay(900, left=920), "withdrawn"),
        (Stay(900, arrived=910, paid=950), "paid"),
        (Stay(900, arrived=910, paid=950, left=960, changed=True), "paid"),
        (Stay(900, arrived=910, left=990, changed=True), "changed"),
        (Stay(900, arrived=910, left=990), "left"),
        (Stay(900, arrived=910, filed=False), "unknown"),
        (Stay(900, arrived=910, paid=930, filed=False), "paid"),
        (Stay(900, arrived=941), "waiting"),
        (Stay(900, arrived=940), "never_paid"),
    ],
)
def test_what_became_of_her(stay: Stay, became: str) -> None:
    assert outcome(stay, TODAY, WITHIN) == became


def test_a_worker_who_changed_employer_is_not_never_paid() -> None:
    """However long she stayed: she is lost from sight, and the employer's share knows it."""
    early, late = Stay(800, 810, left=850, changed=True), Stay(800, 810, left=900, changed=True)
    tally = Tally().take([early, late], TODAY, WITHIN)
    assert (tally.of("changed"), tally.of("never_paid")) == (2, 0)
    assert tally.times == {40: (0, 1), 90: (0, 1)}
    assert (tally.watched, tally.in_time) == (1, 0)  # the second was 60 days there without a wage


def test_who_came_lately_counts_for_no_share() -> None:
    """A quick first wage would count and a slow one not yet: the share would look too good."""
    quick, slow = Stay(950, 960, paid=980), Stay(950, 960)
    tally = Tally().take([quick, slow], TODAY, WITHIN)
    assert (tally.watched, tally.in_time) == (0, 0)
    assert tally.times == {20: (1, 0), 40: (0, 1)}
    assert (tally.of("paid"), tally.of("waiting")) == (1, 1)


def test_the_curve_leaves_out_whom_nobody_can_watch() -> None:
    """A household files nothing: that it does not speak is no month without a wage."""
    home = [Stay(800, 810, filed=False), Stay(800, 810, paid=820, filed=False)]
    tally = Tally().take(home, TODAY, WITHIN)
    assert (tally.watched, tally.times) == (0, {})
    assert (tally.of("unknown"), tally.of("paid")) == (1, 1)


def test_late_wages_are_wages_and_not_in_time() -> None:
    tally = Tally().take([Stay(800, 810, paid=871), Stay(800, 810, paid=870)], TODAY, WITHIN)
    assert (tally.watched, tally.in_time, tally.of("paid")) == (2, 1, 2)


def test_arrivals_are_watched_in_the_same_way() -> None:
    stays = [
        Stay(800, 850),  # in time
        Stay(800, 861),  # later
        Stay(800),  # not on record
        Stay(960, 970),  # cleared too short a time ago to count
        Stay(800, left=820),  # gave up before she left home
    ]
    tally = Tally().take(stays, TODAY, WITHIN)
    assert (tally.due, tally.came, tally.cleared, tally.arrived) == (3, 1, 5, 3)


DAY = st.integers(0, 400)
STAYS = st.lists(
    st.builds(
        lambda cleared, arrived, paid, left, changed, filed: Stay(
            cleared,
            None if arrived is None else cleared + arrived,
            None if arrived is None or paid is None else cleared + arrived + paid,
            None if left is None else cleared + (arrived or 0) + left,
            changed and left is not None,
            filed,
        ),
        st.integers(0, 900), st.none() | DAY, st.none() | DAY, st.none() | DAY,
        st.booleans(), st.booleans(),
    ),
    max_size=30,
)  # fmt: skip


@given(STAYS, STAYS)
def test_everybody_is_counted_once_and_counts_add_up(one: list[Stay], other: list[Stay]) -> None:
    first, second = Tally().take(one, TODAY, WITHIN), Tally().take(other, TODAY, WITHIN)
    whole = Tally().take([*one, *other], TODAY, WITHIN)
    assert first.join(second) == whole
    assert whole.cleared == len(one) + len(other)
    assert whole.came <= whole.due <= whole.cleared
    assert whole.in_time <= whole.watched <= whole.arrived <= whole.cleared
    filed = [stay for stay in (*one, *other) if stay.filed and stay.arrived is not None]
    assert sum(paid + lost for paid, lost in whole.times.values()) == len(filed)


def names(found: Figures) -> list[tuple[str, bool]]:
    return [(one.name, one.sure) for one in flags(found, least=10, share=90)]


def test_a_flag_needs_enough_workers_and_a_bound_below_what_is_usual() -> None:
    assert names(Figures(watched=9, in_time=0, due=9, came=0)) == []
    assert names(Figures(watched=10, in_time=0, due=10, came=10)) == [("never_paid", True)]
    assert names(Figures(watched=10, in_time=6, due=10, came=10)) == [("never_paid", True)]
    # Seven of ten can still be an employer who pays nine of ten: the bound reaches further.
    assert names(Figures(watched=10, in_time=7, due=10, came=10)) == []
    assert names(Figures(watched=1000, in_time=870, due=1000, came=950)) == [("never_paid", True)]
    assert names(Figures(watched=0, in_time=0, due=40, came=3)) == [("not_seen", True)]


@pytest.mark.parametrize(
    ("demand", "headcount", "quota", "found"),
    [
        (120, 12, 20, [("demand", True)]),
        (120, 12, None, [("demand", False)]),  # what it was allowed is not on record
        (120, None, 20, [("demand", False)]),
        (120, None, None, []),
        (12, 12, 5, []),
        (15, 12, 20, []),  # more than it has, and no more than it may
    ],
)
def test_an_order_larger_than_the_employer_and_its_quota(
    demand: int, headcount: int | None, quota: int | None, found: list[tuple[str, bool]]
) -> None:
    figures = Figures(0, 0, 0, 0, demand=demand, headcount=headcount, quota=quota)
    assert names(figures) == found
