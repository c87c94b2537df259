"""The corridor panel and the workbook of services, with everything that is odd in them."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corridor.core.problems import BadInput, Problem
from corridor.engines.statistics import input_cubes, remittances
from corridor.engines.statistics.remittance_averages import averages
from corridor.engines.statistics.remittance_services import Notes, read_services

HEAD = [
    "Sending Countries Name", "Sending Countries Code", "Series Name", "Series Code",
    "Receiving Countries  Name", "Receiving Countries  Code",
    "2020Q2 [YR2020Q2]", "2020Q3 [YR2020Q3]",
]  # fmt: skip


def _panel(*corridors: tuple[str, str, str, str]) -> list[list[str]]:
    rows = [["x", a, "Average", "ATCR.CORR", "y", b, *costs] for a, b, *costs in corridors]
    blank = [""] * len(HEAD)
    return [HEAD, *rows, blank, ["Last Updated: 12/07/2020", *blank[1:]]]


def _csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


SOUND = (
    ("QAT", "NPL", "3.1", "3.0"),
    ("QAT", "KSV", "..", "5.0"),
    ("RUS", "UZB", "1.1", "-0.5"),
    ("ZAF", "CHN", "20", "20.10"),
    ("ANT", "HTI", "..", ".."),
)


def test_a_quarter_is_the_simple_mean_over_its_corridors(tmp_path: Path) -> None:
    panel = remittances.read_panel(_csv(tmp_path / "p.csv", _panel(*SOUND)))
    found = remittances.figures(panel.prices, "2020Q3")
    assert found.mean == Fraction("27.6") / 4
    assert (found.corridors, found.median) == (4, 4)
    assert found.at_most == {3: 2, 5: 3}  # exactly 3 and exactly 5 are on target
    assert [one.quarter for one in remittances.series(panel)] == ["2020Q2", "2020Q3"]
    assert panel.notes == ("Last Updated: 12/07/2020",)
    assert {one.receiver for one in panel.prices} == {"NPL", "XKX", "UZB", "CHN"}


def test_the_cube_does_not_know_the_order_of_the_rows(tmp_path: Path) -> None:
    shuffled = list(SOUND)
    random.Random(7).shuffle(shuffled)
    one, other = (
        input_cubes.of_panel(remittances.read_panel(_csv(tmp_path / name, _panel(*rows))))
        for name, rows in (("a.csv", SOUND), ("b.csv", tuple(shuffled)))
    )
    assert one.digest() == other.digest()
    total = one.where({"sender": "_T", "time": "2020-Q3", "measure": input_cubes.MEAN})
    assert [cell["value"] for cell in total.cells()] == [6.9]


def test_kosovo_under_two_codes_is_one_corridor(tmp_path: Path) -> None:
    rows = _panel(("QAT", "KSV", "4", ".."), ("QAT", "XKX", "..", "6"))
    panel = remittances.read_panel(_csv(tmp_path / "p.csv", rows))
    assert [(one.receiver, one.cost) for one in panel.prices] == [("XKX", 4), ("XKX", 6)]


def test_a_panel_saved_with_semicolons_is_read(tmp_path: Path) -> None:
    path = _csv(tmp_path / "p.csv", _panel(("QAT", "NPL", "4.5", "..")))
    path.write_text(path.read_text("utf-8").replace(",", ";"), encoding="utf-8")
    assert remittances.read_panel(path).prices[0].cost == Fraction(9, 2)


def test_every_fault_of_a_panel_is_named_with_its_place(tmp_path: Path) -> None:
    rows = _panel(*SOUND, ("QAT", "NPL", "1", "1"), ("QXX", "NPL", "1", "4,5"))
    rows.insert(3, ["short"])
    with pytest.raises(Problem) as refused:
        remittances.read_panel(_csv(tmp_path / "p.csv", rows))
    found = {(one.place.line, one.place.column, one.code) for one in refused.value.problems}
    assert found == {
        (4, None, "statistics.row"),
        (8, 7, "remittances.twice"),
        (8, 8, "remittances.twice"),
        (9, 2, "statistics.area"),
    }
    rows = _panel(("QAT", "NPL", "1", "4,5"))
    with pytest.raises(BadInput) as comma:
        remittances.read_panel(_csv(tmp_path / "q.csv", rows))
    assert (comma.value.place.line, comma.value.place.column) == (2, 8)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "statistics.empty"),
        ([["a", "b"]], "statistics.column"),
        ([HEAD[:6], ["x", "QAT", "n", "ATCR.CORR", "y", "NPL"]], "remittances.quarters"),
        ([HEAD, ["x", "QAT", "n", "OTHER", "y", "NPL", "1", "2"]], "remittances.series"),
    ],
)
def test_what_is_no_panel_is_refused(tmp_path: Path, rows: list[list[str]], code: str) -> None:
    with pytest.raises(Problem) as refused:
        remittances.read_panel(_csv(tmp_path / "p.csv", rows))
    assert code in {one.code for one in refused.value.problems}


def test_a_quarter_without_a_round_has_its_own_answer() -> None:
    known = ("2024Q4", "2025Q1", "2025Q3")
    assert remittances.asked_quarter("2025_3Q", known) == "2025Q3"
    with pytest.raises(BadInput, match=r"second quarter of 2025"):
        remittances.asked_quarter("2025Q2", known)
    with pytest.raises(BadInput, match=r"no prices of the quarter “2031Q1”"):
        remittances.asked_quarter("2031Q1", known)


SERVICE: dict[str, Any] = {
    "period": "2024_3Q", "source_code": "QAT", "destination_code": "NPL", "firm": "A",
    "inter lcu bank fx": 36.5, "transparent": "yes", "speed actual": "Same day",
    "receiving network coverage": "High", "pickup method": "Cash",
    "cc1 lcu amount": 728, "cc1 lcu fee": 14.56, "cc1 fx margin": 1.0, "cc1 total cost %": 3.0,
    "cc2 lcu amount": 1820, "cc2 lcu fee": 18.2, "cc2 fx margin": 1.0, "cc2 total cost %": 2.0,
}  # fmt: skip


def _service(total: Any, **other: Any) -> dict[str, Any]:
    price = {"cc1 total cost %": total, "cc1 lcu fee": 0, "cc1 fx margin": total}
    return SERVICE | price | {name.replace("_", " "): value for name, value in other.items()}


def _workbook(path: Path, rows: list[dict[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    terms = book.active
    assert terms is not None
    terms.title = "Terms of Use"
    terms.append(["Terms"])
    sheet = book.create_sheet("Dataset (from Q2 2016)")
    sheet.append([*SERVICE, None])
    for row in rows:
        sheet.append([*(row.get(name) for name in SERVICE), "2025"])
    book.save(path)
    return path


def test_averages_of_services_follow_each_rule(tmp_path: Path) -> None:
    rows = [
        SERVICE,
        _service("4.00", firm="text"),
        _service(-1.0, firm="promotion"),
        _service(9.0, speed_actual="6 days or more"),
        _service(2.5, firm="far", receiving_network_coverage="Low"),
        _service(2.5, firm="far", receiving_network_coverage="low", pickup_method="Bank account"),
        _service(0, firm="hidden", transparent="no"),
        _service(5.0, inter_lcu_bank_fx=0),
        SERVICE | {"source_code": "RUS", "destination_code": "KSV"},
        SERVICE | {"period": "2025_2Q"},
        SERVICE | {"cc1 total cost %": None},
        SERVICE | {"cc1 fx margin": 1.02},
    ]
    notes = Notes()
    found = averages(read_services(_workbook(tmp_path / "w.xlsx", rows), notes))
    assert list(found) == ["2024Q3"]
    quarter = found["2024Q3"]
    assert (quarter.services, quarter.not_transparent, quarter.left_out) == (7, 1, 1)
    assert quarter.mean_of_services == Fraction("23") / 7
    nepal, kosovo = quarter.corridors
    assert (nepal.services, nepal.qualifying) == (7, 5)
    assert nepal.smart == Fraction("4.5") / 3  # -1, 2.5 and 3; the far and the slow one are out
    assert (kosovo.receiver, kosovo.qualifying) == ("XKX", 1)
    assert quarter.as_json()["smart"] == {
        "corridors": 1, "fewer_than_three": 1, "mean": 1.5, "median": 1.5,
        "at_most_3": 1, "at_most_5": 1,
    }  # fmt: skip
    assert (notes.rows, notes.negative, notes.identity_off) == (12, 1, 1)
    assert [one.line for one in notes.rejected] == [9, 11, 12]
    assert "interbank rate is 0" in notes.rejected[0].why.say()


def test_the_larger_amount_is_read_from_its_own_columns(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "w.xlsx", [SERVICE])
    found = averages(read_services(path, Notes(), 500))
    assert found["2024Q3"].mean_of_services == 2


def test_the_older_questionnaire_has_no_smart(tmp_path: Path) -> None:
    old = {name: value for name, value in SERVICE.items() if name not in ("pickup method",)}
    old.pop("receiving network coverage")
    path = tmp_path / "old.csv"
    rows = [list(old), [str(value) for value in (old | {"period": "2014_1Q"}).values()]]
    found = averages(read_services(_csv(path, rows), Notes()))
    said = found["2014Q1"].as_json()
    assert said["questionnaire"] == "to 2016Q1"
    assert (said["mean"], said["smart"]["mean"]) == (3.0, None)


def test_columns_that_only_serve_a_check_may_be_absent(tmp_path: Path) -> None:
    kept = ("period", "source_code", "destination_code", "transparent", "cc1 total cost %")
    path = _csv(tmp_path / "s.csv", [list(kept), [str(SERVICE[name]) for name in kept]])
    notes = Notes()
    quarter = averages(read_services(path, notes))["2024Q3"]
    assert (quarter.mean_of_services, quarter.smarts) == (3, [])
    assert "speed actual" in notes.columns_absent
    path = _csv(tmp_path / "t.csv", [list(kept[:4]), ["x"] * 4])
    with pytest.raises(Problem, match="no column “cc1 total cost %”"):
        list(read_services(path, Notes()))


@pytest.mark.parametrize(("text", "read"), [("1,234.50", 1234.5), ("6,84", None), ("6,840", None)])
def test_a_comma_is_no_decimal_point(tmp_path: Path, text: str, read: float | None) -> None:
    path = _workbook(tmp_path / "w.xlsx", [_service(text, firm="x") | {"cc1 fx margin": 0}])
    if read is None:
        with pytest.raises(BadInput, match="is not a number"):
            list(read_services(path, Notes()))
    else:
        assert [one.total for one in read_services(path, Notes())] == [Fraction(read)]


def test_faults_of_services_come_together(tmp_path: Path) -> None:
    rows = [
        SERVICE | {"source_code": "QXX", "cc1 total cost %": "three"},
        SERVICE | {"period": "soon"},
    ]
    with pytest.raises(Problem) as refused:
        list(read_services(_workbook(tmp_path / "w.xlsx", rows), Notes()))
    found = {(one.place.line, one.place.column) for one in refused.value.problems}
    assert found == {(2, 2), (2, 13), (3, 1)}
    with pytest.raises(BadInput, match="no table of remittance services"):
        list(read_services(_csv(tmp_path / "x.csv", [["a"]]), Notes()))
