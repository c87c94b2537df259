"""``corridor wages run``: whole months or none, kept while nothing changed, refused in words."""

from __future__ import annotations

import fcntl
import json
import os
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from corridor.doors.cli import wages_run_store as stored
from corridor.doors.cli.main import app
from corridor.engines.wages.bulk import LINE_COLUMNS, lines, prepared
from corridor.engines.wages.columns import CONTRACT_COLUMNS

PAID_ON = {"2026-06": date(2026, 7, 3), "2026-07": date(2026, 8, 20)}
EPOCH = date(1970, 1, 1)


def contract(number: int, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(CONTRACT_COLUMNS) | {
        "contract_id": f"C{number}",
        "worker_id": f"W{number}",
        "employer_id": f"E{number % 2}",
        "destination": "QAT",
        "regime": "general",
        "currency": "QAR",
        "basic_minor": 120_000,
        "food_minor": -1,
        "housing_minor": -1,
        "start_day": (date(2025, 1, 1) - EPOCH).days,
    }
    return row | more


def line(number: int, month: str, paid: int = 120_000, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(LINE_COLUMNS) | {
        "worker_id": f"W{number}",
        "employer_id": f"E{number % 2}",
        "month": month,
        "currency": "QAR",
        "paid_minor": paid,
        "paid_day": (PAID_ON[month] - EPOCH).days,
    }
    return row | more


class Nation:
    """Two months' payments in a file each, their contracts, and a folder for answers."""

    def __init__(self, folder: Path) -> None:
        self.contracts, self.payments, self.out = (
            folder / name for name in ("contracts.parquet", "payments", "answers")
        )
        self.payments.mkdir()
        self.write_contracts([contract(number) for number in range(6)])
        self.write("2026-06", [line(0, "2026-06"), line(1, "2026-06", 100_000)])
        late = [line(number, "2026-07") for number in range(5)]
        self.write("2026-07", [*late, late[0], line(9, "2026-07")])

    def write_contracts(self, rows: list[dict[str, Any]]) -> None:
        pl.DataFrame(rows, schema=CONTRACT_COLUMNS).write_parquet(self.contracts)

    def write(self, month: str, rows: list[dict[str, Any]]) -> None:
        pl.DataFrame(rows, schema=LINE_COLUMNS).write_parquet(self.payments / f"{month}.parquet")

    def run(self, *words: str) -> Result:
        paths = {"--payments": self.payments, "--contracts": self.contracts, "--out": self.out}
        given = [str(part) for pair in paths.items() for part in pair]
        return CliRunner().invoke(app, ["wages", "run", *given, "--on", "2026-09-01", *words])

    def states(self, *words: str) -> dict[str, str]:
        answer = json.loads(self.run("--complete", "--json", *words).stdout)
        return {row["month"]: row["state"] for row in answer["months"]}

    def table(self, month: str, name: str) -> pl.DataFrame:
        found = pl.read_parquet(self.out / month / f"{name}.parquet")
        return found.sort("worker_id") if name == "findings" else found


@pytest.fixture
def nation(tmp_path: Path) -> Nation:
    return Nation(tmp_path)


def test_findings_employers_strangers_and_repeated_lines(nation: Nation) -> None:
    result = nation.run("--complete", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    published = files("corridor").joinpath("schemas", "wage-run.schema.json")
    jsonschema.validate(answer, json.loads(published.read_text("utf-8")))
    june, july = answer["months"]
    assert (june["counts"]["missing.breach"], june["counts"]["short.breach"]) == (4, 1)
    assert (july["counts"]["late.breach"], july["counts"]["missing.breach"]) == (5, 1)
    assert (july["counts"]["repeated"], july["counts"]["strangers"]) == (1, 1)
    worst = nation.table("2026-06", "employers").row(0, named=True)
    assert (worst["employer_id"], worst["affected"]) == ("E1", 3)
    assert worst["still_owed_minor"] == 20_000 + 2 * 120_000
    assert nation.table("2026-07", "strangers")["worker_id"].to_list() == ["W9"]
    assert nation.run("--complete", "--strict").exit_code == 1
    assert "late.breach 5" in nation.run("--complete").stdout


def test_a_finished_month_is_kept_until_what_it_came_from_changes(nation: Nation) -> None:
    assert nation.states("--month", "2026-06") == {"2026-06": "computed"}
    assert nation.states() == {"2026-06": "kept", "2026-07": "computed"}
    nation.write("2026-07", [line(0, "2026-07")])
    assert nation.states() == {"2026-06": "kept", "2026-07": "computed"}
    assert nation.table("2026-07", "findings")["missing"].to_list().count(2) == 5
    nation.write_contracts([contract(number) for number in range(4)])
    assert nation.states("--from", "2026-06", "--to", "2026-07") == {
        "2026-06": "computed",
        "2026-07": "computed",
    }
    assert set(nation.states("--on", "2026-09-02").values()) == {"computed"}


def test_one_more_month_reads_its_own_file_and_the_contracts_as_they_were_kept(
    nation: Nation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nation.run("--complete").exit_code == 0
    before = {month: nation.table(month, "findings") for month in PAID_ON}
    (nation.out / "2026-07" / "findings.parquet").unlink()
    read: list[str] = []
    opened, digest = lines.scan, stored.digest
    monkeypatch.setattr(
        lines, "scan", lambda path, only=(): [read.extend(only), opened(path, only)][1]
    )
    monkeypatch.setattr(stored, "digest", lambda path: [read.append(path), digest(path)][1])
    monkeypatch.setattr(prepared, "prepare", lambda _: pytest.fail("the contracts are kept"))
    assert nation.states() == {"2026-06": "kept", "2026-07": "computed"}
    assert {Path(path).name for path in read} == {"2026-07.parquet"}
    assert nation.table("2026-07", "findings").equals(before["2026-07"])
    monkeypatch.undo()
    # spoilt, or of other contracts, they are made anew
    kept = ("numbers.arrow", "made_of.json", "needs.arrow", "law.arrow")
    for spoilt in (*(f".contracts/{name}" for name in kept), ".inputs.json"):
        (nation.out / spoilt).write_text("{")
        (nation.out / "2026-06" / "findings.parquet").unlink()
        assert nation.states() == {"2026-06": "computed", "2026-07": "kept"}
        assert nation.table("2026-06", "findings").equals(before["2026-06"])
    nation.write_contracts([contract(number, basic_minor=130_000) for number in range(6)])
    assert nation.run("--complete").exit_code == 0
    assert nation.table("2026-06", "findings")["short"].to_list().count(2) == 2


def test_a_run_cut_off_leaves_whole_months_and_is_taken_up(
    nation: Nation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, written = stored.store, []

    def store(folder: Path, month: str, *rest: Any) -> None:
        if written:
            (folder / f".partial-{month}").mkdir()
            raise KeyboardInterrupt
        written.append(month)
        real(folder, month, *rest)

    monkeypatch.setattr(stored, "store", store)
    assert nation.run("--complete").exit_code != 0
    assert sorted(path.name for path in nation.out.glob("2*")) == ["2026-06"]
    monkeypatch.undo()
    assert nation.states() == {"2026-06": "kept", "2026-07": "computed"}
    assert not list(nation.out.glob(".partial-*"))
    (nation.out / "2026-06" / "findings.parquet").unlink()
    assert nation.states() == {"2026-06": "computed", "2026-07": "kept"}


def test_one_run_at_a_time(nation: Nation) -> None:
    nation.out.mkdir()
    with (nation.out / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = nation.run()
    assert refused.exit_code == 2
    assert "Another run is writing" in " ".join(refused.stderr.split())
    assert nation.run().exit_code == 0


def test_duckdb_and_all_checks_answer_as_polars_does(nation: Nation, tmp_path: Path) -> None:
    assert nation.run("--complete").exit_code == 0
    mine = nation.table("2026-07", "findings")
    nation.out = tmp_path / "duck"
    assert nation.run("--complete", "--engine", "duckdb").exit_code == 0
    assert nation.table("2026-07", "findings").equals(mine)
    nation.out = tmp_path / "all"
    assert nation.run("--complete", "--checks", "all").exit_code == 0
    every = nation.table("2026-07", "findings")
    assert every.select(mine.columns).equals(mine)
    assert "overtime" in every.columns


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--engine", "abacus"], "abacus"),
        (["--checks", "some"], "some"),
        (["--month", "July"], "is not a month"),
        (["--from", "2026-07", "--to", "2026-06"], "before the first"),
        (["--on", "today"], "is not a date"),
        (["--law", "."], "no law packs"),
    ],
)
def test_bad_words_are_refused_in_a_sentence(
    nation: Nation, words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = nation.run(*words)
    assert refused.exit_code == 2
    assert says in refused.stderr
    assert not nation.out.exists()


def _gone(nation: Nation) -> None:
    nation.contracts.unlink()


def _text(nation: Nation) -> None:
    nation.contracts.write_text("contract_id,worker_id\n")


def _cut(nation: Nation) -> None:
    data = nation.contracts.read_bytes()
    nation.contracts.write_bytes(data[: len(data) // 2])


def _column(nation: Nation) -> None:
    pl.read_parquet(nation.contracts).drop("basic_minor").write_parquet(nation.contracts)


def _type(nation: Nation) -> None:
    frame = pl.read_parquet(nation.contracts).cast({"basic_minor": pl.Float64})
    frame.write_parquet(nation.contracts)


def _nobody(nation: Nation) -> None:
    nation.write("2026-07", [line(0, "2026-07", worker_id=None), line(1, "2026-07")])


def _month(nation: Nation) -> None:
    nation.write("2026-07", [line(0, "2026-07"), line(1, "2026-07") | {"month": "07/2026"}])


def _no_month(nation: Nation) -> None:
    nation.write("2026-07", [line(0, "2026-07"), line(1, "2026-07") | {"month": None}])


def _huge(nation: Nation) -> None:
    nation.write("2026-07", [line(0, "2026-07", 2**60)])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_gone, "cannot be opened"),
        (_text, "not a whole Parquet file"),
        (_cut, "not a whole Parquet file"),
        (_column, "“basic_minor” is missing"),
        (_type, "holds Float64, not whole number"),
        (_nobody, "1 payments have no worker or no employer"),
        (_month, "“07/2026” is not a month"),
        (_no_month, "is not a month"),
        (_huge, "too large"),
    ],
)
def test_bad_tables_are_refused_in_a_sentence_and_leave_nothing(
    nation: Nation, spoil: Any, says: str
) -> None:
    spoil(nation)
    engine = "duckdb" if spoil is _huge else "polars"
    refused = nation.run("--engine", engine)
    assert refused.exit_code == 2, refused.output
    assert says in " ".join(refused.stderr.split())
    assert not list(nation.out.glob("2026-07"))
    assert not list(nation.out.glob(".partial-*"))


@pytest.mark.parametrize("how", [[], ["--engine", "duckdb"], ["--checks", "all"]])
def test_two_contracts_on_one_day_are_a_fault_with_a_row_and_the_rest_is_computed(
    nation: Nation, how: list[str]
) -> None:
    second = contract(5, contract_id="C7", employer_id="E7")
    nation.write_contracts([*(contract(number) for number in range(6)), second])
    result = nation.run("--complete", "--strict", "--month", "2026-06", *how)
    assert result.exit_code == 1
    assert "faults 1" in result.stdout
    (fault,) = nation.table("2026-06", "faults").rows(named=True)
    said = [fault[name] for name in ("worker_id", "fault", "contract_id", "other_contract_id")]
    assert said == ["W5", "two_contracts", "C5", "C7"]
    assert (fault["employer_id"], fault["other_employer_id"]) == ("E1", "E7")
    found = nation.table("2026-06", "findings")
    assert found["worker_id"].to_list() == ["W1", "W2", "W3", "W4"]
    # a run whose only wrong is a fault of the data still ends as one with findings
    nation.write_contracts([contract(5), second])
    nation.write("2026-06", [line(5, "2026-06")])
    alone = ("--complete", "--json", "--month", "2026-06", *how)
    (month,) = json.loads(nation.run(*alone).stdout)["months"]
    assert (month["counts"]["faults"], month["counts"]["findings"]) == (1, 0)
    assert nation.run(*alone, "--strict").exit_code == 1


@pytest.mark.parametrize("columns", [True, False])
def test_every_fault_of_both_tables_is_said_at_once(nation: Nation, *, columns: bool) -> None:
    nation.write_contracts([contract(0, employer_id=None), contract(1)])
    rows = [line(0, "2026-07", worker_id=None), line(1, "2026-07") | {"month": "07/2026"}]
    nation.write("2026-07", rows)
    expected = ["wages.identifier", "period.month", "wages.identifier"]
    if columns:
        for path in (nation.contracts, *nation.payments.glob("*.parquet")):
            frame = pl.read_parquet(path).drop("currency")
            name = "basic_minor" if path == nation.contracts else "paid_minor"
            frame.cast({name: pl.Float64}).write_parquet(path)
        expected += 2 * ["wages.column", "wages.type"]
    else:
        assert not nation.out.exists()
    refused = json.loads(nation.run("--json").stdout)
    assert sorted(one["code"] for one in refused["errors"]) == sorted(expected)
    assert {one["file"] for one in refused["errors"]} >= {
        str(nation.contracts), str(nation.payments / "2026-07.parquet")
    }  # fmt: skip


def test_rows_of_nobody_in_both_tables_are_said_together(nation: Nation) -> None:
    nation.write_contracts([contract(0, employer_id=None), contract(1)])
    nation.write("2026-07", [line(0, "2026-07", worker_id=None)])
    refused = json.loads(nation.run("--json").stdout)
    assert [one["code"] for one in refused["errors"]] == 2 * ["wages.identifier"]


def test_another_currency_is_unknown_and_never_converted(nation: Nation) -> None:
    nation.write("2026-07", [line(0, "2026-07", currency="USD")])
    assert nation.run("--month", "2026-07").exit_code == 0
    row = nation.table("2026-07", "findings").filter(pl.col("worker_id") == "W0")
    assert (row["short"].item(), row["still_owed_minor"].item()) == (1, None)


def test_dates_and_narrow_numbers_are_read_too(nation: Nation) -> None:
    assert nation.run().exit_code == 0
    before = nation.table("2026-07", "findings")
    for path in sorted(nation.payments.glob("*.parquet")):
        assert path.name == "2026-06.parquet" or "other columns" in nation.run().stderr
        frame = pl.read_parquet(path).with_columns(
            pl.col("paid_day").cast(pl.Int32).cast(pl.Date),
            pl.col("paid_minor").cast(pl.Int32),
            (pl.col("month") + "-01").str.to_date().alias("month"),
        )
        frame.drop("hours").write_parquet(path)
    for engine in ("polars", "duckdb"):
        assert nation.run("--engine", engine).exit_code == 0
        assert nation.table("2026-07", "findings").equals(before)


def test_what_a_reader_of_tables_does_with_memory_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    CliRunner().invoke(app, ["law", "--help"])
    assert "_RJEM_MALLOC_CONF" not in os.environ
    CliRunner().invoke(app, ["wages", "--help"])
    assert os.environ["_RJEM_MALLOC_CONF"] == "dirty_decay_ms:5000"
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "dirty_decay_ms:0")
    CliRunner().invoke(app, ["wages", "--help"])
    assert os.environ["_RJEM_MALLOC_CONF"] == "dirty_decay_ms:0"
