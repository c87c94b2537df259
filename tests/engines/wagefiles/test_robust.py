"""Whatever the bytes, an answer and never a crash; the same answer at every block size."""

from __future__ import annotations

import io
import time
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corridor.engines import wagefiles
from corridor.engines.wagefiles import blocks as room
from corridor.engines.wagefiles import by_lines, kinds, qatar
from corridor.engines.wagefiles.faults import Faults
from corridor.engines.wagefiles.model import Summary

from . import samples

FORMS = ("are-sif", "qat-sif")
TEXTS = [samples.ARE, samples.QAT_V1, samples.QAT_BASE]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(FORMS))
@example(b"\n\n\nSCR", "are-sif")
@example(b",\n,\n,\n,", "qat-sif")
@example(b"EVP", "are-sif")
@example(b"\x1a", "qat-sif")
def test_any_bytes_get_an_answer(data: bytes, form: str) -> None:
    read = wagefiles.read(data, form)
    assert not read.valid
    assert read.problem_count >= len(read.problems) >= 1
    for problem in read.problems:
        assert problem.place.line
        assert problem.place.field
        assert problem.say()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), st.data())
def test_a_slip_anywhere_is_answered_and_never_half_read(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    slip = data.draw(st.sampled_from(["", ",", "\n", '"', "\x00", "٣", "é", "9", "-", "\r", " "]))
    changed = text[:place] + slip + text[place + data.draw(st.integers(0, 2)) :]
    for form in FORMS:
        read = wagefiles.read(changed.encode(), form)
        assert read.valid == (read.problem_count == 0)
        if read.valid:
            paid = read.to_frame()["paid"].sum()
            assert read.total is not None
            assert paid == read.total.minor
        assert sorted(problem.place.line or 0 for problem in read.problems) == [
            problem.place.line for problem in read.problems
        ]


@pytest.mark.parametrize("size", [1, 7, 90, 128, 300, 1_000])
def test_small_blocks_find_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = (
        samples.ARE.replace("101,20.00", "102,20.50")
        .replace("30305106000777", "10001016594125")
        .replace(",15,0,0,15", ",16,0,0,17")
    )
    whole = [problem.as_json() for problem in wagefiles.read(wrong.encode()).problems]
    original = room.blocks
    monkeypatch.setattr(by_lines, "blocks", lambda s, k, p: original(s, k, p, size=size))
    split = [problem.as_json() for problem in wagefiles.read(wrong.encode()).problems]
    assert len(whole) == 5
    key = str
    assert sorted(split, key=key) == sorted(whole, key=key)
    frame = wagefiles.read(samples.ARE.encode()).to_frame()
    assert frame["overtime"].to_list() == [None, 3000, None]


def test_a_person_paid_twice_far_apart_is_found_with_both_lines() -> None:
    lines = []
    for number in range(20_000):
        person = number if number != 19_999 else 3
        lines.append(f"EDR,{person:014d},640110101,1,2026-06-01,2026-06-30,30,1.00,0,0")
    lines.append("SCR,0000000009103,302210101,2026-07-01,1107,062026,20000,20000.00,AED,")
    (problem,) = wagefiles.read("\n".join(lines).encode()).problems
    assert problem.place.as_json() == {"line": 20_000, "field": "employee_id"}
    assert problem.found == "00000000000003"
    assert "line 4" in problem.say()


def test_a_visa_number_used_twice_is_found() -> None:
    text = samples.QAT_BASE.replace("1,28912345678,,", "1,,VISA123,")
    (problem,) = wagefiles.read(text.encode()).problems
    assert problem.place.as_json() == {"line": 5, "field": "visa_id"}


def test_a_wholly_wrong_file_is_counted_in_little_time() -> None:
    line = "EDR,x,x,x,x,x,x,x,x,x\n"
    start = time.process_time()
    read = wagefiles.read((line * 200_000).encode(), "are-sif")
    assert time.process_time() - start < 10
    assert read.problem_count == 9 * 200_000 + 1
    assert len(read.problems) == 1_001


def test_check_digits_agree_with_plain_arithmetic() -> None:
    known = ["QA58DOHB00001234567890ABCDEFG", "AE070331234567890123456", "GB82WEST12345698765432"]
    wrong = [text[:-1] + ("0" if text[-1] != "0" else "1") for text in known]
    values = pl.Series(known + wrong)

    def plain(text: str) -> bool:
        return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1

    assert kinds.iban_valid(values).to_list() == [plain(text) for text in values]
    assert kinds.iban_valid(values).to_list() == [True] * 3 + [False] * 3


def test_amounts_are_read_without_a_binary_fraction() -> None:
    texts = ["0", "0.1", "0.29", "1221.92", "99999999999.99", "1.005", "-1", "1e2", ""]
    kind = kinds.amount("1.00")
    found = pl.DataFrame({"c": texts}).select(kind.read(pl.col("c")))["c"].to_list()
    assert found == [0, 10, 29, 122192, 9999999999999, None, None, None, None]


def test_a_reader_stopped_half_way_leaves_nothing_open() -> None:
    stream = io.BytesIO(samples.QAT_V1.encode())
    frames: Any = qatar.Qatar().frames(stream, None, Faults(), Summary(), None)
    assert next(frames).height == 3
    frames.close()
