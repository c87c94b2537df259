"""The frame and the single comparison are one rule: same verdicts, same integers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.smallbook import small_book

from corridor.core.problems import BadInput
from corridor.engines.terms import CLAUSES, compare, read_contract
from corridor.engines.terms.frame import CODES, SILENT, VALUED, compare_frame, pairs_frame

ON = date(2026, 2, 1)
MONEY = st.sampled_from(["0.00", "0.05", "830.00", "1000.00", "1200.00", "1200.01", "99999.99"])
FOOD = st.one_of(st.sampled_from(["in_kind", "none"]), MONEY, st.just("300.00"))
HOURS = st.sampled_from([40, 48, "38.5", "38.33", 60])
FEW = st.sampled_from([0, 1, 2, 30])
PAYER = st.sampled_from(["employer", "worker", "shared", "none"])
ITEMS = st.lists(
    st.sampled_from(
        ["uniform", {"what": "loan", "per_month": "50.00"}, {"what": "loan", "per_month": "70.00"}]
    ),
    min_size=1,
    max_size=2,
)
TERMS: Mapping[str, st.SearchStrategy[Any]] = {
    "employer_id": st.sampled_from(["A", "a", "B"]),
    "worksite": st.sampled_from(["Lusail", "Doha"]),
    "occupation_isco": st.sampled_from(["9313", "931", "93", "9", "7112", "2221"]),
    "basic_wage": MONEY,
    "pay_period": st.sampled_from(["month", "week", "day", "hour"]),
    "allowance_food": FOOD,
    "allowance_housing": FOOD,
    "hours_week": HOURS,
    "rest_days_week": st.sampled_from([0, 1, "1.5"]),
    "overtime_rate": st.sampled_from(["none", "25 %", "1.25", "0.5", 2]),
    "annual_leave_days": FEW,
    "contract_months": st.sampled_from([6, 12, 24, 36]),
    "probation_months": FEW,
    "notice_days_worker": FEW,
    "ticket_out": PAYER,
    "ticket_return": PAYER,
    "medical_insurance": PAYER,
    "deductions": st.one_of(st.sampled_from(["none", "50.00", "75.50", "fine"]), ITEMS),
    "penalty_clause": st.sampled_from(["none", "two months' wage", "100.00"]),
    "passport_clause": st.sampled_from(["worker_keeps", "employer_keeps"]),
    "dispute_forum": st.sampled_from(["none", "Committee", "committee", "Court"]),
    "language": st.sampled_from(["en", "ar", "ne", ["ar", "en"]]),
    "signed_place_date": st.sampled_from(
        ["before_departure", "after_arrival", "NPL 2026-01-10", "QAT 2026-02-10", "2026-05-01"]
    ),
}


@st.composite
def contracts(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(sorted(TERMS)), unique=True, min_size=12))
    terms = {name: draw(TERMS[name]) for name in names}
    return {
        "corridor": "NPL-QAT",
        "regime": draw(st.sampled_from(["general", "domestic", None])),
        "start": draw(st.sampled_from([None, "2025-06-15", "2026-03-01"])),
        "terms": terms | {"currency": draw(st.sampled_from(["QAR", "QAR", "QAR", "USD"]))},
    }


def flat(frame: Any) -> dict[str, Any]:
    native = frame if isinstance(frame, pl.DataFrame) else frame.collect()
    row: dict[str, Any] = native.row(0, named=True)
    return row


def minor(amount: Any) -> int | None:
    return None if amount is None else int(amount.minor)


@settings(max_examples=60, deadline=None)
@given(contracts(), contracts())
def test_row_by_row_the_frame_agrees_with_the_single_comparison(
    offered: dict[str, Any], presented: dict[str, Any]
) -> None:
    book = small_book()
    one, other = read_contract(offered, book), read_contract(presented, book)
    single = compare(one, other, book, ON)
    row = flat(compare_frame(pairs_frame([(one, other, ON)]), book))
    for clause in CLAUSES:
        result = single.clause(clause.name)
        silent = result.offered is None and result.presented is None
        expected = SILENT if silent else CODES[result.verdict]
        assert row[f"{clause.name}_verdict"] == expected, (clause.name, result)
        if clause.name in VALUED:
            sign = -1 if result.verdict == "better" else 1
            for part, amount in (("per_month", result.per_month), ("over_term", result.over_term)):
                expected_amount = None if amount is None else sign * amount.minor
                assert row[f"{clause.name}_{part}"] == expected_amount, (clause.name, part, result)
    assert row["verdict"] == CODES[single.verdict]
    assert row["per_month"] == minor(single.per_month)
    assert row["over_term"] == minor(single.over_term)


def test_fewer_hours_without_a_wage_have_no_figure_in_either() -> None:
    book = small_book()
    hours = {"currency": "EUR", "pay_period": "hour"}
    one = {"corridor": "PHL-DEU", "terms": hours | {"basic_wage": "20.00", "hours_week": 40}}
    other = {"corridor": "PHL-DEU", "terms": hours | {"hours_week": 30}}
    offered, presented = read_contract(one, book), read_contract(other, book)
    row = flat(compare_frame(pairs_frame([(offered, presented, ON)]), book))
    single = compare(offered, presented, book, ON).clause("hours_week")
    assert (row["hours_week_verdict"], row["hours_week_per_month"]) == (CODES["worse"], None)
    assert (single.verdict, single.per_month) == ("worse", None)


def example_pairs(n: int) -> pl.DataFrame:
    """A spread of pairs drawn from fixed seeds, no two alike for the first hundreds."""
    import random

    draw = random.Random(7)
    options: dict[str, list[Any]] = {
        "basic_wage": ["830.00", "1000.00", "1200.00", "1200.01"],
        "pay_period": ["month", "week", "hour"],
        "allowance_food": ["in_kind", "none", "250.00", "300.00"],
        "allowance_housing": ["in_kind", "none", "500.00"],
        "hours_week": [40, "38.5", 48],
        "contract_months": [12, 24],
        "deductions": ["none", "50.00", "fine"],
        "language": ["en", "ar", "ne"],
        "occupation_isco": ["9313", "931", "7112"],
        "dispute_forum": ["none", "Committee"],
    }
    book = small_book()

    def contract() -> Any:
        names = [name for name in options if draw.random() < 0.9]
        terms = {name: draw.choice(options[name]) for name in names}
        return read_contract({"corridor": "NPL-QAT", "terms": terms | {"currency": "QAR"}}, book)

    return pairs_frame([(contract(), contract(), ON) for _ in range(n)])


def test_polars_lazy_polars_and_duckdb_give_the_same_integers() -> None:
    book = small_book()
    pairs = example_pairs(300).with_row_index("nr")
    eager = compare_frame(pairs, book).sort("nr")
    lazy = compare_frame(pairs.lazy(), book).collect().sort("nr")
    relation = duckdb.from_arrow(pairs.to_arrow())
    duck = pl.from_arrow(compare_frame(relation, book).to_arrow_table()).sort("nr")
    assert eager.equals(lazy)
    assert duck.select(eager.columns).cast(dict(eager.schema)).equals(eager)
    assert eager["verdict"].n_unique() > 2


def test_spark_gives_the_same_integers() -> None:
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").getOrCreate()
    book, pairs = small_book(), example_pairs(60).with_row_index("nr")
    eager = compare_frame(pairs, book).sort("nr")
    found = compare_frame(spark.createDataFrame(pairs.to_pandas()), book).toPandas()
    assert pl.from_pandas(found).sort("nr").cast(dict(eager.schema)).equals(eager)


def test_a_figure_too_large_is_refused_and_named() -> None:
    pairs = example_pairs(3).with_columns(pl.lit(2**50).alias("offered_basic_wage"))
    with pytest.raises(BadInput) as refused:
        compare_frame(pairs, small_book())
    assert refused.value.code == "exact.too_large"
    assert "offered" in (refused.value.place.field or "")
