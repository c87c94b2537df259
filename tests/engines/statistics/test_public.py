"""Any publisher's file becomes a table with its definition, by one door."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.core.problems import BadInput, Problem
from corridor.engines.statistics.public import kind_of, read_public

PANEL = (
    "Sending Countries Code,Series Code,Receiving Countries  Code,2020Q2,2020Q3\n"
    "QAT,ATCR.CORR,NPL,3,2.5\nQAT,ATCR.CORR,IND,..,6.5\n"
)
SERVICES = (
    "period,source_code,destination_code,transparent,cc1 total cost %\n2024_3Q,QAT,NPL,yes,3\n"
)
TOTALS = "alpha3,name,country_code,year,fb,pop\nQAT,Qatar,634,2020,12,20\nQAT,Qatar,634,2015,9,9\n"
PAIRS = "Year,Dest,Nepal\n2019,Qatar,4\n"
SERIES = (
    "series,area,time,value,low,high,edition,method,source\n"
    "sdg.8.8.2,NPL,2022,3.2,,,2018,Coded from texts,ILO\n"
)
FLOW = (
    "Origin,Destination,Time,Counted by,Unit,Value,Source\n"
    "NPL,Qatar,2024,NPL,clearance,1000,Labour permits\n"
    "NPL,QAT,2024,destination,arrival,860,Border register\n"
    "NPL,QAT,2023,QAT,arrival,..,Border register\n"
)


@pytest.mark.parametrize(
    ("text", "kind", "period", "cells", "title"),
    [
        (PANEL, "panel", "2020-Q2/2020-Q3", 11, "Mean cost over all corridors"),
        (SERVICES, "services", "2024-Q3", 2, "Mean cost over all services"),
        (TOTALS, "stocks", "2015/2020", 2, "International migrant stock"),
        (PAIRS, "stocks", "2019", 1, "International migrant stock"),
        (FLOW, "flow", "2024", 2, "Flow between two countries"),
        (SERIES, "series", "2022", 1, "Compliance with freedom of association"),
    ],
)
def test_each_kind_is_told_by_its_titles(
    tmp_path: Path, text: str, kind: str, period: str, cells: int, title: str
) -> None:
    path = tmp_path / "given.csv"
    path.write_text(text, encoding="utf-8")
    found = read_public(path)
    assert (found.kind, found.period, found.cube.frame.height) == (kind, period, cells)
    assert found.definition["title"]["en"].startswith(title)
    assert found.definition["rule"]["fr"]
    assert found.source
    assert found.licence


def test_one_year_of_many(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text(TOTALS, encoding="utf-8")
    assert read_public(path, 2015).period == "2015"
    with pytest.raises(BadInput):
        read_public(path, 1999)


def test_what_is_none_of_them_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no public table known here"):
        kind_of(path)
    two = SERIES + "forced_labour.prevalence,_T,2021,3.5,,,2022,Model,ILO\n"
    path.write_text(two, encoding="utf-8")
    with pytest.raises(BadInput, match="one series"):
        read_public(path)


def test_every_fault_of_a_count_is_told_at_its_place(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text(FLOW, encoding="utf-8")
    cells = {one["counted_by"]: one for one in read_public(path).cube.cells()}
    assert (cells["origin"]["value"], cells["origin"]["note"]) == (1000, "clearance")
    wrong = (
        "NPL,NPL,24,IND,heads,-3,\n"
        "Atlantis,QAT,2024-Q5,QAT,person,many,x\n"
        "NPL,QAT,2024,NPL,person,7,Census\n"
    )
    path.write_text(FLOW + wrong, encoding="utf-8")
    with pytest.raises(Problem) as refused:
        read_public(path)
    places = [(one.place.line, one.place.column) for one in refused.value.problems]
    whole = [(5, column) for column in range(2, 8)]
    assert places == [*whole, (6, 1), (6, 3), (6, 6), (7, 6)]
    path.write_text(FLOW.partition("\n")[0], encoding="utf-8")
    with pytest.raises(BadInput, match="no figure below"):
        read_public(path)
