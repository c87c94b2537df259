"""Nearly right values: recognised and put into words, never read as something else."""

from __future__ import annotations

import pytest

from corridor.engines import wagefiles
from corridor.engines.wagefiles import hints

from . import samples


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.2e3", "exponent"),
        ("1E+05", "exponent"),
        ("1,221.92", "separators"),
        ("1.221,92", "separators"),
        ("1'221.92", "separators"),
        ("1 221", "separators"),
        ("12,5", "a point"),
        ("١٢٠", "digits 0 to 9"),
        ("१२००", "digits 0 to 9"),
        (" 12.00", "spaces"),
        ("AED 12", "field of its own"),
        ("-5", "zero or more"),
        ("=A1", "formula"),
        ("abc", ""),
        ("12.345", ""),
        ("", ""),
    ],
)
def test_amounts(text: str, words: str) -> None:
    said = hints.amount(text)
    assert (said is not None) == bool(words)
    assert said is None or words in said.say()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1447-12-15", "Hijri"),
        ("14471215", "Hijri"),
        ("15/12/1447", "Hijri"),
        ("121447", "Hijri"),
        ("1405-03-10", "Persian"),
        ("2083-03-17", "Bikram Sambat"),
        ("17.03.2083", "Bikram Sambat"),
        ("208303", "Bikram Sambat"),
        ("2569-06-30", "Buddhist"),
        ("0026-06-30", "from 1990 to 2069"),
        ("30/06/2026", "2026-06-30"),
        ("30.6.2026", "2026-06-30"),
        ("05/06/2026", "Nobody can tell"),
        ("06/30/2026", "Nobody can tell"),
        ("46203", "spreadsheet"),
        ("٢٠٢٦-٠٦-٣٠", "digits 0 to 9"),
        ("2026-06-31", ""),
        ("June", ""),
        ("", ""),
    ],
)
def test_dates(text: str, words: str) -> None:
    said = hints.date(text)
    assert (said is not None) == bool(words)
    assert said is None or words in said.say()


@pytest.mark.parametrize(
    ("text", "old", "new", "field", "words"),
    [
        (samples.ARE, "2026-06-01", "2083-02-18", "pay_start", "Bikram Sambat"),
        (samples.ARE, "2026-07-01", "1447-01-05", "file_date", "Hijri"),
        (samples.ARE, ",062026,", ",032083,", "salary_month", "Bikram Sambat"),
        (samples.ARE, "2026-06-01", "01/06/2026", "pay_start", "Nobody can tell"),
        (samples.ARE, "1221.92", "1.22192e3", "fixed", "exponent"),
        (samples.QAT_V1, "20260701", "20830317", "file_date", "Bikram Sambat"),
        (samples.QAT_V1, ",202606,", ",144712,", "salary_month", "Hijri"),
        (samples.QAT_V1, "1100.00", "११००", "net", "digits 0 to 9"),
    ],
)
def test_published_files_say_the_same(
    text: str, old: str, new: str, field: str, words: str
) -> None:
    assert old in text
    assert wagefiles.read(text.encode()).valid
    found = wagefiles.read(text.replace(old, new, 1).encode())
    said = [one.say() for one in found.problems if one.place.field == field]
    assert any(words in one for one in said), said
