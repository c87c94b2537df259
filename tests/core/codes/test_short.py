"""The short form of a number: readable, forgiving, and it notices what people get wrong."""

from __future__ import annotations

import re

import pytest

from corridor.core.codes.short import ALPHABET, misread, short_of, tail_of, tidy

NUMBERS = [
    "01K3Z8Q4V7M2N5P6R9S0T1W2X3",
    "01K3Z8Q4V7000000000000000Z",
    "7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
    "00000000000000000000000000",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_has_one_short_form_that_leads_back_to_its_end(number: str) -> None:
    short = short_of(number)
    assert re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}", short)
    assert tail_of(short) == number[-9:]
    assert short == short_of(number)


def test_the_check_character_by_hand() -> None:
    # A lone 1 at the end of the nine is doubled once; one place earlier, twice.
    assert short_of("0" * 25 + "1") == "000-000-0012"
    assert short_of("0" * 24 + "10") == "000-000-0104"
    # 16 doubled is 32, which the polynomial brings back to 5.
    assert short_of("0" * 25 + "G") == "000-000-00G5"


@pytest.mark.parametrize("number", NUMBERS)
def test_every_wrong_character_and_every_swap_is_noticed(number: str) -> None:
    right = tidy(short_of(number))
    for place, sign in enumerate(right):
        for other in ALPHABET.replace(sign, ""):
            wrong = right[:place] + other + right[place + 1 :]
            assert tail_of(wrong) is None
            assert misread(wrong)
    for place in range(len(right) - 1):
        first, second = right[place], right[place + 1]
        if first != second:
            assert tail_of(right[:place] + second + first + right[place + 2 :]) is None


def test_it_is_read_however_it_is_written() -> None:
    short = short_of("01K3Z8Q4V7M2N5P6R0S1T1W2X3")
    end = tail_of(short)
    assert end is not None
    bare = short.replace("-", "")
    for written in (
        bare,
        bare.lower(),
        f"  {bare[:5]} {bare[5:]} ",
        short.replace("-", "–"),
        bare.replace("0", "O").replace("1", "l"),
        bare.translate({ord(str(n)): chr(0x0966 + n) for n in range(10)}),  # Devanagari
    ):
        assert tail_of(written) == end


@pytest.mark.parametrize("text", ["", "7K3-9QD", "7K3-9QD-2MXAA", "7K3-9QD-2MU!", "नेपाल"])
def test_what_is_no_short_form_is_none_and_not_called_misread(text: str) -> None:
    assert tail_of(text) is None
    assert not misread(text)


@pytest.mark.parametrize(
    "text", ["", "01K3", "01K3Z8Q4V7M2N5P6R9S0T1W2XU", "01k3z8q4v7m2n5p6r9s0t1w2x3"]
)
def test_only_a_ulid_has_a_short_form(text: str) -> None:
    with pytest.raises(ValueError, match="not a ULID"):
        short_of(text)
