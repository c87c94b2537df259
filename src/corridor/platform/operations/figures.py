"""What the servers of a node count while they work, and how Prometheus reads it.

Labels come from closed lists (faces, status classes): no address, no name, no number of a record.
Every server process counts for itself; ``beside`` is how they add up what they counted.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

BUCKETS = (5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
"""Upper bounds of the duration histogram, in milliseconds."""
_HOUR = 3_600


class Figures:
    """Counters since the start of the node. ``changed`` is called after each change."""

    def __init__(
        self,
        clock: Callable[[], int] = time.monotonic_ns,
        changed: Callable[[], None] | None = None,
    ) -> None:
        self._clock = clock
        self._changed = changed or (lambda: None)
        self._lock = threading.Lock()
        self.requests: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()
        self._took: Counter[tuple[str, int]] = Counter()
        self._sum_us: Counter[str] = Counter()
        self._minutes: Counter[int] = Counter()

    def answered(self, face: str, status: int, took_us: int) -> None:
        """One request was answered after ``took_us`` microseconds."""
        fits = next((number for number, top in enumerate(BUCKETS) if took_us <= top * 1_000), -1)
        with self._lock:
            self.requests[face, f"{status // 100}xx"] += 1
            self._took[face, fits] += 1
            self._sum_us[face] += took_us
        self._changed()

    def turned_away(self, face: str, status: int) -> None:
        """One request was refused because the server was busy."""
        minute = self._minute()
        with self._lock:
            self.refused[face, str(status)] += 1
            self._minutes[minute] += 1
            for old in [one for one in self._minutes if one <= minute - _HOUR // 60]:
                del self._minutes[old]
        self._changed()

    def turned_away_lately(self) -> int:
        """Refusals within the last hour."""
        oldest = self._minute() - _HOUR // 60
        with self._lock:
            return sum(number for minute, number in self._minutes.items() if minute > oldest)

    def _minute(self) -> int:
        return self._clock() // (60 * 1_000_000_000)

    def _counters(self) -> dict[str, Counter[Any]]:
        return {
            "requests": self.requests,
            "refused": self.refused,
            "took": self._took,
            "us": self._sum_us,
            "minutes": self._minutes,
        }

    def told(self) -> dict[str, list[list[Any]]]:
        """The counters as JSON can hold them: for each its (key, number) pairs."""
        with self._lock:
            return {
                name: [[key, number] for key, number in counter.items()]
                for name, counter in self._counters().items()
            }

    def add(self, told: Mapping[str, Iterable[tuple[Any, int]]]) -> None:
        """Add what another process told, or this one before it ended."""
        with self._lock:
            for name, counter in self._counters().items():
                for key, number in told.get(name, ()):
                    counter[tuple(key) if isinstance(key, list) else key] += number

    def beside(self, others: Iterable[Mapping[str, Any]]) -> Figures:
        """These figures and those of the other servers, added up."""
        total = Figures(self._clock)
        for told in (self.told(), *others):
            total.add(told)
        return total

    def lines(self) -> Iterator[str]:
        """The counters in Prometheus' text format."""
        with self._lock:
            requests, refused = dict(self.requests), dict(self.refused)
            took, sums = Counter(self._took), dict(self._sum_us)
        yield from family("corridor_requests_total", "counter", "Requests answered.")
        for (face, kind), number in sorted(requests.items()):
            yield f'corridor_requests_total{{face="{face}",status="{kind}"}} {number}'
        yield from family("corridor_refused_total", "counter", "Requests refused when busy.")
        for (face, kind), number in sorted(refused.items()):
            yield f'corridor_refused_total{{face="{face}",status="{kind}"}} {number}'
        yield from family("corridor_request_seconds", "histogram", "Time to answer.")
        for face, total_us in sorted(sums.items()):
            yield from _histogram(face, took, total_us)


def _histogram(face: str, took: Counter[tuple[str, int]], total_us: int) -> Iterator[str]:
    counted = 0
    for number, top in enumerate(BUCKETS):
        counted += took[face, number]
        bound = decimal(top, 1_000)
        yield f'corridor_request_seconds_bucket{{face="{face}",le="{bound}"}} {counted}'
    counted += took[face, -1]
    yield f'corridor_request_seconds_bucket{{face="{face}",le="+Inf"}} {counted}'
    yield f'corridor_request_seconds_sum{{face="{face}"}} {decimal(total_us, 1_000_000)}'
    yield f'corridor_request_seconds_count{{face="{face}"}} {counted}'


def decimal(part: int, whole: int) -> str:
    """``part / whole`` for a power of ten, without binary fractions: (250, 1000) is 0.25."""
    digits = len(str(whole)) - 1
    text = f"{part // whole}.{part % whole:0{digits}d}".rstrip("0")
    return text.rstrip(".")


def family(name: str, kind: str, says: str) -> Iterable[str]:
    """The two lines that stand before the samples of one name."""
    return (f"# HELP {name} {says}", f"# TYPE {name} {kind}")
