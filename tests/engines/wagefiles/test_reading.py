"""Reading: the published samples, whole-file trouble in one sentence, bounded memory and time."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest

from corridor.core.money import Money
from corridor.core.problems import BadInput, NotFound, Problems
from corridor.engines import wagefiles
from corridor.engines.wagefiles.blocks import MAX_LINE, blocks
from corridor.engines.wagefiles.model import WageFile

from . import samples


def _xlsx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", b"0" * 5_000_000)
    return out.getvalue()


def _one(read: WageFile) -> BadInput:
    assert not read.valid
    assert read.problem_count == 1, [problem.say() for problem in read.problems]
    return read.problems[0]


def test_the_published_uae_sample_reads_to_its_published_totals() -> None:
    read = wagefiles.read(samples.PUBLISHED.encode())
    assert read.as_json() == {
        "valid": True,
        "records": 2,
        "total": "2221.92",
        "currency": "AED",
        "errors": [],
    }
    assert read.employer_id == "0000000009103"
    assert read.header["employer_reference"] == "1141"
    assert read.month is not None
    assert read.month.start == date(2009, 6, 1)


def test_the_published_qatari_header_of_nine_values_is_read() -> None:
    """It prints nine values and a stand-in for the IBAN, which alone is refused."""
    lines = samples.QAT_BASE.splitlines()
    lines[1] = "12345678,20150225,0945,12345678,HSB,12345678901234567890123456789,201502,100.00,10"
    read = wagefiles.read("\n".join(lines).encode(), "qat-sif")
    places = {problem.place.field for problem in read.problems if problem.place.line == 2}
    assert places == {"payer_iban", "total", "record_count"}
    assert read.employer_id == "12345678"
    assert read.header["payer_qid"] == ""


def test_the_published_file_name_is_held_against_the_header() -> None:
    text = samples.QAT_BASE.replace(",20260701,", ",20150925,").replace(",202606,", ",201506,")
    good = text.encode()
    name = "SIF_10007822_QNB_20150925_1100.csv"
    assert wagefiles.read(good, name=name).valid
    other = wagefiles.read(good, name="SIF_10007823_CBQ_20150926_1101.csv")
    fields = {problem.place.field for problem in other.problems}
    assert fields == {"employer_eid", "payer_bank", "file_date", "file_time"}
    assert _one(wagefiles.read(good, name="SIF_1_QNB.csv")).place.field == "file_name"
    assert wagefiles.read(good, name="upload.csv").valid


def test_a_uae_file_name_of_the_published_form_must_agree() -> None:
    data = samples.PUBLISHED.encode()
    assert wagefiles.read(data, name="00000000091030907161107.SIF").valid
    assert wagefiles.read(data, name="0000000009103090716110700.SIF").valid
    wrong = wagefiles.read(data, name="00000000091030907161108.SIF")
    assert _one(wrong).place.field == "file_time"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", ""),
        (b"\n \n", ""),
        (_xlsx(), "ZIP/XLSX"),
        (samples.ARE.encode("utf-16"), "UTF-16"),
        (samples.ARE.encode("utf-16-le"), "UTF-16"),
        (samples.ARE.encode("utf-16-be"), "UTF-16"),
        (b"\xef\xbb\xbf" + samples.ARE.encode(), "UTF-8 BOM"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7\n" + b"x" * 99, "PDF"),
        (b"\x00" * 5000, "UTF-16"),
    ],
    ids=lambda value: repr(value)[:20],
)
@pytest.mark.parametrize("form", ["are-sif", "qat-sif"])
def test_what_is_not_plain_text_gets_one_sentence(data: bytes, found: str, form: str) -> None:
    if found == "UTF-8 BOM" and form == "qat-sif":
        data = b"\xef\xbb\xbf" + samples.QAT_V1.encode()
    problem = _one(wagefiles.read(data, form))
    assert problem.place.line == 1
    assert problem.place.field
    assert problem.found == found
    assert problem.remedy is not None


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("name", samples.FILES)
def test_any_line_ending_is_read(ending: str, last: bool, name: str) -> None:
    text = samples.FILES[name].replace("\n", ending)
    read = wagefiles.read((text if last else text.rstrip()).encode(), samples.FORMAT[name])
    assert read.valid
    assert read.records == 3


def test_empty_lines_at_the_very_end_carry_nothing() -> None:
    assert wagefiles.read((samples.ARE + "\n\r\n\n").encode()).valid


def test_digits_of_another_script_a_nul_and_invalid_bytes_are_placed() -> None:
    arabic = samples.ARE.replace(",30,1221.92", ",٣٠,1221.92").encode()
    assert _one(wagefiles.read(arabic)).place.as_json() == {"line": 1, "field": "days"}
    nul = samples.ARE.replace("155481121", "15548\x001121").encode()
    assert _one(wagefiles.read(nul)).place.as_json() == {"line": 2, "field": "account"}
    latin = samples.QAT_V1.replace("SITA", "SITÄ").encode("latin-1")
    assert _one(wagefiles.read(latin)).place.as_json() == {"line": 4, "field": "name"}
    utf8 = samples.QAT_V1.replace("SITA GURUNG", "सीता गुरुङ").encode()
    assert wagefiles.read(utf8).valid


def test_a_line_of_a_million_columns_is_one_problem_in_little_time() -> None:
    lines = samples.ARE.splitlines()
    lines.insert(1, "EDR" + ",1" * 1_000_000)
    start = time.process_time()
    read = wagefiles.read("\n".join(lines).encode())
    assert time.process_time() - start < 5
    first = read.problems[0]
    assert first.place.as_json() == {"line": 2, "field": "leave_days_unpaid"}
    assert {problem.place.field for problem in read.problems} == {"leave_days_unpaid", "edr_count"}


def test_a_file_without_any_line_break_stays_small() -> None:
    data = b"EDR," + b"7" * 30_000_000
    tracemalloc.start()
    read = wagefiles.read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not read.valid
    assert peak < 12_000_000


def test_every_error_is_counted_and_the_first_thousand_listed() -> None:
    line = "EDR,1,640110101,155481122,2026-06-01,2026-06-30,30,x,0,0\n"
    read = wagefiles.read((line * 3_000 + samples.ARE.splitlines()[-1]).encode())
    rows = [problem for problem in read.problems if problem.place.line != 3_001]
    assert len(rows) == 1_000
    assert read.problem_count == 6_001
    assert read.as_json()["errors_total"] == 6_001
    assert read.problems[-1].place.field == "edr_count"
    assert read.total is None


@pytest.mark.parametrize("size", [64, 100, 257, 1 << 20])
def test_blocks_hold_whole_lines_whatever_their_size(size: int) -> None:
    text = samples.ARE.replace("\n", "\r\n") * 3
    found: list[tuple[int, str]] = []
    keeps = lambda line: line.startswith(b"EDR")  # noqa: E731
    for block in blocks(io.BytesIO(text.encode()), keeps, size=size):
        lines = block.data.decode().split("\n")
        assert not lines[0].startswith("EVP"), "an EVP record stays with its EDR record"
        found += enumerate(lines, block.first)
    assert found == list(enumerate(text.replace("\r\n", "\n").splitlines(), 1))


def test_a_line_longer_than_a_block_is_cut_and_the_next_keeps_its_number() -> None:
    data = b"a\n" + b"b" * 50_000 + b"\nc\n"
    lines = []
    for block in blocks(io.BytesIO(data), size=1_000):
        lines += list(enumerate(block.data.split(b"\n"), block.first))
    assert [number for number, _ in lines] == [1, 2, 3]
    assert MAX_LINE < len(lines[1][1]) < 6_000
    assert lines[2][1] == b"c"


def test_payments_come_out_as_whole_numbers() -> None:
    frame = wagefiles.read(samples.ARE.encode()).to_frame()
    assert frame.columns == list(wagefiles.PAYMENT_COLUMNS)
    assert frame["paid"].to_list() == [122192, 105000, 0]
    assert frame["overtime"].to_list() == [None, 3000, None]
    june = (date(2026, 6, 1) - date(1970, 1, 1)).days
    assert frame["start_day"].to_list() == [june, june, june + 15]
    assert set(frame["end_day"].to_list()) == {june + 30}
    qatar = wagefiles.read(samples.QAT_V1.encode()).to_frame()
    assert qatar["worker_id"].to_list() == ["28912345678", "VISA123", "28912345679"]
    assert qatar["extra_hours"].to_list() == [0, 0, 250]
    assert qatar["deduction_reason"].to_list() == [None, "/DRC/04", "/DRC/99"]


def test_kept_payments_are_those_of_a_second_reading_and_a_limit_is_one(tmp_path: Path) -> None:
    path = tmp_path / "june.sif"
    path.write_text(samples.ARE, encoding="ascii")
    kept, again = wagefiles.read(path, keep=True), wagefiles.read(path)
    frame = again.to_frame()
    path.unlink()
    assert kept.to_frame().equals(frame)
    with pytest.raises(NotFound):
        again.to_frame()
    wrong = wagefiles.read(samples.ARE.replace(",3,2271", ",4,2271").encode(), keep=True)
    with pytest.raises(Problems):
        wrong.to_frame()
    (problem,) = wagefiles.read(samples.QAT_V1.encode(), most=2).problems
    assert problem.code == "wagefile.rows"
    assert wagefiles.read(samples.QAT_V1.encode(), most=3).valid


def test_an_invalid_file_hands_on_no_payment() -> None:
    read = wagefiles.read(samples.ARE.replace(",3,2271.92", ",4,2271.92").encode())
    with pytest.raises(Problems):
        next(read.batches())


def test_the_format_is_found_out_or_asked_for(tmp_path: Path) -> None:
    assert wagefiles.detect(samples.ARE.encode()) == "are-sif"
    assert wagefiles.detect(samples.QAT_V1.encode()) == "qat-sif"
    assert wagefiles.detect(b"no header", name="SIF_10007822_QNB_20150925_1100.csv") == "qat-sif"
    with pytest.raises(BadInput, match="no wage file known"):
        wagefiles.detect(b"hello\n")
    with pytest.raises(BadInput, match="not a wage-file format"):
        wagefiles.read(samples.ARE.encode(), "sau-sif")
    with pytest.raises(NotFound, match="cannot be opened"):
        wagefiles.read(tmp_path / "none.sif")
    with pytest.raises(NotFound):
        wagefiles.read(tmp_path)


def test_version_one_is_dated_and_the_base_version_is_remarked() -> None:
    assert wagefiles.read(samples.QAT_V1.encode()).version == "01"
    base = wagefiles.read(samples.QAT_BASE.encode())
    assert base.version == "base"
    assert "2021-04-04" in base.notes[0].say()
    old = wagefiles.read(samples.QAT_BASE.replace("20260701", "20210403").encode())
    assert old.notes == ()


def test_a_net_that_matches_no_sum_is_a_remark_and_not_an_error() -> None:
    odd = samples.QAT_V1.replace("1200.00,1200.00,2.50", "1200.00,9999.00,2.50")
    read = wagefiles.read(odd.encode())
    assert read.valid
    assert "In 1 records" in read.notes[0].say()


def test_totals_are_exact() -> None:
    read = wagefiles.read(samples.QAT_V1.encode())
    assert read.total == Money(350000, "QAR")


def test_one_payer_is_named_and_the_fault_says_how_many_were() -> None:
    for payer, found, field in (
        (",", "neither of them", "payer_eid"),
        ("10007822,28912345678", "both of them", "payer_qid"),
    ):
        text = samples.QAT_V1.replace("1100,10007822,", f"1100,{payer}")
        problem = _one(wagefiles.read(text.encode(), "qat-sif"))
        assert (problem.place.field, problem.found) == (field, found)
        assert problem.expected == "either the payer EID or the payer QID"
    assert wagefiles.read(samples.QAT_V1.encode(), "qat-sif").valid


def test_a_record_at_odds_with_itself_accuses_no_other() -> None:
    def places(old: str, new: str) -> list[tuple[int | None, str | None]]:
        assert old in samples.ARE
        read = wagefiles.read(samples.ARE.replace(old, new, 1).encode(), "are-sif")
        return [(one.place.line, one.place.field) for one in read.problems]

    assert places("2026-06-01,2026-06-30", "2026-07-01,2026-06-30") == [(1, "pay_end")]
    assert places("2026-06-01,2026-06-30", "2026-06-01,2026-05-31") == [(1, "pay_end")]
    assert places("EDR,30305106000777", "EDX,30305106000777") == [(4, "record_type")]
    assert places("062026", "052026") == [(5, "salary_month")]
    assert places(",3,2271.92", ",4,2271.92") == [(5, "edr_count")]
    may = samples.ARE.replace("2026-06-01,2026-06-30,30,1221", "2026-05-01,2026-05-30,30,1221")
    assert _one(wagefiles.read(may.encode(), "are-sif")).place.field == "salary_month"


def test_the_leading_zero_of_an_establishment_is_put_back() -> None:
    short = samples.QAT_V1.replace(
        "10007822,20260701,1100,10007822", "1007822,20260701,1100,1007822"
    )
    read = wagefiles.read(
        short.encode(),
        "qat-sif",
    )
    assert read.problems == ()
    assert (read.employer_id, read.header["payer_eid"]) == ("01007822", "01007822")
    assert [note.say() for note in read.notes] == [
        f"{name} 1007822 is read as 01007822: its leading zero was missing."
        for name in ("employer_eid", "payer_eid")
    ]
    assert wagefiles.read(samples.QAT_V1.encode(), "qat-sif").notes == ()
