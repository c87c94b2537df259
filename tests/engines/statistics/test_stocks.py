"""Totals by area and origin by destination, with the regions that would count twice."""

from __future__ import annotations

from pathlib import Path

import openpyxl
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


PLACE = "Region, development group, country or area"


def _published(path: Path, head: list[str], *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Contents"  # type: ignore[union-attr]
    sheet = book.create_sheet("Table 1")
    sheet.append(["United Nations"])
    sheet.append([])
    sheet.append([None, None, None, None, None, "International migrant stock (both sexes)"])
    sheet.append([*head, *(2015, 2020) * 3])
    for row in rows:
        sheet.append(row)
    sheet.append([None, "(a) Estimate"])
    book.save(path)
    return path


def test_the_published_workbook_of_totals(tmp_path: Path) -> None:
    path = _published(
        tmp_path / "d.xlsx",
        ["Index", PLACE, "Notes", "Location code", "Type of data"],
        [1, "WORLD", None, 900, None, 9, 9, 9, 9, 9, 9],
        [2, "Qatar*", 1, 634, "C", 100, 120, 70, 90, 30, 30],
        [3, "Nepal", None, 524, "B", 50, "..", 20, "..", 30, ".."],
    )
    read = stocks.read_stocks(path)
    assert (read.kind, read.years, read.regions) == ("totals", (2015, 2020), ("WORLD",))
    assert stocks.figures(read.of(2015))["total"] == 150
    assert stocks.figures(read.of(2020))["unknown"] == 1
    assert [one.people for one in read.of(2015, "", "QAT", "F")] == [30]
    assert input_cubes.of_stocks(read).codes("sex") == ["_T", "F", "M"]


def test_the_published_workbook_of_pairs(tmp_path: Path) -> None:
    of = [f"{PLACE} of destination", "Notes of destination", "Location code of destination",
          "Type of data", f"{PLACE} of origin", "Location code of origin"]  # fmt: skip
    path = _published(
        tmp_path / "od.xlsx",
        ["Index", *of],
        [1, "ASIA", None, 935, None, "Nepal", 524, 9, 9],
        [2, "Qatar", None, 634, "C", "WORLD", 900, 9, 9],
        [3, "Qatar", None, 634, "C", "Nepal", 524, 300, 400, 290, 380, 10, 20],
        [4, "Qatar", None, 634, "C", "Others", 2003, 5, 7],
    )
    read = stocks.read_stocks(path)
    found = stocks.figures(read.of(2020))
    assert (read.kind, found["total"], found["origins"]) == ("bilateral", 407, 2)
    assert [one.people for one in read.of(2020, stocks.OTHERS)] == [7]
    wrong = _published(
        tmp_path / "w.xlsx", ["Index", *of], [1, "X", None, "x", 0, "Y", 899, 1, "1.5"]
    )
    with pytest.raises(Problem) as refused:
        stocks.read_stocks(wrong)
    assert {(one.place.line, one.place.column) for one in refused.value.problems} == {
        (5, 4), (5, 7),
    }  # fmt: skip


def test_names_of_the_united_nations() -> None:
    assert areas.by_name("United Kingdom*") == "GBR"
    assert areas.by_name("Micronesia (Fed. States of)") == "FSM"
    assert areas.by_name("Micronesia") is None
    assert areas.by_name("Atlantis") is None
    assert areas.by_code("ksv") == areas.KOSOVO
    assert areas.name(areas.KOSOVO) == "Kosovo"
