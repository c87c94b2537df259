"""The same cells are the same file, and other programs read it back."""

from __future__ import annotations

import io
from random import Random
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from corridor.engines.statistics.cube import Cube, read
from corridor.engines.statistics.formats import FORMATS, written

CELLS: list[dict[str, Any]] = [
    {"dest": dest, "sex": sex, "time": "2026-09", "measure": "stock@1.0", "value": value, "n": n,
     "conf": conf, "note": note}
    for dest, sex, value, n, conf, note in (
        ("QAT", "_T", 30.0, 30, "F", ""),
        ("QAT", "F", None, None, "C", 'fewer than 10 "people" & others'),
        ("QAT", "M", None, None, "D", ""),
        ("DEU", "_T", 12.5, 12, "F", "=1+1"),
    )
]  # fmt: skip


def _cube(cells: list[dict[str, Any]]) -> Cube:
    return Cube.of(pl.DataFrame(cells, infer_schema_length=None))


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_any_order_gives_the_same_bytes_and_other_cells_do_not(kind: str) -> None:
    made = written(_cube(CELLS), "Stock of workers", kind)
    mixed = [dict(reversed(one.items())) for one in Random(2).sample(CELLS, len(CELLS))]
    assert written(_cube(mixed), "Stock of workers", kind) == made
    changed = [CELLS[0] | {"value": 31.0, "dest": "ARE"}, *CELLS[1:]]
    assert written(_cube(changed), "Stock of workers", kind) != made


def test_a_figure_is_written_alike_whether_it_was_held_whole_or_not() -> None:
    whole = [one | {"value": 30, "conf": "F", "note": ""} for one in CELLS]
    other = [one | {"value": 30.0} for one in whole]
    for kind in FORMATS:
        assert written(_cube(whole), "t", kind) == written(_cube(other), "t", kind), kind


def test_plain_files_give_the_cube_back() -> None:
    cube = _cube(CELLS)
    assert read(written(cube, "t", "csv")) == cube
    assert Cube.of(pl.read_parquet(io.BytesIO(written(cube, "t", "parquet")))) == cube
    sheet = load_workbook(io.BytesIO(written(cube, "t", "xlsx"))).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    told = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert [one["value"] for one in told] == [12.5, None, None, 30]
    assert {one["note"] for one in told} == {"'=1+1", None, CELLS[1]["note"]}


@pytest.mark.parametrize("kind", ["sdmx-csv", "sdmx-ml"])
def test_a_reader_of_sdmx_finds_every_observation(kind: str) -> None:
    from pysdmx.io import read_sdmx

    content = written(_cube(CELLS), "Stock of workers", kind).decode()
    message = read_sdmx(content, validate=kind == "sdmx-ml")
    found: Any = next(iter(message.data or ()))
    assert found.short_urn == "DataStructure=OPENCORRIDOR:STOCK_OF_WORKERS(1.0)"
    rows = found.data.fillna("").astype(str).to_dict("records")
    assert [(one["DEST"], one["SEX"], one["OBS_VALUE"], one["CONF_STATUS"]) for one in rows] == [
        ("DEU", "_T", "12.5", "F"),
        ("QAT", "F", "", "C"),
        ("QAT", "M", "", "D"),
        ("QAT", "_T", "30", "F"),
    ]
    assert rows[1]["COMMENT_OBS"] == CELLS[1]["note"]
    assert {one["TIME_PERIOD"] for one in rows} == {"2026-09"}
    assert {one["INDICATOR"] for one in rows} == {"stock@1.0"}


def test_the_structure_is_read_back_with_every_code_and_word_of_the_data() -> None:
    """By a reader of SDMX that holds it against the standard's own schema; so with the data."""
    from pysdmx.io import get_datasets, read_sdmx
    from pysdmx.model import Role

    definition = {
        "title": {"en": "Workers & <others>", "ar": "العمال"},
        "rule": "Each once.",
        "codes": {"dest": {"QAT": {"en": "Qatar", "ar": "قطر"}}},
        "measures": {"stock@1.0": "Stock"},
    }
    cube = _cube(CELLS)
    content = written(cube, "Stock of workers", "sdmx-structure", "2.0", definition).decode()
    message = read_sdmx(content, validate=True)
    found = message.get_data_structure_definitions()[0]
    assert found.short_urn == "DataStructure=OPENCORRIDOR:STOCK_OF_WORKERS(2.0)"
    assert found.name == "Workers & <others>"
    roles = {one.id: one.role for one in found.components}
    heading = written(cube, "Stock of workers", "sdmx-csv", "2.0").decode().split("\n")[0]
    assert heading.split(",")[3:] == [
        *(one for one in roles if roles[one] is Role.DIMENSION),
        *(one for one in heading.split(",")[3:] if roles[one] is not Role.DIMENSION),
    ]
    assert set(heading.split(",")[3:]) == set(roles)
    lists = {one.id: {code.id: code.name for code in one.items} for one in message.get_codelists()}
    assert lists["CL_STOCK_OF_WORKERS_DEST"] == {"DEU": "DEU", "QAT": "Qatar"}
    assert lists["CL_STOCK_OF_WORKERS_SEX"]["_T"] == "All"
    assert set(lists["CL_STOCK_OF_WORKERS_CONF_STATUS"]) == {"F", "C", "D"}
    indicator = next(one for one in message.get_concept_schemes()[0].items if one.id == "INDICATOR")
    assert indicator.description == "stock@1.0: Stock"
    assert "قطر" in content
    data = written(cube, "Stock of workers", "sdmx-ml", "2.0", definition).decode()
    rows: Any = get_datasets(data, content)[0]
    assert len(rows.data) == len(CELLS)
    broken = content.replace('<str:Code id="QAT">', '<str:Code id="Q T">')
    with pytest.raises(Exception, match="Q T"):
        read_sdmx(broken, validate=True)
