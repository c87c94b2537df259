"""A national run answers the rows of ``check``, whatever it spares itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from tests.engines.wages.bulk.conftest import MONTHS, ON

from corridor.core.problems import BadInput
from corridor.engines.wages.bulk import (
    Nation,
    kinds,
    prepared,
    read_contracts,
    read_lines,
    readers,
    screen,
    tables,
    whole,
)
from corridor.engines.wages.bulk import nation as national
from corridor.engines.wages.bulk.laws import laws_of
from corridor.engines.wages.bulk.model import doubtful
from corridor.engines.wages.bulk.nation import once
from corridor.engines.wages.bulk.plain import ANSWER
from corridor.engines.wages.check import check, ghosts
from corridor.engines.wages.columns import CONTRACT_COLUMNS

ORDER = ["employer_id", "worker_id"]


def plainly(nation: Nation) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Findings and strangers of each month by ``check`` over whole frames."""
    contracts, lines = nation.contracts.collect(), nation.lines.collect()
    for month in nation.months:
        paid = lines.filter(pl.col("month") == f"{month.start:%Y-%m}").drop("month")
        paid, _ = once(paid)
        rows = check(contracts, paid, month, nation.book, nation.on, complete=nation.complete)
        found = nw.from_native(rows).filter(doubtful(ANSWER)).select(*ANSWER).to_native()
        yield found.sort(ORDER), ghosts(contracts, paid, month)


@pytest.mark.parametrize(("complete", "on"), [(True, ON), (False, ON), (True, date(2026, 8, 5))])
def test_every_row_is_that_of_check(
    nation: Nation, complete: bool, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On 5 August a wage for July can still be paid in time, one for August is not due yet."""
    monkeypatch.setattr(tables, "PART", 700)  # lines of one month and worker in several parts
    monkeypatch.setattr(screen, "_BATCH", 130)
    nation = replace(nation, complete=complete, on=on)
    for mine, (found, strangers) in zip(national.months(nation), plainly(nation), strict=True):
        assert mine.findings.sort(ORDER).equals(found)
        assert mine.findings.height > (400 if on == ON else 100)
        same = [*strangers.columns[:2], "paid_minor", "paid_day", "currency"]
        assert mine.strangers.select(same).sort(same).equals(strangers.select(same).sort(same))
        assert mine.strangers.height > 5


def test_the_screen_spares_most_lines_and_only_those_in_order(nation: Nation) -> None:
    good = nation.lines.filter(pl.col("paid_minor") > 0)
    contracts = prepared.prepare(nation.contracts)
    laws = laws_of(contracts.words, MONTHS, nation.book)
    numbers = contracts.numbers.with_columns(prepared.needs(contracts, laws))
    found = screen.screen(numbers, good, MONTHS, laws)
    left = sum(part.height for part in found.left)
    assert 500 < left < good.collect().height - 500


def test_files_are_cut_where_their_groups_of_rows_end(
    nation: Nation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of 100 rows are read three at a time, of 400 alone, and of 1,000 in pieces."""
    monkeypatch.setattr(tables, "PART", 450)
    monkeypatch.setattr(tables, "_GROUP", 300)
    (tmp_path / "lines").mkdir()
    lines, begun = nation.lines.collect(), 0
    for size, height in ((100, 1000), (400, 1200), (1000, 9000)):
        part = lines.slice(begun, height)
        part.write_parquet(tmp_path / "lines" / f"{size:04}.parquet", row_group_size=size)
        begun += height
    assert begun > lines.height > 2300
    path = tmp_path / "contracts.parquet"
    nation.contracts.collect().write_parquet(path, row_group_size=200)
    table = read_lines(tmp_path / "lines")
    heights = [height for _, _, height in table.cuts]
    assert heights[:7] == [300, 300, 300, 100, 400, 400, 400]
    assert heights[7:10] == [450, 450, 100]
    assert pl.concat(table.parts()).equals(lines)
    some = np.array([7, 5, 2300, 999, 1000, 5])
    assert table.rows(some).equals(lines[[5, 7, 999, 1000, 2300]])
    cut = replace(nation, contracts=read_contracts(path), lines=table)
    for one, other in zip(national.months(cut), national.months(nation), strict=True):
        assert one.findings.sort(ORDER).equals(other.findings.sort(ORDER))
        assert one.employers.equals(other.employers)
        assert one.strangers.equals(other.strangers)
        assert one.repeated.equals(other.repeated)


def test_kinds_that_fall_on_one_number_are_told_apart_by_another(
    nation: Nation, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, mixed = prepared.prepare(nation.contracts), kinds.mixed
    monkeypatch.setattr(kinds, "mixed", lambda seed: pl.lit(7, pl.UInt64) if seed < 2 else mixed(9))
    again = prepared.prepare(nation.contracts)
    assert again.numbers.equals(good.numbers)
    assert again.words.equals(good.words)
    monkeypatch.setattr(kinds, "mixed", lambda _: pl.lit(7, pl.UInt64))
    with pytest.raises(RuntimeError):
        prepared.prepare(nation.contracts)


def test_a_line_that_stands_twice_is_counted_once_and_said(nation: Nation) -> None:
    answers = list(national.months(nation))
    assert sum(answer.repeated.height for answer in answers) >= 25
    alone = nation.lines.unique().collect().lazy()  # rows keep their order when read again
    again = list(national.months(replace(nation, lines=alone)))
    for one, other in zip(answers, again, strict=True):
        assert one.findings.sort(ORDER).equals(other.findings.sort(ORDER))
        assert other.repeated.is_empty()


def test_a_reference_tells_like_payments_apart(nation: Nation) -> None:
    lines = nation.lines.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("reference"))
    answers = list(national.months(replace(nation, lines=lines)))
    assert sum(answer.repeated.height for answer in answers) == 0


def test_employers_add_up(nation: Nation) -> None:
    for answer in national.months(nation):
        found, rows = answer.findings, answer.employers
        assert rows["still_owed_minor"].sum() == found["still_owed_minor"].sum()
        assert rows["late"].sum() == (found["late"] == 2).sum()
        assert rows["missing_unknown"].sum() == (found["missing"] == 1).sum()
        assert rows["strangers"].sum() == answer.strangers.height
        assert rows["still_owed_minor"].is_sorted(descending=True)
        assert rows["employer_id"].n_unique() == rows.height
        counted = answer.counts()
        assert counted["short.breach"] == (found["short"] == 2).sum()


def test_two_contracts_on_one_day_are_said_and_everybody_else_is_computed(
    nation: Nation, tmp_path: Path
) -> None:
    """W00070's second contract is with another employer, W00071's begins as hers ends in July."""
    rows = nation.contracts.filter(pl.col("worker_id").is_in(["W00070", "W00071"]))
    second = rows.with_columns(
        pl.concat_str(pl.lit("X"), "contract_id").alias("contract_id"),
        pl.lit("E99").alias("employer_id"),
        pl.when(pl.col("worker_id") == "W00071").then(20640).otherwise(20000).alias("start_day"),
        pl.lit(None, dtype=pl.Int64).alias("end_day"),
    ).cast(CONTRACT_COLUMNS)
    first = nation.contracts.with_columns(
        pl.when(pl.col("worker_id") == "W00071")
        .then(20650)
        .when(pl.col("worker_id") != "W00070")
        .then(pl.col("end_day"))
        .alias("end_day")
    )
    wrong = replace(nation, contracts=pl.concat([first, second]))
    good = replace(nation, contracts=first)
    answers = list(national.months(wrong))
    said = [answer.faults.select("contract_id", "other_contract_id").rows() for answer in answers]
    assert said[0] == [("XC00070", "C00070")]
    assert said[1] == [("XC00070", "C00070"), ("C00071", "XC00071")]
    theirs = pl.col("worker_id").is_in(["W00070", "W00071"])
    for answer, rest in zip(answers, national.months(good), strict=True):
        assert answer.counts()["faults"] == answer.faults.height
        assert "W00070" not in answer.findings["worker_id"]
        mine, other = (one.findings.filter(~theirs).sort(ORDER) for one in (answer, rest))
        assert mine.equals(other)
        faulty = pl.col("worker_id").is_in(answer.faults["worker_id"].implode())
        assert answer.strangers.filter(faulty).is_empty()
    same_on(wrong, tmp_path, readers.with_duckdb)
    for answer, again in zip(answers, whole.parts(wrong, 2), strict=True):
        assert again.faults.sort("worker_id").equals(answer.faults.sort("worker_id"))
        assert again.findings.height >= answer.findings.height


def test_a_figure_too_large_is_refused_on_either_side(nation: Nation) -> None:
    huge = nation.contracts.with_columns(basic_minor=pl.lit(2**50))
    with pytest.raises(BadInput, match="too large"):
        list(national.months(replace(nation, contracts=huge)))
    paid = nation.lines.with_columns(paid_minor=pl.lit(2**50))
    with pytest.raises(BadInput, match="too large"):
        list(national.months(replace(nation, lines=paid)))


def test_a_month_without_any_line_or_contract_is_answered(nation: Nation) -> None:
    nobody = replace(nation, lines=nation.lines.filter(pl.lit(value=False)), complete=True)
    for answer, (found, _) in zip(national.months(nobody), plainly(nobody), strict=True):
        assert answer.findings.sort(ORDER).equals(found)
        assert answer.counts()["missing.breach"] > 1000
    empty = replace(nation, contracts=nation.contracts.filter(pl.lit(value=False)))
    for answer in national.months(empty):
        assert answer.findings.is_empty()
        assert answer.strangers.height > 1000


def test_duckdb_month_by_month_answers_the_same_rows(nation: Nation, tmp_path: Path) -> None:
    same_on(nation, tmp_path, readers.with_duckdb)


@pytest.mark.leaves_children
def test_spark_answers_the_same_rows(nation: Nation, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra “spark” is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession

    # Spark's own process ends with the interpreter
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    for setting in ("spark.driver.bindAddress", "spark.driver.host"):
        builder = builder.config(setting, "127.0.0.1")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    try:
        one = replace(nation, months=MONTHS[1:2])
        same_on(one, tmp_path, lambda path, table: readers.with_spark(path, table, session))
    finally:
        session.stop()


def same_on(nation: Nation, folder: Path, read: Any) -> None:
    """Written as Parquet and read by another engine, every row of every kind is the same."""
    for name, frame in (("contracts", nation.contracts), ("payments", nation.lines)):
        frame.collect().write_parquet(folder / f"{name}.parquet")
    paths = [folder / f"{name}.parquet" for name in ("contracts", "payments")]
    frames = read(paths[0], "contracts"), read(paths[1], "payments")
    other = whole.months(replace(nation, contracts=frames[0], lines=frames[1]))
    for mine, theirs in zip(national.months(nation), other, strict=True):
        assert theirs.findings.sort(ORDER).equals(mine.findings.sort(ORDER))
        assert theirs.employers.equals(mine.employers)
        assert theirs.faults.equals(mine.faults)
        assert theirs.counts() == mine.counts()
        assert mine.counts()["repeated"] > 0
