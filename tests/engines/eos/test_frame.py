"""The frame gives every leaver the amount of a single award, on every engine."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.engines import law
from corridor.engines.eos import REASONS, Service, Wage, award_frame, end_of_service
from corridor.engines.eos.formula import Unknown

ON = date(2025, 6, 30)
ROWS = st.fixed_dictionaries(
    {
        "months": st.integers(0, 500) | st.sampled_from([12, 24, 36, 60, 120, 300]),
        "days": st.integers(0, 30) | st.just(0),
        "unpaid_days": st.just(0) | st.integers(0, 400),
        "basic_minor": st.integers(0, 20_000_000),
        "allowances_minor": st.integers(0, 5_000_000),
        "reason": st.sampled_from(list(REASONS)),
    }
)


def single(place: str, row: dict[str, Any]) -> int | None:
    code = law.book().jurisdiction(place).currency
    wage = Wage(Money(row["basic_minor"], code), Money(row["allowances_minor"], code))
    service = Service(Fraction(row["months"]), row["days"], row["unpaid_days"])
    award = end_of_service(law.book(), place, service, wage, row["reason"], ON)
    return award.amount.minor if award.amount is not None else None


def many(place: str, rows: list[dict[str, Any]]) -> list[int | None]:
    frame = nw.from_native(pl.DataFrame(rows), eager_only=True)
    return award_frame(frame, law.book(), place, ON)["eos_minor"].to_list()


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["SAU", "ARE", "QAT", "KWT", "OMN", "BHR", "KOR"]),
    st.lists(ROWS, min_size=1, max_size=8),
)
def test_a_frame_equals_single_awards(place: str, rows: list[dict[str, Any]]) -> None:
    assert many(place, rows) == [single(place, row) for row in rows]


def test_duckdb_gives_the_same_integers() -> None:
    rows = [
        {"months": m, "days": d, "unpaid_days": u, "basic_minor": b, "allowances_minor": 50_001,
         "reason": reason}
        for m, d, u, b in [(84, 0, 0, 800_000), (59, 30, 3, 123_457), (400, 1, 0, 999_999)]
        for reason in REASONS
    ]  # fmt: skip
    table = pl.DataFrame(rows)
    for place in ("SAU", "ARE", "KWT", "OMN"):
        lazy = nw.from_native(duckdb.from_arrow(table.to_arrow()))
        asked: Any = award_frame(lazy, law.book(), place, ON)
        found = asked.collect().to_native().to_pydict()
        held = sorted(zip(table["months"], table["reason"], many(place, rows), strict=True))
        got = sorted(zip(found["months"], found["reason"], found["eos_minor"], strict=True))
        assert [tuple(map(str, row)) for row in got] == [tuple(map(str, row)) for row in held]


def test_what_the_frame_leaves_open_and_refuses() -> None:
    row = {"months": 24, "days": 0, "unpaid_days": 0, "basic_minor": 1, "allowances_minor": 0}
    assert many("QAT", [row | {"reason": "eloped"}]) == [None]
    assert many("SAU", [row | {"reason": "dismissed_for_cause"}]) == [None]
    with pytest.raises(Unknown):
        many("DEU", [row | {"reason": "resigned"}])
    with pytest.raises(BadInput, match="too large"):
        many("KWT", [row | {"basic_minor": 10**13, "reason": "resigned"}])
