"""pain.001 for salaries: what it says, what is wrong with it, what it may not do to a reader."""

from __future__ import annotations

import io
import re
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.periods import month
from corridor.core.problems import BadInput
from corridor.engines import wagefiles
from corridor.engines.wagefiles import pain_rows, pain_xml
from corridor.engines.wagefiles.model import WageFile

from .banks import PAIN, PAIN_03, PAYSLIPS, batch, payment
from .banks import pain as build
from .books import book

JUNE = month("2026-06")
Places = list[tuple[int | None, str | None]]


def read(text: str | bytes, payslips: str | bytes | None = None) -> WageFile:
    data = text.encode() if isinstance(text, str) else text
    beside = payslips.encode() if isinstance(payslips, str) else payslips
    return wagefiles.read(data, "pain001", month=JUNE, payslips=beside, payslips_name="slips.csv")


def places(found: WageFile) -> Places:
    return [(one.place.line, one.place.field) for one in found.problems]


def test_batches_currencies_days_and_what_stays_unknown() -> None:
    found = wagefiles.read(PAIN.encode())
    assert found.format.id == "pain001"
    assert found.as_json() == {
        "valid": True,
        "records": 3,
        "total": "2222.00",
        "currency": "QAR",
        "errors": [],
        "unknown": ["basic", "overtime", "deductions"],
    }
    assert (found.version, found.employer_id, found.month) == ("001.09", "10007822", None)
    frame = found.to_frame()
    assert frame["paid"].to_list() == [122192, 100000, 8]
    assert frame["worker_id"].to_list() == ["28912345678", "28912345679", "E-3"]
    assert frame["paid_day"].to_list() == [20635, 20636, 20636]
    assert frame["basic"].to_list() == [None, None, None]
    assert frame["name"][0] == "SITA & CO GURUNG"
    assert wagefiles.read(PAIN_03.encode()).version == "001.03"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_payslips_beside_it_tell_the_parts(kind: str) -> None:
    rows = [line.split(",") for line in PAYSLIPS.splitlines()]
    beside = PAYSLIPS.encode() if kind == "csv" else book(rows)
    found = read(PAIN, beside)
    assert found.problems == ()
    first, second, third = found.to_frame().to_dicts()
    assert (first["basic"], first["overtime"], first["deductions"]) == (110000, 22192, 10000)
    assert first["deduction_reason"] == "advance"
    assert second["basic"] is None
    assert (third["worker_id"], third["basic"]) == ("28912345680", 8)
    assert found.unknown == ("basic", "overtime", "deductions")
    assert "1 payments have no payslip" in found.notes[0].say()
    assert read(PAIN, PAYSLIPS + "E-2,,1000,,,\n").unknown == ()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("E-3,", "E-4,", (3, "end_to_end_id")),
        ("E-3,28912345680", "E-1,", (3, "end_to_end_id")),
        ("E-1,28912345678", "E-1,28912345677", (2, "worker_id")),
        ("1100.00", "1.1e3", (2, "basic")),
        ("deduction_reason", "reason", (1, "reason")),
        ("end_to_end_id", "id", (1, "end_to_end_id")),
        (PAYSLIPS, "", (1, "titles")),
    ],
)
def test_a_slip_in_the_payslips_names_their_file(
    old: str, new: str, place: tuple[int, str]
) -> None:
    found = read(PAIN, PAYSLIPS.replace(old, new))
    mine = [one for one in found.problems if one.place.file == "slips.csv"]
    assert place in [(one.place.line, one.place.field) for one in mine]
    assert len(mine) == len(found.problems) <= 2
    assert "file" in found.as_json()["errors"][0]


def test_a_file_with_parts_of_its_own_takes_no_payslips() -> None:
    with pytest.raises(BadInput, match="its own place"):
        wagefiles.read(b"EDR", "are-sif", payslips=PAYSLIPS.encode())


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("<NbOfTxs>3<", "<NbOfTxs>4<", "NbOfTxs"),
        ("<NbOfTxs>2<", "<NbOfTxs>1<", "NbOfTxs"),
        ("<CtrlSum>2222.00<", "<CtrlSum>2222.01<", "CtrlSum"),
        ("<CtrlSum>1221.92<", "<CtrlSum>1221.9<", "CtrlSum"),
        ("<CtrlSum>2222.00<", "<CtrlSum>2.222e3<", "CtrlSum"),
        (">0.08<", ">0.09<", "CtrlSum"),
        (">0.08<", ">0.081<", "InstdAmt"),
        (">0.08<", ">-0.08<", "InstdAmt"),
        (">0.08<", ">0,08<", "InstdAmt"),
        (">0.08<", "><", "InstdAmt"),
        ('Ccy="QAR">0.08', 'Ccy="AED">0.08', "Ccy"),
        ('Ccy="QAR">0.08', '>0.08', "Ccy"),
        ("<Cd>SALA<", "<Cd>SUPP<", "CtgyPurp"),
        ("<PmtMtd>TRF", "<PmtMtd>CHK", "PmtMtd"),
        ("<PmtInfId>B-1</PmtInfId>", "", "PmtInfId"),
        ("<MsgId>M-1</MsgId>", "", "MsgId"),
        ("2026-06-30T09:30:00", "30.06.2026", "CreDtTm"),
        ("2026-07-02", "2083-03-18", "ReqdExctnDt"),
        ("2026-07-02", "02/07/2026", "ReqdExctnDt"),
        ("E-3", "", "EndToEndId"),
        ("E-3", "E-2", "EndToEndId"),
        ("28912345679", "28912345678", "PrvtId"),
        ("<IBAN>QA58DOHB00001234567890ABCDEFG</IBAN></Id></CdtrAcct>", "</Id></CdtrAcct>",
         "CdtrAcct"),
        ("QA58DOHB00001234567890ABCDEFG</IBAN></Id></CdtrAcct>",
         "QA59DOHB00001234567890ABCDEFG</IBAN></Id></CdtrAcct>", "IBAN"),
        ("<Nm>SITA &amp; CO GURUNG</Nm>", "", "Nm"),
        ("pain.001.001.09", "pain.001.001.11", "Document"),
        ("CstmrCdtTrfInitn", "CstmrDrctDbtInitn", "Document"),
        ("</PmtInf>", "", "Document"),
        ("encoding=\"UTF-8\"", "encoding=\"EBCDIC-X\"", "Document"),
    ],
)  # fmt: skip
def test_every_slip_is_named_with_line_and_field(old: str, new: str, field: str) -> None:
    assert old in PAIN
    found = read(PAIN.replace(old, new))
    assert not found.valid
    named = [one for one in found.problems if one.place.field == field]
    assert named, places(found)
    assert all(one.place.line and one.remedy for one in found.problems)
    assert found.problem_count <= 4, places(found)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (">0.08<", ">0.081<", "InstdAmt"),
        (">0.08<", ">1,000.00<", "InstdAmt"),
        ('Ccy="QAR">0.08', 'Ccy="AED">0.09', "Ccy"),
    ],
)
def test_an_amount_that_cannot_be_added_accuses_no_sum(old: str, new: str, field: str) -> None:
    assert [one.place.field for one in read(PAIN.replace(old, new)).problems] == [field]
    assert [one.place.field for one in read(PAIN.replace(">0.08<", ">0.09<")).problems] == [
        "CtrlSum"
    ]


def test_zeros_beyond_the_decimals_of_a_currency_change_nothing() -> None:
    assert read(PAIN.replace(">0.08<", ">0.0800<")).total == read(PAIN).total is not None


def test_a_number_given_twice_is_named_with_the_earlier_line() -> None:
    (twice,) = read(PAIN.replace("E-3", "E-2")).problems
    lines = [number for number, text in enumerate(PAIN.splitlines(), 1) if "E-2<" in text]
    assert twice.found == "E-2"
    assert twice.place.line is not None
    assert twice.place.line > lines[0]
    assert "A payment on line" in twice.say()


def test_one_batch_of_another_employer_is_named() -> None:
    other = batch("B-2", payment("E-2", "5.00", "2")).replace(">10007822<", ">20007822<")
    found = read(build(batch("B-1", payment("E-1", "5.00", "1")), other, count=2))
    assert [one.place.field for one in found.problems] == ["DbtrId"]
    assert found.employer_id == "10007822"


def test_the_purpose_of_a_payment_stands_in_for_that_of_its_batch() -> None:
    bare = PAIN_03.replace("<PmtTpInf><CtgyPurp><Cd>SALA</Cd></CtgyPurp></PmtTpInf>\n", "")
    assert [one.place.field for one in read(bare).problems] == ["CtgyPurp"]
    assert read(bare.replace("</CdtrAcct>", "</CdtrAcct><Purp><Cd>PAYR</Cd></Purp>")).valid


def test_a_prefix_for_the_namespace_comments_and_a_mark_change_nothing() -> None:
    text = re.sub(r"<(/?)(?=[A-Z])", r"<\1p:", PAIN_03).replace("xmlns=", "xmlns:p=")
    text = text.replace("<p:GrpHdr>", "<!-- x --><p:GrpHdr>")
    assert "<p:InstdAmt" in text
    assert read("\ufeff" + text).total == read(PAIN_03).total is not None


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:/etc/hosts">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    ],
)
def test_nothing_is_declared_expanded_or_fetched(declared: str) -> None:
    head, rest = PAIN.split("\n", 1)
    found = read(f"{head}\n{declared}\n{rest}".replace("SITA", "&x;" if "x " in declared else "S"))
    (problem,) = found.problems
    assert problem.found == "DOCTYPE"
    assert problem.place.line == 2
    assert wagefiles.detect(declared.encode()) == "pain001"


def test_depth_texts_and_tags_are_bounded() -> None:
    deep = PAIN.replace("<Nm>AL NOOR", "<a>" * 40 + "</a>" * 40 + "<Nm>AL NOOR", 1)
    assert "deep" in read(deep).problems[0].say()
    long_text = PAIN.replace("SITA", "S" * 10_000)
    assert "more than 4096" in read(long_text).problems[0].say()
    endless = PAIN.encode().replace(b"<InitgPty>", b'<InitgPty a="' + b"7" * 20_000_000)
    tracemalloc.start()
    tag = read(endless)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "single tag" in tag.problems[0].say()
    assert peak < 12_000_000


def test_a_great_file_is_streamed_in_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pain_rows, "BATCH", 500)
    many = [payment(f"E-{number}", "1.00", f"{number:011d}") for number in range(4_000)]
    data = build(batch("B-1", *many), count=4_000, total="4000").encode()
    found = read(data)
    assert found.problems == ()
    assert found.records == 4_000
    heights = [frame.height for frame in found.batches()]
    assert max(heights) < 1_000
    assert sum(heights) == 4_000


def test_elements_are_handed_on_before_the_file_ends() -> None:
    stream = io.BytesIO(PAIN.encode() + b" " * (1 << 20))
    first = next(iter(pain_xml.elements(stream)))
    assert first.path == ("Document", "CstmrCdtTrfInitn", "GrpHdr", "MsgId")
    assert stream.tell() <= pain_xml.CHUNK


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_slip_anywhere_is_answered_and_never_half_read(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(PAIN) - 1))
    slip = data.draw(st.sampled_from(["", "<", ">", "&", "\x00", "9", '"', "\ufffe", "]]>"]))
    found = read(PAIN[:place] + slip + PAIN[place + data.draw(st.integers(0, 3)) :])
    assert found.valid == (found.problem_count == 0)
    if found.valid:
        assert found.total is not None
        assert found.to_frame()["paid"].sum() == found.total.minor
    for problem in found.problems:
        assert problem.say()
        assert problem.place.line
