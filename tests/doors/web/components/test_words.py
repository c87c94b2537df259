"""Sentences in the reader's language, with what fills them."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from corridor.core.money import Money
from corridor.core.periods import Period, RoughDate
from corridor.core.text import sentence
from corridor.doors.web.words import say
from corridor.locale import catalog, formats

OWED = sentence("Your employer still owes you {amount}.", amount=Money(37000, "QAR"))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Your employer still owes you 370 Qatari riyals."),
        ("ar", "ما زال صاحب العمل مدينًا لك بمبلغ 370 ريالًا قطريًا."),
        ("ne", "रोजगारदाताले तपाईंलाई अझै 370 कतारी रियाल तिर्न बाँकी छ।"),
        ("fil", "May utang pa sa iyo ang employer mo na 370 Qatari riyal."),
    ],
)
def test_a_sentence_is_said_in_the_readers_language(code: str, text: str) -> None:
    assert catalog.say(OWED, code) == text
    with translation.override(code):
        assert say(OWED) == text


def test_a_sentence_inside_a_sentence_is_translated_first() -> None:
    inner = sentence("Accepted")
    outer = sentence("{done} of {all} stations are done. Now: {station}.", done=1, all=2)
    told = catalog.say(type(outer)(outer.template, {**outer.params, "station": inner}), "fil")
    assert told == "Tapos na ang 1 sa 2 himpilan. Ngayon: Tinanggap."


def test_what_nobody_translated_stays_english_and_empty_stays_empty() -> None:
    assert catalog.say("No such sentence anywhere", "ar") == "No such sentence anywhere"
    assert catalog.say("", "ar") == ""
    assert catalog.say(None, "ar") == ""


def test_braces_in_what_fills_a_sentence_are_left_alone() -> None:
    assert catalog.say(sentence("{found}", found="{x} %s"), "en") == "{x} %s"


@pytest.mark.parametrize("code", ["en", "ar", "ne", "fil"])
def test_figures_are_the_same_in_every_language(code: str) -> None:
    assert "1,200.00" in formats.money(Money(120000, "QAR"), code)
    assert "2026" in formats.day(date(2026, 9, 3), code)
    assert "12,480" in formats.whole(12480, code)


def test_dates_keep_their_precision_and_periods_name_their_last_day() -> None:
    assert formats.rough_date(RoughDate("2017-11"), "en") == "November 2017"
    assert formats.rough_date(RoughDate("2004"), "en") == "2004"
    span = Period(date(2026, 9, 1), date(2026, 10, 1))
    assert formats.period(span, "en") == "1 September 2026 – 30 September 2026"


@pytest.mark.parametrize(("n", "text"), [(1, "1 worker"), (12345, "12,345 workers")])
def test_a_count_in_a_plural_sentence_is_grouped(n: int, text: str) -> None:
    page = Template(
        "{% load i18n corridor %}{% blocktranslate count n=n|grouped %}{{ n }} worker"
        "{% plural %}{{ n }} workers{% endblocktranslate %}"
    )
    with translation.override("en"):
        assert page.render(Context({"n": n})) == text
