"""A small messy nation: every kind of row that a national run must not trip over."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.engines.smallbook import SmallBook

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.engines.days import day_number
from corridor.engines.law import Ratio
from corridor.engines.wages.bulk import LINE_COLUMNS, Nation
from corridor.engines.wages.columns import CONTRACT_COLUMNS

MONTHS = [month("2026-06"), month("2026-07"), month("2026-08")]
ON = date(2026, 9, 20)
DAYS = (0, 1, 2, 3, 3, 4, 7, 8)


@pytest.fixture
def book(book: SmallBook) -> SmallBook:
    book.values["QAT.wps.pay_within"] = [(date(2015, 11, 1), 7), (date(2026, 8, 1), 3)]
    book.values["QAT.wages.deduction_cap"] = [(date(2015, 11, 1), Ratio(1, 20))]
    book.values["DEU.minimum_wage.hour"] = [(date(2026, 1, 1), Money(1390, "EUR"))]
    return book


@pytest.fixture
def nation(book: SmallBook) -> Nation:
    """1,500 contracts of 40 employers; fast changes of employer, odd pay periods, odd lines."""
    draw = random.Random(11)
    contracts = [_contract(draw, n) for n in range(1500)]
    contracts += _moved(contracts[:60])
    lines = [line for row in contracts for m in MONTHS for line in _lines(draw, row, m)]
    lines += draw.sample(lines, 25)  # the same line again
    draw.shuffle(lines)
    frames = (
        pl.DataFrame(contracts, schema=CONTRACT_COLUMNS, orient="row").lazy(),
        pl.DataFrame(lines, schema=LINE_COLUMNS, orient="row").lazy(),
    )
    return Nation(*frames, MONTHS, book, ON)


def changed(nation: Nation, **how: Any) -> Nation:
    return replace(nation, **how)


def _contract(draw: random.Random, number: int) -> dict[str, Any]:
    place = draw.choice(["QAT"] * 8 + ["DEU"])
    start = draw.choice([date(2025, 3, 1)] * 8 + [date(2026, 7, 11), None])
    end = draw.choice([None] * 8 + [date(2026, 7, 21), date(2026, 6, 1)])
    return {
        "contract_id": f"C{number:05}",
        "worker_id": f"W{number:05}",
        "employer_id": f"E{draw.randrange(40):02}",
        "destination": place,
        "regime": draw.choice(["general", "general", None]),
        "sector": draw.choice([None, "care", "trade"]),
        "job": draw.choice([None, "7111"]),
        "currency": draw.choice(["QAR" if place == "QAT" else "EUR"] * 12 + ["USD", None]),
        "pay_period": draw.choice(["month"] * 12 + ["week", "hour", "day", None]),
        "basic_minor": draw.choice([90_000, 100_000, 120_001, 150_000] * 4 + [None, 0]),
        "food_minor": draw.choice([-1, -1, 30_000, 0, 25_000] * 3 + [None]),
        "housing_minor": draw.choice([-1, -1, 50_000, 0] * 4 + [None]),
        "hours_week": draw.choice([4800, 4800, None]),
        "start_day": None if start is None else day_number(start),
        "end_day": None if end is None else day_number(end),
    }


def _moved(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Second contracts that begin when the first ends: some with the same employer."""
    found = []
    middle = day_number(date(2026, 7, 10))
    for number, row in enumerate(rows):
        row["start_day"], row["end_day"] = middle - 200, middle
        place = row["employer_id"] if number % 3 == 0 else f"E{(number * 7) % 40:02}"
        found.append(
            row
            | {"contract_id": f"D{number}", "employer_id": place, "start_day": middle}
            | {"end_day": None}
        )
    return found


def _lines(draw: random.Random, row: dict[str, Any], period: Any) -> list[dict[str, Any]]:
    if draw.random() < 0.08 or row["employer_id"] == "E07":
        return []
    due = (row["basic_minor"] or 100_000) + max(row["food_minor"] or 0, 0)
    due = max(due + max(row["housing_minor"] or 0, 0), 150_000)
    taken = draw.choice([0] * 12 + [5_000, 9_000, None, None])
    line = {
        "worker_id": draw.choice([row["worker_id"]] * 60 + ["W?"]),
        "employer_id": draw.choice([row["employer_id"]] * 60 + ["E39"]),
        "month": f"{period.start:%Y-%m}",
        "currency": draw.choice([row["currency"]] * 40 + ["USD"]),
        "paid_minor": draw.choice([due] * 8 + [due - 1, due - 20_000, 0, None, due + 7]),
        "basic_paid_minor": draw.choice([None] * 6 + [row["basic_minor"]] * 3 + [1]),
        "deductions_minor": taken,
        "lawful_minor": draw.choice([0, taken, None]),
        "forbidden_minor": draw.choice([0] * 20 + [None] * 9 + [100]),
        "hours": draw.choice([None] * 30 + [17_333, 100]),
        "paid_day": draw.choice([*(day_number(period.end) + n for n in DAYS), None]),
    }
    parts = draw.choice([1] * 15 + [2])
    half = line | {"paid_minor": None if line["paid_minor"] is None else line["paid_minor"] // 2}
    return [line] if parts == 1 else [half, half | {"paid_day": day_number(period.end) + 1}]
