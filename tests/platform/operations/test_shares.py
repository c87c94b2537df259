"""Fair shares: nobody is pushed out, who is turned away is told at once."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from corridor.platform.operations.shares import Limits, Refused, Shares

SECOND = 1_000_000_000


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 0

    def __call__(self) -> int:
        return self.at


def shares(slots: int = 4, queue: int = 8, **more: int) -> tuple[Shares, Hand]:
    clock = Hand()
    return Shares(Limits(slots=slots, queue=queue, **more), clock=clock), clock


class Crowd:
    """Requests that wait in threads, and what became of each."""

    def __init__(self, lane: Shares) -> None:
        self.lane = lane
        self.seen: list[tuple[str, int]] = []
        self.threads: list[threading.Thread] = []

    def come(self, party: str, *, last: bool = False) -> None:
        """Come in, or be queued: returns once it is one or the other."""
        before = self._marks()
        thread = threading.Thread(target=self._enter, args=(party, last))
        self.threads.append(thread)
        thread.start()
        while thread.is_alive() and self._marks() == before:
            pass

    def _marks(self) -> tuple[int, int, int]:
        return *self.lane.standing(), len(self.seen)

    def _enter(self, party: str, last: bool) -> None:
        try:
            self.lane.enter(party, last=last)
            self.seen.append((party, 200))
        except Refused as refused:
            self.seen.append((party, refused.status))

    def go(self) -> None:
        for thread in self.threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in self.threads)


def test_a_party_alone_leaves_a_quarter_of_the_slots_open() -> None:
    lane, _ = shares(patience=1)
    for _ in range(3):
        lane.enter("hog")
    with pytest.raises(Refused):
        lane.enter("hog")  # waits its millisecond in vain
    lane.enter("other")
    assert lane.standing() == (4, 0)


def test_who_has_enough_waiting_is_told_at_once_and_others_still_come_in() -> None:
    lane, _ = shares(patience=20_000)
    crowd = Crowd(lane)
    for party in ("hog", "hog", "hog", "small"):
        lane.enter(party)
    for _ in range(2):
        crowd.come("hog")
    with pytest.raises(Refused) as told:
        lane.enter("hog")
    assert (told.value.status, told.value.retry_after > 0) == (429, True)
    crowd.come("other")
    lane.leave("hog")  # one slot: the party with the fewest at work goes first
    crowd.threads[2].join(10)
    assert crowd.seen == [("other", 200)]
    for party in ("hog", "hog", "small", "other"):
        lane.leave(party)
    crowd.go()
    assert Counter(crowd.seen) == Counter({("other", 200): 1, ("hog", 200): 2})
    lane.leave("hog")
    lane.leave("hog")
    assert lane.standing() == (0, 0)


def test_the_longest_queue_gives_way_and_workers_go_last() -> None:
    lane, _ = shares(slots=2, queue=4, reserve=2, patience=20_000)
    crowd = Crowd(lane)
    lane.enter("a")
    lane.enter("b")
    for party in ("c", "d", "e", "f"):
        crowd.come(party)
    with pytest.raises(Refused) as full:
        lane.enter("g")
    assert full.value.status == 503
    crowd.come("worker", last=True)
    assert lane.standing() == (2, 5)
    lane.leave("a")
    lane.leave("b")
    for _ in range(5):
        while not lane._running:
            pass
        lane.leave(next(iter(lane._running)))
    crowd.go()
    assert {status for _, status in crowd.seen} == {200}


def test_a_bucket_counts_only_while_others_are_there() -> None:
    lane, clock = shares(slots=4, queue=16, rate=2, burst=4, patience=1)
    for _ in range(20):  # alone and within the slots: no limit
        lane.enter("hog")
        lane.leave("hog")
    for party in ("hog", "hog", "hog", "small"):
        lane.enter(party)
    with pytest.raises(Refused) as told:
        lane.enter("hog")
    assert (told.value.status, told.value.retry_after) == (429, 1)
    clock.at += 2 * SECOND
    with pytest.raises(Refused) as waited:
        lane.enter("hog")  # it has tokens again, so it may wait; the slots stay taken
    assert waited.value.status == 503


def test_one_that_sends_nine_of_ten_does_not_slow_the_others() -> None:
    """A round serves four and asks forty times: the small ones are all served, the hog partly."""
    lane, clock = shares(slots=4, queue=16, patience=20_000)
    served: Counter[str] = Counter()
    asked = Counter({"hog": 0, "one": 0, "two": 0})
    for _ in range(25):
        crowd = Crowd(lane)
        for party in ["hog"] * 18 + ["one"] + ["hog"] * 18 + ["two"]:
            asked[party] += 1
            crowd.come(party)
        while any(lane.standing()):
            running = list(lane._running)
            if running:
                lane.leave(running[0])
        crowd.go()
        served.update(party for party, status in crowd.seen if status == 200)
        clock.at += SECOND
    assert (served["one"], served["two"]) == (25, 25) == (asked["one"], asked["two"])
    assert 25 <= served["hog"] < asked["hog"] // 2


def test_without_shares_the_small_ones_are_pushed_out() -> None:
    """The control: the same crowd as one party is turned away whoever asks."""
    lane, _ = shares(slots=4, queue=16, patience=20_000)
    for _ in range(3):
        lane.enter("everybody")
    crowd = Crowd(lane)
    for _ in range(4):
        crowd.come("everybody")
    with pytest.raises(Refused):
        lane.enter("everybody")  # whether this was the small one or not, it is out
    for _ in range(7):
        while not lane._running:
            pass
        lane.leave("everybody")
    crowd.go()
