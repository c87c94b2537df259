"""``corridor stats indicators``, ``map``, ``indicator``, ``mirror`` and ``series``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corridor.doors.cli import output
from corridor.doors.cli.main import app

MAPPING = """
mapping: 1
country: NPL
time: "2026"
design: {weights: wt, clusters: psu}
options: {working_age: "16"}
spells: {person: pid, began: start, destination: dest}
variables:
  sex: {column: q1, codes: {1: M, 2: F}}
  moved_for_work: {always: "yes"}
  employment_status: {always: employee}
  years_since_start: {column: years}
  cost_first_job: {column: cost}
  earnings_first_month: {column: earned}
  cost_last_job: {column: cost}
  earnings_usual_month: {column: earned}
"""
DATA = "wt,psu,pid,start,dest,q1,years,cost,earned\n" + "".join(
    f"{10 + n % 3},{n // 2},p{n},2024,QAT,{1 + n % 2},2,{0 if n % 4 == 0 else 300},300\n"
    for n in range(20)
)
AGAIN = (
    "12,9,p20,2015,QAT,1,11,9000,300\n12,9,p20,2023,MYS,1,3,600,300\n12,9,p20,2025,MYS,1,1,0,300\n"
)


def _run(*arguments: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["stats", *arguments])
    return found.exit_code, found.output


def _files(tmp_path: Path, mapping: str = MAPPING, data: str = DATA + AGAIN) -> tuple[str, str]:
    one, other = tmp_path / "map.yaml", tmp_path / "data.csv"
    one.write_text(mapping, encoding="utf-8")
    other.write_text(data, encoding="utf-8")
    return str(one), str(other)


def test_a_definition_says_everything_about_itself() -> None:
    code, said = _run("indicators", "rci.zero", "--json")
    answer = json.loads(said)
    assert (code, answer["measure"], answer["unit"]) == (0, "rci.zero@1.0", "person")
    assert answer["options"]["reference_years"] == {"default": "3", "allowed": "1 … 10"}
    code, said = _run("indicators", "rci.zero", "--language", "fr")
    assert (code, "Travailleurs" in said) == (0, True)
    assert "imw.stock@1.0" in _run("indicators", "--json")[1]
    assert _run("indicators", "nothing")[0] == 2


def test_no_id_is_cut_on_a_narrow_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output.screen, "_width", 80)
    ids = [one["measure"] for one in json.loads(_run("indicators", "--json")[1])]
    said = _run("indicators")[1]
    assert max(len(line) for line in said.splitlines()) <= 80
    assert [one for one in ids if one not in said.split()] == []


def test_one_job_a_person_is_estimated_by_the_rule_asked_for(tmp_path: Path) -> None:
    files = _files(tmp_path)
    out = tmp_path / "cells.csv"
    more = ("rci.mean_cost", "--by", "sex", "--out", str(out), "--json")
    code, said = _run("indicator", *files, *more)
    assert code == 0, said
    answer = json.loads(said)
    cells = {(one["measure"], one["sex"]): one for one in answer["cells"]}
    weights = [10 + n % 3 for n in range(20)]
    paid = sum(w * (0 if n % 4 == 0 else 300) for n, w in enumerate(weights)) + 12 * 600
    value = cells[("rci.mean_cost@1.0", "_T")]["value"]
    assert abs(value - paid / (sum(weights) + 12)) < 1e-9
    assert ("rci.zero@1.0", "F") in cells
    assert out.read_text("utf-8").startswith("sex,time,measure")
    last = json.loads(_run("indicator", *files, "rci.mean_cost", "--set", "job_reference=last_job",
                           "--json")[1])  # fmt: skip
    assert last["measures"]["rci.mean_cost@1.0"]["options"]["job_reference"] == "last_job"
    assert min(one["value"] for one in last["cells"] if "mean_cost" in one["measure"]) < value
    assert "rci.zero@1.0" in _run("indicator", *files, "rci.zero")[1]


def test_a_mapping_is_checked_against_its_file(tmp_path: Path) -> None:
    out = tmp_path / "recoded.parquet"
    code, said = _run("map", *_files(tmp_path, data=DATA), "--out", str(out), "--json")
    answer = json.loads(said)
    assert (code, answer["rows"]) == (0, 20)
    assert answer["variables"]["sex"] == {"codes": 2, "missing": 0}
    assert out.stat().st_size > 0
    broken = DATA.replace(",q1,", ",q_1,")
    code, said = _run("map", *_files(tmp_path, data=broken))
    assert code == 2
    assert "renamed in this round? Near it are: q_1" in " ".join(said.split())


def test_bad_questions_are_two_and_say_what_to_do(tmp_path: Path) -> None:
    for mapping, arguments, word in (
        (MAPPING, ("imw.stock",), "does not say where"),
        (MAPPING, ("rci.zero", "--by", "isco"), "no breakdown by"),
        (MAPPING, ("rci.zero", "--set", "x"), "NAME=VALUE"),
        (MAPPING, ("rci.zero", "--set", "reference_years=99"), "cannot be chosen"),
        (MAPPING.replace("16", "60"), ("rci.zero",), "in the field “working_age”"),
        (MAPPING.replace("psu}", "clust}"), ("rci.zero",), "“clust”, which the design"),
        (MAPPING.replace("clusters", "clumps"), ("rci.zero",), "clumps"),
    ):
        code, said = _run("indicator", *_files(tmp_path, mapping), *arguments)
        assert code == 2, arguments
        assert word in " ".join(said.split()), (arguments, said)


REGISTER = """
mapping: 1
time: "2026"
variables:
  sex: {column: sex}
  foreign_citizen: {column: foreign}
  workers: {column: workers}
  fatal_injuries: {column: dead}
"""


def test_a_register_has_no_sampling_error(tmp_path: Path) -> None:
    rows = "sex,foreign,workers,dead\nM,yes,1000,2\nM,no,9000,4\nF,no,1000,0\n"
    files = _files(tmp_path, REGISTER, rows)
    more = ("injuries.fatal", "--by", "migrant", "--source", "register", "--json")
    code, said = _run("indicator", *files, *more)
    assert code == 0, said
    cells = {cell["migrant"]: cell for cell in json.loads(said)["cells"]}
    assert (cells["migrant"]["value"], cells["other"]["value"]) == (200, 40)
    assert (cells["_T"]["se"], cells["_T"]["quality"], cells["_T"]["n"]) == (None, "", 3)
    code, said = _run("indicator", *files, "injuries.fatal")
    assert (code, "weights" in said) == (2, True)  # a survey must say how it was drawn
    code, said = _run("indicator", *files, "irregular.stock", "--source", "register")
    assert (code, "never comes from a source" in " ".join(said.split())) == (2, True)


OWN = """
standards: [{id: own, name: National plan, version: "1", document: Official Gazette}]
indicators:
  - {id: own.men, version: "1", title: Men, theme: own, unit: person, standard: own,
     estimator: proportion, sources: [survey], population: recruited, scale: 100,
     numerator: {when: {sex: [M]}}, period: Now, counting: Men., absent: Nobody.}
"""


def test_a_country_adds_its_own_definitions(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "a.yaml").write_text(OWN, encoding="utf-8")
    more = ("own.men", "--definitions", str(folder), "--json")
    code, said = _run("indicator", *_files(tmp_path, data=DATA), *more)
    assert (code, json.loads(said)["cells"][0]["n"]) == (0, 20)
    assert _run("indicators", "own.men", "--definitions", str(folder))[0] == 0
    assert _run("indicators", "own.men")[0] == 2
    code, said = _run("indicators", "--definitions", str(tmp_path / "none"))
    assert (code, "no definitions" in " ".join(said.split())) == (2, True)


def test_mirror_and_series(tmp_path: Path) -> None:
    head = "destination,origin,time,measure,value,note\n"
    one, other, causes = (tmp_path / name for name in ("o.csv", "d.csv", "c.csv"))
    one.write_text(f"{head}QAT,NPL,2026,a@1,1000,person\n", encoding="utf-8")
    other.write_text(f"{head}QAT,NPL,2026,b@1,860,person\n", encoding="utf-8")
    causes.write_text(
        "origin,destination,time,kind,amount,says,source\nNPL,QAT,2026,timing,-60,Late,both\n",
        encoding="utf-8",
    )
    code, said = _run("mirror", str(one), str(other), "--causes", str(causes), "--json")
    assert (code, json.loads(said)[0]["unexplained"]) == (0, -80)
    assert "unexplained -140" in _run("mirror", str(one), str(other))[1]
    assert _run("mirror", str(one), str(tmp_path / "no.csv"))[0] == 2
    series = tmp_path / "s.csv"
    lines = "".join(f"ilo.migrant_workers,_T,{y},{v},,,{e},m,ILO\n" for y, v, e in
                    ((2019, 169, 3), (2022, 167.7, 4)))  # fmt: skip
    head = "series,area,time,value,low,high,edition,method,source\n"
    series.write_text(head + lines, encoding="utf-8")
    code, said = _run("series", str(series), "--json")
    assert (code, len(json.loads(said)["breaks"])) == (0, 1)
    assert "not one series" in " ".join(_run("series", str(series))[1].split())


def test_a_survey_and_a_register_are_held_against_each_other(tmp_path: Path) -> None:
    survey, register = tmp_path / "s.csv", tmp_path / "r.csv"
    survey.write_text(
        "region,sex,time,measure,value,n,se,low,high\n"
        "_T,F,2026,imw.stock@1.0,1000,90,50,900,1100\n_T,M,2026,imw.stock@1.0,500,40,10,480,520\n",
        encoding="utf-8",
    )
    head = "sex,time,measure,value,note\n"
    register.write_text(
        f"{head}F,2026,register.clearances.persons@1,1050,person\n"
        "M,2026,register.clearances.persons@1,300,person\n"
        "F,2026,register.clearances@1,1400,clearance\n",
        encoding="utf-8",
    )
    ask = ("reconcile", str(survey), str(register), "--measure", "imw.stock@1.0", "--counted")
    code, said = _run(*ask, "register.clearances.persons@1", "--json")
    answer = json.loads(said)
    assert (code, [one["agree"] for one in answer["cells"]]) == (0, [True, False])
    assert answer["cells"][1]["standard_errors"] == -20
    assert "without a clearance" in answer["absent"]["register.clearances.persons@1"]
    people = " ".join(_run(*ask, "register.clearances@1")[1].split())
    assert "survey counts persons and the register clearances: they are not subtracted" in people
    assert _run(*ask, "register.nothing@1")[0] == 2
