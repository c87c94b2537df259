"""The Saudi wages file: header group, rows, the dash, and what the bank alone may fill in."""

from __future__ import annotations

import pytest

from corridor.core.periods import month
from corridor.engines import wagefiles
from corridor.engines.wagefiles.model import WageFile

from .banks import SAUDI

JUNE = month("2026-06")


def read(text: str) -> WageFile:
    return wagefiles.read(text.encode(), "sau", month=JUNE)


def places(found: WageFile) -> list[tuple[int | None, str | None]]:
    return [(one.place.line, one.place.field) for one in found.problems]


def test_a_file_is_found_out_and_read() -> None:
    found = wagefiles.read(SAUDI.encode())
    assert found.format.id == "sau"
    assert found.problems == ()
    assert str(found.total) == "SAR 9100.00"
    assert (found.records, found.employer_id, found.month) == (2, "100123", None)
    assert "no salary month" in found.notes[0].say()
    first, second = read(SAUDI).to_frame().to_dicts()
    assert (first["paid"], first["basic"], first["housing_allowance"]) == (460000, 400000, 50000)
    assert (first["extra_income"], first["deductions"], first["paid_day"]) == (20000, 10000, 20635)
    assert (second["name"], second["start_day"]) == ("سيتا", 20605)


def test_the_lines_of_tags_may_be_left_away() -> None:
    lines = SAUDI.splitlines()
    bare = "\n".join([lines[1], *lines[3:]])
    assert read(bare).total == read(SAUDI).total
    assert places(read(bare.replace("9100.00", "9100.01"))) == [(1, "32A-AMT")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("9100.00", "9100.01", (2, "32A-AMT")),
        ("SAR", "QAR", (2, "32A-CCY")),
        ("RJHI\t1234567890", "RJH\t1234567890", (2, "DEST-ID")),
        ("1234567890\t", "123456789\t", (2, "ESTB-ID")),
        ("20260701", "2026-07-01", (2, "32A-VAL")),
        ("20260701", "14480115", (2, "32A-VAL")),
        ("WPS2026", "", (2, "FILE-REF")),
        ("WPS2026", "W" * 17, (2, "FILE-REF")),
        ("WPS2026\t", "WPS2026\tR01", (2, "FILE-REJCDE")),
        ("100123", "1", (2, "MOL-ESTBID")),
        ("4600.00\t", "4600.01\t", (4, "32B-AMT")),
        ("SA0380000000608010167519\tSITA", "SA0480000000608010167519\tSITA", (4, "59-ACC")),
        ("SA0380000000608010167519\tSITA", "sa0380000000608010167519\tSITA", (4, "59-ACC")),
        ("SITA GURUNG", "SITA سيتا", (4, "59-NAME")),
        ("SITA GURUNG", "", (4, "59-NAME")),
        ("4000.00", "4,000.00", (4, "MOL-BAS")),
        ("4000.00", "", (4, "MOL-BAS")),
        ("2345678901", "3345678901", (4, "MOL-ID")),
        ("2345678902", "2345678901", (5, "MOL-ID")),
        ("2345678901\t", "2345678901\tR1", (4, "TRN-REF")),
        ("[32A-VAL]\t[32A-AMT]", "[32A-AMT]\t[32A-VAL]", (1, "DEST-ID")),
        ("[MOL-BAS]", "[BASIC]", (3, "32B-AMT")),
        ("-\n", "", (5, "32B-AMT")),
        ("-\n", "-\n1\t2\n", (7, "32B-AMT")),
        ("Salary", "Sal\x00ary", (4, "70-DET")),
        ("Salary", "Sal\tary", (4, "TRN-DATE")),
    ],
)
def test_every_slip_is_named_with_line_and_field(
    old: str, new: str, place: tuple[int, str]
) -> None:
    assert old in SAUDI
    found = read(SAUDI.replace(old, new, 1))
    assert place in places(found)
    assert found.problem_count <= 3, places(found)
    assert all(one.remedy is not None for one in found.problems)


def test_nothing_a_header_alone_and_a_net_below_zero() -> None:
    assert places(read("")) == [(1, "DEST-ID")]
    top = "\n".join(SAUDI.splitlines()[:3]) + "\n-\n"
    assert places(read(top)) == [(4, "32B-AMT")]
    owed = SAUDI.replace("4000.00\t500\t200.00\t100.00", "0\t0\t0\t100.00")
    assert (4, "32B-AMT") in places(read(owed))


def test_windows_1256_is_named() -> None:
    found = wagefiles.read(SAUDI.encode("cp1256"), "sau")
    assert (5, "59-NAME") in places(found)
    assert "UTF-8" in found.problems[0].say()
