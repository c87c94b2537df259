"""``corridor stats moments``, ``merge`` and ``table``."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import yaml
from tests.engines.statistics.moments import survey_data as small
from typer.testing import CliRunner

from corridor.doors.cli.main import app


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a specification, all records, and two parts of them."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "spec.yaml").write_text(yaml.safe_dump(small.BODY, sort_keys=False))
    frame = small.frame()
    frame.write_parquet(folder / "all.parquet")
    first = pl.col("u") % 2 == 0
    frame.filter(first).write_parquet(folder / "a.parquet")
    frame.filter(~first)[::-1].write_parquet(folder / "b.parquet")
    return folder


def run(*arguments: object, fails: int = 0) -> str:
    done = CliRunner().invoke(app, ["stats", *map(str, arguments)])
    assert done.exit_code == fails, done.output
    return done.stdout


def test_parts_merge_into_the_bytes_of_the_whole(office: Path) -> None:
    for name in ("all", "a", "b"):
        run("moments", office / "spec.yaml", office / f"{name}.parquet", "--out", office / name)
    said = json.loads(
        run("merge", office / "b", office / "a", "--out", office / "merged", "--json")
    )
    content = (office / "merged").read_bytes()
    assert content == (office / "all").read_bytes()
    *body, last = content.splitlines(keepends=True)
    assert json.loads(last)["sha256"] == hashlib.sha256(b"".join(body)).hexdigest()
    assert said["sha256"] == json.loads(last)["sha256"]
    assert (said["records"], said["strata"], said["units"]) == (76, 5, 15)
    assert said["left_out"] == {"wage": 7}
    assert not list(office.glob("*.part"))
    of_moments = json.loads(run("table", office / "merged", "--json"))
    of_records = json.loads(run("table", office / "spec.yaml", office / "all.parquet", "--json"))
    assert of_moments == of_records
    assert of_moments["figures"][0]["indicator"] == "people"
    page = run("table", office / "merged", "--csv").splitlines()
    assert page[0].startswith(
        "region,sex,time,measure,value,n,n_psu,se,low,high,cv,deff,df,quality"
    )
    assert len(page) == len(of_moments["figures"]) + 1
    assert "people" in run("table", office / "a", office / "b")


def test_what_cannot_be_merged_is_said_with_its_file(office: Path) -> None:
    run("moments", office / "spec.yaml", office / "a.parquet", "--out", office / "one")
    answer = json.loads(
        run("merge", office / "one", office / "one", "--out", office / "no", "--json", fails=2)
    )
    assert answer["code"] == "moments.overlap"
    assert answer["file"] == "one"
    assert not (office / "no").exists()


@pytest.mark.parametrize("where", [0, 40, -40, -3])
def test_a_changed_moment_file_is_noticed(office: Path, where: int) -> None:
    run("moments", office / "spec.yaml", office / "a.parquet", "--out", office / "whole")
    content = bytearray((office / "whole").read_bytes())
    content[where] ^= 1
    (office / "bent").write_bytes(content)
    answer = json.loads(run("merge", office / "bent", "--out", office / "no", "--json", fails=2))
    assert answer["code"] == "moments.damaged"
    (office / "short").write_bytes(content[: len(content) // 2])
    run("merge", office / "short", "--out", office / "no", fails=2)


def test_every_fault_of_a_specification_is_said_with_its_line(office: Path) -> None:
    (office / "bad.yaml").write_text(
        "tables: corridor-tables/1\nid: bad\nversion: '1'\ndesign: {weights: w, lonely: maybe}\n"
        "variables: {wage: {scale: 40}}\npopulations: {wage: {age: 15}}\n"
        "indicators:\n  - {id: x, kind: ratio, of: wage}\n  - {id: x, kind: mean, of: pay}\n"
        "dimensions: {n: {column: n}}\nbreakdowns: [sex]\n"
    )
    answer = json.loads(
        run("table", office / "bad.yaml", office / "all.parquet", "--json", fails=2)
    )
    found = {(one["line"], one["detail"].split(".")[0]) for one in answer["errors"]}
    assert {line for line, _ in found} == {4, 5, 6, 8, 9, 10, 11}
    assert any("“weights” is not known here" in words for _, words in found)
    assert any("says not over what" in words for _, words in found)
    assert any("“n” is a column of every table" in words for _, words in found)


def test_files_that_are_not_there_are_named(office: Path) -> None:
    run("moments", office / "no.yaml", office / "all.parquet", "--out", office / "no", fails=2)
    run("table", office / "no.moments", fails=2)
    run("table", office / "spec.yaml", fails=2)
    run("moments", office / "spec.yaml", office / "all.parquet",
        "--out", office / "none" / "no", fails=2)  # fmt: skip


def test_merging_loads_no_compiler() -> None:
    """Moments are added and divided without what reads records."""
    code = (
        "import sys; from corridor.engines.statistics.moments import estimate, file, state, tables;"
        "print(sorted({'numba', 'pyarrow', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
