"""Amounts in words, against words written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.core.money import Money
from corridor.locale import formats
from corridor.locale.numerals import arabic, english, filipino, money_in_words, nepali

CASES = {
    "en": {
        (0, "QAR"): "zero Qatari riyals",
        (100, "QAR"): "one Qatari riyal",
        (37000, "QAR"): "three hundred and seventy Qatari riyals",
        (888000, "QAR"): "eight thousand eight hundred and eighty Qatari riyals",
        (1595, "EUR"): "fifteen euros and ninety-five cents",
        (1000500, "KWD"): "one thousand Kuwaiti dinars and five hundred fils",
    },
    "ar": {
        (100, "QAR"): "ريال قطري واحد",
        (200, "QAR"): "ريالان قطريان",
        (300, "QAR"): "ثلاثة ريالات قطرية",
        (1100, "QAR"): "أحد عشر ريالًا قطريًا",
        (37000, "QAR"): "ثلاثمئة وسبعون ريالًا قطريًا",
        (120000, "QAR"): "ألف ومئتا ريال قطري",
        (200000, "QAR"): "ألفا ريال قطري",
        (888000, "QAR"): "ثمانية آلاف وثمانمئة وثمانون ريالًا قطريًا",
        (1500000, "QAR"): "خمسة عشر ألف ريال قطري",
        (250, "QAR"): "ريالان قطريان وخمسون درهمًا",
        (300, "NPR"): "ثلاث روبيات نيبالية",
        (1100, "NPR"): "إحدى عشرة روبية نيبالية",
    },
    "ne": {
        (120000, "QAR"): "एक हजार दुई सय कतारी रियाल",
        (37000, "QAR"): "तीन सय सत्तरी कतारी रियाल",
        (888000, "QAR"): "आठ हजार आठ सय असी कतारी रियाल",
        (12800000, "NPR"): "एक लाख अट्ठाइस हजार नेपाली रुपैयाँ",
        (1000000000, "NPR"): "एक करोड नेपाली रुपैयाँ",
        (9975, "NPR"): "उनान्सय नेपाली रुपैयाँ पचहत्तर पैसा",
    },
    "fil": {
        (100, "PHP"): "isang piso",
        (120000, "QAR"): "isang libo at dalawang daang Qatari riyal",
        (37000, "QAR"): "tatlong daan at pitumpung Qatari riyal",
        (40000, "QAR"): "apat na raang Qatari riyal",
        (1100, "QAR"): "labing-isang Qatari riyal",
        (1500, "QAR"): "labinlimang Qatari riyal",
        (888000, "QAR"): "walong libo, walong daan at walumpung Qatari riyal",
    },
}


@pytest.mark.parametrize(
    ("code", "minor", "currency", "words"),
    [(code, *amount, words) for code, rows in CASES.items() for amount, words in rows.items()],
)
def test_amounts_in_words(code: str, minor: int, currency: str, words: str) -> None:
    assert money_in_words(Money(minor, currency), code) == words


@pytest.mark.parametrize("code", CASES)
def test_an_unknown_currency_stays_in_figures(code: str) -> None:
    assert money_in_words(Money(120000, "JPY"), code) is None
    assert "120,000" in formats.money_spoken(Money(120000, "JPY"), code)


def test_nepali_has_a_hundred_different_words() -> None:
    assert len({nepali.number(n) for n in range(100)}) == 100


@given(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).filter(lambda two: two[0] != two[1]))
def test_two_numbers_never_sound_alike(two: tuple[int, int]) -> None:
    for language in (english, arabic, nepali, filipino):
        assert language.number(two[0]) != language.number(two[1])


@pytest.mark.parametrize(
    ("code", "minor", "text"),
    [
        ("en", 37000, "370 Qatari riyals"),
        ("en", 100, "1 Qatari riyal"),
        ("en", 37050, "370.50 Qatari riyals"),
        ("ar", 37000, "370 ريالًا قطريًا"),
        ("ar", 30000, "300 ريال قطري"),
        ("ar", 500, "5 ريالات قطرية"),
        ("ar", 200, "ريالان قطريان"),
        ("ar", -37000, "-370 ريال قطري"),
        ("ne", 37000, "370 कतारी रियाल"),
        ("fil", 37000, "370 Qatari riyal"),
    ],
)
def test_figures_with_the_currencys_name(code: str, minor: int, text: str) -> None:
    said = formats.money_spoken(Money(minor, "QAR"), code)
    for mark in "\u200e\u200f\u061c\u2066\u2069":
        said = said.replace(mark, "")
    assert said == text


def test_a_sign_stays_before_its_number_between_words_from_the_right() -> None:
    owed = Money(-37000, "QAR")
    assert formats.money_spoken(owed, "ar").startswith("\u2066-370\u2069 ")
    assert formats.whole(-3, "ar") == "\u2066-3\u2069"
    assert (formats.whole(-3, "en"), formats.whole(3, "ar")) == ("-3", "3")
