"""What is counted, and that Prometheus can read it."""

from __future__ import annotations

import re

import pytest

from corridor.platform.operations.figures import Figures, decimal

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
