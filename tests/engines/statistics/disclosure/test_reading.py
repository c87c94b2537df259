"""A specification's faults, all at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.engines.statistics.disclosure import houses

from corridor.core.problems import Problem
from corridor.engines.statistics.disclosure import reading

GOOD = """\
specification: workers@1
time: "2026"
population: {of: workers, age: {from: 15}}
dimensions:
  origin: {codes: [NPL, BGD, KEN], groups: {ASI: [NPL, BGD]}}
  sector: [building, homes]
tables:
  - [origin, sector]
  - {by: [origin], depth: {origin: 1}}
measures: [{id: workers}, {id: wages, sum: wage}]
rules: {threshold: 5, dominance: {n: 2, k: 85}, p: 10, never: [[status, district]]}
"""


def _faults(tmp_path: Path, text: str) -> list[tuple[str, int | None]]:
    path = tmp_path / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        reading.read(path)
    assert all(one.remedy is not None for one in caught.value.problems)
    return [(one.code, one.place.line) for one in caught.value.problems]


def test_a_good_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(GOOD, encoding="utf-8")
    spec = reading.read(path)
    origin = spec.dimensions["origin"]
    assert [(one.whole, one.parts) for one in origin.sums] == [
        ("_T", ("ASI", "KEN")),
        ("ASI", ("NPL", "BGD")),
    ]
    assert spec.rules.dominance == (2, 85.0)
    assert spec.population == {"of": "workers", "age": {"from": "15"}}
    assert spec.tables[1].depth == {"origin": 1}


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("time: ", "tme: ")
        .replace("[origin, sector]", "[origin, sektor]")
        .replace("ASI: [NPL, BGD]", "ASI: [NPL, CHN]")
        .replace("threshold: 5", "threshold: few")
        .replace("sum: wage", "som: wage")
        .replace("k: 85", "k: 185")
    )
    found = _faults(tmp_path, text)
    assert sorted(found, key=str) == sorted(
        [
            ("disclosure.field", 2),
            ("disclosure.missing", 1),
            ("disclosure.unknown", 5),
            ("disclosure.unknown", 8),
            ("disclosure.field", 10),
            ("disclosure.number", 11),
            ("disclosure.number", 11),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("threshold: 5", "threshold: 5, most_dimensions: 1", "disclosure.breakdown"),
        ("[[status, district]]", "[[sector, origin]]", "disclosure.breakdown"),
        ("threshold: 5", "threshold: 5, most_cells: 8", "disclosure.cells"),
        ("[building, homes]", "[building, building]", "disclosure.twice"),
        ("{ASI: [NPL, BGD]}", "{A: [NPL, B], B: [BGD, A]}", "disclosure.groups"),
        ("{id: wages,", "{id: workers,", "disclosure.measures"),
        ("{id: wages,", "{id: n,", "disclosure.measures"),
        ("sector: [building", "time: [building", "disclosure.name"),
        ("{from: 15}", "{from: young}", "disclosure.number"),
        (
            "{by: [origin], depth: {origin: 1}}",
            "{by: [origin], depth: {sex: 1}}",
            "disclosure.unknown",
        ),
    ],
)
def test_more_than_the_rules_allow(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in GOOD
    assert code in {one[0] for one in _faults(tmp_path, GOOD.replace(old, new))}


def test_no_file_and_no_mapping(tmp_path: Path) -> None:
    assert _faults(tmp_path, "- a\n")[0][0] == "disclosure.shape"
    with pytest.raises(Problem, match="cannot be read"):
        reading.read(tmp_path / "none.yaml")
    assert houses.spec().rules.threshold == 3
