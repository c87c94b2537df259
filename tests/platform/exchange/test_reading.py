"""Files as the world sends them: each fault is one sentence with its place and remedy."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from corridor.core.money import Money
from corridor.core.problems import BadInput
from corridor.platform.exchange import exports, readers, tables
from corridor.platform.exchange.checking import check
from corridor.platform.exchange.tables import Column, Table

WAGES = Table(
    "wages",
    (
        Column("contract", tables.text),
        Column("paid_on", tables.on_day, aliases=("date",)),
        Column("days", tables.whole),
        Column("basic", tables.money("QAR")),
        Column("kind", tables.one_of("bank", "cash"), required=False),
    ),
)
HEAD = "contract,paid_on,days,basic,kind\n"
GOOD = HEAD + "C-1,2026-03-01,30,1200.00,bank\nC-2,2026-03-01,28,1000.50,\n"


def refused(content: bytes, table: Table = WAGES) -> BadInput:
    with pytest.raises(BadInput) as caught:
        check(content, table, "wages.csv")
    assert caught.value.place.file == "wages.csv"
    assert caught.value.remedy is not None
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encodings_and_delimiters_of_spreadsheets(encoding: str, delimiter: str) -> None:
    checked = check(GOOD.replace(",", delimiter).encode(encoding), WAGES, "wages.csv")
    assert checked.errors == 0
    assert checked.rows[0] == (
        2,
        {
            "contract": "C-1",
            "paid_on": date(2026, 3, 1),
            "days": 30,
            "basic": Money(120000, "QAR"),
            "kind": "bank",
        },
    )
    assert checked.rows[1][1]["kind"] is None


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_reads_like_a_file() -> None:
    content = workbook(
        [
            ["contract", "Date", "days", "basic", "kind"],
            ["C-1", date(2026, 3, 1), 30, 1200.1, "Bank"],
            [None, None, None, None, None],
            ["C-2", "2026-03-01", 28.0, "1000.50", None],
        ]
    )
    checked = check(content, WAGES, "wages.xlsx")
    assert checked.errors == 0, checked.problems
    assert [row["basic"] for _, row in checked.rows] == [
        Money(120010, "QAR"),
        Money(100050, "QAR"),
    ]
    assert [line for line, _ in checked.rows] == [2, 4]


def test_a_formula_is_text_and_never_calculated() -> None:
    content = workbook([["contract", "paid_on", "days", "basic"], ["=1+1", "2026-03-01", "=2", 1]])
    checked = check(content, WAGES, "wages.xlsx")
    assert checked.errors == 1
    assert checked.problems[0].place.field == "days"
    text_only = Table("t", (Column("a", tables.text),))
    taken = check(workbook([["a"], ["=1+1"]]), text_only, "t.xlsx")
    assert taken.rows[0][1]["a"] == "=1+1"


def test_every_error_of_every_row_is_found_with_its_place() -> None:
    bad = (
        HEAD
        + "C-1,01/03/2026,thirty,1200.001,bank\n,2026-03-01,30,-,post\nC-3,2026-03-01,1,1,bank\n"
    )
    checked = check(bad.encode(), WAGES, "wages.csv")
    places = [(p.place.line, p.place.column, p.place.field) for p in checked.problems]
    assert places == [
        (2, 2, "paid_on"),
        (2, 3, "days"),
        (2, 4, "basic"),
        (3, 1, "contract"),
        (3, 4, "basic"),
        (3, 5, "kind"),
    ]
    assert [line for line, _ in checked.rows] == [4]
    assert checked.report.decode("utf-8-sig").count("\n") == 7


def test_errors_are_counted_beyond_those_shown() -> None:
    bad = HEAD + "C,2026-03-01,x,1,bank\n" * 1500
    checked = check(bad.encode(), WAGES, "wages.csv")
    assert (checked.errors, len(checked.problems)) == (1500, 1000)
    assert checked.report.decode("utf-8-sig").count("\n") == 1501


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("contract,paid_on,days\n", "“basic” is missing"),
        ("contract,paid_on,days,basic,colour\n", "“colour” is not part"),
        ("contract,contract,paid_on,days,basic\n", "twice"),
    ],
)
def test_a_wrong_heading(heading: str, sentence: str) -> None:
    checked = check((heading + "a,b,c,d,e\n").encode(), WAGES, "wages.csv")
    assert sentence in checked.problems[0].say()
    assert checked.rows == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (GOOD.encode("utf-16-le"), "UTF-16 without"),
        ((HEAD + "Caf\u00e9").encode("latin-1"), "UTF-8"),
        (HEAD.encode() + b"a\0b,1,1,1,1\n", "empty bytes"),
        (HEAD.encode() + b'"C-1,2026-03-01,30,1,bank\n', "quotation mark"),
        (HEAD.encode() + b'"C"1,2026-03-01,30,1,bank\n', "quotation mark"),
        (HEAD.encode() + b'"' + b"x" * 140_000 + b'",1,1,1,1\n', "longer than"),
        (b"," * 1_000_000 + b"\n", "1000001 cells"),
        (b"PK\x03\x04 not a workbook", "cannot be read"),
        (b"\xff\xfe\x00\xd8", "UTF-8"),
    ],
)
def test_files_that_cannot_be_read(content: bytes, sentence: str) -> None:
    assert sentence in refused(content).say()


def test_the_line_of_a_bad_byte_is_named() -> None:
    assert refused(HEAD.encode() + b"C-1\nC-2\nCaf\xe9\n").place.line == 4


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_ROWS", 10)
    assert "more than 10 rows" in refused((HEAD + "C,2026-03-01,1,1,bank\n" * 11).encode()).say()


def test_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 10)
    assert "larger than" in refused(GOOD.encode()).say()


def test_a_zip_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert len(out.getvalue()) < 100_000
    assert "unpacks to far more" in refused(out.getvalue()).say()


def test_entities_are_not_expanded() -> None:
    plain = workbook([["a"], ["b"]])
    out = io.BytesIO()
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            target.writestr(part, laughs if part.filename.endswith("sheet1.xml") else content)
    assert "cannot be read" in refused(out.getvalue()).say()


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\x07"])
def test_hidden_signs_are_refused(hidden: str) -> None:
    checked = check((HEAD + f"C-{hidden}1,2026-03-01,1,1,bank\n").encode(), WAGES, "w.csv")
    assert checked.errors == 1
    assert "cannot be seen" in checked.problems[0].say()
    assert hidden not in checked.report.decode("utf-8-sig")


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-x", "@sum(a)", "\t=1", "\r=1", " =1", "\uff1d1", "=cmd|' /C calc'!A0"]
)
def test_no_exported_cell_is_a_formula(evil: str) -> None:
    assert exports.safe(evil).startswith("'")
    assert b"'" in exports.as_csv(["a"], [[evil]])
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(exports.as_xlsx(["a"], [[evil]]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@pytest.mark.parametrize("plain", ["-12.50", "1200", "a=b", "Sita", "सीता", ""])
def test_ordinary_cells_stay_as_they_are(plain: str) -> None:
    assert exports.safe(plain) == plain


def test_what_we_export_we_can_import() -> None:
    rows = [["C-1", date(2026, 3, 1), 30, Money(120000, "QAR"), "bank"]]
    head = [column.name for column in WAGES.columns]
    for content in (exports.as_csv(head, rows), exports.as_xlsx(head, rows)):
        checked = check(content, WAGES, "back")
        assert checked.errors == 0
        assert checked.rows[0][1]["basic"] == Money(120000, "QAR")
