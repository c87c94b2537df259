"""``corridor stats protect`` and ``audit``: files in, files out, every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.engines.statistics.disclosure import houses
from typer.testing import CliRunner

from corridor.doors.cli.main import app

SPEC = """\
specification: workers@1
time: "2026"
dimensions: {origin: [NPL, BGD, KEN], sector: [building, homes, cleaning]}
tables: [[origin, sector]]
measures: [{id: workers}]
rules: {threshold: 3}
"""


def _run(*words: str) -> tuple[int, Any]:
    found = CliRunner().invoke(app, ["stats", *words, "--json"])
    return found.exit_code, json.loads(found.stdout)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    houses.records().write_csv(tmp_path / "data.csv")
    return tmp_path


def _protect(files: Path, *more: str) -> tuple[int, Any]:
    places = [str(files / name) for name in ("spec.yaml", "data.csv")]
    return _run("protect", *places, "--out", str(files / "out"), *more)


def test_a_release_is_written_and_the_next_is_held_against_it(files: Path) -> None:
    code, told = _protect(files)
    assert (code, told["passed"], told["sensitive"], told["complementary"]) == (0, True, 1, 3)
    out = files / "out"
    assert {path.name for path in out.iterdir()} == {
        *("cube.csv", "release.json", "review.csv", "audit.json")
    }
    assert oct((out / "review.csv").stat().st_mode)[-3:] == "600"
    public = (out / "cube.csv").read_text(encoding="utf-8")
    assert ",D" not in public
    assert "threshold" not in public
    again = str(files / "next")
    places = [str(files / name) for name in ("spec.yaml", "data.csv")]
    before = ["--earlier", str(out / "release.json")]
    code, told = _run("protect", *places, "--out", again, *before)
    assert (code, told["already_public"], told["audit"]["attacked"]) == (0, 12, 4)
    assert (files / "next" / "cube.csv").read_text(encoding="utf-8") == public


def test_what_fails_the_attack_leaves_nothing_for_the_public(files: Path) -> None:
    _protect(files)
    keep = "keep: [{origin: NPL, sector: building}, {origin: NPL, sector: cleaning}, {origin: NPL}]"
    (files / "spec.yaml").write_text(SPEC + keep, encoding="utf-8")
    code, told = _protect(files)
    assert (code, told["passed"], told["digest"]) == (1, False, None)
    assert told["audit"]["failures"][0]["cell"] == {"origin": "NPL", "sector": "homes"}
    assert not (files / "out" / "cube.csv").exists()
    assert not (files / "out" / "release.json").exists()
    words = [str(files / "spec.yaml"), str(files / "data.csv"), "--out", str(files / "out")]
    said = CliRunner().invoke(app, ["stats", "protect", *words])
    assert "NOT to be published" in said.stdout


def test_every_fault_at_once(files: Path) -> None:
    (files / "spec.yaml").write_text(SPEC.replace("[[origin", "[[orign"), encoding="utf-8")
    code, told = _run(
        *("protect", str(files / "spec.yaml"), str(files / "no.csv"), "--out", str(files)),
        *("--earlier", str(files / "data.csv"), "--secret", str(files / "no.key")),
    )
    assert code == 2
    assert {one["code"] for one in told["errors"]} == {
        *("disclosure.unknown", "disclosure.earlier", "disclosure.secret", "stats.table.file")
    }
    (files / "spec.yaml").write_text(SPEC.replace("BGD, KEN", "BGD"), encoding="utf-8")
    code, told = _protect(files)
    assert (code, told["errors"][0]["line"], told["errors"][0]["field"]) == (2, 102, "origin")


def test_a_published_table_is_audited(files: Path) -> None:
    table = files / "table.yaml"
    table.write_text("estimates: [{variable: x, percent: 130}]\n", encoding="utf-8")
    code, told = _run("audit", str(table), "--strict")
    assert (code, told[0]["verdict"], told[0]["cells"]) == (1, "impossible", ["x.percent"])
    table.write_text("estimates: [{variable: x, percent: 30}]\n", encoding="utf-8")
    assert _run("audit", str(table), "--strict") == (0, [])
    said = CliRunner().invoke(app, ["stats", "audit", str(table)])
    assert "Nothing in the table contradicts itself." in said.stdout
    assert _run("audit", str(files / "no.csv"))[0] == 2
