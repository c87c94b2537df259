"""One format made of another: read, written, read again is the same; what is lost is said."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.money import Money
from corridor.core.periods import month
from corridor.core.problems import BadInput, Problems
from corridor.engines import wagefiles
from corridor.engines.wagefiles import targets
from corridor.engines.wagefiles.model import WageFile
from corridor.engines.wagefiles.reading import FORMATS

from . import samples
from .banks import PAIN, PAIN_03, PAYSLIPS, SAUDI
from .test_generic import TABLE

JUNE = month("2026-06")
BANK = {"Dbtr": "AL NOOR", "DbtrAcct": "QA58DOHB00001234567890ABCDEFG", "MsgId": "M-9",
        "CreDtTm": "2026-06-30T10:00:00", "ReqdExctnDt": "2026-07-01"}  # fmt: skip
ALL = {
    "are-sif": samples.ARE,
    "qat-sif": samples.QAT_V1,
    "sau": SAUDI,
    "pain001": PAIN,
    "csv": TABLE,
}


def read(text: str | bytes, form: str | None = None) -> WageFile:
    data = text.encode() if isinstance(text, str) else text
    return wagefiles.read(data, form, month=JUNE)


def same(one: pl.DataFrame, two: pl.DataFrame, *but: str) -> None:
    left, right = one.drop("line", *but), two.drop("line", *but)
    assert left.equals(right), (left.to_dicts(), right.to_dicts())


@pytest.mark.parametrize("form", ALL)
def test_read_written_and_read_again_is_the_same(form: str) -> None:
    first = read(ALL[form], form)
    assert first.problems == ()
    made = wagefiles.convert(first, form)
    again = read(made.data, form)
    assert again.problems == ()
    same(first.to_frame(), again.to_frame())
    assert (again.total, again.employer_id) == (first.total, first.employer_id)
    lost = [one.say() for one in made.lost]
    assert lost == ([f"The salary month 2026-06 cannot be carried by {form}."]
                    if form in ("sau", "pain001") else [])  # fmt: skip
    twice = wagefiles.convert(again, form)
    assert twice.data == made.data


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
@pytest.mark.parametrize("source", ["qat-sif", "pain001", "sau", "csv"])
def test_any_file_becomes_a_table_and_comes_back(source: str, form: str) -> None:
    first = read(ALL[source], source)
    made = wagefiles.convert(first, form)
    table = read(made.data, form)
    assert table.problems == ()
    assert (table.total, table.employer_id) == (first.total, first.employer_id)
    text = wagefiles.convert(table, "csv")
    same(read(text.data, "csv").to_frame(), table.to_frame())
    kept = [name for name in targets.of(form).carries if name not in ("overtime_allowance",)]
    lost = {one.params["field"] for one in made.lost if "field" in one.params}
    assert not lost & set(kept)
    for name in (*kept, "paid", "worker_id"):
        if name not in ("overtime",):
            assert first.to_frame()[name].equals(table.to_frame()[name]), name


def test_what_cannot_be_carried_is_said_with_its_lines() -> None:
    payslips = wagefiles.read(PAIN.encode(), month=JUNE, payslips=PAYSLIPS.encode())
    made = wagefiles.convert(payslips, "pain001")
    said = " ".join(one.say() for one in made.lost)
    assert "2 lines: basic cannot be carried by pain001." in said
    assert "1 lines: deductions cannot" in said
    assert read(made.data).total == payslips.total
    uae = wagefiles.convert(read(samples.ARE), "csv")
    assert {one.params["field"] for one in uae.lost} == {
        "fixed", "variable", "housing", "overtime"} - {"overtime"}  # fmt: skip


def test_what_the_new_format_asks_for_is_told_all_at_once() -> None:
    with pytest.raises(Problems) as raised:
        wagefiles.convert(read(TABLE), "qat-sif")
    lacking = {one.place.field for one in raised.value.problems}
    assert {"file_date", "file_time", "payer_bank", "payer_iban", "name", "bank"} <= lacking
    assert "--set file_time=..." in str(raised.value.problems[0].say()) + str(
        [one.say() for one in raised.value.problems]
    )
    given_all = {
        **{"file_date": "20260701", "file_time": "1100", "payer_bank": "QNB"},
        **{"payer_eid": "10007822", "payer_iban": BANK["DbtrAcct"], "working_days": "30"},
        **{"name": "SITA", "bank": "QNB", "account": BANK["DbtrAcct"], "deductions": "0"},
        "deduction_reason": "/DRC/04",
    }
    made = wagefiles.convert(read(TABLE), "qat-sif", given_all)
    again = wagefiles.read(made.data)
    assert again.format.id == "qat-sif"
    assert str(again.total) == "QAR 2221.92"
    assert again.to_frame()["deductions"].to_list() == [10000, 0]
    with pytest.raises(Problems, match="has no field"):
        wagefiles.convert(read(TABLE), "csv", {"payer_bank": "QNB"})
    with pytest.raises(BadInput, match="not paid in this format"):
        wagefiles.convert(read(TABLE), "are-sif")
    with pytest.raises(BadInput, match="not a wage-file format"):
        wagefiles.convert(read(TABLE), "xls")
    with pytest.raises(Problems):
        wagefiles.convert(read(TABLE.replace("1221.92", "x")), "csv")


def test_both_versions_of_a_bank_file_are_written() -> None:
    header = BANK | {"DbtrId": "10007822", "DbtrAgt": "DOHBQAQA"}
    row = {"EndToEndId": "E-1", "InstdAmt": Money(122192, "QAR"), "Nm": "A & B <C>",
           "ReqdExctnDt": "2026-07-01", "Othr": "4551902459", "CdtrAgt": "640110101",
           "PrvtId": "289"}  # fmt: skip
    for version in ("03", "09"):
        found = read(wagefiles.write("pain001", header, [row], version=version))
        assert found.version == f"001.{version}"
        (line,) = found.to_frame().to_dicts()
        assert (line["name"], line["account"], line["bank"]) == (
            "A & B <C>", "4551902459", "640110101")  # fmt: skip
    with pytest.raises(BadInput, match="Dbtr is missing"):
        wagefiles.write("pain001", {"MsgId": "M", "CreDtTm": "x"}, [row])
    assert read(PAIN_03).total == Money(122192, "QAR")


def test_every_format_that_is_read_is_written() -> None:
    assert set(targets.TARGETS) == set(FORMATS)


LETTERS = st.characters(codec="utf-8", categories=["L", "N", "Zs"], include_characters="\",;'")
TEXT = st.text(LETTERS, max_size=20).map(str.strip)
AMOUNT = st.one_of(st.none(), st.integers(0, 10**13 - 1))


@st.composite
def own_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    money = lambda value: None if value is None else Money(value, "KWD")  # noqa: E731
    return [
        {
            "worker_id": str(number),
            "net": Money(draw(st.integers(0, 10**13)), "KWD"),
            "basic": money(draw(AMOUNT)),
            "overtime": money(draw(AMOUNT)),
            "deductions": money(draw(AMOUNT)),
            "deduction_reason": draw(TEXT),
            "name": draw(TEXT),
            "notes": draw(TEXT),
            "days": draw(st.one_of(st.none(), st.integers(0, 31))),
        }
        for number in draw(st.lists(st.integers(0, 10**12), min_size=1, max_size=5, unique=True))
    ]


@settings(max_examples=25, deadline=None)
@given(own_rows(), st.sampled_from(["csv", "csv", "xlsx", "parquet"]))
def test_our_own_table_reads_back_the_same(rows: list[dict[str, Any]], form: str) -> None:
    header = {"employer_id": "7", "salary_month": JUNE, "currency": "KWD"}
    found = wagefiles.read(wagefiles.write(form, header, rows))
    assert found.problems == ()
    assert found.total == sum((row["net"] for row in rows), Money(0, "KWD"))
    for row, again in zip(rows, found.to_frame().to_dicts(), strict=True):
        assert again["worker_id"] == row["worker_id"]
        assert again["paid"] == row["net"].minor
        for name in ("basic", "overtime", "deductions"):
            assert again[name] == (None if row[name] is None else row[name].minor)
        for name in ("name", "notes", "deduction_reason"):
            assert (again[name] or "") == row[name]
        assert again["days"] == row["days"]
