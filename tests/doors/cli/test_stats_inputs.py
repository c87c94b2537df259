"""``corridor stats remittances`` and ``stocks`` as a person or a machine calls them."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from corridor.doors.cli.main import app

PANEL = (
    "Sending Countries Code,Series Code,Receiving Countries  Code,2020Q3 [YR2020Q3]\n"
    "QAT,ATCR.CORR,NPL,2.5\nQAT,ATCR.CORR,IND,6.5\n"
)
SERVICES = (
    "period,source_code,destination_code,firm,inter lcu bank fx,transparent,speed actual,"
    "receiving network coverage,pickup method,cc1 lcu amount,cc1 lcu fee,cc1 fx margin,"
    "cc1 total cost %\n2024_3Q,QAT,NPL,A,36,yes,Next Day,High,Cash,728,14.56,1,3\n"
)
TOTALS = "alpha3,name,country_code,year,fb,pop\nQAT,Qatar,634,2020,12,20\nNPL,Nepal,524,2020,NA,9\n"


def _run(tmp_path: Path, verb: str, text: str, *more: str) -> tuple[int, str]:
    path = tmp_path / "given.csv"
    path.write_text(text, encoding="utf-8")
    found = CliRunner().invoke(app, ["stats", verb, str(path), *more])
    return found.exit_code, found.output


def test_a_quarter_of_the_panel(tmp_path: Path) -> None:
    out = tmp_path / "cube.csv"
    more = ("--quarter", "2020Q3", "--corridors", "--out", str(out), "--json")
    code, said = _run(tmp_path, "remittances", PANEL, *more)
    answer = json.loads(said)
    assert (code, answer["corridors"], answer["mean"], answer["at_most_5"]) == (0, 2, 4.5, 1)
    assert len(answer["by_corridor"]) == 2
    assert out.read_text("utf-8").startswith("receiver,sender,time,measure,value")
    code, said = _run(tmp_path, "remittances", PANEL)
    assert (code, said.strip()) == (
        0,
        "2020Q3: 2 corridors, mean 4.500 %; 1 at or below 3 %; 1 at or below 5 %",
    )


def test_single_services_are_told_by_their_titles(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "remittances", SERVICES, "--json")
    answer = json.loads(said)
    assert (code, answer["source"]["kind"]) == (0, "services")
    assert answer["quarters"][0]["smart"]["fewer_than_three"] == 1
    assert _run(tmp_path, "remittances", SERVICES, "--corridors")[1].count("QAT > NPL: 3.000 %")


def test_stocks_of_a_year(tmp_path: Path) -> None:
    code, said = _run(tmp_path, "stocks", TOTALS, "--year", "2020", "--json")
    answer = json.loads(said)
    assert (code, answer["total"], answer["areas"], answer["unknown"]) == (0, 12, 2, 1)
    assert "12 people in 2 areas" in _run(tmp_path, "stocks", TOTALS)[1]


def test_bad_input_is_two_and_says_what_to_do(tmp_path: Path) -> None:
    for verb, text, more, word in (
        ("remittances", PANEL, ("--quarter", "2025Q2"), "No round of prices"),
        ("remittances", PANEL, ("--amount", "300"), "200 and for 500"),
        ("remittances", PANEL.replace("6.5", "six"), (), "not a number"),
        ("stocks", TOTALS, ("--year", "1999"), "no stocks of the year"),
        ("stocks", TOTALS, ("--destination", "ARE"), "no row"),
        ("stocks", PANEL, (), "no table of migrant stocks"),
        ("stocks", TOTALS, ("--out", str(tmp_path / "no" / "x.csv")), "cannot be written"),
    ):
        code, said = _run(tmp_path, verb, text, *more)
        assert code == 2, (verb, more)
        assert word in " ".join(said.split()), (verb, more)
