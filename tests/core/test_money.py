"""Money is whole minor units of one currency."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.core.codes.currencies import CURRENCIES
from corridor.core.money import Money
from corridor.core.problems import BadInput

amounts = st.integers(-(10**14), 10**14)
currencies = st.sampled_from(sorted(CURRENCIES))


@pytest.mark.parametrize(
    ("text", "currency", "minor", "written"),
    [
        ("1200.00", "QAR", 120000, "1200.00"),
        ("1200", "QAR", 120000, "1200.00"),
        (" 0.05 ", "QAR", 5, "0.05"),
        ("-0.05", "QAR", -5, "-0.05"),
        ("-0", "QAR", 0, "0.00"),
        ("007.10", "NPR", 710, "7.10"),
        ("1.5", "KWD", 1500, "1.500"),
        ("1.50000", "QAR", 150, "1.50"),
        ("1200", "JPY", 1200, "1200"),
        ("1200.00", "JPY", 1200, "1200"),
        ("-3", "KRW", -3, "-3"),
        ("0.0001", "CLF", 1, "0.0001"),
    ],
)
def test_reading_and_writing(text: str, currency: str, minor: int, written: str) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)
    assert Money(minor, currency).text() == written


@pytest.mark.parametrize(
    "text",
    [
        *["", "-", ".", ".5", "1.", "+1", "1,200", "1e3", "1 200", "--1", "1.001", "NaN"],
        *["٥٠٠", "५००", "9" * 16, "1\n2", None, 1200, 1200.0, ["1"]],
    ],
)
def test_anything_else_is_refused_with_an_example(text: Any) -> None:
    with pytest.raises(BadInput) as refused:
        Money.parse(text, "QAR")
    assert refused.value.code == "money.format"
    assert "1200.00" in refused.value.say()
    assert refused.value.found == text


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        Money.parse("1.00", "RIYAL")
    assert refused.value.code == "code.currency"


@pytest.mark.parametrize("minor", [1.0, 0.5, Decimal(1), "1", None])
def test_minor_units_are_whole_numbers(minor: Any) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        Money(minor, "QAR")


def test_a_fraction_of_money_is_not_made_by_multiplying() -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        Money(100, "QAR") * 0.5  # type: ignore[operator]


def test_an_amount_of_an_unknown_currency_is_judged_by_its_form_alone() -> None:
    for text in ("1200", "1200.000", "60.500"):
        assert Money.some(text).minor > 0
    for wrong in ("1,200.00", "1e3", None, "0.12345"):
        with pytest.raises(BadInput) as refused:
            Money.some(wrong)
        assert not set(CURRENCIES) & set(str(refused.value.say()).replace(".", " ").split())
        assert refused.value.expected == "1200.00"


@given(amounts, currencies)
@settings(max_examples=60)
def test_written_and_read_again(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.text(), currency) == money
    assert Decimal(money.text()).scaleb(CURRENCIES[currency]) == minor
    assert money.as_json() == {"amount": money.text(), "currency": currency}
    assert str(money) == f"{currency} {money.text()}"


@given(amounts, amounts, st.integers(0, 40))
@settings(max_examples=40)
def test_arithmetic_is_that_of_integers(one: int, other: int, times: int) -> None:
    a, b = Money(one, "QAR"), Money(other, "QAR")
    assert a + b == b + a
    assert (a + b) - b == a
    assert a - b == -(b - a)
    assert (a * times).minor == one * times
    assert [a < b, a <= b, a > b, a >= b] == [one < other, one <= other, one > other, one >= other]


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_two_currencies_never_meet(act: str) -> None:
    with pytest.raises(BadInput) as refused:
        getattr(Money(1, "QAR"), act)(Money(1, "NPR"))
    assert refused.value.code == "money.currency"


def test_equal_only_in_the_same_currency() -> None:
    assert Money(1, "QAR") != Money(1, "NPR")
    assert len({Money(1, "QAR"), Money(1, "QAR"), Money(1, "NPR")}) == 2
