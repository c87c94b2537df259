"""What is counted, and that Prometheus can read it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from corridor.platform.operations.figures import Figures, decimal
from corridor.platform.operations.tally import Tally

LINE = re.compile(r'^(#.*|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+)$')


def test_counts_and_a_cumulative_histogram() -> None:
    figures = Figures()
    for took_us in (3_000, 30_000, 30_000, 99_000_000):
        figures.answered("worker", 200, took_us)
    figures.answered("api", 404, 1)
    lines = list(figures.lines())
    assert all(LINE.match(line) for line in lines), lines
    assert 'corridor_requests_total{face="worker",status="2xx"} 4' in lines
    assert 'corridor_requests_total{face="api",status="4xx"} 1' in lines
    assert 'corridor_request_seconds_bucket{face="worker",le="0.005"} 1' in lines
    assert 'corridor_request_seconds_bucket{face="worker",le="0.05"} 3' in lines
    assert 'corridor_request_seconds_bucket{face="worker",le="10"} 3' in lines
    assert 'corridor_request_seconds_bucket{face="worker",le="+Inf"} 4' in lines
    assert 'corridor_request_seconds_sum{face="worker"} 99.063' in lines
    assert 'corridor_request_seconds_count{face="worker"} 4' in lines


def test_refusals_of_the_last_hour_only() -> None:
    minute = 60 * 1_000_000_000
    at = [0]
    figures = Figures(clock=lambda: at[0])
    figures.turned_away("api", 429)
    at[0] = 59 * minute
    figures.turned_away("api", 429)
    figures.turned_away("worker", 503)
    assert figures.turned_away_lately() == 3
    at[0] = 61 * minute
    assert figures.turned_away_lately() == 2
    at[0] = 500 * minute
    assert figures.turned_away_lately() == 0
    assert 'corridor_refused_total{face="api",status="429"} 2' in list(figures.lines())


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(5, 1000, "0.005"), (10_000, 1000, "10"), (0, 10, "0"), (1_000_001, 1_000_000, "1.000001")],
)
def test_decimals_without_binary_fractions(part: int, whole: int, said: str) -> None:
    assert decimal(part, whole) == said


def test_what_two_servers_counted_is_added_up_and_outlives_one_of_them(tmp_path: Path) -> None:
    one, two = Tally(tmp_path, "1"), Tally(tmp_path, "2")
    one.figures.answered("worker", 200, 3_000)
    two.figures.answered("worker", 200, 30_000)
    two.figures.turned_away("api", 429)
    assert 'corridor_requests_total{face="worker",status="2xx"} 1' in list(one.node().lines())
    for server in (one, two):
        server._write()  # as its timer does within a second
    for server in (one, Tally(tmp_path, "2"), Tally(tmp_path, "3")):
        lines = list(server.node().lines())
        assert 'corridor_requests_total{face="worker",status="2xx"} 2' in lines
        assert 'corridor_request_seconds_bucket{face="worker",le="0.005"} 1' in lines
        assert 'corridor_request_seconds_sum{face="worker"} 0.033' in lines
        assert server.node().turned_away_lately() == 1


def test_figures_are_written_within_a_second_and_a_full_disk_takes_nothing_along(
    tmp_path: Path,
) -> None:
    tally = Tally(tmp_path, "1")
    tally.figures.answered("worker", 200, 3_000)
    until = time.monotonic() + 20
    while not (tmp_path / "1.json").is_file() and time.monotonic() < until:
        time.sleep(0.02)
    assert Tally(tmp_path, "1").figures.requests["worker", "2xx"] == 1
    nowhere = Tally(tmp_path / "missing", "1")
    nowhere.figures.answered("worker", 200, 3_000)
    nowhere._due.acquire(timeout=5)  # until its timer has tried
    assert nowhere.node().requests["worker", "2xx"] == 1
    (tmp_path / "1.json").write_text("half a fi")
    assert not Tally(tmp_path, "1").figures.requests
