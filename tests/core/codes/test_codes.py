"""The code lists: complete counts, checksums, well-formed entries and one-sentence refusals."""

import hashlib
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from corridor.core.codes import countries, currencies, isco, isic, languages
from corridor.core.problems import BadInput


def test_currencies_are_the_whole_active_list() -> None:
    assert len(currencies.CURRENCIES) == 165
    assert currencies.CURRENCIES.keys() == currencies.NAMES.keys()
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in currencies.NAMES)
    assert Counter(currencies.CURRENCIES.values()) == {2: 139, 0: 17, 3: 7, 4: 2}


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        *[(code, 3) for code in ("KWD", "OMR", "BHD", "JOD", "IQD", "TND", "LYD")],
        *[(code, 0) for code in ("JPY", "KRW", "VND", "CLP", "XOF", "XAF", "UGX", "ISK")],
        *[(code, 4) for code in ("CLF", "UYW")],
        *[(code, 2) for code in ("QAR", "NPR", "AED", "SAR", "PHP", "EUR", "INR", "BDT", "LKR")],
    ],
)
def test_minor_digits(code: str, digits: int) -> None:
    assert currencies.minor_digits(code) == digits


@pytest.mark.parametrize("withdrawn", ["ANG", "BGN", "HRK", "SLL", "ZWL", "CUC"])
def test_withdrawn_currencies_are_gone(withdrawn: str) -> None:
    assert withdrawn not in currencies.CURRENCIES


def test_countries_are_all_249() -> None:
    entries = countries.COUNTRIES
    assert len(entries) == 249
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in entries)
    assert all(len(one.alpha2) == 2 and one.alpha2.isupper() for one in entries.values())
    assert all(len(one.numeric) == 3 and one.numeric.isdigit() for one in entries.values())
    for part in ("alpha2", "name", "numeric"):
        assert len({getattr(one, part) for one in entries.values()}) == 249


# SHA-256 over the sorted "alpha3 alpha2 numeric" lines of an independent copy of ISO 3166-1.
COUNTRY_CODES = "7617d6959e26fb53099a518f8ec17f7da54e23ff229192a903a37515586b7dd9"


def test_country_codes_agree_with_the_standard() -> None:
    lines = [f"{code} {one.alpha2} {one.numeric}" for code, one in countries.COUNTRIES.items()]
    assert hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() == COUNTRY_CODES


@pytest.mark.parametrize(
    ("alpha3", "alpha2", "numeric", "name"),
    [
        ("NPL", "NP", "524", "Nepal"),
        ("QAT", "QA", "634", "Qatar"),
        ("PHL", "PH", "608", "Philippines"),
        ("DEU", "DE", "276", "Germany"),
        ("AFG", "AF", "004", "Afghanistan"),
    ],
)
def test_a_country(alpha3: str, alpha2: str, numeric: str, name: str) -> None:
    assert countries.country(alpha3) == (alpha2, name, numeric)
    assert countries.alpha2(alpha3) == alpha2


def test_languages_name_themselves_and_their_direction() -> None:
    assert {"en", "ar", "ne", "fil", "de"} <= languages.LANGUAGES.keys()
    for code, entry in languages.LANGUAGES.items():
        assert len(entry.code3) == 3
        assert languages.language(entry.code3) is entry is languages.language(code)
        assert (entry.script == "Arab") == (entry.direction == "rtl")
    assert languages.direction("ar") == "rtl"
    assert languages.direction("ne") == "ltr"


def test_isco_counts_and_checksum() -> None:
    raw = files("corridor.core.codes").joinpath("isco08.csv").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == isco.CHECKSUM
    assert isco.counts() == {"major": 10, "sub_major": 43, "minor": 130, "unit": 436}
    assert len(isco.ISCO) == 619
    assert "CC BY 4.0" in raw.decode().split("code,title")[0]


def test_isco_is_a_tree() -> None:
    majors = [code for code in isco.ISCO if isco.parent(code) is None]
    assert majors == list("0123456789")
    for code in isco.ISCO:
        above = isco.parent(code)
        assert above is None or code in isco.children(above)
        assert bool(isco.children(code)) == (len(code) < 4)
        assert isco.title(code) == isco.ISCO[code].strip() != ""


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("1", None),
        ("0", None),
        ("1120", 4),
        ("1411", 3),
        ("2221", 4),
        ("3221", 3),
        ("4", 2),
        ("5311", 2),
        ("7112", 2),
        ("8332", 2),
        ("9313", 1),
        ("0110", 4),
        ("0210", 2),
        ("0310", 1),
    ],
)
def test_skill_levels(code: str, level: int | None) -> None:
    assert isco.skill_level(code) == level


def test_only_whole_majors_mix_skill_levels() -> None:
    assert [code for code in isco.ISCO if isco.skill_level(code) is None] == ["0", "1"]


def test_unit_group_wants_four_digits() -> None:
    assert isco.unit_group("9313") == "Building construction labourers"
    with pytest.raises(BadInput) as refused:
        isco.unit_group("931")
    assert "four digits" in refused.value.say()


def test_a_changed_isco_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    isco._titles.cache_clear()
    monkeypatch.setattr(isco, "CHECKSUM", "0" * 64)
    try:
        with pytest.raises(RuntimeError, match="isco08"):
            len(isco.ISCO)
    finally:
        isco._titles.cache_clear()


def test_importing_isco_reads_no_file() -> None:
    script = (
        "from corridor.core.codes import isco\n"
        "assert isco._titles.cache_info().currsize == 0\n"
        "assert len(isco.ISCO) == 619\n"
        "assert isco._titles.cache_info().currsize == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_isic_counts_and_sections() -> None:
    assert isic.counts() == {"sections": 21, "divisions": 88}
    assert "".join(isic.SECTIONS) == "ABCDEFGHIJKLMNOPQRSTU"
    per_section = Counter(section for section, _ in isic.DIVISIONS.values())
    assert [per_section[one] for one in isic.SECTIONS] == [
        *(3, 5, 24, 1, 4, 3, 3, 5, 2, 6, 3),
        *(1, 7, 6, 1, 1, 3, 4, 3, 2, 1),
    ]
    assert isic.section("97") == "T"
    assert isic.title("F") == "Construction"
    assert isic.title("41") == "Buildings"


@pytest.mark.parametrize("given", ["", "xx", "qar", "ZZZ", "QAR ", "٩٣١٣", None, 9313, ["QAR"]])
@pytest.mark.parametrize(
    ("look_up", "problem"),
    [
        (currencies.minor_digits, "code.currency"),
        (countries.alpha2, "code.country"),
        (languages.language, "code.language"),
        (isco.title, "code.isco"),
        (isco.unit_group, "code.isco"),
        (isco.skill_level, "code.isco"),
        (isic.section, "code.isic"),
        (isic.title, "code.isic"),
    ],
)
def test_anything_else_is_one_sentence(
    look_up: Callable[[Any], object], problem: str, given: object
) -> None:
    with pytest.raises(BadInput) as refused:
        look_up(given)
    assert refused.value.code == problem
    assert refused.value.remedy is not None
    assert refused.value.found == given


def test_frequent_occupations_are_titles_of_the_classification() -> None:
    assert set(isco.FREQUENT) <= set(isco.ISCO.values())
