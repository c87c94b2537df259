"""Our own table of wages as CSV: delimiters, encodings, titles, and every fault with its place."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from corridor.core.problems import BadInput
from corridor.engines import wagefiles
from corridor.engines.wagefiles.generic_fields import NAMES, REQUIRED, payslip_fields
from corridor.engines.wagefiles.model import WageFile

from .test_blind import PAGE

TITLES = "employer_id,salary_month,currency,worker_id,net,basic,overtime,deductions,notes"
ROWS = (
    "10007822,2026-06,QAR,28912345678,1221.92,1100.00,221.92,100.00,Loan\n"
    "10007822,2026-06,QAR,28912345679,1000,1000,,,\n"
)
TABLE = f"{TITLES}\n{ROWS}"


def read(text: str | bytes) -> WageFile:
    return wagefiles.read(text.encode() if isinstance(text, str) else text, "csv")


def places(found: WageFile) -> list[tuple[int | None, str | None]]:
    return [(one.place.line, one.place.field) for one in found.problems]


def test_a_table_is_found_out_and_read_to_exact_totals() -> None:
    found = wagefiles.read(TABLE.encode())
    assert found.format.id == "csv"
    assert found.valid
    assert (found.records, str(found.total)) == (2, "QAR 2221.92")
    assert found.employer_id == "10007822"
    assert found.month is not None
    assert f"{found.month.start:%Y-%m}" == "2026-06"
    frame = found.to_frame()
    assert frame.columns == list(wagefiles.PAYMENT_COLUMNS)
    assert frame["paid"].to_list() == [122192, 100000]
    assert frame["overtime"].to_list() == [22192, None]
    assert frame["notes"].to_list() == ["Loan", None]
    # 1100.00 + 221.92 - 100.00 = 1221.92 for the first; nothing is out of order.
    assert found.notes == ()
    other = read(TABLE.replace("1100.00,221.92", "1100.00,300.00"))
    assert other.valid
    assert "In 1 records" in other.notes[0].say()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace(",", "|"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n\n" + text.replace("\n2", "\n\n2") + "\n,,,,,,,,\n",
        lambda text: text.replace("Loan", '"Loan"'),
        lambda text: text.replace("worker_id", " Worker-ID "),
        lambda text: text.replace("notes", "x_own"),
        lambda text: text.rstrip("\n"),
    ],
)
def test_the_customs_of_spreadsheets_make_no_difference(change: Callable[[str], str]) -> None:
    found = read(change(TABLE))
    assert found.problems == ()
    assert found.total is not None
    assert found.total.text() == "2221.92"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("1221.92", "2.2e3", (2, "net"), "without an exponent"),
        ("1221.92", '"1,221.92"', (2, "net"), "without separators"),
        ("1221.92", '"1.221,92"', (2, "net"), "without separators"),
        ("1221.92", '"1221,92"', (2, "net"), "a point before the decimals"),
        ("1221.92", "1 221.92", (2, "net"), "without separators"),
        ("1221.92", "١٢٢١.٩٢", (2, "net"), "digits 0 to 9"),
        ("1221.92", "१२२१", (2, "net"), "digits 0 to 9"),
        ("1221.92", "QAR 1221.92", (2, "net"), "field of its own"),
        ("1221.92", "-1221.92", (2, "net"), "zero or more"),
        ("1221.92", "(1221.92)", (2, "net"), "zero or more"),
        ("1221.92", "1221.921", (2, "net"), "at most two decimals"),
        ("1221.92", "1" * 12, (2, "net"), "at most 11 digits"),
        ("1221.92", "=A1*2", (2, "net"), "formula"),
        ("2026-06,QAR,28912345678", "1447-06,QAR,28912345678", (2, "salary_month"), "Hijri"),
        ("2026-06,QAR,28912345678", "2083-03,QAR,28912345678", (2, "salary_month"), "Bikram"),
        ("2026-06,QAR,28912345678", "2569-06,QAR,28912345678", (2, "salary_month"), "Buddhist"),
        ("2026-06,QAR,28912345678", "06/2026,QAR,28912345678", (2, "salary_month"), "YYYY-MM"),
        ("QAR,28912345679", "AED,28912345679", (3, "currency"), "the first line QAR"),
        ("QAR", "Riyal", (2, "currency"), "ISO 4217"),
        ("10007822,2026-06,QAR,28912345679", "10007823,2026-06,QAR,28912345679",
         (3, "employer_id"), "one file holds one"),
        ("2026-06,QAR,28912345679", "2026-07,QAR,28912345679", (3, "salary_month"), "2026-07"),
        ("28912345679", "28912345678", (3, "worker_id"), "already paid on line 2"),
        ("28912345679", "", (3, "worker_id"), "is empty"),
        ("Loan", "Lo\x00an", (2, "notes"), "control character"),
        ("Loan", "x" * 1_001, (2, "notes"), "more than 1000 characters"),
        ("Loan", '"Loan', (2, "employer_id"), "quotation mark"),
        ("Loan", "Loan,more", (2, "notes"), "10 cells"),
        (",Loan", "", (2, "notes"), "8 cells"),
        ("notes", "notse", (1, "notse"), "not one of this table"),
        ("notes", "basic", (1, "basic"), "twice"),
        ("notes", "", (1, "titles"), "no title"),
        ("worker_id", "worker", (1, "worker_id"), "no column worker_id"),
    ],
)  # fmt: skip
def test_every_slip_is_named_with_line_field_and_what_to_do(
    old: str, new: str, place: tuple[int, str], words: str
) -> None:
    assert old in TABLE
    found = read(TABLE.replace(old, new, 1))
    assert not found.valid
    assert place in places(found)
    said = next(one.say() for one in found.problems if (one.place.line, one.place.field) == place)
    assert words in said
    assert found.problem_count <= 3, places(found)


def test_all_errors_come_at_once() -> None:
    text = TABLE.replace("1221.92,1100.00", "x,y").replace(",1000,1000,", ",1.001,,").replace(
        "Loan", "=1+1", 1
    )  # fmt: skip
    assert places(read(text)) == [(2, "notes"), (3, "net")]
    assert places(read(text.replace("=1+1", "Loan"))) == [(2, "net"), (2, "basic"), (3, "net")]


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "utf-16-le"])
def test_another_encoding_is_one_sentence(encoding: str) -> None:
    found = read(TABLE.replace("Loan", "سلفة").encode(encoding))
    (problem,) = found.problems
    assert "UTF" in problem.say()
    assert found.total is None
    assert read(TABLE.replace("Loan", "سلفة")).valid


def test_nothing_titles_only_and_another_table() -> None:
    assert places(read(b"")) == [(1, "titles")]
    assert places(read(TITLES)) == [(2, "worker_id")]
    strange = read("name;amount\nA;1\n")
    assert places(strange) == [*((1, name) for name in REQUIRED), (1, "amount")]
    assert strange.total is None
    wide = read(",".join([TITLES, *(f"x_{number}" for number in range(300))]) + "\n1\n")
    assert "more than 200 columns" in wide.problems[0].say()


@pytest.mark.parametrize(("currency", "amount", "minor"), [
    ("KWD", "1221.920", 1221920), ("BHD", "0.001", 1), ("KRW", "1221", 1221),
    ("KRW", "1221.00", 1221),
])  # fmt: skip
def test_amounts_have_the_decimals_of_their_currency(
    currency: str, amount: str, minor: int
) -> None:
    head = "employer_id,salary_month,currency,worker_id,net"
    found = read(f"{head}\n1,2026-06,{currency},7,{amount}\n")
    assert found.problems == ()
    assert found.total is not None
    assert found.total.minor == minor == found.to_frame()["paid"][0]
    assert places(read(f"{head}\n1,2026-06,{currency},7,{amount.split('.')[0]}.0001\n")) == [
        (2, "net")
    ]


def test_a_great_table_and_an_endless_line_are_read_in_bounded_memory() -> None:
    rows = "".join(f"1,2026-06,QAR,{number},1.00,,,,\n" for number in range(120_000))
    data = f"{TITLES}\n{rows}".encode()
    assert read(data).records == 120_000
    endless = f"{TITLES}\n{ROWS}".encode() + b"9" * 20_000_000 + b"\n10007822,x\n"
    tracemalloc.start()
    found = read(endless)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert places(found) == [(4, "employer_id"), (5, "currency")]
    assert "longer than" in found.problems[0].say()


def test_titles_below_blank_lines_are_named_where_they_stand() -> None:
    assert places(read("\n\n" + TABLE.replace("notes", "notse"))) == [(3, "notse")]


def test_the_page_lists_every_column() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in NAMES:
        assert f"\n| `{name}` |" in page
    for field in payslip_fields("QAR"):
        assert f"`{field.name}`" in page


def test_detection_of_a_table_needs_its_two_chief_titles() -> None:
    assert wagefiles.detect(b"net;worker id;currency\n") == "csv"
    with pytest.raises(BadInput):
        wagefiles.detect(b"net;worker;currency\n")
