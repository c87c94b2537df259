"""Fair shares of a busy server: a bounded queue in which no party can push the others out.

Plain Python: who a party is and what a refusal looks like is the caller's business. A party
alone may use nearly everything; as soon as others come, each gets its turn.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

_SECOND = 1_000_000_000
_REMEMBERED = 4_096  # parties whose buckets are kept


@dataclass(frozen=True, slots=True)
class Limits:
    """``slots`` work at once, ``queue`` wait, ``reserve`` more may wait when they go last.

    ``rate`` is what one party may ask each second while others wait, ``burst`` what it may
    have saved up. ``patience`` is how many milliseconds one waits at most.
    """

    slots: int
    queue: int
    reserve: int = 0
    rate: int = 30
    burst: int = 90
    patience: int = 5_000


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """Not now: 429 when it is the party's own doing, 503 when everything is full."""

    def __init__(self, status: int, retry_after: int) -> None:
        """``retry_after`` is in seconds."""
        super().__init__(status)
        self.status = status
        self.retry_after = retry_after


@dataclass(slots=True)
class _Waiter:
    turn: threading.Event = field(default_factory=threading.Event)
    admitted: bool = False


@dataclass(slots=True)
class Bucket:
    """Tokens in millionths: one comes back every ``1 / rate`` seconds, up to ``burst``."""

    rate: int
    burst: int
    level: int
    at: int

    def take(self, now: int) -> int:
        """0 when a token was there, else the seconds until there will be one."""
        grown = self.level + (now - self.at) * self.rate // 1_000
        self.level, self.at = min(grown, self.burst * 1_000_000), now
        if self.level >= 1_000_000:
            self.level -= 1_000_000
            return 0
        missing = 1_000_000 - self.level
        return max(1, -(-missing // (self.rate * 1_000_000)))


class Shares:
    """Who works, who waits, who is turned away."""

    def __init__(
        self,
        limits: Limits,
        *,
        large: frozenset[str] = frozenset(),
        clock: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        """``large`` are parties that stand for many (strangers): four times a share."""
        self.limits = limits
        self._large = large
        self._clock = clock
        self._lock = threading.Lock()
        self._running: dict[str, int] = {}
        self._waiting: OrderedDict[str, deque[_Waiter]] = OrderedDict()
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def standing(self) -> tuple[int, int]:
        """How many work and how many wait."""
        with self._lock:
            return sum(self._running.values()), self._queued()

    def enter(self, party: str, *, last: bool = False) -> None:
        """Return when it is this party's turn; raise ``Refused`` at once when there is no room.

        ``last`` is for those who are to be turned away last. Every ``enter`` that returns
        needs its ``leave``.
        """
        with self._lock:
            wait = self._bucket(party).take(self._clock())
            if not self._waiting and self._may_run(party):
                self._run(party)
                return
            if wait and not last and self._others(party):
                raise Refused(429, wait)
            self._room(party, last=last)
            waiter = _Waiter()
            self._waiting.setdefault(party, deque()).append(waiter)
            self._admit()
        waiter.turn.wait(self.limits.patience / 1_000)
        self._after_waiting(party, waiter)

    def leave(self, party: str) -> None:
        """This party's request is done; the next one's turn."""
        with self._lock:
            left = self._running[party] - 1
            self._running[party] = left
            if not left:
                del self._running[party]
            self._admit()

    def _after_waiting(self, party: str, waiter: _Waiter) -> None:
        with self._lock:
            if waiter.admitted:
                return
            queue = self._waiting.get(party)
            if queue is not None and waiter in queue:
                queue.remove(waiter)
                self._tidy(party)
        raise Refused(503, 5)

    def _bucket(self, party: str) -> Bucket:
        found = self._buckets.pop(party, None)
        if found is None:
            size = 4 if party in self._large else 1
            rate, burst = self.limits.rate * size, self.limits.burst * size
            found = Bucket(rate, burst, burst * 1_000_000, self._clock())
        self._buckets[party] = found  # the newest stand at the end
        while len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return found

    def _may_run(self, party: str) -> bool:
        slots = self.limits.slots
        # A quarter of the slots stays open for everybody else, however slow one party is.
        most = slots - slots // 4
        return sum(self._running.values()) < slots and self._running.get(party, 0) < most

    def _run(self, party: str) -> None:
        self._running[party] = self._running.get(party, 0) + 1

    def _others(self, party: str) -> bool:
        return any(one != party for one in (*self._running, *self._waiting))

    def _queued(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    def _room(self, party: str, *, last: bool) -> None:
        """Raise ``Refused`` when this party, or everybody, has enough waiting already."""
        mine = len(self._waiting.get(party, ()))
        share = max(2, self.limits.queue // (2 if party in self._large else 4))
        if mine >= share:
            raise Refused(429 if self._others(party) else 503, 2)
        if self._queued() < self.limits.queue + (self.limits.reserve if last else 0):
            return
        longest = max(self._waiting, key=lambda one: len(self._waiting[one]))
        if len(self._waiting[longest]) <= mine + 1:
            raise Refused(503, 5)
        self._waiting[longest].pop().turn.set()  # the newest of the longest gives way
        self._tidy(longest)

    def _admit(self) -> None:
        while True:
            ready = [party for party in self._waiting if self._may_run(party)]
            if not ready:
                return
            # Fewest at work first; among equals who was not served for longest.
            party = min(ready, key=lambda one: self._running.get(one, 0))
            waiter = self._waiting[party].popleft()
            self._waiting.move_to_end(party)
            self._tidy(party)
            self._run(party)
            waiter.admitted = True
            waiter.turn.set()

    def _tidy(self, party: str) -> None:
        if not self._waiting[party]:
            del self._waiting[party]
