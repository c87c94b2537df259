"""The table that everything hands on: one form, whatever the order, and nothing unsound."""

from __future__ import annotations

from random import Random
from typing import Any

import polars as pl
import pytest

from corridor.core.problems import BadInput, Problem
from corridor.engines.statistics.cube import Cube, read, text, withheld

CELLS: list[dict[str, Any]] = [
    {"sex": "_T", "dest": "QAT", "time": "2026", "measure": "a@1", "value": 30, "n": 30},
    {"sex": "F", "dest": "QAT", "time": "2026", "measure": "a@1", "value": 10, "n": 10},
    {"sex": "M", "dest": "QAT", "time": "2026", "measure": "a@1", "value": 20, "n": 20},
    {"sex": "M", "dest": "DEU", "time": "2026", "measure": "a@1", "value": 5, "n": 5},
]


def test_the_same_cells_are_the_same_bytes_in_any_order_and_form() -> None:
    one = Cube.of(pl.DataFrame(CELLS))
    mixed = Random(1).sample(CELLS, len(CELLS))
    other = pl.DataFrame([dict(reversed(list(cell.items()))) for cell in mixed])
    same = Cube.of(other.with_columns(pl.col("value").cast(pl.Float64), note=pl.lit("")))

    assert one.canonical().decode().splitlines()[:2] == [
        "dest,sex,time,measure,value,n,conf",
        "DEU,M,2026,a@1,5,5,F",
    ]
    assert same.canonical() == one.canonical()
    assert same == one
    assert same.digest() == one.digest()
    assert read(one.canonical()) == one
    changed = [CELLS[0] | {"value": 31}, *CELLS[1:]]
    assert Cube.of(pl.DataFrame(changed)).digest() != one.digest()


def test_a_figure_has_one_form_that_gives_it_back() -> None:
    assert [text(value) for value in (3.0, -0.0, 0.1, 1e-7, 1e21, None, 7)] == [
        "3", "0", "0.1", "0.0000001", "1" + "0" * 21, "", "7",
    ]  # fmt: skip
    assert all(float(text(value)) == value for value in (1 / 3, 2**0.5, 1e-300, 123456.789))


def test_cells_are_chosen_by_known_codes_only() -> None:
    cube = Cube.of(pl.DataFrame(CELLS))
    assert cube.codes("sex") == ["_T", "F", "M"]
    assert [cell["value"] for cell in cube.where({"sex": "M", "dest": "QAT"}).cells()] == [20]
    for codes in ({"colour": "M"}, {"sex": "X"}, {"value": "20"}):
        with pytest.raises(BadInput):
            cube.where(codes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sex": "M"}, "twice"),
        ({"sex": None}, "empty"),
        ({"sex": ""}, "empty"),
        ({"value": float("nan")}, "number"),
        ({"conf": "X"}, "conf"),
        ({"quality": "fine"}, "quality"),
        ({"conf": "C"}, "open"),
        ({"conf": "D", "value": None}, "open"),
    ],
)
def test_what_is_unsound_is_refused(change: dict[str, Any], code: str) -> None:
    cells = [CELLS[0], CELLS[1] | change, *CELLS[2:]]
    with pytest.raises(BadInput) as refused:
        Cube.of(pl.DataFrame(cells, infer_schema_length=None, strict=False))
    assert refused.value.code == f"statistics.cube.{code}"


def test_a_withheld_cell_is_emptied_and_then_accepted() -> None:
    cells = [CELLS[0], CELLS[1] | {"conf": "C"}, CELLS[2] | {"conf": "D"}, CELLS[3]]
    cube = Cube.of(withheld(pl.DataFrame(cells, infer_schema_length=None)))
    assert [(cell["conf"], cell["value"]) for cell in cube.cells()] == [
        ("F", 5), ("C", None), ("D", None), ("F", 30),
    ]  # fmt: skip
    assert read(cube.canonical()) == cube


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff", "csv"),
        (b"", "columns"),
        (b"time,value\n2026,1\n", "columns"),
        (b"time,measure,value\n2026,a\n", "row"),
        (b"time,measure,value\n2026,a,many\n", "number"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(content)
    assert refused.value.code == f"statistics.cube.{code}"


def test_every_fault_of_a_table_is_told_at_once_with_its_line() -> None:
    """Whatever is wrong with its cells, and the first row of a cell is none of it."""
    good = "time;measure;sex;value;n;conf\n2026;a;F;1;1;F\n\n"
    wrong = (
        "2026;a;;2;2;F\n2026;a;F;3;3;F\n2026;a;M;nan;4;F\n2026;b;M;5;5;X\n"
        "2026;b;F;6;6;C\n2026;c;F;many;7;F\n2026;c;;7;7;Z\n"
    )
    with pytest.raises(Problem) as refused:
        read((good + wrong).encode())
    told = [(one.place.line, one.code.rpartition(".")[2]) for one in refused.value.problems]
    assert told == [
        (4, "empty"), (5, "twice"), (6, "number"), (7, "conf"), (8, "open"), (9, "number"),
        (10, "empty"), (10, "conf"),
    ]  # fmt: skip
    assert read(good.encode()).frame.height == 1
    with pytest.raises(Problem, match="Two columns are called"):
        read(b"time,measure,value,value\n2026,a,1,1\n")
