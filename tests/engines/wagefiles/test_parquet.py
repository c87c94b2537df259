"""Our own table as Parquet: types that carry an amount exactly, and files that are none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engines import wagefiles
from corridor.engines.wagefiles import parquet as room
from corridor.engines.wagefiles.model import WageFile

from .books import parquet

WAGES: dict[str, Any] = {
    "employer_id": ["10007822", "10007822"],
    "salary_month": ["2026-06", "2026-06"],
    "currency": ["QAR", "QAR"],
    "worker_id": ["28912345678", "28912345679"],
    "net": ["1221.92", "1000"],
}


def read(data: bytes) -> WageFile:
    return wagefiles.read(data, "parquet")


def one(found: WageFile) -> tuple[int | None, str | None, str]:
    (problem,) = found.problems
    return problem.place.line, problem.place.field, problem.say()


@pytest.mark.parametrize(
    ("column", "values", "check"),
    [
        ("net", [Decimal("1221.92"), Decimal("1000.00")], ("paid", 122192)),
        ("net", [Decimal("1221.9200"), Decimal("1000.0000")], ("paid", 122192)),
        ("net", [1221.92, 1000.0], ("paid", 122192)),
        ("net", [1221, 1000], ("paid", 122100)),
        ("worker_id", [28912345678, 28912345679], ("worker_id", "28912345678")),
        ("worker_id", [28912345678.0, 28912345679.0], ("worker_id", "28912345678")),
        ("salary_month", [date(2026, 6, 1)] * 2, ("paid", 122192)),
        ("paid_on", [datetime(2026, 7, 1)] * 2, ("paid_day", 20635)),  # noqa: DTZ001
        ("notes", [None, None], ("notes", None)),
        ("basic", [1200.5, None], ("basic", 120050)),
        ("basic", [float("nan"), 1.0], ("basic", None)),
        ("x_days", [[1], [2]], ("paid", 122192)),
    ],
)
def test_types_that_carry_a_value_exactly(
    column: str, values: list[Any], check: tuple[str, Any]
) -> None:
    found = wagefiles.read(parquet(WAGES | {column: values}))
    assert found.format.id == "parquet"
    assert found.problems == ()
    assert found.to_frame()[check[0]][0] == check[1]


@pytest.mark.parametrize(
    ("column", "values", "place", "words"),
    [
        ("net", [Decimal("1221.925"), Decimal(1)], (1, "net"), "at most two decimals"),
        ("net", [0.1 + 0.2, 1.0], (1, "net"), "at most two decimals"),
        ("net", [[1], [2]], (1, "net"), "type"),
        ("net", [{"a": 1}, {"a": 2}], (1, "net"), "type"),
        ("net", [True, False], (1, "net"), "type"),
        ("net", [b"12", b"13"], (1, "net"), "type"),
        ("net", [-5, 1], (1, "net"), "zero or more"),
        ("net", [None, "1"], (1, "net"), "is empty"),
        ("worker_id", [1e16, 2.0], (1, "worker_id"), "15 digits"),
        ("paid_on", [20635, 20635], (1, "paid_on"), "format the cell as a date"),
        ("paid_on", ["2083-03-17", ""], (1, "paid_on"), "Bikram Sambat"),
        ("bonus", [1, 2], (1, "bonus"), "not one of this table"),
    ],
)
def test_types_and_values_that_do_not(
    column: str, values: list[Any], place: tuple[int, str], words: str
) -> None:
    found = read(parquet(WAGES | {column: values}))
    assert (found.problems[0].place.line, found.problems[0].place.field) == place
    assert words in found.problems[0].say()


def test_a_fraction_of_32_bits_has_lost_its_digits() -> None:
    values = pl.Series([1221.92, 1000.0], dtype=pl.Float32)
    assert "32 bits" in one(read(parquet(WAGES | {"net": values})))[2]


def test_no_rows_a_cut_off_file_and_slips_in_the_bytes() -> None:
    empty = {name: pl.Series([], dtype=pl.String) for name in WAGES}
    assert one(read(parquet(empty)))[:2] == (2, "worker_id")
    data = parquet(WAGES)
    for cut in (4, 11, len(data) // 2, len(data) - 1, len(data) - 9):
        assert "damaged or cut off" in one(read(data[:cut]))[2]
    assert "not Parquet" in one(read(b"PK\x03\x04"))[2]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_slip_in_any_byte_is_answered(data: st.DataObject) -> None:
    whole = bytearray(parquet(WAGES, compression="uncompressed"))
    place = data.draw(st.integers(4, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    found = read(bytes(whole))
    assert found.valid == (found.problem_count == 0)
    for problem in found.problems:
        assert problem.say()


def test_a_claim_of_endless_memory_ends_in_a_sentence() -> None:
    """Every byte of the head of the first pages made as large as it goes: never a crash."""
    whole = parquet(WAGES, compression="uncompressed")
    answers = set()
    for place in range(4, 40):
        found = read(whole[:place] + b"\xff\xff\xff\x7f" + whole[place + 4 :])
        answers.add(found.valid)
    assert False in answers


def test_a_great_text_in_every_row_is_cut_before_it_is_held() -> None:
    rows = 2_000
    many = {name: [values[0]] * rows for name, values in WAGES.items()}
    many |= {"worker_id": [str(number) for number in range(rows)], "notes": ["x" * 200_000] * rows}
    found = read(parquet(many, compression="zstd"))
    assert found.problem_count == rows
    assert "more than 1000 characters" in found.problems[0].say()


def test_more_rows_than_the_limit_and_a_file_on_disk_in_parts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    many = {name: [values[0]] * 30 for name, values in WAGES.items()}
    many["worker_id"] = [str(number) for number in range(30)]
    path = tmp_path / "wages [1].parquet"
    path.write_bytes(parquet(many))
    monkeypatch.setattr(room, "BATCH", 7)
    found = wagefiles.read(path)
    assert found.problems == ()
    assert found.records == 30
    assert found.to_frame()["line"].to_list() == list(range(1, 31))
    monkeypatch.setattr(room, "MAX_ROWS", 29)
    assert "the limit is 29" in one(wagefiles.read(path))[2]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 10**13 - 1), min_size=1, max_size=5))
def test_amounts_are_the_same_as_decimal_text_and_fraction(minors: list[int]) -> None:
    base = {name: [values[0]] * len(minors) for name, values in WAGES.items()}
    base["worker_id"] = [str(number) for number in range(len(minors))]
    exact = [Decimal(minor).scaleb(-2) for minor in minors]
    for values in (exact, [str(one) for one in exact], [float(one) for one in exact]):
        assert read(parquet(base | {"net": values})).to_frame()["paid"].to_list() == minors
