"""Workbooks read as they come: what is saved, and nothing that is only claimed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from corridor.core.problems import BadInput, NotFound
from corridor.engines.statistics import inputs, workbook


def _book(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Prices"
    first.append(["code", "price", "note"])
    first.append(["QAT", 6.84, " a & b "])
    first.append([None, -3, True])
    first["C5"] = "=1+1"
    book.create_sheet("Secret").append(["hidden"])
    book["Secret"].sheet_state = "hidden"
    book.create_sheet("Last").append([1e-7])
    book.save(path)
    return path


def _changed(source: Path, path: Path, part: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_visible_sheets_come_as_numbered_lines(tmp_path: Path) -> None:
    found = {title: list(body) for title, body in workbook.sheets(_book(tmp_path / "b.xlsx"))}
    assert set(found) == {"Prices", "Last"}
    assert found["Prices"][:3] == [
        (1, ["code", "price", "note"]),
        (2, ["QAT", "6.84", "a & b"]),
        (3, ["", "-3", "1"]),
    ]
    assert found["Prices"][3] == (5, [])  # a formula nobody has calculated has no value
    assert found["Last"] == [(1, ["1e-07"])]


def test_rows_are_padded_to_the_first(tmp_path: Path) -> None:
    assert list(inputs.lines(_book(tmp_path / "b.xlsx")))[3] == (5, ["", "", ""])


def test_the_value_saved_beside_a_formula_is_read(tmp_path: Path) -> None:
    one = _book(tmp_path / "b.xlsx")
    other = _changed(one, tmp_path / "c.xlsx", SHEET, b"<v></v>", b"<v>2</v>")
    assert dict(inputs.lines(other))[5] == ["", "", "2"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b"<sheetData>", b"<sheetData><row r='2'"),
        (SHEET, b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"),
        (SHEET, b">6.84<", b">six<"),
        (SHEET, b'<row r="1"', b'<row r="99999999"'),
        (SHEET, b't="n"><v>6.84', b't="s"><v>99'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = _changed(_book(tmp_path / "b.xlsx"), tmp_path / "c.xlsx", part, old, new)
    with pytest.raises(BadInput) as refused:
        list(inputs.lines(path))
    assert refused.value.code == "statistics.unreadable"


SHARED = (
    b"<sst><si><t>code</t></si><si><r><t>pr</t></r><r><t>ice</t></r><rPh><t>puraisu</t></rPh></si>"
    b"</sst>"
)


@pytest.mark.parametrize(("texts", "sound"), [(SHARED, True), (SHARED[:-6], False)])
def test_shared_texts_are_put_in_their_places(tmp_path: Path, texts: bytes, sound: bool) -> None:
    path, inline = tmp_path / "c.xlsx", b't="inlineStr"><is><t>%s</t></is>'
    source = _changed(
        _book(tmp_path / "b.xlsx"), tmp_path / "a.xlsx", SHEET, inline % b"code", b't="s"><v>0</v>'
    )
    _changed(source, path, SHEET, inline % b"price", b't="s"><v>1</v>')
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    if sound:
        assert next(inputs.lines(path)) == (1, ["code", "price", "note"])
    else:
        with pytest.raises(BadInput):
            list(inputs.lines(path))


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(BadInput):
        list(inputs.lines(path))
    with pytest.raises(NotFound):
        list(inputs.lines(tmp_path / "none.xlsx"))
    whole = _book(tmp_path / "b.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput):
        list(inputs.lines(path))


@pytest.mark.parametrize(
    ("saved", "said"),
    [("6.8399999999999999", "6.84"), ("12", "12"), ("-0.5", "-0.5"), ("1E3", "1000")],
)
def test_numbers_are_said_in_their_shortest_digits(saved: str, said: str) -> None:
    assert workbook.number_text(saved) == said
