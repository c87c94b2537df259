"""Totals by area and origin by destination, with the regions that would count twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.core.problems import BadInput, Problem
from corridor.engines.statistics import areas, input_cubes, stocks

TOTALS = """alpha3,name,country_code,year,fb,pop
NPL,Nepal,524,2020,487564,29136808.5
QAT,Qatar,634,2020,2226192,2881060
NA,Channel Islands*,830,2020,84353,173859
TWN,"China, Taiwan Province of China*",158,2020,NA,23816775
QAT,Qatar,634,2015,1687640,2565708
"""
BILATERAL = """Year,Dest,Nepal,Micronesia (Fed. States of),Viet Nam
2019,Qatar,400000,..,7
2019,Micronesia,1,0,0
2019,Micronesia (Fed. States of),1,0,0
2015,Qatar,300000,0,0
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "stocks.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_totals_add_up_and_unknown_is_not_nought(tmp_path: Path) -> None:
    read = stocks.read_stocks(_file(tmp_path, TOTALS))
    found = stocks.figures(read.of(2020))
    assert (found["total"], found["areas"], found["unknown"]) == (487564 + 2226192 + 84353, 4, 1)
    assert found["largest"][0] == {"destination": "QAT", "origin": "_T", "people": 2226192}
    cube = input_cubes.of_stocks(read)
    assert cube.codes("destination") == [areas.CHANNEL_ISLANDS, "NPL", "QAT"]


def test_a_region_among_the_areas_is_left_out(tmp_path: Path) -> None:
    read = stocks.read_stocks(_file(tmp_path, BILATERAL))
    assert (read.kind, read.regions) == ("bilateral", ("Micronesia",))
    assert stocks.figures(read.of(2019))["total"] == 400008  # with the region it would be 400009
    assert stocks.figures(read.of(2019))["unknown"] == 1
    assert [one.people for one in read.of(2019, "NPL", "QAT")] == [400000]


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    text = (
        TOTALS + "XXX,Nowhere,999,2020,5,5\nNPL,Nepal,524,20,1.5,x\nQAT,Qatar,634,2015,1,1\na,b\n"
    )
    with pytest.raises(Problem) as refused:
        stocks.read_stocks(_file(tmp_path, text))
    found = {(one.place.line, one.place.column, one.code) for one in refused.value.problems}
    assert found == {
        (7, 1, "statistics.area"),
        (8, 4, "stocks.year"),
        (8, 5, "stocks.count"),
        (8, 6, "statistics.number"),
        (9, None, "stocks.twice"),
        (10, None, "statistics.row"),
    }


@pytest.mark.parametrize("text", ["", "name,year\n", "Year,Dest,Atlantis\n2019,Qatar,1\n"])
def test_another_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem):
        stocks.read_stocks(_file(tmp_path, text))


def test_a_year_that_is_not_there(tmp_path: Path) -> None:
    read = stocks.read_stocks(_file(tmp_path, TOTALS))
    assert stocks.asked_year(read, None) == 2020
    with pytest.raises(BadInput, match=r"2015, 2020"):
        stocks.asked_year(read, 2019)


def test_names_of_the_united_nations() -> None:
    assert areas.by_name("United Kingdom*") == "GBR"
    assert areas.by_name("Micronesia (Fed. States of)") == "FSM"
    assert areas.by_name("Micronesia") is None
    assert areas.by_name("Atlantis") is None
    assert areas.by_code("ksv") == areas.KOSOVO
    assert areas.name(areas.KOSOVO) == "Kosovo"
