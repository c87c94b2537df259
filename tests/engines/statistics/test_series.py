"""Imported series: with method and edition, and never joined over a change of method."""

from __future__ import annotations

from pathlib import Path

import pytest

from corridor.core.problems import Problem
from corridor.engines.statistics import definitions, series

KNOWN = definitions.catalogue()
HEAD = "series,area,time,value,low,high,edition,method,source\n"
SOUND = HEAD + (
    "ilo.migrant_workers,_T,2017,164,,,2,Model of 2018,ILO 2018\n"
    "ilo.migrant_workers,_T,2019,169,,,3,Model of 2021,ILO 2021\n"
    "ilo.migrant_workers,_T,2022,167.7,,,4,Model of 2024,ILO 2024\n"
    "ilo.migrant_workers,_T,2013,137,,,4,Model of 2024,ILO 2024\n"
    "sdg.8.8.2,NPL,2022,3.2,,,2018,Coded from texts,ILO\n"
    "forced_labour.prevalence,142,2021,3.5,3.1,3.9,2022,Survey and model,ILO\n"
)


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "series.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_editions_stand_beside_each_other_with_the_break_said(tmp_path: Path) -> None:
    points = series.read_series(_file(tmp_path, SOUND), KNOWN)
    found = series.breaks(points)
    assert [(one.before, one.after) for one in found] == [
        ("2013", "2017"), ("2017", "2019"), ("2019", "2022"),
    ]  # fmt: skip
    assert "not one series" in found[0].say().say()
    cube = series.of_series(points, KNOWN)
    assert cube.codes("edition") == ["2", "2018", "2022", "3", "4"]
    cells = list(cube.where({"measure": "sdg.8.8.2@1"}).cells())
    assert cells[0]["note"] == "Coded from texts (ILO)"


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = SOUND + (
        "imw.stock,NPL,2022,3,,,1,m,s\n"
        "forced_labour.prevalence,QAT,2021,3,,,2022,m,s\n"
        "sdg.8.8.2,Atlantis,soon,x,,,2018,,\n"
        "sdg.8.8.2,QAT,2022,9,1,2,2018,m,s\n"
        "sdg.8.8.2,NPL,2022,3.2,,,2018,Coded from texts,ILO\n"
    )
    with pytest.raises(Problem) as refused:
        series.read_series(_file(tmp_path, text), KNOWN)
    found = {(one.place.line, one.code) for one in refused.value.problems}
    assert found == {
        (8, "series.series"), (9, "series.area"), (10, "series.area"), (10, "series.time"),
        (10, "statistics.number"), (10, "series.value"), (10, "series.method"),
        (10, "series.source"), (11, "series.value"), (12, "series.edition"),
    }  # fmt: skip
    for text, code in (("a,b\n", "statistics.column"), ("", "statistics.empty")):
        with pytest.raises(Problem) as refused:
            series.read_series(_file(tmp_path, text), KNOWN)
        assert refused.value.code == code
