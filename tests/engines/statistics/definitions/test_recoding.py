"""A questionnaire translated into standard variables, and everything that can be wrong with it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics import definitions
from corridor.engines.statistics.definitions.codelists import meaning
from corridor.engines.statistics.definitions.mapping import Questionnaire, read_mapping
from corridor.engines.statistics.definitions.recoding import recode

KNOWN = definitions.catalogue()
SOUND = """
mapping: 1
survey: Invented
country: NPL
time: "2026"
design: {weights: wt, clusters: [psu]}
variables:
  sex: {column: [q103, sex], codes: {1: M, 2: F}, missing: [9]}
  age: {column: q104, missing: [998]}
  citizenship: {column: nat}
  foreign_citizen: {column: nat, codes: {"524": "no"}, other: "yes"}
  isic: {column: ind}
  earnings_hour: {column: wage, times: 0.01}
  usual_resident: {always: "yes"}
"""
ROWS = {
    "q103": ["1", "2", "9", " 2 "],
    "q104": ["15", "998", "", "64"],
    "nat": ["524", "IN", "QAT", None],
    "ind": ["9700", "41", "01", "NA"],
    "wage": ["1250", "0", "", "99.5"],
}


def _mapping(tmp_path: Path, text: str = SOUND) -> Questionnaire:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path, KNOWN)


def _problems(tmp_path: Path, rows: dict[str, list], *wanted: str, text: str = SOUND) -> list:
    with pytest.raises(Problem) as refused:
        recode(_mapping(tmp_path, text), KNOWN, pl.DataFrame(rows), wanted, file="lfs.csv")
    return list(refused.value.problems)


def test_answers_become_standard_codes_and_numbers(tmp_path: Path) -> None:
    made = recode(_mapping(tmp_path), KNOWN, pl.DataFrame(ROWS)).to_dict(as_series=False)
    assert made["sex"] == ["M", "F", None, "F"]
    assert made["age"] == [15, None, None, 64]
    assert made["citizenship"] == ["NPL", "IND", "QAT", None]
    assert made["foreign_citizen"] == ["no", "yes", "yes", None]
    assert made["isic"] == ["97", "41", "01", None]
    assert made["earnings_hour"] == [12.5, 0, None, 0.995]
    assert made["usual_resident"] == ["yes"] * 4


def test_parquet_numbers_and_csv_text_are_one(tmp_path: Path) -> None:
    typed = {**ROWS, "q103": [1.0, 2.0, 9.0, 2.0], "q104": [15, 998, None, 64]}
    one, other = (recode(_mapping(tmp_path), KNOWN, pl.DataFrame(rows)) for rows in (ROWS, typed))
    assert one.get_column("sex").to_list() == other.get_column("sex").to_list()
    assert one.get_column("age").to_list() == other.get_column("age").to_list()


def test_two_encodings_in_one_column_are_named_as_that(tmp_path: Path) -> None:
    [found] = _problems(tmp_path, {**ROWS, "q103": ["1", "2", "male", "1"]}, "sex")
    assert (found.code, found.place.line, found.place.column) == ("mapping.encodings", 4, 1)
    assert "two encodings" in found.say()
    [found] = _problems(tmp_path, {**ROWS, "q103": ["1", "2", "7", "7"]}, "sex")
    assert (found.code, found.place.line) == ("mapping.code", 4)
    assert "2 rows" in found.say()


def test_a_column_renamed_between_rounds(tmp_path: Path) -> None:
    renamed = {"sex" if name == "q103" else name: values for name, values in ROWS.items()}
    assert recode(_mapping(tmp_path), KNOWN, pl.DataFrame(renamed))["sex"].to_list()[0] == "M"
    gone = {"q_104" if name == "q104" else name: values for name, values in ROWS.items()}
    [found] = _problems(tmp_path, gone, "age")
    assert found.code == "mapping.column"
    assert "q_104" in found.say()
    [found] = _problems(tmp_path, {**ROWS, "sex": ["1"] * 4}, "sex")
    assert "all of them" in found.say()


def test_numbers_that_cannot_be_are_told_with_their_rows(tmp_path: Path) -> None:
    rows = {**ROWS, "q104": ["15.5", "old", "-3", "300"], "wage": ["inf", "1", "1", "1"]}
    found = _problems(tmp_path, rows, "age", "earnings_hour")
    assert {(one.code, one.place.line, one.place.field) for one in found} == {
        ("mapping.whole", 2, "q104"),
        ("mapping.number", 3, "q104"),
        ("mapping.range", 4, "q104"),
        ("mapping.range", 5, "q104"),
        ("mapping.number", 2, "wage"),
    }
    many = {name: values * 5 for name, values in ROWS.items()} | {"q104": ["x"] * 20}
    assert len(_problems(tmp_path, many, "age")) == 6  # five rows, and how many more


def test_what_the_figure_needs_and_nobody_mapped(tmp_path: Path) -> None:
    found = _problems(tmp_path, ROWS, "labour_status", "purpose")
    assert {one.place.field for one in found} == {"labour_status", "purpose"}


def test_everything_wrong_with_a_mapping_is_said_at_once(tmp_path: Path) -> None:
    text = """
mapping: 2
variables:
  sex: {column: q1, codes: {1: Man}}
  height: {column: q2}
  age_band: {column: q3}
  age: {column: q4, codes: {1: "2"}, times: "-1"}
  purpose: {codes: {1: work}}
  isco: q5
"""
    with pytest.raises(Problem) as refused:
        _mapping(tmp_path, text)
    found = {(one.place.line, one.code) for one in refused.value.problems}
    assert found >= {
        (2, "definition.type"), (4, "mapping.target"), (5, "mapping.variable"),
        (6, "mapping.variable"), (7, "definition.type"), (8, "definition.type"),
        (9, "definition.type"), (2, "definition.lacking"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "answer", "code"),
    [
        ("citizenship", "np", "NPL"), ("citizenship", "524", "NPL"), ("citizenship", "ZZZ", None),
        ("isco", "5311", "5311"), ("isco", "5399", None), ("isic", "8690", "86"),
        ("isic", "99999", None), ("sex", "Femme", "F"), ("region", "Bagmati", "Bagmati"),
    ],
)  # fmt: skip
def test_lists_of_codes(variable: str, answer: str, code: str | None) -> None:
    assert meaning(KNOWN.variables[variable], answer) == code
